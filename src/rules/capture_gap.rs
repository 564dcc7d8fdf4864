//! `capture-gap`: a hole in the recording.

use std::time::Duration;

use super::{Look, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Grade, SeamKind};

/// The rule. It is about the recording, not about the car.
pub(super) const RULE: Rule = Rule {
    id: "capture-gap",
    severity: Severity::Note,
    grade: Grade::A,
    subjects: THE_CAR,
    needs: &[],
    cues: &[super::BUS],
    hold: Duration::ZERO,
    title: "frames are missing from the recording",
    meaning: "The bus fell silent though a car with its ignition on, or one that has not announced sleep, does not: the recording was interrupted. What happened meanwhile is unknown, and nothing is concluded from it.",
    matters: "A fault that shows only there is missed.",
    look: "Record again if the moment matters: with a logger that buffers, and close to the fault.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    super::interrupted(look, SeamKind::Gap)
}

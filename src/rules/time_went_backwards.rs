//! `time-went-backwards`: a clock that was set back, or rows left over from an earlier session.

use std::time::Duration;

use super::{Look, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Grade, SeamKind};

/// The rule. It is about the recording, not about the car.
pub(super) const RULE: Rule = Rule {
    id: "time-went-backwards",
    severity: Severity::Note,
    grade: Grade::A,
    subjects: THE_CAR,
    needs: &[],
    cues: &[super::BUS],
    hold: Duration::ZERO,
    title: "the clock of the recording went backwards",
    meaning: "The frames before this place belong to an earlier session, or the logger's clock was set. What was known before says nothing of what comes after, so the picture starts anew.",
    matters: "A fault that shows only there is missed.",
    look: "Record again if the moment matters: with a logger that buffers, and close to the fault.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    super::interrupted(look, SeamKind::Backwards)
}

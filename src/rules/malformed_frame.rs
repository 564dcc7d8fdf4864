//! `malformed-frame`: frames shorter than the signals that their car puts in them.

use std::time::Duration;

use super::{Look, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Cite, Grade};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "malformed-frame",
    severity: Severity::Warning,
    grade: Grade::B,
    subjects: THE_CAR,
    needs: &[],
    cues: &[super::SHORT],
    hold: Duration::ZERO,
    title: "the {subject} sends frames too short for their signals",
    meaning: "A frame has fewer bytes than the car's DBC needs. Either the unit that sends it fails, or this is another \
        car than was named.",
    matters: "What such a frame would have said is unknown, not \"no\".",
    look: "Name the right car with --car. If it is the right one, look at the trouble codes of the unit that sends \
        the frame.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let short =
        |index: &usize| look.body.heartbeat(*index).is_some_and(|heartbeat| heartbeat.short.is_some());
    match (0..look.body.messages().len()).find(short) {
        Some(message) => Verdict::broken(&[Cite::Short(message)]),
        None => Verdict::Holds,
    }
}

//! `closed-but-reported-open`: an opening that a person sees closed and the car reports open.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::Grade;

/// A person marks what they see a little before or after the report follows.
const HOLD: Duration = Duration::from_secs(1);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "closed-but-reported-open",
    severity: Severity::Fault,
    grade: Grade::A,
    subjects: OPENINGS,
    needs: &[Need::Open, Need::Marks],
    cues: &[super::MARK],
    hold: HOLD,
    title: "{subject} seen closed but reported open",
    meaning: "Somebody looked and it is shut, but the module says open: its ajar switch is stuck, or its wire is shorted to ground. Some meters keep the lamp until several good cycles have passed.",
    matters: "This is the contradiction itself: the car acts on the report, not on the door.",
    look: "Compare the module's DOOR SW item with the latch turned by hand: 9-16 V closed, 0-0.5 V open. If the item is right and the dash is not, it is the meter.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    super::contradicts_a_person(look, false, HOLD)
}

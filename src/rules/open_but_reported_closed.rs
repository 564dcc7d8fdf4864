//! `open-but-reported-closed`: an opening that a person sees open and the car reports closed.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::Grade;

/// A person marks what they see a little before or after the report follows.
const HOLD: Duration = Duration::from_secs(1);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "open-but-reported-closed",
    severity: Severity::Fault,
    grade: Grade::A,
    subjects: OPENINGS,
    needs: &[Need::Open, Need::Marks],
    cues: &[super::MARK],
    hold: HOLD,
    title: "{subject} seen open but reported closed",
    meaning: "Somebody looked and it is open, but the module says closed: its ajar switch does not switch, or its wire is broken. A broken wire reads closed.",
    matters: "This is the contradiction itself: the car acts on the report, not on the door.",
    look: "Bridge the two contacts of the latch's plug: if the report then turns to open, replace the switch; if not, look for the break in the corrugation.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    super::contradicts_a_person(look, true, HOLD)
}

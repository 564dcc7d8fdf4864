//! `open-and-closed`: an opening with a signal for open and one for closed that say the same.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{Cite, Fact, Grade};

/// Five frames of the message: both signals stand in one frame, so a healthy pair never agrees for longer.
const HOLD: Duration = Duration::from_millis(500);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "open-and-closed",
    severity: Severity::Fault,
    grade: Grade::C,
    subjects: OPENINGS,
    needs: &[Need::Open, Need::Closed],
    cues: &[],
    hold: HOLD,
    title: "{subject} reported both open and closed, or neither",
    meaning: "The car sends one signal for open and one for closed, and they contradict each other: the latch has \
        two contacts and one of them, or its wire, is bad; or the latch hangs half-way.",
    matters: "Each unit that listens picks one of the two, so one shows the door open and another closed.",
    look: "Press the door firmly shut. If both signals still agree, unplug the latch and measure its two contacts \
        with a multimeter while turning it by hand.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let (open, closed) = (Fact::Open(opening), Fact::Closed(opening));
    match (look.body.switch(open), look.body.switch(closed)) {
        (Some(is_open), Some(is_closed)) if is_open == is_closed => {
            Verdict::broken(&[Cite::Fact(open), Cite::Fact(closed)])
        }
        (Some(_), Some(_)) => Verdict::Holds,
        _ => Verdict::Unknown,
    }
}

//! `bcm-restart`: a body control module that wakes up while the ignition is on.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Cite, Fact, Grade};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "bcm-restart",
    severity: Severity::Warning,
    grade: Grade::B,
    subjects: THE_CAR,
    needs: &[Need::Fact(Fact::BcmWake), Need::Fact(Fact::Ignition)],
    cues: &[super::BUS],
    hold: Duration::ZERO,
    title: "the {subject}'s body control module restarted with the ignition on",
    meaning: "It sent its wake-up frame though it cannot have been asleep: its supply was interrupted, or it reset \
        itself.",
    matters: "After a restart it may hold wrong states of doors and locks until each has moved a few times.",
    look: "Measure supply and ground at the module while moving its plug and harness; look at the battery terminals.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    match look.body.restart() {
        Some(restart) => {
            Verdict::happened(restart.evidence.time, &[Cite::Restart, Cite::Fact(Fact::Ignition)])
        }
        None => Verdict::Holds,
    }
}

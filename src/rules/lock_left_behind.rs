//! `lock-left-behind`: one lock that follows a command while the other does not.

use std::time::Duration;

use super::lock_response::{Response, respond};
use super::{LOCKS, Look, Need, Rule, Severity, Verdict};
use crate::body::{Fact, Grade, Lock};

/// Locks were seen to follow a command after about 1 s; three times that is no delay any more.
const HOLD: Duration = Duration::from_secs(3);

/// The rule. The subject is the lock that stayed. Graded D because sources conflict about which lock signal is the
/// driver's: that one of them stayed is sure, which one is not.
pub(super) const RULE: Rule = Rule {
    id: "lock-left-behind",
    severity: Severity::Fault,
    grade: Grade::D,
    subjects: LOCKS,
    needs: &[
        Need::Locked,
        Need::Commanded,
        Need::Fact(Fact::Locked(Lock::Driver)),
        Need::Fact(Fact::Locked(Lock::Others)),
    ],
    cues: super::LOCK_RESPONSE,
    hold: HOLD,
    title: "{subject} stayed as it was while the rest followed the command",
    meaning: "The command reached the module and one lock moved, so supply and command are good: what is left is \
        this lock's motor, its wire in the corrugation, its linkage, or the switch that reports it.",
    matters: "One door stays open, or shut, when the car is locked or unlocked.",
    look: "Listen at that lock while it is commanded, then measure at its plug: voltage without motion is the motor, \
        no voltage is the wire.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    respond(look, Response::OtherFollowed, &[])
}

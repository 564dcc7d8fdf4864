//! `commanded-not-followed`: locks that do not follow the command, with everything shut.

use std::time::Duration;

use super::lock_response::{Response, respond};
use super::{LOCKS_AND_CAR, Look, Need, Rule, Severity, Verdict};
use crate::body::{Fact, Grade, Lock};

/// Locks were seen to follow a command after about 1 s; three times that is no delay any more.
const HOLD: Duration = Duration::from_secs(3);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "commanded-not-followed",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: LOCKS_AND_CAR,
    needs: &[
        Need::AnyOf(&[Fact::Commanded(Lock::Driver), Fact::Commanded(Lock::Others)]),
        Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)]),
    ],
    cues: super::LOCK_RESPONSE,
    hold: HOLD,
    title: "{subject} did not follow the lock command",
    meaning: "The module commanded it and everything is reported shut, but the lock report did not change: the lock \
        motor or its wire is dead, its fuse is blown, the linkage is jammed, or the switch that reports the lock is \
        bad.",
    matters: "The car looks locked by its lamps and is not, or the other way round.",
    look: "Listen at the lock while it is commanded. Nothing: measure the voltage at its plug; none there means fuse \
        or wire, voltage without motion means the motor. A motor that runs means linkage or report.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    match look.body.all_shut() {
        Some(true) => respond(look, Response::NoneFollowed, &[]),
        Some(false) => Verdict::Holds,
        None => Verdict::Unknown,
    }
}

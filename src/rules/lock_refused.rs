//! `lock-refused`: locks that do not follow a command to lock while an opening reads open: the probable blocker.

use std::time::Duration;

use super::lock_response::{Response, respond};
use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{Cite, Fact, Grade, Lock, OpeningState};

/// Locks were seen to follow a command after about 1 s; three times that is no delay any more.
const HOLD: Duration = Duration::from_secs(3);

/// The rule. The subject is the opening that reads open.
pub(super) const RULE: Rule = Rule {
    id: "lock-refused",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: OPENINGS,
    needs: &[
        Need::Open,
        Need::AnyOf(&[Fact::Commanded(Lock::Driver), Fact::Commanded(Lock::Others)]),
        Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)]),
    ],
    cues: super::LOCK_RESPONSE,
    hold: HOLD,
    title: "locking refused, probably because the {subject} reads open",
    meaning: "The command to lock was given and the locks stayed as they were while this opening read open. A car \
        refuses to lock with an opening open; if it is really shut, its ajar switch or wire is what blocks the locks.",
    matters: "The car cannot be locked until this report is right.",
    look: "Look whether it is shut. If it is, compare its DOOR SW item with the latch turned by hand: 9-16 V closed, \
        0-0.5 V open.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    match look.body.opening(opening) {
        OpeningState::Open => respond(look, Response::NoneLocked, &[Cite::Fact(Fact::Open(opening))]),
        OpeningState::Closed => Verdict::Holds,
        OpeningState::Unknown => Verdict::Unknown,
    }
}

//! `locked-while-open`: a door that reads open and locked at once.

use std::time::Duration;

use super::{DOORS, Look, Need, Rule, Severity, Verdict};
use crate::body::{Cite, Fact, Grade, Lock, LocksState};

/// A door opened from inside was seen to report open up to 0.8 s before its lock cleared, and locks to follow a
/// command by about 1 s: both are over by then.
const HOLD: Duration = Duration::from_secs(2);

/// The rule. The tailgate and the bonnet are left out: they open while the doors stay locked.
pub(super) const RULE: Rule = Rule {
    id: "locked-while-open",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: DOORS,
    needs: &[Need::Open, Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)])],
    cues: &[super::LOCKED_DRIVER, super::LOCKED_OTHERS],
    hold: HOLD,
    title: "{subject} reported open and locked at the same time",
    meaning: "Either the door really stands open with its lock set, or it is shut and its ajar switch reads open, \
        or the lock's own switch reads locked when it is not.",
    matters: "Shutting a locked door can lock the key in the car; and a false report keeps the alarm from watching \
        that door.",
    look: "Look at the door. If it is shut, compare the module's DOOR SW item for it with the latch turned by hand; \
        if it stands open, work its lock by hand and see whether the lock report follows.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    match (look.body.switch(Fact::Open(opening)), look.body.locks()) {
        (Some(true), LocksState::Locked) => Verdict::broken(&[
            Cite::Fact(Fact::Open(opening)),
            Cite::Fact(Fact::Locked(Lock::Driver)),
            Cite::Fact(Fact::Locked(Lock::Others)),
        ]),
        (Some(false), _) | (_, LocksState::Unlocked | LocksState::Partly | LocksState::Locked) => {
            Verdict::Holds
        }
        (None | Some(true), LocksState::Unknown) => Verdict::Unknown,
    }
}

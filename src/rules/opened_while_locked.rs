//! `opened-while-locked`: a door that opens though the car reads locked, with no unlock near it.

use std::time::Duration;

use super::{DOORS, Look, Need, Rule, Severity, Verdict};
use crate::body::{AROUND, Cite, Fact, Grade, Lock, LocksState};

/// The rule. A door opened by its inside handle unlocks within [`AROUND`]. The tailgate and the bonnet are left
/// out: they open while the doors stay locked.
pub(super) const RULE: Rule = Rule {
    id: "opened-while-locked",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: DOORS,
    needs: &[Need::Open, Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)])],
    cues: &[super::LOCKED_DRIVER, super::LOCKED_OTHERS],
    hold: Duration::ZERO,
    title: "{subject} opened while the car was reported locked",
    meaning: "Either the door was shut and only its report jumped to open, or the lock reads locked without \
        holding the door, or the lock report is stuck.",
    matters: "With a bad report the alarm may go off, or not arm; with a lock that does not hold, the car is open.",
    look: "Lock the car and pull the handle from outside. If the door stays shut, watch its DOOR SW item while \
        moving the door in its latch and flexing the wiring at the hinge.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let Some(edge) = look.body.history(Fact::Open(opening)).last_edge(true) else { return Verdict::Holds };
    let unlocked_near = Lock::ALL.into_iter().any(|lock| {
        let history = look.body.history(Fact::Locked(lock));
        history.changed_within(false, edge.time.before(AROUND), edge.time.after(AROUND))
    });
    let locked_late = Lock::ALL.into_iter().any(|lock| {
        let history = look.body.history(Fact::Locked(lock));
        history.value.is_some() && history.since > edge.time
    });
    match look.body.locks() {
        _ if unlocked_near || locked_late => Verdict::Holds,
        LocksState::Unknown => Verdict::Unknown,
        LocksState::Locked if look.passed(edge.time, AROUND) => Verdict::happened(
            edge.time,
            &[
                Cite::Edge(
                    Fact::Open(opening),
                    u8::from(look.body.switch(Fact::Open(opening)) == Some(false)),
                ),
                Cite::Fact(Fact::Locked(Lock::Driver)),
                Cite::Fact(Fact::Locked(Lock::Others)),
            ],
        ),
        _ => Verdict::Holds,
    }
}

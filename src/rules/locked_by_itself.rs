//! `locked-by-itself`: a lock of an empty car that locks with nothing to explain it.

use std::time::Duration;

use super::{LOCKS_AND_CAR, Look, Need, Rule, Severity, Verdict};
use crate::body::{Fact, Grade, Lock};

/// The rule. Who changed a lock is judged by the body; this is what is left for nobody.
pub(super) const RULE: Rule = Rule {
    id: "locked-by-itself",
    severity: Severity::Fault,
    grade: Grade::C,
    subjects: LOCKS_AND_CAR,
    needs: &[
        Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)]),
        Need::Fact(Fact::TurnLeft),
        Need::Fact(Fact::TurnRight),
        Need::Fact(Fact::Ignition),
    ],
    cues: &[super::LOCK_CHANGE],
    hold: Duration::ZERO,
    title: "{subject} locked with nobody there",
    meaning: "The ignition was off, the car presumed empty, no lamp answered a fob, no door opened and it was not the \
        car's own re-lock. A wire to a lock switch or lock motor is shorted or chafed, the switch in a lock is \
        moist or worn, or a second fob is in play.",
    matters: "A car that locks itself can lock the key in.",
    look: "Ask who holds the other fobs. Then move each door's wiring at the hinge with the car locked, and watch \
        the CDL LOCK SW and KEY CYL items in the module's data monitor.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    super::changed_by_nobody(look, true)
}

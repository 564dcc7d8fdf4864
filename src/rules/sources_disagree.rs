//! `sources-disagree`: two sources of one fact that say different things.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, Subject, Verdict};
use crate::body::{Cite, Fact, Grade, Lock, Opening, Value};

/// Ten cycles of the slowest body message: neither source can be merely late.
const HOLD: Duration = Duration::from_secs(1);
/// A unit has looked at its inputs, and said so, this long after it was asked at most: answers take a few frames, 20 to 50 ms
/// each way, and a busy unit may put off one.
const ANSWERED_WITHIN: Duration = Duration::from_millis(500);
/// Speeds differ by less than this between a wheel sensor and the meter, in km/h, and by less than [`SPEED_SHARE`].
const SPEED: f64 = 5.0;
const SPEED_SHARE: f64 = 0.15;
/// Voltages measured by two units differ by less than this, in volts: the drop along the wiring.
const VOLTS: f64 = 1.0;

const FACTS: &[Subject] = &[
    Subject::Fact(Fact::Open(Opening::FrontLeft)),
    Subject::Fact(Fact::Open(Opening::FrontRight)),
    Subject::Fact(Fact::Open(Opening::RearLeft)),
    Subject::Fact(Fact::Open(Opening::RearRight)),
    Subject::Fact(Fact::Open(Opening::Tailgate)),
    Subject::Fact(Fact::Open(Opening::Bonnet)),
    Subject::Fact(Fact::Locked(Lock::Driver)),
    Subject::Fact(Fact::Locked(Lock::Others)),
    Subject::Fact(Fact::Ignition),
    Subject::Fact(Fact::EngineRunning),
    Subject::Fact(Fact::Speed),
    Subject::Fact(Fact::Supply),
    Subject::Fact(Fact::ParkingBrake),
    Subject::Fact(Fact::Brake),
];

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "sources-disagree",
    severity: Severity::Warning,
    grade: Grade::B,
    subjects: FACTS,
    needs: &[Need::TwoSources],
    cues: &[super::MESSAGE],
    hold: HOLD,
    title: "two units disagree about {subject}",
    meaning: "The same thing is reported by two messages and they differ: one of the two units, or the sensor it \
        listens to, is wrong.",
    matters: "Each unit acts on its own reading: one shows the door open, another locks it.",
    look: "Compare both with what you see. For a door: if the body control module's DOOR SW item differs from the meter's \
        DOOR W/L item, it is the meter or the line between them; if both read open with the door shut, it is the switch or its \
        harness.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Subject::Fact(fact) = look.subject else { return Verdict::Unknown };
    let mut tellings = look.body.tellings(fact);
    let Some((first, believed)) = tellings.next() else { return Verdict::Unknown };
    let mut compared = false;
    for (other, value) in tellings {
        if !look.body.are_of_one_moment(first, other, ANSWERED_WITHIN) {
            continue;
        }
        compared = true;
        if !agree(fact, believed, value) {
            return Verdict::broken(&[Cite::Told(first), Cite::Told(other)]);
        }
    }
    if compared { Verdict::Holds } else { Verdict::Unknown }
}

fn agree(fact: Fact, one: Value, other: Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let share = if fact == Fact::Speed { one.abs().max(other.abs()) * SPEED_SHARE } else { 0.0 };
            let limit = if fact == Fact::Speed { SPEED } else { VOLTS };
            (one - other).abs() <= limit.max(share)
        }
        _ => one == other,
    }
}

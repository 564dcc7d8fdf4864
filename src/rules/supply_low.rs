//! `supply-low`: a supply voltage too low at rest.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Cite, Fact, Grade, Ignition};

/// About 12.6 V is a full battery at rest and 12.0 V an empty one; body modules work less well below this, in volts.
const LOW: f64 = 11.8;
/// Longer than the dip of any actuation or of cranking.
const HOLD: Duration = Duration::from_secs(5);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "supply-low",
    severity: Severity::Warning,
    grade: Grade::C,
    subjects: THE_CAR,
    needs: &[Need::Fact(Fact::Supply), Need::AnyOf(&[Fact::EngineRunning, Fact::Ignition])],
    cues: &[],
    hold: HOLD,
    title: "supply voltage of the {subject} is low with the engine off",
    meaning: "The battery is discharged or worn out. It may still start the engine and be too weak for lock motors.",
    matters: "A weak battery makes locks and tailgate fail in ways that look like broken parts: put it right first.",
    look: "Measure at the battery's poles with everything off: about 12.6 V is healthy, below 12.0 V is empty. Charge \
        it, or test it under load.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let off = match (look.body.switch(Fact::EngineRunning), look.body.ignition()) {
        (Some(running), _) => !running,
        (None, Some(Ignition::Off | Ignition::Acc)) => true,
        (None, Some(Ignition::On | Ignition::Start)) => return Verdict::Holds,
        (None, None) => return Verdict::Unknown,
    };
    match look.body.number(Fact::Supply) {
        Some(volts) if off && volts < LOW && look.body.ignition() != Some(Ignition::Start) => {
            Verdict::broken(&[Cite::Fact(Fact::Supply)])
        }
        Some(_) => Verdict::Holds,
        None => Verdict::Unknown,
    }
}

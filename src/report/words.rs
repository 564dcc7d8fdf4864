//! Facts and events in plain words. It knows no layout.

use std::time::Duration;

use crate::body::{Agent, Fact, Grade, Lock, Phase, Value};
use crate::monitor::WhyUnwatched;

/// What a fact is about: `front-left door`, `ignition`.
pub(crate) fn subject(fact: Fact) -> String {
    match fact {
        Fact::Open(opening) | Fact::Closed(opening) => opening.to_string(),
        Fact::Locked(lock) | Fact::Commanded(lock) => lock.to_string(),
        Fact::TailgateRequest => "tailgate request".to_owned(),
        Fact::Ignition => "ignition".to_owned(),
        Fact::EngineRunning => "engine".to_owned(),
        Fact::Speed => "speed".to_owned(),
        Fact::Supply => "supply".to_owned(),
        Fact::ParkingBrake => "parking brake".to_owned(),
        Fact::BeltUnfastened => "driver's belt".to_owned(),
        Fact::Brake => "brake pedal".to_owned(),
        Fact::TurnLeft => "left turn lamp".to_owned(),
        Fact::TurnRight => "right turn lamp".to_owned(),
        Fact::BcmAwake => "body control module".to_owned(),
        Fact::BcmWake => "wake-up frame".to_owned(),
        Fact::KeyInSlot => "key in its slot:".to_owned(),
    }
}

/// A fact and its value, as a state: `front-left door open`.
pub(super) fn state(fact: Fact, value: Value) -> String {
    format!("{} {}", subject(fact), value_words(fact, value))
}

/// A value alone: `open`, `ON`, `12.5 V`.
pub(crate) fn value_words(fact: Fact, value: Value) -> String {
    match (fact, value) {
        (Fact::Closed(_), Value::Switch(true)) => "closed (by its own signal)".to_owned(),
        (Fact::Closed(_), Value::Switch(false)) => "not closed (by its own signal)".to_owned(),
        (Fact::KeyInSlot, Value::Switch(inside)) => if inside { "yes" } else { "no" }.to_owned(),
        _ => value.words(fact),
    }
}

/// A change of a fact, as something that happens: `front-left door opens`.
pub(crate) fn change(fact: Fact, from: Value, to: Value) -> String {
    let verb = match (fact, to) {
        (Fact::Open(_), Value::Switch(true)) => "opens",
        (Fact::Open(_), Value::Switch(false)) => "closes",
        (Fact::Locked(Lock::Driver), Value::Switch(true)) => "locks",
        (Fact::Locked(Lock::Driver), Value::Switch(false)) => "unlocks",
        (Fact::Locked(Lock::Others), Value::Switch(true)) => "lock",
        (Fact::Locked(Lock::Others), Value::Switch(false)) => "unlock",
        (Fact::EngineRunning, Value::Switch(true)) => "starts to run",
        (Fact::EngineRunning, Value::Switch(false)) => "stops",
        (Fact::Ignition, Value::Ignition(_)) => {
            return format!("ignition {} (was {})", to.words(fact), from.words(fact));
        }
        (Fact::KeyInSlot, Value::Switch(inside)) => {
            return format!("key {} its slot", if inside { "put into" } else { "taken from" });
        }
        (Fact::BcmWake, _) => return "wake-up frame: the bus was woken".to_owned(),
        _ => return state(fact, to),
    };
    format!("{} {verb}", subject(fact))
}

/// Who changed a lock, as the end of a sentence.
pub(super) const fn agent(agent: Agent) -> &'static str {
    match agent {
        Agent::Fob => "by the key fob",
        Agent::InsideHandle => "by the inside handle",
        Agent::Key => "by the key in the door",
        Agent::CentralSwitch => "by the central switch",
        Agent::Automatic => "by the car itself, as it should",
        Agent::Nobody => "by nobody",
        Agent::Unknown => "by whom cannot be told",
    }
}

/// What a change of phase means beyond what the facts already said; `None` if nothing.
pub(super) const fn phase(from: Phase, to: Phase) -> Option<&'static str> {
    match (from, to) {
        (_, Phase::Asleep) => Some("bus falls silent: the car sleeps"),
        (_, Phase::GoingToSleep) => Some("body control module announces sleep"),
        (Phase::Asleep, _) => Some("bus speaks again: the car wakes"),
        (_, Phase::Driving) => Some("car drives"),
        (Phase::Driving, _) => Some("car stands"),
        _ => None,
    }
}

/// A word of doubt about a signal whose meaning is not certain, in brackets; `None` for a proven one.
pub const fn doubt(grade: Grade) -> Option<&'static str> {
    match grade {
        Grade::A | Grade::B => None,
        Grade::Learned => Some("(learned)"),
        Grade::C => Some("(likely)"),
        Grade::D => Some("(a guess)"),
    }
}

/// What these words of [`doubt`] mean.
pub(super) fn doubts(used: &[&str]) -> String {
    let learned = doubt(Grade::Learned);
    let (is_vague, is_learned) =
        (used.iter().any(|word| Some(*word) != learned), used.iter().any(|word| Some(*word) == learned));
    let vague = "(likely): known from one source only. (a guess): sources conflict, or nothing is proven.";
    let found = "(learned): it moved with it on such a car, and no document says so.";
    [(is_vague, vague), (is_learned, found)]
        .into_iter()
        .filter_map(|(is_used, words)| is_used.then_some(words))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Why a rule could not be watched, in words.
pub(crate) fn reason(why: &WhyUnwatched) -> String {
    let names = |facts: &[Fact]| {
        let names: Vec<_> = facts.iter().map(|fact| fact.name()).collect();
        names.join(", ")
    };
    match why {
        WhyUnwatched::NotOnCar(facts) => format!("no signal of this car is known for {}", names(facts)),
        WhyUnwatched::NeverSeen(facts) => {
            format!("the frames that would tell it never came: {}", names(facts))
        }
        WhyUnwatched::NeverProven(facts) => {
            format!("never seen set, and a car that lacks the signal would look the same: {}", names(facts))
        }
        WhyUnwatched::NeverTold(facts) => {
            format!("the car always says that it does not know: {}", names(facts))
        }
        WhyUnwatched::OneSource => "told by one source only, so nothing can disagree".to_owned(),
        WhyUnwatched::NotAsked(facts) => {
            format!("a unit would have to be asked, which `live --ask` does: {}", names(facts))
        }
        WhyUnwatched::NoMarks => "no marks of a person were given".to_owned(),
        WhyUnwatched::NoCar => "the car is not known".to_owned(),
        WhyUnwatched::NoClock => "the capture has no times, and the rule compares moments".to_owned(),
    }
}

/// A count with its thousands set apart.
pub fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count and its noun: `1 fault`, `2 faults`.
pub fn count(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A span of time as people say it: `150 ms`, `2 s`, `1 min 30 s`.
pub fn duration(span: Duration) -> String {
    let (seconds, millis) = (span.as_secs(), span.subsec_millis());
    match (seconds / 60, seconds % 60, millis) {
        (0, 0, millis) => format!("{millis} ms"),
        (0, seconds, 0) => format!("{seconds} s"),
        (0, seconds, millis) => {
            let decimals = format!("{millis:03}");
            format!("{seconds}.{} s", decimals.trim_end_matches('0'))
        }
        (minutes, 0, _) => format!("{minutes} min"),
        (minutes, seconds, _) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{change, duration, number};
    use crate::body::{Fact, Ignition, Lock, Opening, Value};

    #[test]
    fn thousands_are_set_apart() {
        for (count, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(count), text);
        }
    }

    #[test]
    fn spans_are_said_as_people_say_them() {
        let spans =
            [(150, "150 ms"), (2_000, "2 s"), (1_500, "1.5 s"), (1_250, "1.25 s"), (90_000, "1 min 30 s")];
        for (millis, text) in spans {
            assert_eq!(duration(Duration::from_millis(millis)), text);
        }
    }

    #[test]
    fn changes_read_as_things_that_happen() {
        let switch = |to: bool| (Value::Switch(!to), Value::Switch(to));
        let words = |fact, (from, to)| change(fact, from, to);
        assert_eq!(words(Fact::Open(Opening::FrontLeft), switch(true)), "front-left door opens");
        assert_eq!(words(Fact::Locked(Lock::Driver), switch(false)), "driver's door lock unlocks");
        let step = (Value::Ignition(Ignition::Off), Value::Ignition(Ignition::Acc));
        assert_eq!(words(Fact::Ignition, step), "ignition ACC (was off)");
    }
}

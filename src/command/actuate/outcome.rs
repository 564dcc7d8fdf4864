//! What the body did when it was told to, and what that means for the fault. It sends and hears nothing.

use crate::body::{Body, Fact, Lock, Opening, Value};
use crate::report::change;

/// The facts that something can be seen to move by.
const MOVING: [Fact; 5] = [
    Fact::Locked(Lock::Driver),
    Fact::Locked(Lock::Others),
    Fact::Open(Opening::Tailgate),
    Fact::Commanded(Lock::Driver),
    Fact::Commanded(Lock::Others),
];

/// What these facts say at one moment.
pub(super) type State = Vec<(Fact, Value)>;

/// What they say now.
pub(super) fn state(body: &Body) -> State {
    MOVING.iter().filter_map(|fact| Some((*fact, body.value(*fact)?))).collect()
}

/// What changed, and what could have.
#[derive(Debug, PartialEq)]
pub(super) struct Moved {
    /// Each change in words.
    pub(super) changes: Vec<String>,
    /// What was done to each thing that can be seen to move.
    outcome: Outcome,
}

/// What is to be seen of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing tells.
    Unseen,
    /// It was so before.
    WasSo,
    /// All that tells says so now.
    All,
    /// Some of it does.
    Some,
    /// None of it does.
    None,
}

/// Whether a person felt or heard it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Felt {
    Yes,
    No,
    Unknown,
}

/// What came of it, for a person and for the diagnosis.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) text: &'static str,
    /// A line for `diagnose --answers`, if one follows.
    pub(super) answer: Option<String>,
    /// Whether what was to move did.
    pub(super) is_good: bool,
}

impl Felt {
    /// Of what a person typed.
    pub(super) fn of(typed: &str) -> Self {
        match typed.to_lowercase().as_str() {
            "y" | "yes" => Self::Yes,
            "n" | "no" => Self::No,
            _ => Self::Unknown,
        }
    }
}

/// What `action` is to be seen by: which facts, and as what.
fn expected(action: &str) -> (&'static [Fact], bool) {
    const LOCKS: &[Fact] = &[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)];
    match action {
        "lock" => (LOCKS, true),
        "unlock" => (LOCKS, false),
        "unlock-driver" => (&[Fact::Locked(Lock::Driver)], false),
        "unlock-passengers" => (&[Fact::Locked(Lock::Others)], false),
        "tailgate" => (&[Fact::Open(Opening::Tailgate)], true),
        _ => (&[], false),
    }
}

impl Moved {
    /// What `action` did between the two.
    pub(super) fn between(action: &str, before: &State, after: &State) -> Self {
        let value =
            |state: &State, fact| state.iter().find(|(known, _)| *known == fact).map(|(_, value)| *value);
        let changes = after.iter().filter_map(|&(fact, now)| {
            let was = value(before, fact)?;
            (was != now).then(|| change(fact, was, now))
        });
        let (facts, wanted) = expected(action);
        let told: Vec<(bool, bool)> = facts
            .iter()
            .filter_map(|fact| {
                let is_so = |state| value(state, *fact).map(|value| value == Value::Switch(wanted));
                Some((is_so(before)?, is_so(after)?))
            })
            .collect();
        let outcome = if told.is_empty() {
            Outcome::Unseen
        } else if told.iter().all(|(before, _)| *before) {
            Outcome::WasSo
        } else if told.iter().all(|(_, after)| *after) {
            Outcome::All
        } else if told.iter().any(|(before, after)| !before && *after) {
            Outcome::Some
        } else {
            Outcome::None
        };
        Self { changes: changes.collect(), outcome }
    }

    /// Whether a person can add to it: something was to move.
    pub(super) const fn can_be_felt(&self) -> bool {
        matches!(self.outcome, Outcome::All | Outcome::Some)
    }

    /// What that means.
    pub(super) fn meaning(&self, action: &str, felt: Felt) -> Meaning {
        let place = match action {
            "tailgate" => "tailgate",
            "unlock-driver" => "driver",
            "unlock-passengers" => "others",
            _ => "car",
        };
        let answer = |answer: &str| (place != "car").then(|| format!("sound {answer} {place}"));
        let (text, answer, is_good) = match (self.outcome, felt) {
            (Outcome::Unseen, _) if action == "clear-codes" => (
                "The unit's trouble codes are cleared. What comes back is there now: read them again with `doorjamb ask`.",
                None,
                true,
            ),
            (Outcome::Unseen, _) => {
                ("Nothing on the bus tells whether it moved; look and listen.", None, true)
            }
            (Outcome::WasSo, _) => {
                ("It was so before, so this shows nothing: bring it to the other state first.", None, true)
            }
            (Outcome::All | Outcome::Some, Felt::No) => (
                "It is reported moved and did not move: what joins the motor to the latch (rod, cable, lever) is at fault, or what \
                 reports it.",
                None,
                false,
            ),
            (Outcome::All, _) => (
                "It moves when the module commands it: motor, fuse and the wires between are good. If the button or the fob does \
                 not do the same, look at the button, its wiring, or the fob.",
                answer("normal").filter(|_| felt == Felt::Yes),
                true,
            ),
            (Outcome::Some, _) => (
                "Some of it moved and some did not: the module commands, so what stayed has a bad motor, plug, cable or rod of \
                 its own.",
                None,
                false,
            ),
            (Outcome::None, _) => (
                "The module commanded and nothing moved: the motor, its fuse or relay, the wires to it, or a cable or rod that is \
                 jammed. What is heard there tells them apart (`sound` in `doorjamb explain questions`).",
                None,
                false,
            ),
        };
        Meaning { text, answer, is_good }
    }
}

#[cfg(test)]
mod tests {
    use super::{Felt, Moved, State};
    use crate::body::{Fact, Lock, Opening, Value};

    fn locks(driver: bool, others: bool) -> State {
        vec![
            (Fact::Locked(Lock::Driver), Value::Switch(driver)),
            (Fact::Locked(Lock::Others), Value::Switch(others)),
        ]
    }

    fn meaning(action: &str, before: &State, after: &State, felt: Felt) -> (&'static str, bool) {
        let meaning = Moved::between(action, before, after).meaning(action, felt);
        (&meaning.text[..meaning.text.find([':', ';', ',']).unwrap()], meaning.is_good)
    }

    #[test]
    fn what_the_body_did_and_what_was_felt_point_at_different_parts() {
        let (open, shut, half) = (locks(false, false), locks(true, true), locks(true, false));
        let said = |before, after, felt| meaning("lock", before, after, felt);
        assert_eq!(said(&open, &shut, Felt::Yes), ("It moves when the module commands it", true));
        assert_eq!(said(&open, &shut, Felt::Unknown), ("It moves when the module commands it", true));
        assert_eq!(said(&open, &shut, Felt::No), ("It is reported moved and did not move", false));
        assert_eq!(said(&open, &open, Felt::Unknown), ("The module commanded and nothing moved", false));
        assert_eq!(said(&open, &half, Felt::Yes), ("Some of it moved and some did not", false));
        assert_eq!(said(&shut, &shut, Felt::Yes).0, "It was so before");
        assert_eq!(said(&vec![], &vec![], Felt::Yes).0, "Nothing on the bus tells whether it moved");
        assert!(
            meaning("clear-codes", &shut, &shut, Felt::Unknown).0.starts_with("The unit's trouble codes")
        );
    }

    #[test]
    fn a_tailgate_that_moves_on_command_speaks_for_its_motor_in_a_diagnosis() {
        let gate = |open| vec![(Fact::Open(Opening::Tailgate), Value::Switch(open))];
        let moved = Moved::between("tailgate", &gate(false), &gate(true));
        assert_eq!(moved.changes, ["tailgate opens"]);
        assert_eq!(moved.meaning("tailgate", Felt::Yes).answer.as_deref(), Some("sound normal tailgate"));
        assert_eq!(moved.meaning("tailgate", Felt::Unknown).answer, None);
    }
}

//! What a person does to the car so that something moves, and the words for it.

use std::fmt;

use crate::body::{Fact, FactKind, Handedness, Lock, Opening};

/// How an action is written, for people.
pub const GRAMMAR: &str = "`OPENING open` or `OPENING closed`, where OPENING is front-left, front-right, rear-left, rear-right, \
     driver, passenger, tailgate or bonnet; `locked` or `unlocked` for the whole car, `driver locked` or `others unlocked` for \
     one lock by hand; or a fact and one of its words, such as `parking-brake on`";

/// What an action moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// One switch of the body.
    Fact(Fact),
    /// All locks at once, as the key fob and the central switch move them.
    Locks,
}

impl Subject {
    /// What people are asked to move, in that order: the openings, then the locks.
    pub const USUAL: [Self; 7] = [
        Self::Fact(Fact::Open(Opening::FrontLeft)),
        Self::Fact(Fact::Open(Opening::FrontRight)),
        Self::Fact(Fact::Open(Opening::RearLeft)),
        Self::Fact(Fact::Open(Opening::RearRight)),
        Self::Fact(Fact::Open(Opening::Tailgate)),
        Self::Locks,
        Self::Fact(Fact::Open(Opening::Bonnet)),
    ];

    /// The facts that an action on it sets.
    pub const fn facts(self) -> &'static [Fact] {
        const { assert!(Fact::ALL[0].index() == 0) };
        match self {
            Self::Locks => &[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)],
            Self::Fact(fact) => Fact::ALL.split_at(fact.index()).1.split_at(1).0,
        }
    }
}

impl From<Fact> for Subject {
    fn from(fact: Fact) -> Self {
        Self::Fact(fact)
    }
}

impl fmt::Display for Subject {
    /// `door.front-left.open`; the locks together are `lock.*.locked`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Fact(fact) => fact.name(),
            Self::Locks => "lock.*.locked",
        })
    }
}

/// Something a person does: a switch of the body and what it is afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Action {
    /// What it moves.
    pub subject: Subject,
    /// What it is afterwards: open, locked, on.
    pub value: bool,
}

impl Action {
    /// The action in a person's words (see [`GRAMMAR`]). `driver` and `passenger` are sides of the car by `handedness`.
    ///
    /// # Errors
    /// What could stand there.
    pub fn parse(text: &str, handedness: Handedness) -> Result<Self, String> {
        let text = text.trim().to_lowercase();
        let words: Vec<&str> =
            text.split_whitespace().filter(|word| !matches!(*word, "door" | "doors" | "the")).collect();
        let found = match words[..] {
            [state] | ["all" | "car", state] => locked(state, Subject::Locks),
            [what, state] => opening(what, handedness)
                .and_then(|opening| opened(state, opening))
                .or_else(|| locked(state, Subject::Fact(Fact::Locked(lock(what)?))))
                .or_else(|| switch(what, state)),
            [what, ref state @ ..] => switch(what, &state.join(" ")),
            [] => None,
        };
        found.ok_or_else(|| format!("`{}` is no action; expected {GRAMMAR}", text.escape_debug()))
    }

    /// What undoes it.
    #[must_use]
    pub const fn reverse(self) -> Self {
        Self { subject: self.subject, value: !self.value }
    }
}

impl fmt::Display for Action {
    /// As a person writes it; [`Action::parse`] reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |fact: Fact| if self.value { fact.words().0 } else { fact.words().1 };
        match self.subject {
            Subject::Locks => f.write_str(word(Fact::Locked(Lock::Driver))),
            Subject::Fact(fact @ Fact::Open(opening)) => write!(f, "{opening} {}", word(fact)),
            Subject::Fact(fact @ Fact::Locked(lock)) => write!(f, "{} {}", lock.id(), word(fact)),
            Subject::Fact(fact) => write!(f, "{fact} {}", word(fact)),
        }
    }
}

fn opening(word: &str, handedness: Handedness) -> Option<Opening> {
    let driver = handedness.driver_door();
    match word {
        "driver" => Some(driver),
        "passenger" if driver == Opening::FrontLeft => Some(Opening::FrontRight),
        "passenger" => Some(Opening::FrontLeft),
        "boot" | "trunk" => Some(Opening::Tailgate),
        "hood" => Some(Opening::Bonnet),
        _ => Opening::from_id(word),
    }
}

fn lock(word: &str) -> Option<Lock> {
    Lock::ALL.into_iter().find(|lock| lock.id() == word)
}

fn opened(state: &str, opening: Opening) -> Option<Action> {
    let value = match state {
        "open" | "opened" | "opens" => true,
        "close" | "closed" | "closes" | "shut" => false,
        _ => return None,
    };
    Some(Action { subject: Fact::Open(opening).into(), value })
}

fn locked(state: &str, subject: Subject) -> Option<Action> {
    let value = match state {
        "lock" | "locked" => true,
        "unlock" | "unlocked" => false,
        _ => return None,
    };
    Some(Action { subject, value })
}

fn switch(name: &str, state: &str) -> Option<Action> {
    let fact = Fact::from_name(name).filter(|fact| fact.kind() == FactKind::Switch)?;
    let (yes, no) = fact.words();
    let value = match state {
        "on" | "true" | "1" => true,
        "off" | "false" | "0" => false,
        _ if state == yes => true,
        _ if state == no => false,
        _ => return None,
    };
    Some(Action { subject: fact.into(), value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_read_back_as_it_is_written() {
        let switches = Fact::ALL.into_iter().filter(|fact| fact.kind() == FactKind::Switch);
        for subject in switches.map(Subject::Fact).chain([Subject::Locks]) {
            for value in [true, false] {
                let action = Action { subject, value };
                assert_eq!(Action::parse(&action.to_string(), Handedness::Left), Ok(action));
            }
        }
    }

    #[test]
    fn the_driver_sits_where_the_setting_says() {
        let subject = |side| Action::parse("Driver door opened", side).unwrap().subject;
        assert_eq!(subject(Handedness::Left), Fact::Open(Opening::FrontLeft).into());
        assert_eq!(subject(Handedness::Right), Fact::Open(Opening::FrontRight).into());
    }

    #[test]
    fn what_is_no_action_is_told_with_what_could_stand_there() {
        for text in ["", "tailgate", "tailgate locked", "speed on", "front-left door", "bcm.wake on"] {
            let error = Action::parse(text, Handedness::Left).unwrap_err();
            assert!(error.contains("front-left"), "{error}");
        }
    }
}

//! What was learned: of each thing that was moved, the bits that tell it, or why none is named.

use std::fmt;
use std::time::Duration;

use super::action::{Action, Subject};
use super::place::Place;
use crate::body::Fact;
use crate::frame::Time;

/// What speaks for a bit, and what against it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// When it moved as it should, in the order of time.
    pub agreed: Vec<Time>,
    /// When it should have moved and did not, or moved when it should not: the action's window, or the change.
    pub contradicted: Vec<Time>,
}

/// A bit that may be what is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where it stands.
    pub place: Place,
    /// Probability that it is, from 0 to 1.
    pub posterior: f64,
    /// Whether it is 0 where the fact is true.
    pub inverted: bool,
    /// What it rests on.
    pub evidence: Evidence,
}

/// A bit that tells a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Where it stands, how sure it is, and why.
    pub candidate: Candidate,
    /// What it tells: the fact, or its complement where a car sends both.
    pub fact: Fact,
    /// Bytes of its message.
    pub len: usize,
    /// The measured period of its message; `None` for one sent on events only.
    pub cycle: Option<Duration>,
    /// Whether its message comes out of turn when something changes.
    pub has_extra_frames: bool,
    /// How much later than the quickest source it moves: the middle of all observations.
    pub lag: Duration,
}

/// A signal that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What tells it, the quickest first; never none. The others are copies.
    pub sources: Vec<Source>,
    /// Further things that move with it always, but later: lamps, what a lock does by itself.
    pub followers: Vec<Place>,
}

/// Why nothing is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was moved, and no bit that tells only of it moved with it.
    NeverMoved {
        /// How often it was moved.
        times: usize,
    },
    /// Nothing that was done moved any bit: the body cannot be heard here, as behind a gateway.
    NothingMoves {
        /// How often something was done.
        times: usize,
    },
    /// There were no frames.
    Silence,
    /// It was not moved both ways.
    NotExercised,
    /// What was seen may be chance: it must be done again.
    TooFewRepeats,
    /// The best candidate may also tell of something else, which was not moved.
    NotSeparated {
        /// What would tell them apart.
        by: Action,
    },
    /// Several bits fit, and what was done cannot tell them apart.
    Ambiguous,
}

/// What is known of one fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is told by these bits.
    Claimed(Claim),
    /// It is not on this bus.
    Absent(Why),
    /// It cannot be said; the best candidates first.
    Undecided(Why, Vec<Candidate>),
}

/// What was learned of one thing that was moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Conclusion {
    /// What was moved. All locks together where nothing tells which lock a bit is.
    pub subject: Subject,
    /// What is known of it.
    pub outcome: Outcome,
}

impl Conclusion {
    /// The bit that was found.
    pub fn claimed(&self) -> Option<&Claim> {
        if let Outcome::Claimed(claim) = &self.outcome { Some(claim) } else { None }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverMoved { times } => {
                write!(f, "moved {times} times, and no bit of its own moved with it")
            }
            Self::NothingMoves { times } => write!(
                f,
                "of {times} actions none moved anything on this bus: a gateway hides the body, or this is another bus"
            ),
            Self::Silence => f.write_str("there were no frames"),
            Self::NotExercised => f.write_str("not moved both ways"),
            Self::TooFewRepeats => f.write_str("too seldom to rule out chance; do it again"),
            Self::NotSeparated { by } => write!(f, "may tell of something else too; `{by}` would show it"),
            Self::Ambiguous => f.write_str("several bits fit, and what was done cannot tell them apart"),
        }
    }
}

//! What can tell the body a fact: a signal of a message, with the grade of the knowledge behind it. Plain
//! descriptions handed in by whoever knows the car; the body never reads a DBC.

use std::fmt;
use std::time::Duration;

use super::fact::Fact;
use crate::frame::CanId;

/// How well a signal's meaning is known. Shown wherever a person could rely on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Two or more independent sources, and seen in a real capture.
    A,
    /// Two or more sources.
    B,
    /// Seen moving again and again when somebody moved it on such a car, and told by nobody else.
    Learned,
    /// One source.
    C,
    /// Sources conflict, or nothing is proven.
    D,
}

impl Grade {
    /// Best to worst.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::Learned, Self::C, Self::D];

    /// What the grade means, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::A => "several independent sources, seen in a real capture",
            Self::B => "several sources",
            Self::Learned => {
                "learned by moving it on a car: it followed each time, but no other source says so"
            }
            Self::C => "one source only: treat as likely, not certain",
            Self::D => "sources conflict or nothing is proven: a guess",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
            Self::Learned => "learned",
            Self::C => "C",
            Self::D => "D",
        })
    }
}

/// A message that carries facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its identifier.
    pub id: CanId,
    /// Its name in the DBC.
    pub name: String,
    /// Name of the unit that sends it, such as `BCM`.
    pub sender: String,
    /// Its declared period; `None` for a message sent only on an event. Of an answer, how often it is wanted.
    pub cycle: Option<Duration>,
    /// The request that is answered so, as people write it (`21 47`); `None` for what is sent without being asked.
    pub request: Option<String>,
}

/// A signal that tells a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The fact it tells.
    pub fact: Fact,
    /// Position of its message in the list handed over with it.
    pub message: usize,
    /// Name of the signal in the DBC.
    pub signal: String,
    /// Its first bit as vehicle notes write it: byte and bit (`0.3`), or bytes (`4-5`).
    pub place: String,
    /// How well its meaning is known.
    pub grade: Grade,
    /// Its zero means "no" only once a "yes" was seen: some cars never set the bit at all, and then it says
    /// nothing.
    pub needs_proof: bool,
}

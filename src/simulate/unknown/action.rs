//! What a person does to a car that is being learned, and how a marks file says it.

use std::fmt;

use crate::body::{Lock, Opening};

/// One thing done by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens an opening; a locked door by its inside handle.
    Opens(Opening),
    /// Shuts it.
    Closes(Opening),
    /// Locks all doors by the fob.
    Locks,
    /// Unlocks all doors by the fob.
    Unlocks,
    /// Unlocks one lock alone by hand: the knob inside, or the key in the door.
    UnlocksByHand(Lock),
}

impl fmt::Display for Action {
    /// As a line of a marks file says it behind its time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opens(opening) => write!(f, "{} open", opening.id()),
            Self::Closes(opening) => write!(f, "{} closed", opening.id()),
            Self::Locks => f.write_str("locked"),
            Self::Unlocks => f.write_str("unlocked"),
            Self::UnlocksByHand(lock) => write!(f, "{} unlocked", lock.id()),
        }
    }
}

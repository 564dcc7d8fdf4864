//! What happened to the body, each with the frame that shows it: the story of a capture. It draws no conclusions.

use super::fact::{Fact, Value};
use super::part::{Lock, Opening};
use super::phase::Phase;
use crate::frame::{CanId, Frame, Origin, Time};

/// Something cited as proof: a frame, or a line that a person wrote, and what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// When.
    pub time: Time,
    /// Where it stands.
    pub origin: Origin,
    /// The frame's identifier; `None` for a person's mark.
    pub id: Option<CanId>,
    /// The frame itself; `None` where only its place is remembered, and for a person's mark.
    pub frame: Option<Frame>,
    /// What it shows.
    pub shows: Shows,
}

/// What a piece of evidence shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shows {
    /// A fact's value, told by the source at this position in the body's list.
    Fact {
        /// The fact.
        fact: Fact,
        /// Its value.
        value: Value,
        /// Position in [`super::Body::sources`].
        source: usize,
    },
    /// The last frame before an interruption.
    LastBefore,
    /// The first frame after an interruption.
    FirstAfter,
    /// A frame that is too short: it has so many bytes, and its signals need so many.
    Short {
        /// Bytes it has.
        has: u8,
        /// Bytes its signals need.
        needs: u8,
    },
    /// A person saw this opening open (`true`) or closed.
    SeenBy(Opening, bool),
    /// A person pressed the key fob.
    FobPressed,
    /// A person pressed the tailgate button.
    TailgatePressed,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When: the frame's time, or the moment a span of time ran out.
    pub time: Time,
    /// What.
    pub what: What,
    /// What shows it; `None` for what only the passing of time shows.
    pub evidence: Option<Evidence>,
}

/// The kinds of event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// The fact was unknown and is now seen.
    Seen(Fact, Value),
    /// The fact changed, from the first value to the second.
    Changed(Fact, Value, Value),
    /// The fact's message stopped: the fact is unknown again.
    Lost(Fact),
    /// The car as a whole went from one phase to another.
    Phase(Phase, Phase),
    /// A lock change that began at `edge` was put down to someone.
    LockedBy {
        /// Which lock.
        lock: Lock,
        /// Locked or unlocked.
        locked: bool,
        /// When the lock bit changed.
        edge: Time,
        /// Who did it.
        agent: Agent,
    },
    /// Both turn lamps flashed this many times, as they answer a lock request.
    AnswerBack(u8),
    /// Both turn lamps keep flashing: hazard lights.
    Hazard,
    /// The key fob was pressed to lock (`true`) or unlock: inferred, no frame says so.
    KeyFob(bool),
    /// Someone asked for the tailgate.
    TailgateRequest,
}

/// Who changed a lock. All but the edge itself is inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Agent {
    /// The key fob, or the request switch in a door handle: ignition off, and the lamps answered.
    Fob,
    /// The inside handle: a door opened with it.
    InsideHandle,
    /// The key in the driver's door: that door opened soon after.
    Key,
    /// The central switch: someone may be inside.
    CentralSwitch,
    /// The car itself: by speed, by ignition, or the re-lock after an unlock with nothing opened.
    Automatic,
    /// Nobody: the car is presumed empty and nothing explains it.
    Nobody,
    /// Cannot be told: what would show it was not seen.
    Unknown,
}

impl Agent {
    /// The kebab-case word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fob => "fob",
            Self::InsideHandle => "inside-handle",
            Self::Key => "key",
            Self::CentralSwitch => "central-switch",
            Self::Automatic => "automatic",
            Self::Nobody => "nobody",
            Self::Unknown => "unknown",
        }
    }
}

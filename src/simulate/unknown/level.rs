//! The things in an unknown car that are either so or not: what its bits can tell. No state.

use crate::body::{Lock, Opening};

/// Something that is true or false of the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// An opening is open.
    Open(Opening),
    /// A lock has reached its locked end.
    Locked(Lock),
    /// All locks have.
    AllLocked,
    /// The central locking was last told to lock.
    Commanded,
    /// Any of the four doors is open.
    AnyDoor,
    /// Any opening at all is open.
    AnyOpening,
    /// The room lamp is lit.
    RoomLamp,
    /// The lamp under a front door's mirror is lit.
    PuddleLeft,
    /// The same on the right.
    PuddleRight,
    /// Both turn lamps are lit as an answer to the fob.
    Flash,
    /// The alarm is armed.
    Armed,
    /// The lock motors are driven towards locked.
    LockMotor,
    /// The lock motors are driven towards unlocked.
    UnlockMotor,
    /// Something greets whoever opens the driver's door, for a while.
    Greeting,
    /// A switch that a hand brushes against now and then.
    Touched(u8),
    /// The units that rest are awake.
    Awake,
}

/// How many switches a hand can brush against.
pub(super) const SWITCHES: u8 = 4;

impl Level {
    /// How many there are.
    pub(super) const COUNT: usize = 25;

    /// Position in a table of all of them.
    pub(super) const fn index(self) -> usize {
        match self {
            Self::Open(opening) => opening as usize,
            Self::Locked(lock) => 6 + lock as usize,
            Self::Commanded => 8,
            Self::AnyDoor => 9,
            Self::AnyOpening => 10,
            Self::RoomLamp => 11,
            Self::PuddleLeft => 12,
            Self::PuddleRight => 13,
            Self::Flash => 14,
            Self::Armed => 15,
            Self::LockMotor => 16,
            Self::UnlockMotor => 17,
            Self::Greeting => 18,
            Self::Awake => 19,
            Self::AllLocked => 24,
            Self::Touched(switch) => 20 + (switch % SWITCHES) as usize,
        }
    }
}

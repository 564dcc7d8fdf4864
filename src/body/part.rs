//! The parts of a body that facts are about: openings, locks, and which side the driver sits on. No state.

use std::fmt;

/// Something that opens. Left and right are the car's own sides, seen from its driver's seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Opening {
    /// Front-left door.
    FrontLeft,
    /// Front-right door.
    FrontRight,
    /// Rear-left door.
    RearLeft,
    /// Rear-right door.
    RearRight,
    /// Back door, boot or trunk lid.
    Tailgate,
    /// Bonnet.
    Bonnet,
}

impl Opening {
    /// Every opening.
    pub const ALL: [Self; 6] =
        [Self::FrontLeft, Self::FrontRight, Self::RearLeft, Self::RearRight, Self::Tailgate, Self::Bonnet];

    /// The kebab-case word for it, as marks, scenarios and JSON write it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::FrontLeft => "front-left",
            Self::FrontRight => "front-right",
            Self::RearLeft => "rear-left",
            Self::RearRight => "rear-right",
            Self::Tailgate => "tailgate",
            Self::Bonnet => "bonnet",
        }
    }

    /// The opening of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|opening| opening.id() == id)
    }
}

impl fmt::Display for Opening {
    /// For a person: `front-left door`, `tailgate`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tailgate | Self::Bonnet => f.write_str(self.id()),
            _ => write!(f, "{} door", self.id()),
        }
    }
}

/// What the body control module locks as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lock {
    /// The driver's door.
    Driver,
    /// All other doors.
    Others,
}

impl Lock {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Driver, Self::Others];

    /// The kebab-case word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Others => "others",
        }
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Driver => "driver's door lock",
            Self::Others => "other doors' locks",
        })
    }
}

/// Which side the driver sits on: a setting, because the bus names physical sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Handedness {
    /// Left-hand drive.
    #[default]
    Left,
    /// Right-hand drive.
    Right,
}

impl Handedness {
    /// The driver's door.
    pub const fn driver_door(self) -> Opening {
        match self {
            Self::Left => Opening::FrontLeft,
            Self::Right => Opening::FrontRight,
        }
    }
}

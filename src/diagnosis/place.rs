//! Where a cause sits, and which findings concern a cause that sits there. It knows no cause and no rule.

use std::fmt;

use crate::body::{Fact, Handedness, Lock, Opening};
use crate::rules::Subject;

/// Where a cause sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// At one opening: its latch, its wiring, its handle.
    Opening(Opening),
    /// At a lock that the body control module drives as one.
    Lock(Lock),
    /// Somewhere that concerns the whole car.
    Car,
}

/// How what was observed about one thing concerns a cause at some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    /// It is about that place, or about the car as a whole.
    Own,
    /// It is about all locks at once, of which the place is one.
    All,
    /// It is about something else.
    None,
}

impl Place {
    /// The kebab-case word for it, in JSON and files of answers.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Opening(opening) => opening.id(),
            Self::Lock(lock) => lock.id(),
            Self::Car => "car",
        }
    }

    /// The place of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        let openings = Opening::ALL.into_iter().map(Self::Opening);
        let locks = Lock::ALL.into_iter().map(Self::Lock);
        openings.chain(locks).chain([Self::Car]).find(|place| place.id() == id)
    }

    /// How something about `subject` concerns a cause here; `several` when its rule tells one lock from all.
    pub(super) fn concern(self, subject: Subject, several: bool, handed: Handedness) -> Concern {
        let meets = |other: Self| if self.meets(other, handed) { Concern::Own } else { Concern::None };
        match (self, subject) {
            (Self::Car, Subject::Car) if several => Concern::All,
            (Self::Car, _) => Concern::Own,
            (_, Subject::Car) if several => Concern::All,
            (_, Subject::Car) => Concern::Own,
            (_, Subject::Opening(opening) | Subject::Fact(Fact::Open(opening) | Fact::Closed(opening))) => {
                meets(Self::Opening(opening))
            }
            (_, Subject::Lock(lock) | Subject::Fact(Fact::Locked(lock) | Fact::Commanded(lock))) => {
                meets(Self::Lock(lock))
            }
            (_, Subject::Fact(_)) => Concern::None,
        }
    }

    /// Whether the two are the same place, or a door and the lock that holds it, or one is the whole car.
    pub(super) fn meets(self, other: Self, handed: Handedness) -> bool {
        match (self, other) {
            (Self::Car, _) | (_, Self::Car) => true,
            (Self::Opening(one), Self::Opening(other)) => one == other,
            (Self::Lock(one), Self::Lock(other)) => one == other,
            (Self::Opening(opening), Self::Lock(lock)) | (Self::Lock(lock), Self::Opening(opening)) => {
                lock_of(opening, handed) == Some(lock)
            }
        }
    }
}

/// The lock that holds a door; none holds the bonnet, and the tailgate's is reported by nobody.
fn lock_of(opening: Opening, handed: Handedness) -> Option<Lock> {
    match opening {
        Opening::Tailgate | Opening::Bonnet => None,
        _ if opening == handed.driver_door() => Some(Lock::Driver),
        _ => Some(Lock::Others),
    }
}

impl fmt::Display for Place {
    /// For a person: `rear-left door`, `driver's door lock`, `car`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening(opening) => opening.fmt(f),
            Self::Lock(lock) => lock.fmt(f),
            Self::Car => f.write_str("car"),
        }
    }
}

/// The four side doors.
pub(super) const DOORS: &[Place] = &[
    Place::Opening(Opening::FrontLeft),
    Place::Opening(Opening::FrontRight),
    Place::Opening(Opening::RearLeft),
    Place::Opening(Opening::RearRight),
];
/// The rear side doors.
pub(super) const REAR_DOORS: &[Place] =
    &[Place::Opening(Opening::RearLeft), Place::Opening(Opening::RearRight)];
/// The tailgate.
pub(super) const TAILGATE: &[Place] = &[Place::Opening(Opening::Tailgate)];
/// The side doors and the tailgate.
pub(super) const DOORS_AND_TAILGATE: &[Place] = &[
    Place::Opening(Opening::FrontLeft),
    Place::Opening(Opening::FrontRight),
    Place::Opening(Opening::RearLeft),
    Place::Opening(Opening::RearRight),
    Place::Opening(Opening::Tailgate),
];
/// Everything that opens.
pub(super) const OPENINGS: &[Place] = &[
    Place::Opening(Opening::FrontLeft),
    Place::Opening(Opening::FrontRight),
    Place::Opening(Opening::RearLeft),
    Place::Opening(Opening::RearRight),
    Place::Opening(Opening::Tailgate),
    Place::Opening(Opening::Bonnet),
];
/// Everything with a corrugation, and the harness behind it where the door is not known.
pub(super) const WIRED: &[Place] = &[
    Place::Opening(Opening::FrontLeft),
    Place::Opening(Opening::FrontRight),
    Place::Opening(Opening::RearLeft),
    Place::Opening(Opening::RearRight),
    Place::Opening(Opening::Tailgate),
    Place::Car,
];
/// Both locks.
pub(super) const LOCKS: &[Place] = &[Place::Lock(Lock::Driver), Place::Lock(Lock::Others)];
/// Both locks and the tailgate's.
pub(super) const LOCKS_AND_TAILGATE: &[Place] =
    &[Place::Lock(Lock::Driver), Place::Lock(Lock::Others), Place::Opening(Opening::Tailgate)];
/// The whole car.
pub(super) const CAR: &[Place] = &[Place::Car];

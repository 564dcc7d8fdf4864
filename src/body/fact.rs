//! The words for everything that can be known of a car's body, one name for DBC, rule, report and screen.
//! It holds no values and knows no frames.

use std::fmt;

use super::part::{Lock, Opening};

/// Above this, in km/h, nobody opens a door, nor drives with one open on purpose; below it people do, while parking.
pub const AT_SPEED: f64 = 10.0;

/// One thing that can be known of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// The opening is reported open.
    Open(Opening),
    /// The opening is reported closed by a signal of its own (the complement some cars send).
    Closed(Opening),
    /// The lock is reported locked.
    Locked(Lock),
    /// The lock is commanded to be locked.
    Commanded(Lock),
    /// Someone asked for the tailgate to open.
    TailgateRequest,
    /// Position of the ignition switch, an [`Ignition`].
    Ignition,
    /// The engine runs (an electric drive is ready).
    EngineRunning,
    /// Road speed in km/h.
    Speed,
    /// Supply voltage in volts.
    Supply,
    /// The parking brake is on.
    ParkingBrake,
    /// The driver's belt is not fastened.
    BeltUnfastened,
    /// The brake pedal is pressed.
    Brake,
    /// The left turn lamp is lit.
    TurnLeft,
    /// The right turn lamp is lit.
    TurnRight,
    /// The body control module is awake; false just before it sleeps.
    BcmAwake,
    /// The body bus woke: the frame itself is the event.
    BcmWake,
    /// The key is in its slot.
    KeyInSlot,
}

/// What kind of value a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// True or false.
    Switch,
    /// An [`Ignition`] position.
    Ignition,
    /// A number in the given unit.
    Number(&'static str),
    /// An event without duration: each frame of its message is one.
    Pulse,
}

impl Fact {
    /// Every fact, in the order people read them. Its position is its [`Fact::index`].
    pub const ALL: [Self; Self::COUNT] = {
        use Lock::{Driver, Others};
        use Opening::{Bonnet, FrontLeft, FrontRight, RearLeft, RearRight, Tailgate};
        [
            Self::Open(FrontLeft),
            Self::Open(FrontRight),
            Self::Open(RearLeft),
            Self::Open(RearRight),
            Self::Open(Tailgate),
            Self::Open(Bonnet),
            Self::Closed(FrontLeft),
            Self::Closed(FrontRight),
            Self::Closed(RearLeft),
            Self::Closed(RearRight),
            Self::Closed(Tailgate),
            Self::Closed(Bonnet),
            Self::Locked(Driver),
            Self::Locked(Others),
            Self::Commanded(Driver),
            Self::Commanded(Others),
            Self::TailgateRequest,
            Self::Ignition,
            Self::EngineRunning,
            Self::Speed,
            Self::Supply,
            Self::ParkingBrake,
            Self::BeltUnfastened,
            Self::Brake,
            Self::TurnLeft,
            Self::TurnRight,
            Self::BcmAwake,
            Self::BcmWake,
            Self::KeyInSlot,
        ]
    };

    /// How many facts there are.
    pub const COUNT: usize = 29;

    /// Position in [`Fact::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Self::Open(opening) => opening as usize,
            Self::Closed(opening) => 6 + opening as usize,
            Self::Locked(lock) => 12 + lock as usize,
            Self::Commanded(lock) => 14 + lock as usize,
            Self::TailgateRequest => 16,
            Self::Ignition => 17,
            Self::EngineRunning => 18,
            Self::Speed => 19,
            Self::Supply => 20,
            Self::ParkingBrake => 21,
            Self::BeltUnfastened => 22,
            Self::Brake => 23,
            Self::TurnLeft => 24,
            Self::TurnRight => 25,
            Self::BcmAwake => 26,
            Self::BcmWake => 27,
            Self::KeyInSlot => 28,
        }
    }

    /// The values of a number that rules tell apart: while it passes none of them, nothing looks again that needs this fact.
    /// `None`: everything that needs it looks at every change.
    pub(super) const fn levels(self) -> Option<&'static [f64]> {
        match self {
            Self::Speed => Some(&[AT_SPEED]),
            _ => None,
        }
    }

    /// The dotted name, as DBC files, JSON and reports write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open(Opening::FrontLeft) => "door.front-left.open",
            Self::Open(Opening::FrontRight) => "door.front-right.open",
            Self::Open(Opening::RearLeft) => "door.rear-left.open",
            Self::Open(Opening::RearRight) => "door.rear-right.open",
            Self::Open(Opening::Tailgate) => "tailgate.open",
            Self::Open(Opening::Bonnet) => "bonnet.open",
            Self::Closed(Opening::FrontLeft) => "door.front-left.closed",
            Self::Closed(Opening::FrontRight) => "door.front-right.closed",
            Self::Closed(Opening::RearLeft) => "door.rear-left.closed",
            Self::Closed(Opening::RearRight) => "door.rear-right.closed",
            Self::Closed(Opening::Tailgate) => "tailgate.closed",
            Self::Closed(Opening::Bonnet) => "bonnet.closed",
            Self::Locked(Lock::Driver) => "lock.driver.locked",
            Self::Locked(Lock::Others) => "lock.others.locked",
            Self::Commanded(Lock::Driver) => "lock.driver.commanded",
            Self::Commanded(Lock::Others) => "lock.others.commanded",
            Self::TailgateRequest => "tailgate.request",
            Self::Ignition => "ignition",
            Self::EngineRunning => "engine.running",
            Self::Speed => "speed",
            Self::Supply => "supply",
            Self::ParkingBrake => "parking-brake",
            Self::BeltUnfastened => "belt.driver.unfastened",
            Self::Brake => "brake",
            Self::TurnLeft => "turn.left",
            Self::TurnRight => "turn.right",
            Self::BcmAwake => "bcm.awake",
            Self::BcmWake => "bcm.wake",
            Self::KeyInSlot => "key.in-slot",
        }
    }

    /// The fact of that dotted name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.name() == name)
    }

    /// What kind of value it has.
    pub const fn kind(self) -> FactKind {
        match self {
            Self::Ignition => FactKind::Ignition,
            Self::Speed => FactKind::Number("km/h"),
            Self::Supply => FactKind::Number("V"),
            Self::BcmWake => FactKind::Pulse,
            _ => FactKind::Switch,
        }
    }

    /// What a switch reads when true and when false, for people; empty for other kinds.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Open(_) => ("open", "closed"),
            Self::Closed(_) => ("closed", "not closed"),
            Self::Locked(_) => ("locked", "unlocked"),
            Self::Commanded(_) => ("commanded to lock", "commanded to unlock"),
            Self::EngineRunning => ("running", "stopped"),
            Self::BeltUnfastened => ("unfastened", "fastened"),
            Self::Brake => ("pressed", "released"),
            Self::TurnLeft | Self::TurnRight => ("lit", "dark"),
            Self::BcmAwake => ("awake", "about to sleep"),
            Self::KeyInSlot => ("in", "out"),
            Self::TailgateRequest | Self::ParkingBrake => ("on", "off"),
            Self::Ignition | Self::Speed | Self::Supply | Self::BcmWake => ("", ""),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Positions of the ignition switch, in the order the key passes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ignition {
    /// Off.
    Off,
    /// Accessories.
    Acc,
    /// On, engine running or not.
    On,
    /// The starter turns.
    Start,
}

impl Ignition {
    /// Every position, in order.
    pub const ALL: [Self; 4] = [Self::Off, Self::Acc, Self::On, Self::Start];

    /// The word on the switch; DBC labels for the fact `ignition` use it, in any case.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Acc => "ACC",
            Self::On => "ON",
            Self::Start => "START",
        }
    }
}

/// The value of a fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Of a switch or pulse.
    Switch(bool),
    /// Of the ignition.
    Ignition(Ignition),
    /// Of a number, in the fact's unit.
    Number(f64),
}

impl Value {
    /// The switch's state; `None` for other kinds.
    pub const fn switch(self) -> Option<bool> {
        if let Self::Switch(on) = self { Some(on) } else { None }
    }

    /// The number; `None` for other kinds.
    pub const fn number(self) -> Option<f64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The value in words, for a person: `open`, `ON`, `34.2 km/h`.
    pub fn words(self, fact: Fact) -> String {
        match (self, fact.kind()) {
            (Self::Switch(_), FactKind::Pulse) => "seen".to_owned(),
            (Self::Switch(true), _) => fact.words().0.to_owned(),
            (Self::Switch(false), _) => fact.words().1.to_owned(),
            (Self::Ignition(position), _) => position.word().to_owned(),
            (Self::Number(number), FactKind::Number(unit)) => format!("{number:.1} {unit}"),
            (Self::Number(number), _) => format!("{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_stands_at_its_index_and_is_found_by_its_name() {
        for (index, fact) in Fact::ALL.into_iter().enumerate() {
            assert_eq!(fact.index(), index, "{fact}");
            assert_eq!(Fact::from_name(fact.name()), Some(fact));
        }
    }
}

//! Whether somebody may be in the car. Inferred from openings, ignition and locking; no signal says it.

use super::machine::{Machine, Row};

/// Whether somebody may be in the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Occupancy {
    /// Cannot be told yet.
    #[default]
    Unknown,
    /// Something opened, or the ignition left off, since the car was last known to be left.
    MayBeOccupied,
    /// Left: locked from outside, or found asleep, shut and locked.
    PresumedEmpty,
}

/// What tells of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccupancyInput {
    /// An opening opened, or reads open.
    Opened,
    /// The ignition is not off.
    IgnitionNotOff,
    /// Locked from outside: by the key fob, with everything shut and the ignition off.
    LockedFromOutside,
    /// The bus woke and found everything shut and locked, ignition off.
    WokeShutAndLocked,
    /// The clock jumped: what was before says nothing of now.
    Seam,
}

impl Machine for Occupancy {
    type Input = OccupancyInput;
    const NAME: &'static str = "occupancy";
    const ABOUT: &'static str = "whether somebody may be in the car (inferred)";
    const STATES: &'static [Self] = &[Self::Unknown, Self::MayBeOccupied, Self::PresumedEmpty];
    const INPUTS: &'static [OccupancyInput] = &[
        OccupancyInput::Opened,
        OccupancyInput::IgnitionNotOff,
        OccupancyInput::LockedFromOutside,
        OccupancyInput::WokeShutAndLocked,
        OccupancyInput::Seam,
    ];
    const TABLE: &'static [Row<Self, OccupancyInput>] = {
        use Occupancy::{MayBeOccupied, PresumedEmpty, Unknown};
        use OccupancyInput as In;
        &[
            Row { from: &[], on: In::Opened, to: MayBeOccupied, why: "somebody may have got in" },
            Row { from: &[], on: In::IgnitionNotOff, to: MayBeOccupied, why: "somebody turned the ignition" },
            Row {
                from: &[],
                on: In::LockedFromOutside,
                to: PresumedEmpty,
                why: "whoever locked it stands outside",
            },
            Row {
                from: &[Unknown],
                on: In::WokeShutAndLocked,
                to: PresumedEmpty,
                why: "asleep, shut and locked is how a car is left",
            },
            Row {
                from: &[],
                on: In::Seam,
                to: Unknown,
                why: "what was before a jump of the clock says nothing of now",
            },
        ]
    };
}

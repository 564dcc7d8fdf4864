//! The locks together: which of the two lock signals are set. Two independent signals, because sources
//! disagree about how they divide the doors; only both set means that the car is locked.

use super::machine::{Machine, Row};

/// State of the locks together, as reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LocksState {
    /// Nothing reported, or not lately: never the same as unlocked.
    #[default]
    Unknown,
    /// No lock signal is set.
    Unlocked,
    /// Some are set, not all.
    Partly,
    /// All are set.
    Locked,
}

/// What the locks react to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocksInput {
    /// All known lock signals are set.
    AllSet,
    /// Some are set.
    SomeSet,
    /// None is set.
    NoneSet,
    /// None is known.
    Lost,
}

impl Machine for LocksState {
    type Input = LocksInput;
    const NAME: &'static str = "locks";
    const ABOUT: &'static str = "the driver's and the other doors' locks together";
    const STATES: &'static [Self] = &[Self::Unknown, Self::Unlocked, Self::Partly, Self::Locked];
    const INPUTS: &'static [LocksInput] =
        &[LocksInput::AllSet, LocksInput::SomeSet, LocksInput::NoneSet, LocksInput::Lost];
    const TABLE: &'static [Row<Self, LocksInput>] = &[
        Row { from: &[], on: LocksInput::AllSet, to: Self::Locked, why: "every lock signal is set" },
        Row {
            from: &[],
            on: LocksInput::SomeSet,
            to: Self::Partly,
            why: "one lock signal is set, the other not",
        },
        Row { from: &[], on: LocksInput::NoneSet, to: Self::Unlocked, why: "no lock signal is set any more" },
        Row {
            from: &[],
            on: LocksInput::Lost,
            to: Self::Unknown,
            why: "their messages stopped, or say nothing",
        },
    ];
}

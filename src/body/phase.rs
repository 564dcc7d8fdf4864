//! The car as a whole: asleep, awake, the ignition steps, driving. Follows levels that the body feeds it; it
//! says nothing about who is in the car.

use super::machine::{Machine, Row};

/// The car as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing seen, or the bus was cut off with the ignition on.
    Unknown,
    /// The bus is silent.
    Asleep,
    /// The bus talks, the ignition is off (or not known).
    Awake,
    /// The body control module announced that it goes to sleep.
    GoingToSleep,
    /// Ignition at ACC.
    Accessory,
    /// Ignition ON, engine not running.
    On,
    /// The starter turns.
    Cranking,
    /// The engine runs, the car stands (or its speed is not known).
    Running,
    /// The car moves.
    Driving,
}

impl Phase {
    /// The kebab-case word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Asleep => "asleep",
            Self::Awake => "awake",
            Self::GoingToSleep => "going-to-sleep",
            Self::Accessory => "accessory",
            Self::On => "on",
            Self::Cranking => "cranking",
            Self::Running => "running",
            Self::Driving => "driving",
        }
    }
}

/// What the car as a whole reacts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhaseInput {
    /// The bus speaks.
    Traffic,
    /// The bus fell silent with the ignition off, or not known.
    Silence,
    /// The bus fell silent with the ignition on: a recording or a cable that was cut, not sleep.
    CutOff,
    /// The ignition is off.
    IgnitionOff,
    /// The ignition is at ACC.
    IgnitionAcc,
    /// The ignition is ON.
    IgnitionOn,
    /// The ignition is at START.
    IgnitionStart,
    /// The engine runs.
    EngineRuns,
    /// The engine does not run.
    EngineStands,
    /// The car moves.
    Moves,
    /// The car stands.
    Stands,
    /// The module announces sleep.
    SleepAnnounced,
    /// The module says it is awake.
    AwakeAnnounced,
}

impl Machine for Phase {
    type Input = PhaseInput;
    const NAME: &'static str = "phase";
    const ABOUT: &'static str = "the car as a whole";
    const STATES: &'static [Self] = &[
        Self::Unknown,
        Self::Asleep,
        Self::Awake,
        Self::GoingToSleep,
        Self::Accessory,
        Self::On,
        Self::Cranking,
        Self::Running,
        Self::Driving,
    ];
    const INPUTS: &'static [PhaseInput] = &[
        PhaseInput::Traffic,
        PhaseInput::Silence,
        PhaseInput::CutOff,
        PhaseInput::IgnitionOff,
        PhaseInput::IgnitionAcc,
        PhaseInput::IgnitionOn,
        PhaseInput::IgnitionStart,
        PhaseInput::EngineRuns,
        PhaseInput::EngineStands,
        PhaseInput::Moves,
        PhaseInput::Stands,
        PhaseInput::SleepAnnounced,
        PhaseInput::AwakeAnnounced,
    ];
    const TABLE: &'static [Row<Self, PhaseInput>] = {
        use Phase::{Accessory, Asleep, Awake, Cranking, Driving, GoingToSleep, On, Running, Unknown};
        use PhaseInput as In;
        &[
            Row { from: &[], on: In::Silence, to: Asleep, why: "nothing on the bus" },
            Row {
                from: &[],
                on: In::CutOff,
                to: Unknown,
                why: "a bus with the ignition on does not fall silent",
            },
            Row { from: &[Unknown, Asleep], on: In::Traffic, to: Awake, why: "the bus speaks" },
            Row {
                from: &[Unknown, Asleep, Accessory, On, Cranking, Running, Driving],
                on: In::IgnitionOff,
                to: Awake,
                why: "the ignition is off",
            },
            Row { from: &[], on: In::IgnitionAcc, to: Accessory, why: "the ignition is at ACC" },
            Row {
                from: &[Unknown, Asleep, Awake, GoingToSleep, Accessory, Cranking],
                on: In::IgnitionOn,
                to: On,
                why: "the ignition is ON",
            },
            Row { from: &[], on: In::IgnitionStart, to: Cranking, why: "the ignition is at START" },
            Row { from: &[Awake, On], on: In::EngineRuns, to: Running, why: "the engine runs" },
            Row { from: &[Running], on: In::EngineStands, to: On, why: "the engine stopped" },
            Row { from: &[Awake, On, Running], on: In::Moves, to: Driving, why: "the car moves" },
            Row {
                from: &[Driving],
                on: In::Stands,
                to: Awake,
                why: "it stands: ignition and engine say what it is",
            },
            Row {
                from: &[Awake],
                on: In::SleepAnnounced,
                to: GoingToSleep,
                why: "the module says it goes to sleep",
            },
            Row { from: &[GoingToSleep], on: In::AwakeAnnounced, to: Awake, why: "the module stays awake" },
        ]
    };
}

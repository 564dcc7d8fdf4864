//! How likely a cause is before anything is known: how often workshops see it, on which generation, on which model.

use super::cause::{Cause, Frequency, Kin};

/// How often a group of faults is met on a generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Often.
    High,
    /// As on any car.
    Average,
    /// Seldom.
    Low,
}

impl Level {
    const fn factor(self) -> f64 {
        match self {
            Self::High => 2.5,
            Self::Average => 1.0,
            Self::Low => 0.4,
        }
    }
}

/// How often each group is met on one generation, and on the models of its years.
#[derive(Debug)]
pub struct Generation {
    /// The maker's codes.
    pub codes: &'static [&'static str],
    /// Drive cables.
    pub cable: Level,
    /// Locks.
    pub lock: Level,
    /// Electronics.
    pub electronics: Level,
    /// Handles.
    pub handle: Level,
}

/// Older cars fail mechanically, newer ones electronically. The Qashqai's three generations are what workshops
/// compare; other models stand with the one of their years.
pub const GENERATIONS: &[Generation] = &[
    Generation {
        codes: &["J10", "J32"],
        cable: Level::High,
        lock: Level::Average,
        electronics: Level::Low,
        handle: Level::High,
    },
    Generation {
        codes: &["J11", "T32", "Z52", "L33"],
        cable: Level::Average,
        lock: Level::High,
        electronics: Level::Average,
        handle: Level::Average,
    },
    Generation {
        codes: &["J12"],
        cable: Level::Low,
        lock: Level::Average,
        electronics: Level::High,
        handle: Level::Low,
    },
];

/// Models and the cause that workshops know each for.
pub const MODELS: &[(&str, &str)] = &[
    ("T32", "handle-sensor"),
    ("J11", "release-cable"),
    // Its rear locks take in water: contacts oxidise, gears jam.
    ("J11", "lock-jammed"),
    ("Z52", "tailgate-motor"),
    ("J32", "lock-jammed"),
];
/// How much more often than on other models.
const KNOWN_FOR: f64 = 3.0;

/// The odds of `cause` at one of its places on a car of that generation, when something is wrong with a door.
pub(super) fn odds(cause: &Cause, generation: &str) -> f64 {
    let base = match cause.frequency {
        Frequency::Common => 0.02,
        Frequency::Average => 0.008,
        Frequency::Rare => 0.003,
    };
    let model = if MODELS.contains(&(generation, cause.id)) { KNOWN_FOR } else { 1.0 };
    base * level(cause.kin, generation).factor() * model
}

/// How often that group is met on that generation; average on one that is not in the table.
pub fn level(kin: Kin, generation: &str) -> Level {
    let Some(row) = GENERATIONS.iter().find(|row| row.codes.contains(&generation)) else {
        return Level::Average;
    };
    match kin {
        Kin::Cable => row.cable,
        Kin::Lock => row.lock,
        Kin::Electronics => row.electronics,
        Kin::Handle => row.handle,
        Kin::Any => Level::Average,
    }
}

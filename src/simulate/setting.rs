//! What holds for a whole scenario: the list that is the grammar of its head.

use std::time::Duration;

use crate::body::Handedness;
use crate::frame::{CanId, Time};

use super::form::{Phrase, Words};
use super::quantity::Quantity;

/// How the car stands when the recording begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Asleep, locked and left.
    ParkedLocked,
    /// Asleep, unlocked.
    ParkedUnlocked,
    /// Awake, ignition off, unlocked.
    Awake,
    /// Ignition ON, engine off, the driver inside.
    IgnitionOn,
    /// Engine running, standing, the driver inside and belted.
    Running,
    /// The same at 50 km/h.
    Driving,
}

/// Which messages are on the bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// Only those that carry facts.
    Body,
    /// A car's whole traffic.
    Full,
}

/// What holds for a whole scenario.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the car.
    pub car: String,
    /// Seed of everything left to chance.
    pub seed: u64,
    /// Which side the driver sits on.
    pub handed: Handedness,
    /// How the car stands at the beginning.
    pub start: Start,
    /// Stamp of the beginning.
    pub epoch: Time,
    /// Which messages are on the bus.
    pub traffic: Traffic,
    /// The recorder keeps only these identifiers; all if empty.
    pub keeps: Vec<CanId>,
    /// Resting and cranking voltage of the sound battery, in millivolts.
    pub battery_mv: (i64, i64),
    /// Locks by itself at this speed, in 0.01 km/h, and unlocks with the ignition.
    pub speed_lock: Option<i64>,
    /// The first press of the fob unlocks the driver's door only.
    pub selective_unlock: bool,
    /// Rear doors do not open from inside.
    pub child_lock: bool,
    /// The lid's button is switched off in the car's menu.
    pub lid_button: bool,
    /// How long nothing happens before the car sleeps.
    pub sleep_after: Duration,
    /// How long after an unlock with nothing opened the car locks again.
    pub relock_after: Duration,
    /// How often the story is told.
    pub rounds: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            car: String::new(),
            seed: 0,
            handed: Handedness::Left,
            start: Start::ParkedLocked,
            epoch: Time::from_nanos(1_700_000_000_000_000_000),
            traffic: Traffic::Body,
            keeps: Vec::new(),
            // A full lead battery rests at 12.6 V and falls to about 10.4 V under the starter.
            battery_mv: (12_600, 10_400),
            speed_lock: None,
            selective_unlock: false,
            child_lock: false,
            lid_button: true,
            // 43 s passed between the last door and sleep in the 370Z capture.
            sleep_after: Duration::from_secs(43),
            // Cars re-lock 30 to 60 s after an unlock with nothing opened.
            relock_after: Duration::from_secs(40),
            rounds: 1,
        }
    }
}

/// What one line of the head does.
pub(super) type Apply = Box<dyn FnOnce(&mut Settings)>;

fn volts(words: &Words, index: usize) -> Option<i64> {
    words.number(index).map(Quantity::thousandths).filter(|volts| (6_000..=16_000).contains(volts))
}

/// Shorter than this no car is quiet: it would look every moment whether it may sleep yet.
const SHORTEST_QUIET: Duration = Duration::from_secs(1);

/// Most rounds a story may be told: enough for a thousand million frames of the shortest.
const MOST_ROUNDS: u64 = 10_000_000;

/// Everything the head of a scenario can say; each at most once.
pub(super) const SETTINGS: &[Phrase<Apply>] = &[
    Phrase {
        form: "car <name>",
        example: "car nissan_qashqai_j10",
        means: "which car it is; must be said",
        build: |words| {
            let car = words.name(1)?.to_owned();
            Some(Box::new(|settings| settings.car = car))
        },
    },
    Phrase {
        form: "seed <number>",
        example: "seed 7",
        means: "another seed, another car of the same make (0 unless told)",
        build: |words| {
            let seed = words.number(1)?.floor();
            Some(Box::new(move |settings| settings.seed = seed))
        },
    },
    Phrase {
        form: "handed left|right",
        example: "handed right",
        means: "which side the driver sits on (left unless told)",
        build: |words| {
            let handed = if words.is(1, "left") { Handedness::Left } else { Handedness::Right };
            Some(Box::new(move |settings| settings.handed = handed))
        },
    },
    Phrase {
        form: "start parked-locked|parked-unlocked|awake|ignition-on|running|driving",
        example: "start driving",
        means: "how the car stands at 0 s (parked-locked unless told; driving is 50 km/h)",
        build: |words| {
            let start = match () {
                () if words.is(1, "parked-locked") => Start::ParkedLocked,
                () if words.is(1, "parked-unlocked") => Start::ParkedUnlocked,
                () if words.is(1, "awake") => Start::Awake,
                () if words.is(1, "ignition-on") => Start::IgnitionOn,
                () if words.is(1, "running") => Start::Running,
                () => Start::Driving,
            };
            Some(Box::new(move |settings| settings.start = start))
        },
    },
    Phrase {
        form: "epoch <number>",
        example: "epoch 1700000000",
        means: "the stamp of 0 s, whole seconds (1700000000 unless told)",
        build: |words| {
            let epoch =
                Time::from_nanos(i64::try_from(words.number(1)?.floor()).ok()?.checked_mul(1_000_000_000)?);
            Some(Box::new(move |settings| settings.epoch = epoch))
        },
    },
    Phrase {
        form: "traffic body|full",
        example: "traffic full",
        means: "only messages that carry facts, or a whole car's (body unless told)",
        build: |words| {
            let traffic = if words.is(1, "full") { Traffic::Full } else { Traffic::Body };
            Some(Box::new(move |settings| settings.traffic = traffic))
        },
    },
    Phrase {
        form: "keeps <id>...",
        example: "keeps 60D 358 35D",
        means: "the recorder has a filter: only these identifiers",
        build: |words| {
            let keeps: Vec<CanId> = words.ids(1).collect();
            Some(Box::new(move |settings| settings.keeps = keeps))
        },
    },
    Phrase {
        form: "battery <number> V [cranking <number> V]",
        example: "battery 12.1 V cranking 9.2 V",
        means: "resting voltage of the sound battery, and under the starter (12.6 and 10.4 V unless told)",
        build: |words| {
            let rest = volts(words, 1)?;
            let cranking = if words.number(4).is_some() { volts(words, 4)? } else { rest - 2_200 };
            Some(Box::new(move |settings| settings.battery_mv = (rest, cranking)))
        },
    },
    Phrase {
        form: "speed-lock <number> km/h",
        example: "speed-lock 25 km/h",
        means: "locks by itself at this speed and unlocks with the ignition (never unless told)",
        build: |words| {
            let speed = words.number(1)?.hundredths();
            (speed > 0).then(|| -> Apply { Box::new(move |settings| settings.speed_lock = Some(speed)) })
        },
    },
    Phrase {
        form: "selective-unlock on|off",
        example: "selective-unlock on",
        means: "the first press of the fob unlocks the driver's door only (off unless told)",
        build: |words| {
            let on = words.is(1, "on");
            Some(Box::new(move |settings| settings.selective_unlock = on))
        },
    },
    Phrase {
        form: "child-lock on|off",
        example: "child-lock on",
        means: "rear doors do not open from inside (off unless told)",
        build: |words| {
            let on = words.is(1, "on");
            Some(Box::new(move |settings| settings.child_lock = on))
        },
    },
    Phrase {
        form: "lid-button on|off",
        example: "lid-button off",
        means: "the lid's button as the car's menu has it (on unless told)",
        build: |words| {
            let on = words.is(1, "on");
            Some(Box::new(move |settings| settings.lid_button = on))
        },
    },
    Phrase {
        form: "sleep-after <number> s",
        example: "sleep-after 20 s",
        means: "how long nothing happens before the car sleeps, at least 1 s (43 s unless told)",
        build: |words| {
            let span = words.number(1)?.seconds();
            (span >= SHORTEST_QUIET)
                .then(|| -> Apply { Box::new(move |settings| settings.sleep_after = span) })
        },
    },
    Phrase {
        form: "relock-after <number> s",
        example: "relock-after 30 s",
        means: "how long after an unlock with nothing opened the car locks again (40 s unless told)",
        build: |words| {
            let span = words.number(1)?.seconds();
            Some(Box::new(move |settings| settings.relock_after = span))
        },
    },
    Phrase {
        form: "repeat <number> times",
        example: "repeat 100 times",
        means: "tells the story again and again; faults of one round end with it",
        build: |words| {
            let rounds = words.number(1)?.floor();
            (1..=MOST_ROUNDS)
                .contains(&rounds)
                .then(|| -> Apply { Box::new(move |settings| settings.rounds = rounds) })
        },
    },
];

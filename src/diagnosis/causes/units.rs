//! Other units: the meter that shows the lamp, and units that contradict each other.

use super::super::cause::{Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, quiet, raised};
use super::super::place::CAR;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};

/// All of them.
pub(super) const CAUSES: &[Cause] = &[
    Cause {
        id: "meter",
        kind: Kind::Fault,
        places: CAR,
        title: "the meter, not the doors",
        fails: "The meter shows a door open that the body control module reports shut.",
        shows: "The dash lamp is on, and no opening reads open on the bus.",
        confirm: &[Step {
            act: "Compare the module's DOOR SW items with the meter's DOOR W/L item, everything shut.",
            good: "both say closed, or both say open (then it is switch or harness)",
            bad: "the module says closed, the meter says open",
        }],
        remedy: "The meter's plug and its wires to the bus first, then the meter.",
        warnings: &[],
        difficulty: Difficulty::High,
        cost: Cost::High,
        frequency: Frequency::Rare,
        kin: Kin::Electronics,
        weights: &[
            raised("open-while-driving", StronglyAgainst, "the module itself says open"),
            raised("closed-but-reported-open", StronglyAgainst, "the module itself says open"),
            raised("lock-refused", StronglyAgainst, "the module itself says open"),
            raised("door-flicker", StronglyAgainst, "the module itself says so"),
            quiet("open-while-driving", For, "the module says shut, so a lamp that is on is the meter's"),
            answer("dash-lamp", "on", For, "the lamp is what it shows"),
            answer("dash-lamp", "off", StronglyAgainst, "the lamp is off"),
            answer("complaint", "reads-open", For, "the lamp says so"),
            answer("really-shut", "ajar", StronglyAgainst, "the lamp was right"),
            answer("monitors", "differ", StronglyFor, "the module is right, the meter is not"),
            answer("monitors", "same", StronglyAgainst, "the meter shows what it is told"),
        ],
    },
    Cause {
        id: "disagreeing-unit",
        kind: Kind::Fault,
        places: CAR,
        title: "one of two units, or the sensor it listens to",
        fails: "Two units report the same thing and differ, or one sends frames that are cut short.",
        shows: "Each unit acts on its own reading: speed lock at the wrong speed, a lamp that contradicts a lock.",
        confirm: &[Step {
            act: "Compare both readings with what you see, then read the trouble codes of both units.",
            good: "both are right",
            bad: "one is wrong: its sensor, plug or the unit itself",
        }],
        remedy: "Sensor and plug of the unit that is wrong, then the unit.",
        warnings: &[],
        difficulty: Difficulty::High,
        cost: Cost::Average,
        frequency: Frequency::Average,
        kin: Kin::Electronics,
        weights: &[
            raised("sources-disagree", StronglyFor, "two units say different things"),
            raised("malformed-frame", StronglyFor, "a unit sends less than it should"),
            raised("open-and-closed", For, "one unit contradicts itself"),
            raised("door-flicker", Against, "it is one signal that jumps"),
            quiet("sources-disagree", Against, "where two units report the same, they agree"),
        ],
    },
];

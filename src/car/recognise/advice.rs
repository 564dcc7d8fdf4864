//! What can explain a bus without body frames, and how to tell one explanation from another.

/// One explanation of what was heard, for a person beside the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// What may be so.
    pub cause: &'static str,
    /// What to do to find out.
    pub tell: &'static str,
}

/// Nothing was heard.
pub(super) const SILENCE: [Explanation; 4] = [
    Explanation {
        cause: "the ignition is off and the bus sleeps",
        tell: "switch the ignition on, or open a door: a sleeping bus wakes within a second",
    },
    Explanation {
        cause: "a gateway keeps the car's buses away from the plug",
        tell: "ask the body control module (745, answers on 765) with the ignition on: behind a gateway it \
               answers although nothing is broadcast; with wrong wiring or bit rate nothing ever answers",
    },
    Explanation {
        cause: "the adapter is not connected to the bus",
        tell: "pin 6 is CAN high, pin 14 CAN low, pin 4 or 5 ground; ignition off and battery left alone for \
               some minutes, 60 ohm between 6 and 14 is a whole bus, 120 half of one, no connection the wrong pins",
    },
    Explanation {
        cause: "the bit rate or the adapter's set-up is wrong",
        tell: "these cars use 500 kbit/s; `ip -details -statistics link show` must say UP and ERROR-ACTIVE: \
               rising error counts mean a wrong bit rate, counters that stand still a dead wire",
    },
];

/// Error frames were heard and nothing else.
pub(super) const ERRORS_ONLY: [Explanation; 2] = [
    Explanation {
        cause: "the bit rate is wrong",
        tell: "these cars use 500 kbit/s: with the right rate the errors stop at once and frames come",
    },
    Explanation {
        cause: "CAN high and low are swapped, shorted or broken, or the bus has no terminator",
        tell: "pin 6 is CAN high and pin 14 CAN low; with the bus asleep there are 60 ohm between them, 120 if \
               one end is missing, near 0 if they touch",
    },
];

/// Only requests and answers were heard.
pub(super) const DIAGNOSTICS_ONLY: [Explanation; 2] = [
    Explanation {
        cause: "the plug is on its own diagnostic CAN, and a gateway keeps the body bus away from it",
        tell: "switch the ignition on and open a door: if still nothing but 7xx or 18DAxxxx is heard, only \
               questions help; name the car (such as nissan_qashqai_j12) to learn whom to ask",
    },
    Explanation { cause: "the recording was filtered to diagnostics", tell: "record again without a filter" },
];

/// Frames were heard that fit no known car.
pub(super) const UNKNOWN_CAR: [Explanation; 3] = [
    Explanation {
        cause: "it is a car nobody has described yet",
        tell: "give a DBC of it with --car, or find its signals: open and close one door and see which bits move",
    },
    Explanation {
        cause: "this is another bus of the car, such as the engine's or the radio's, and the body is on a \
                different one",
        tell: "open a door while listening: if not one identifier changes its bytes, the body is not on this bus",
    },
    Explanation {
        cause: "the body control module is asleep or silent while others talk",
        tell: "switch the ignition on; if engine and meter talk but 60D stays away on a car that had it, look at \
               the module's fuse, ground and plug",
    },
];

//! The body control module: its memory, and its power.

use super::super::cause::{
    Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, for_all, raised, seen,
};
use super::super::place::CAR;
use super::super::sign::Sign;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};
use super::super::warning::Warning;

/// All of them.
pub(super) const CAUSES: &[Cause] = &[
    Cause {
        id: "bcm-stuck",
        kind: Kind::Fault,
        places: CAR,
        title: "body control module stuck in a wrong state",
        fails: "After a dip or loss of power, or an update, the module's program holds on to a state that is not so: a \
                door open, a command not given.",
        shows: "Something reads open, steady as a rock, from a restart on, whatever is done at the door; or the module \
                answers and commands nothing. Wires and switches measure well.",
        confirm: &[
            Step {
                act: "Measure the input of the opening at the module's plug with the latch turned by hand.",
                good: "the module's report follows the input",
                bad: "the input changes (9-16 V, 0-0.5 V) and the report does not",
            },
            Step {
                act: "Take the battery's negative terminal off for 15-20 minutes, put it back, work each lock a few \
                      times.",
                good: "it makes no difference",
                bad: "the state is right again",
            },
        ],
        remedy: "The reset above. If it comes back: supply and ground of the module, then new software by a dealer.",
        warnings: &[Warning::SettingsAreLost],
        difficulty: Difficulty::Low,
        cost: Cost::Low,
        frequency: Frequency::Rare,
        kin: Kin::Electronics,
        weights: &[
            raised(
                "stuck-open-since-restart",
                StronglyFor,
                "it reads open from the restart on, without a break",
            ),
            raised("answer-back-without-lock", StronglyFor, "it answers the fob and gives no command"),
            seen(Sign::NotCommanded, StronglyFor, "it answers the fob and gives no command"),
            raised("bcm-restart", For, "a restart is when a wrong state is kept"),
            raised("open-while-driving", For, "the state it holds is \"open\""),
            raised("closed-but-reported-open", For, "the state it holds is \"open\""),
            raised("lock-refused", For, "it will not lock what it believes open"),
            raised("door-flicker", StronglyAgainst, "a stuck state does not move"),
            raised("opened-while-driving", Against, "a stuck state does not move"),
            raised("commanded-not-followed", Against, "it did give the command"),
            for_all("commanded-not-followed", Against, "it did give the command"),
            seen(Sign::CurrentDrawn, Against, "it did drive the motor"),
            answer("complaint", "reads-open", For, "the state it holds is \"open\""),
            answer("complaint", "everything", For, "one module serves the body"),
            answer("since", "battery", StronglyFor, "a wrong state is kept when power returns"),
            answer("since", "slowly", Against, "it comes at once"),
            answer("really-shut", "ajar", StronglyAgainst, "the report was right"),
            answer("door-moved", "yes", StronglyAgainst, "a stuck state does not move"),
            answer("dash-lamp", "flickers", StronglyAgainst, "a stuck state does not move"),
            answer("unplug", "obeys", StronglyAgainst, "its report follows the input"),
            answer("door-sw", "stays", For, "its report follows nothing"),
            answer("door-sw", "follows", StronglyAgainst, "its report follows the latch"),
            answer("cycle", "clears", Against, "then it was only unsettled"),
            answer("reset", "cured", StronglyFor, "a reset cures nothing else"),
            answer("reset", "returns", For, "its software, or its supply"),
            answer("reset", "same", StronglyAgainst, "a reset would clear it"),
            answer("monitors", "differ", StronglyAgainst, "the module is right, the meter is not"),
        ],
    },
    Cause {
        id: "bcm-power",
        kind: Kind::Fault,
        places: CAR,
        title: "body control module, its supply or its ground",
        fails: "The module, its plug, its supply or its ground makes bad contact, or the module itself fails.",
        shows: "The whole body at once: frames stop or start anew with the ignition on, lamps and locks act up together. \
                Trouble codes U1000, B2617, B2618.",
        confirm: &[
            Step {
                act: "Measure supply and ground at the module's plug while somebody moves plug and harness.",
                good: "the battery's voltage, steady; ground below 0.1 V",
                bad: "it breaks off or drops",
            },
            Step {
                act: "Read the trouble codes.",
                good: "none of U1000, B2617, B2618, B2562",
                bad: "one of them is there, or comes back after clearing",
            },
        ],
        remedy: "Clean and tighten plug and ground, mend the wire. A module that fails with sound supply is a workshop's \
                 matter: a new one must be configured to the car.",
        warnings: &[Warning::DisconnectBattery, Warning::SettingsAreLost],
        difficulty: Difficulty::High,
        cost: Cost::High,
        frequency: Frequency::Average,
        kin: Kin::Any,
        weights: &[
            raised("body-frames-missing", StronglyFor, "the module fell silent, the others talk on"),
            raised("bcm-restart", StronglyFor, "it started anew though nothing made it sleep"),
            raised("door-flicker", For, "several inputs jump when its ground does"),
            raised("answer-back-without-lock", For, "its outputs fail"),
            seen(Sign::NotCommanded, For, "its outputs fail"),
            raised("lock-left-behind", Against, "it did drive the other lock"),
            raised("tailgate-request-ignored", Against, "it saw the request"),
            answer("complaint", "everything", StronglyFor, "one module serves the body"),
            answer("how-much", "body", StronglyFor, "one module serves the body"),
            answer("how-much", "one", StronglyAgainst, "one module serves the body"),
            answer("since", "battery", For, "its supply was touched"),
            answer("since", "wash", For, "water reached the module"),
            answer("reset", "returns", For, "the reason is still there"),
            answer("bcm-supply", "breaks", StronglyFor, "it was measured"),
            answer("bcm-supply", "steady", StronglyAgainst, "it was measured"),
            answer("door-moved", "yes", Against, "the door's hinge is far from the module"),
        ],
    },
];

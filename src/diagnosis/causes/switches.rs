//! The ajar switch in a latch.

use super::super::cause::{
    Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, for_all, quiet, raised, seen,
};
use super::super::place::OPENINGS;
use super::super::sign::Sign;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};
use super::super::warning::Warning;

/// All of them.
pub(super) const CAUSES: &[Cause] = &[Cause {
    id: "ajar-switch",
    kind: Kind::Fault,
    places: OPENINGS,
    title: "ajar switch in the latch of the {place}",
    fails: "The small switch inside the latch tells the body control module whether the latch has caught. Worn, wet \
            or corroded it stays in one position, or lets go as the latch settles.",
    shows: "The dash says open though it is shut; central locking refuses; the interior light stays on. Or it stands \
            open and nothing says so. Driving, locking and shutting make no difference.",
    confirm: &[
        Step {
            act: "Open the door or lid, turn the latch with a screwdriver as if it had caught, and watch its DOOR SW \
                  item in the module's data monitor, or this program. Release it with the handle again.",
            good: "the item follows each time",
            bad: "it stays as it was",
        },
        Step {
            act: "Measure the switch's wire against ground, latch turned shut, then open.",
            good: "9-16 V closed, 0-0.5 V open",
            bad: "the voltage does not change with the latch, though the wire beyond the plug is sound",
        },
    ],
    remedy: "Clean the contacts if they can be reached; else replace the switch, where it comes alone, or the lock with \
             its switch. Compare part numbers by VIN: several locks look alike.",
    warnings: &[Warning::DisconnectBattery],
    difficulty: Difficulty::Average,
    cost: Cost::High,
    frequency: Frequency::Common,
    kin: Kin::Lock,
    weights: &[
        raised("closed-but-reported-open", StronglyFor, "a switch stuck in the open position reads so"),
        raised("open-but-reported-closed", For, "a switch stuck in the closed position reads so"),
        raised(
            "open-while-driving",
            StronglyFor,
            "a stuck switch reads open for as long as the car is driven",
        ),
        raised("opened-while-driving", For, "a worn switch lets go when the road shakes the latch"),
        raised("locked-while-open", StronglyFor, "the lock works as ever while the switch reads open"),
        raised("opened-while-locked", For, "moisture can close the contact of a locked door"),
        raised("lock-refused", StronglyFor, "the module will not lock a door whose switch reads open"),
        raised("reopens-at-once", For, "a worn switch falls back as the latch settles"),
        raised("door-flicker", For, "a worn contact bounces"),
        raised("open-and-closed", StronglyFor, "of the latch's two contacts one is bad"),
        raised("sources-disagree", Against, "units that listen to one switch all read it alike"),
        raised("stuck-open-since-restart", For, "a stuck switch reads open after a restart as before"),
        raised("unlocked-by-itself", Against, "the ajar switch commands no lock"),
        for_all("unlocked-by-itself", Against, "the ajar switch commands no lock"),
        seen(Sign::CameAndWent, For, "a moist contact comes and goes"),
        quiet("open-while-driving", Against, "the car was driven and this opening read shut"),
        quiet("lock-refused", Against, "the car was locked and this opening held nothing up"),
        answer("complaint", "reads-open", StronglyFor, "this is how a stuck switch is met"),
        answer("complaint", "reads-closed", For, "a switch stuck closed never reads open"),
        answer("complaint", "does-not-lock", For, "the car refuses to lock what it thinks open"),
        answer("really-shut", "shut", For, "it is shut and reads otherwise"),
        answer("really-shut", "ajar", StronglyAgainst, "the report was right"),
        answer("really-shut", "will-not-latch", Against, "the latch itself does not catch"),
        answer("door-moved", "latch", For, "pressing in the latch works the switch"),
        answer("door-moved", "yes", Against, "the switch does not feel the hinge"),
        answer("window", "works", For, "the switch is alone in its wire"),
        answer("window", "fails", Against, "a window does not hang on this switch"),
        answer("dash-lamp", "on", For, "a stuck switch keeps the lamp on"),
        answer("dash-lamp", "clears", Against, "a stuck switch does not come back by itself"),
        answer("how-much", "one", For, "each opening has its own switch"),
        answer("how-much", "body", StronglyAgainst, "nothing else hangs on this switch"),
        answer("flex", "steady", For, "the wire is sound, so it is the switch"),
        answer("flex", "jumps", StronglyAgainst, "it is the wire that jumps"),
        answer("door-sw", "stays", StronglyFor, "the switch does not follow the latch"),
        answer("door-sw", "follows", StronglyAgainst, "the switch follows the latch"),
        answer("unplug", "obeys", StronglyFor, "the wire is good, so the switch is not"),
        answer("unplug", "still-open", StronglyAgainst, "the wire alone reads open"),
        answer("unplug", "still-closed", StronglyAgainst, "the wire alone reads closed"),
        answer("monitors", "same", For, "both units hear the same bad switch"),
        answer("monitors", "differ", StronglyAgainst, "the module reads the switch rightly"),
        answer("reset", "cured", Against, "a reset mends no switch"),
        answer("cycle", "clears", Against, "a broken switch does not mend itself"),
    ],
}];

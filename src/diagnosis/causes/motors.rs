//! The motors: of the door locks, and of the tailgate's release.

use super::super::cause::{Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, quiet, raised, seen};
use super::super::place::{LOCKS, TAILGATE};
use super::super::sign::Sign;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};
use super::super::warning::Warning;

/// All of them.
pub(super) const CAUSES: &[Cause] = &[
    Cause {
        id: "lock-actuator",
        kind: Kind::Fault,
        places: LOCKS,
        title: "lock motor ({place})",
        fails: "The little motor that throws the lock is burnt, worn or seized: it gets its current and does not move \
                the lock.",
        shows: "The fob beeps and the lamps answer, a click or a hum comes from the door, and that lock stays as it \
                was while others follow.",
        confirm: &[
            Step {
                act: "Put an ear to the door while somebody locks and unlocks.",
                good: "the same sharp clack as at the other doors",
                bad: "a weak click, a hum, or nothing",
            },
            Step {
                act: "With the trim off, measure at the motor's plug while somebody locks.",
                good: "the motor throws the lock when about 12 V arrive",
                bad: "about 12 V arrive for half a second and nothing moves",
            },
        ],
        remedy: "Replace the actuator; on most of these cars it comes with the lock. Until then the knob or the inside \
                 handle works the lock by hand.",
        warnings: &[Warning::DisconnectBattery],
        difficulty: Difficulty::Average,
        cost: Cost::Average,
        frequency: Frequency::Common,
        kin: Kin::Lock,
        weights: &[
            raised("lock-left-behind", StronglyFor, "the others followed, this motor did not"),
            raised("commanded-not-followed", For, "the command came and this lock did not move"),
            raised("lock-refused", Against, "the refusal is explained by what reads open"),
            raised("unlocked-by-itself", StronglyAgainst, "a dead motor does not unlock by itself"),
            raised("locked-by-itself", StronglyAgainst, "a dead motor does not lock by itself"),
            seen(Sign::CurrentDrawn, For, "the motor draws current and moves nothing"),
            seen(Sign::NoCurrentDrawn, Against, "a motor that is merely worn still draws current"),
            quiet("lock-left-behind", Against, "it followed its command"),
            answer("complaint", "does-not-lock", StronglyFor, "this is how a dead lock motor is met"),
            answer("complaint", "reads-open", Against, "the motor reports nothing"),
            answer("complaint", "reads-closed", StronglyAgainst, "the motor reports nothing"),
            answer("sound", "click", For, "it tries and does not make it"),
            answer("sound", "hum", For, "it turns and moves nothing"),
            answer("sound", "normal", StronglyAgainst, "it does its work"),
            answer("sound", "silence", Against, "a motor that gets current is mostly heard"),
            answer("handle", "falls-in", Against, "the handle is another matter"),
            answer("handle-touch", "one-dead", StronglyAgainst, "asked from elsewhere it moves"),
            answer("window", "works", For, "the door's other wires are sound"),
            answer("window", "fails", Against, "the motor does not stop the window"),
            answer("how-much", "one", For, "each lock has its motor"),
            answer("how-much", "locks", StronglyAgainst, "motors do not fail all at once"),
            answer("weather", "frost", StronglyAgainst, "a dead motor is dead in summer too"),
            answer("since", "slowly", For, "it grew weaker"),
            answer("lock-volts", "present", StronglyFor, "current comes and it does not turn"),
            answer("lock-volts", "absent", StronglyAgainst, "it never got its current"),
            answer("lever", "jammed", Against, "the lock is jammed, not the motor dead"),
            answer("warm", "helps", StronglyAgainst, "it was ice"),
            answer("fuse", "burnt", Against, "the fuse explains it"),
        ],
    },
    Cause {
        id: "tailgate-motor",
        kind: Kind::Fault,
        places: TAILGATE,
        title: "gear motor of the tailgate's lock block",
        fails: "The motor that releases the lid, or winds it, is burnt or its gears are stripped.",
        shows: "The request reaches the module and the motor draws its current; it hums, or is silent with current at \
                its plug, and the lid stays shut by button and fob alike.",
        confirm: &[
            Step {
                act: "Listen at the lid while somebody asks for it.",
                good: "a short clack, and the latch lets go",
                bad: "a hum that goes on, or grating",
            },
            Step {
                act: "Measure at the lock block's plug while the button is pressed.",
                good: "the latch lets go when about 12 V arrive",
                bad: "about 12 V arrive and nothing moves, or the motor turns and the latch does not",
            },
        ],
        remedy: "Replace the lock block. The emergency release inside the lid, behind its cap, opens it until then.",
        warnings: &[Warning::DisconnectBattery, Warning::NeverForce],
        difficulty: Difficulty::Average,
        cost: Cost::High,
        frequency: Frequency::Average,
        kin: Kin::Lock,
        weights: &[
            raised("tailgate-request-ignored", StronglyFor, "asked for, and the latch does not let go"),
            raised("shuts-at-once", StronglyAgainst, "the motor did its work"),
            seen(Sign::CurrentDrawn, StronglyFor, "the motor draws current and moves nothing"),
            seen(Sign::NoCurrentDrawn, Against, "a stripped gear does not stop the current"),
            seen(Sign::PressUnseen, Against, "the request never came so far"),
            quiet("tailgate-request-ignored", StronglyAgainst, "it opened when asked"),
            answer("complaint", "does-not-open", For, "this is how it is met"),
            answer("sound", "hum", StronglyFor, "the motor turns, its gears do not carry"),
            answer("sound", "silence", Against, "mostly it is still heard"),
            answer("sound", "click", Against, "a click is rather cable, latch or ice"),
            answer("sound", "normal", StronglyAgainst, "it does its work"),
            answer("handle", "falls-in", Against, "the handle is another matter"),
            answer("lid-button", "nothing", For, "button and fob drive the same motor"),
            answer("lid-button", "fob-only", StronglyAgainst, "the fob drives the same motor"),
            answer("how-much", "tailgate", For, "the doors have their own motors"),
            answer("weather", "frost", StronglyAgainst, "stripped gears are so in summer too"),
            answer("lock-volts", "present", StronglyFor, "current comes and it does not turn"),
            answer("lock-volts", "runs", StronglyFor, "it turns and the gears do not carry"),
            answer("lock-volts", "absent", StronglyAgainst, "it never got its current"),
            answer("lift", "opens", Against, "the latch did let go"),
            answer("warm", "helps", StronglyAgainst, "it was ice"),
            answer("lever", "opens", For, "the latch is free, what drives it is not"),
            answer("fuse", "burnt", Against, "the fuse explains it"),
        ],
    },
];

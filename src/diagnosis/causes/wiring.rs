//! The wires through the rubber corrugation between body and door or lid.

use super::super::cause::{
    Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, for_all, quiet, raised, seen,
};
use super::super::place::WIRED;
use super::super::sign::Sign;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};
use super::super::warning::Warning;

/// All of them.
pub(super) const CAUSES: &[Cause] = &[Cause {
    id: "chafed-wiring",
    kind: Kind::Fault,
    places: WIRED,
    title: "wires in the rubber corrugation ({place})",
    fails: "The wires bend each time the door or lid moves. After some years strands break, or the insulation wears \
            through and the wire touches the body. A wire shorted to ground reads open, a broken one reads closed.",
    shows: "The signal jumps as the door moves; locks act at random; lock, window and switch of one door fail \
            together; the fob does nothing at that door. It comes and goes with the position of the hinge.",
    confirm: &[
        Step {
            act: "Bend and pull the corrugation at the hinge, the door held still, while somebody watches the signal in \
                  this program or the data monitor.",
            good: "nothing changes",
            bad: "the signal jumps",
        },
        Step {
            act: "Push the rubber back and look at the bend nearest the body, then measure each wire end to end with \
                  a multimeter while bending it.",
            good: "below 1 ohm at every bend, and no contact with the body",
            bad: "open, or wandering, or contact with the body; a green or thin place",
        },
        Step {
            act: "Unplug the latch: the input must read closed. Bridge the plug's contacts: it must read open.",
            good: "9-16 V unplugged, 0-0.5 V bridged",
            bad: "0-0.5 V though unplugged (short), or 9-16 V though bridged (break)",
        },
    ],
    remedy: "Cut the bad place out, solder in a piece of flexible wire a little longer than the old, seal each joint with \
             heat-shrink tube, set the joints apart from each other, and replace cracked rubber.",
    warnings: &[Warning::DisconnectBattery, Warning::SolderNotTwist],
    difficulty: Difficulty::Average,
    cost: Cost::Low,
    frequency: Frequency::Common,
    kin: Kin::Any,
    weights: &[
        raised("door-flicker", StronglyFor, "a loose strand makes and breaks faster than a hand can"),
        raised("opened-while-driving", StronglyFor, "a chafed wire touches the body over a bump"),
        raised("opened-while-locked", StronglyFor, "a wire touches ground though nobody is at the door"),
        raised("unlocked-by-itself", StronglyFor, "a wire of the lock's switches touches another"),
        raised("locked-by-itself", StronglyFor, "a wire of the lock's switches touches another"),
        for_all("unlocked-by-itself", StronglyFor, "a wire of the lock's switches touches another"),
        for_all("locked-by-itself", StronglyFor, "a wire of the lock's switches touches another"),
        raised("open-but-reported-closed", StronglyFor, "a broken wire reads closed"),
        raised("closed-but-reported-open", For, "a wire shorted to ground reads open"),
        raised("open-while-driving", For, "a wire shorted to ground reads open"),
        raised("locked-while-open", For, "a wire shorted to ground reads open"),
        raised("lock-refused", For, "the module will not lock a door whose wire reads open"),
        raised("open-and-closed", For, "one of the latch's two wires is broken"),
        raised("lock-left-behind", For, "the wire to this door's lock motor is broken"),
        raised("commanded-not-followed", For, "the wire to the lock motor is broken"),
        raised("tailgate-request-ignored", For, "the wire to the lid's motor is broken"),
        raised("reopens-at-once", For, "a loose strand parts again as the door settles"),
        raised("shuts-at-once", StronglyAgainst, "no wire pushes a lid down"),
        seen(Sign::NoCurrentDrawn, For, "no current reaches a motor through a broken wire"),
        seen(Sign::CurrentDrawn, Against, "current did reach the motor"),
        seen(Sign::CameAndWent, StronglyFor, "contact came and went with nobody at the door"),
        seen(Sign::PressUnseen, For, "the press is lost in a broken wire"),
        quiet("door-flicker", Against, "the door was moved and its signal did not jump"),
        answer("complaint", "by-itself", For, "locks act at random when wires touch"),
        answer("complaint", "reads-open", For, "a wire shorted to ground reads open"),
        answer("complaint", "reads-closed", StronglyFor, "a broken wire reads closed"),
        answer("complaint", "does-not-lock", For, "no current reaches the lock motor"),
        answer("complaint", "does-not-open", For, "no current reaches the motor, or no press the module"),
        answer("really-shut", "ajar", Against, "the report was right"),
        answer("really-shut", "will-not-latch", StronglyAgainst, "no wire keeps a latch from catching"),
        answer("sound", "silence", For, "no current reaches the motor"),
        answer("sound", "hum", StronglyAgainst, "current reaches the motor"),
        answer("sound", "click", Against, "current reaches the motor"),
        answer("handle", "falls-in", Against, "the handle hangs on no wire"),
        answer("handle", "stuck", Against, "the handle hangs on no wire"),
        answer("door-moved", "yes", StronglyFor, "the wires bend at the hinge"),
        answer("door-moved", "no", Against, "a chafed wire mostly feels the hinge"),
        answer("window", "fails", StronglyFor, "window and lock share the corrugation"),
        answer("window", "works", Against, "the other wires of the corrugation are sound"),
        answer("dash-lamp", "flickers", For, "contact comes and goes"),
        answer("itself", "locks", StronglyFor, "wires that touch command the locks"),
        answer("how-much", "one", For, "each corrugation serves one door"),
        answer("how-much", "body", Against, "one corrugation does not serve the body"),
        answer("since", "wash", For, "water finds worn insulation"),
        answer("weather", "frost", Against, "wires fail in any frost or none"),
        answer("flex", "jumps", StronglyFor, "the wires in it make bad contact"),
        answer("flex", "steady", Against, "bending it changes nothing"),
        answer("door-sw", "jumps", For, "contact comes and goes"),
        answer("door-sw", "follows", Against, "the wire carries the signal just now"),
        answer("unplug", "still-open", StronglyFor, "the wire touches ground by itself"),
        answer("unplug", "still-closed", StronglyFor, "the wire does not reach the module"),
        answer("unplug", "obeys", StronglyAgainst, "the wire is good"),
        answer("lock-volts", "absent", StronglyFor, "the wire does not bring the current"),
        answer("lock-volts", "present", StronglyAgainst, "the wire brings the current"),
        answer("lock-volts", "runs", StronglyAgainst, "the wire brings the current"),
        answer("fuse", "burnt", Against, "a short blows it at times, a break does not"),
        answer("monitors", "differ", StronglyAgainst, "the module reads the wire rightly"),
        answer("reset", "cured", StronglyAgainst, "a reset mends no wire"),
    ],
}];

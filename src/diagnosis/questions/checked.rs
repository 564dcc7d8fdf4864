//! Checks: what takes a hand, a cheap part or an instrument, with what a good and a bad part show.

use super::answer;
use crate::diagnosis::question::{About, Effort, Question};

/// All of them, the cheapest first.
pub(super) const CHECKED: &[Question] = &[
    Question {
        id: "warm",
        usual: Some("same"),
        effort: Effort::Try,
        about: About::Place,
        text: "Warm the lock and seal of the {place} with a hair dryer, or spray de-icer.",
        answers: &[answer("helps", "it works then"), answer("same", "it stays as it was")],
    },
    Question {
        id: "lift",
        usual: Some("same"),
        effort: Effort::Try,
        about: About::Place,
        text: "Pull or lift the {place} gently while somebody asks for it.",
        answers: &[answer("opens", "it opens so"), answer("same", "it stays shut")],
    },
    Question {
        id: "clean-bumper",
        usual: Some("same"),
        effort: Effort::Try,
        about: About::Car,
        text: "Wipe the underside of the rear bumper clean and dry, then make one quick kick below its middle.",
        answers: &[answer("helps", "the tailgate obeys then"), answer("same", "it stays as it was")],
    },
    Question {
        id: "cycle",
        usual: Some("same"),
        effort: Effort::Try,
        about: About::Car,
        text: "Open and shut each door and the tailgate, and lock and unlock, four times over.",
        answers: &[answer("clears", "the warning goes and stays away"), answer("same", "it stays as it was")],
    },
    Question {
        id: "fob-battery",
        usual: Some("same"),
        effort: Effort::Swap,
        about: About::Car,
        text: "Fit a new CR2032 to the key fob.",
        answers: &[answer("helps", "it works then"), answer("same", "it stays as it was")],
    },
    Question {
        id: "fuse",
        usual: Some("whole"),
        effort: Effort::Swap,
        about: About::Car,
        text: "Pull the fuse of the circuit (TRUNK or HATCH for the tailgate, central locking for the doors) and look \
               at its strip; the lid of the fuse box names it.",
        answers: &[answer("burnt", "its strip is burnt through"), answer("whole", "it is whole")],
    },
    Question {
        id: "reset",
        usual: Some("same"),
        effort: Effort::Swap,
        about: About::Car,
        text: "Take the battery's negative terminal off for 15-20 minutes, put it back, work each door and lock a few \
               times.",
        answers: &[
            answer("cured", "the fault is gone and stays away"),
            answer("returns", "it is gone and comes back"),
            answer("same", "it stays as it was"),
        ],
    },
    Question {
        id: "battery-volts",
        usual: Some("good"),
        effort: Effort::Measure,
        about: About::Car,
        text: "Measure the car's battery at its poles with everything off, then while somebody locks. About 12.6 V at \
               rest is healthy; below 12.0 V at rest, or below 9.6 V while locking, is not.",
        answers: &[
            answer("good", "12.3 V or more, and it holds"),
            answer("low", "below 12.0 V, or it breaks down"),
        ],
    },
    Question {
        id: "flex",
        usual: Some("steady"),
        effort: Effort::Measure,
        about: About::Place,
        text: "Watch the open signal of the {place} while somebody bends the rubber corrugation at its hinge, the door \
               held still.",
        answers: &[answer("jumps", "it jumps"), answer("steady", "it stays as it is")],
    },
    Question {
        id: "door-sw",
        usual: Some("follows"),
        effort: Effort::Measure,
        about: About::Place,
        text: "Watch the DOOR SW item of the {place}, or measure its wire at the module, while the open latch is \
               turned by hand with a screwdriver. Closed is 9-16 V, open 0-0.5 V.",
        answers: &[
            answer("follows", "it follows the latch: 9-16 V closed, 0-0.5 V open"),
            answer("stays", "it stays the same however the latch stands"),
            answer("jumps", "it jumps about"),
        ],
    },
    Question {
        id: "unplug",
        usual: Some("obeys"),
        effort: Effort::Dismantle,
        about: About::Place,
        text: "Unplug the latch of the {place} and watch its signal. Without the switch the input must read closed \
               (9-16 V); then bridge the two contacts of the plug, and it must read open (0-0.5 V).",
        answers: &[
            answer("obeys", "closed when unplugged, open when bridged: the wire is good"),
            answer("still-open", "open even when unplugged: the wire is shorted to ground"),
            answer("still-closed", "closed even when bridged: the wire is broken"),
        ],
    },
    Question {
        id: "monitors",
        usual: Some("same"),
        effort: Effort::Measure,
        about: About::Place,
        text: "Compare the body control module's DOOR SW item of the {place} with the meter's DOOR W/L item.",
        answers: &[answer("same", "they say the same"), answer("differ", "they differ")],
    },
    Question {
        id: "bcm-supply",
        usual: Some("steady"),
        effort: Effort::Measure,
        about: About::Car,
        text: "Measure supply and ground at the plug of the body control module while somebody moves plug and harness; \
               read its trouble codes (U1000, B2617, B2618, B2562).",
        answers: &[
            answer("breaks", "it breaks off or drops, or the codes are there"),
            answer("steady", "it is steady, and there are no such codes"),
        ],
    },
    Question {
        id: "button-volts",
        usual: Some("changes"),
        effort: Effort::Dismantle,
        about: About::Car,
        text: "Measure at the plug of the tailgate's button while it is pressed.",
        answers: &[
            answer("changes", "the voltage changes with the press"),
            answer("same", "it does not change"),
        ],
    },
    Question {
        id: "lock-volts",
        usual: None,
        effort: Effort::Dismantle,
        about: About::Place,
        text: "Measure at the motor's plug in the {place} while somebody locks, unlocks or asks for it: about 12 V for \
               half a second is right.",
        answers: &[
            answer("present", "the voltage comes, and the motor does not turn"),
            answer("runs", "the motor turns, and the latch does not move"),
            answer("absent", "no voltage comes"),
        ],
    },
    Question {
        id: "lever",
        usual: None,
        effort: Effort::Dismantle,
        about: About::Place,
        text: "Behind the trim of the {place}, press the lock's lever with a screwdriver.",
        answers: &[
            answer("opens", "it moves and the latch lets go: cable, rod or handle are at fault"),
            answer("jammed", "it does not move, or grates"),
        ],
    },
    Question {
        id: "striker",
        usual: Some("same"),
        effort: Effort::Dismantle,
        about: About::Place,
        text: "Mark where the striker of the {place} sits, loosen it, move it a millimetre or two and shut again.",
        answers: &[answer("catches", "it catches then"), answer("same", "it makes no difference")],
    },
];

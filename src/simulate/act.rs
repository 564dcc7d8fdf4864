//! What people in and around the car can do: the list that is the grammar of a scenario's steps.

use crate::body::{Handedness, Ignition, Opening};

use super::form::{Phrase, Place, Words};
use super::quantity::Quantity;

/// Something a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// A button of the key fob.
    Fob(Button),
    /// The request switch in an outside handle: lock (`true`) or unlock.
    HandleSensor(bool),
    /// The mechanical key in the driver's door: lock (`true`) or unlock.
    DoorKey(bool),
    /// The central switch inside: lock (`true`) or unlock.
    CentralSwitch(bool),
    /// An opening by its outside handle or lever: opens unless it is locked.
    Open(Place),
    /// Pushes an opening shut.
    Close(Place),
    /// A door by its inside handle: opens it although it is locked.
    InsideHandle(Place),
    /// The button on the tailgate.
    LidButton,
    /// A foot under the bumper.
    Kick,
    /// The ignition switch.
    Key(Ignition),
    /// The key into its slot (`true`) or out.
    KeySlot(bool),
    /// Changes speed evenly: 0.01 km/h at the end, and how long it takes.
    Drive(i64, Quantity),
    /// Brakes to a stand within this time.
    Stop(Quantity),
    /// The brake pedal.
    Brake(bool),
    /// The driver's belt fastened (`true`).
    Belt(bool),
    /// The parking brake.
    ParkingBrake(bool),
    /// The turn signal: left (`true`) or right, on or off.
    Turn(bool, bool),
    /// The hazard lights.
    Hazard(bool),
    /// Nothing more happens: the car goes to sleep now.
    Sleep,
    /// A person notes that an opening is open (`true`) or closed: a line of the marks file.
    Saw(Place, bool),
    /// A person notes that the fob, or the button on the lid, was pressed: a line of the marks file.
    Pressed(Pressed),
    /// A tester begins (`true`) or ceases to ask what the car's file declares.
    Tester(bool),
    /// The recording ends.
    End,
}

/// A button of the key fob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Button {
    /// Locks.
    Lock,
    /// Unlocks.
    Unlock,
    /// Opens the tailgate.
    Tailgate,
}

/// A button a person notes to have pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// The key fob.
    Fob,
    /// The button on the tailgate.
    LidButton,
}

/// Fastest a scenario may drive, in 0.01 km/h: what two bytes hold with room to spare.
const FASTEST: i64 = 30_000;

fn speed(words: &Words, index: usize) -> Option<i64> {
    words.number(index).map(Quantity::hundredths).filter(|&speed| speed <= FASTEST)
}

/// Everything a step can say, besides faults and the logger.
pub(super) const ACTS: &[Phrase<Act>] = &[
    Phrase {
        form: "fob lock|unlock|tailgate",
        example: "fob unlock",
        means: "a press of the key fob",
        build: |words| {
            Some(Act::Fob(match () {
                () if words.is(1, "lock") => Button::Lock,
                () if words.is(1, "unlock") => Button::Unlock,
                () => Button::Tailgate,
            }))
        },
    },
    Phrase {
        form: "handle lock|unlock",
        example: "handle lock",
        means: "the request switch in an outside handle, fob in the pocket",
        build: |words| Some(Act::HandleSensor(words.is(1, "lock"))),
    },
    Phrase {
        form: "door-key lock|unlock",
        example: "door-key unlock",
        means: "the mechanical key in the driver's door; unlocks that door only",
        build: |words| Some(Act::DoorKey(words.is(1, "lock"))),
    },
    Phrase {
        form: "inside lock|unlock",
        example: "inside lock",
        means: "the central locking switch inside",
        build: |words| Some(Act::CentralSwitch(words.is(1, "lock"))),
    },
    Phrase {
        form: "<opening> open|close",
        example: "driver-door open",
        means: "by the outside handle: a locked one stays shut",
        build: |words| {
            let place = words.place(0)?;
            Some(if words.is(1, "open") { Act::Open(place) } else { Act::Close(place) })
        },
    },
    Phrase {
        form: "inside-handle <door>",
        example: "inside-handle rear-right",
        means: "opens a door from inside, its lock following",
        build: |words| Some(Act::InsideHandle(words.place(1)?)),
    },
    Phrase {
        form: "tailgate button",
        example: "tailgate button",
        means: "the button on the lid",
        build: |_| Some(Act::LidButton),
    },
    Phrase { form: "kick", example: "kick", means: "a foot under the bumper", build: |_| Some(Act::Kick) },
    Phrase {
        form: "key off|acc|on|start",
        example: "key start",
        means: "the ignition switch; start cranks until the engine runs",
        build: |words| {
            Some(Act::Key(match () {
                () if words.is(1, "off") => Ignition::Off,
                () if words.is(1, "acc") => Ignition::Acc,
                () if words.is(1, "on") => Ignition::On,
                () => Ignition::Start,
            }))
        },
    },
    Phrase {
        form: "key in|out",
        example: "key in",
        means: "the key into its slot, or out",
        build: |words| Some(Act::KeySlot(words.is(1, "in"))),
    },
    Phrase {
        form: "drive <number> km/h [in <number> s]",
        example: "drive 50 km/h in 8 s",
        means: "changes to this speed, up to 300 km/h",
        build: |words| Some(Act::Drive(speed(words, 1)?, words.number(4).unwrap_or(Quantity::whole(5)))),
    },
    Phrase {
        form: "stop [in <number> s]",
        example: "stop in 4 s",
        means: "brakes to a stand",
        build: |words| Some(Act::Stop(words.number(2).unwrap_or(Quantity::whole(4)))),
    },
    Phrase {
        form: "brake on|off",
        example: "brake on",
        means: "the brake pedal",
        build: |words| Some(Act::Brake(words.is(1, "on"))),
    },
    Phrase {
        form: "belt on|off",
        example: "belt on",
        means: "the driver's belt",
        build: |words| Some(Act::Belt(words.is(1, "on"))),
    },
    Phrase {
        form: "parking-brake on|off",
        example: "parking-brake off",
        means: "the parking brake",
        build: |words| Some(Act::ParkingBrake(words.is(1, "on"))),
    },
    Phrase {
        form: "turn left|right on|off",
        example: "turn left on",
        means: "the turn signal",
        build: |words| Some(Act::Turn(words.is(1, "left"), words.is(2, "on"))),
    },
    Phrase {
        form: "hazard on|off",
        example: "hazard on",
        means: "the hazard lights",
        build: |words| Some(Act::Hazard(words.is(1, "on"))),
    },
    Phrase {
        form: "sleep",
        example: "sleep",
        means: "the car goes to sleep now, without waiting",
        build: |_| Some(Act::Sleep),
    },
    Phrase {
        form: "mark <opening> open|closed",
        example: "mark tailgate closed",
        means: "someone saw it so: a line of the marks file",
        build: |words| Some(Act::Saw(words.place(1)?, words.is(2, "open"))),
    },
    Phrase {
        form: "mark fob pressed",
        example: "mark fob pressed",
        means: "someone pressed the fob: a line of the marks file",
        build: |_| Some(Act::Pressed(Pressed::Fob)),
    },
    Phrase {
        form: "mark tailgate button pressed",
        example: "mark tailgate button pressed",
        means: "someone pressed the button on the lid: a line of the marks file",
        build: |_| Some(Act::Pressed(Pressed::LidButton)),
    },
    Phrase {
        form: "tester asks|stops",
        example: "tester asks",
        means: "a tester at the plug asks what the car's file declares, as `live --ask` does",
        build: |words| Some(Act::Tester(words.is(1, "asks"))),
    },
    Phrase { form: "end", example: "end", means: "the recording ends", build: |_| Some(Act::End) },
];

impl Place {
    /// The opening, on a car whose driver sits on that side.
    pub(super) const fn resolve(self, handed: Handedness) -> Opening {
        match (self, handed.driver_door()) {
            (Self::At(opening), _) => opening,
            (Self::Driver, door) => door,
            (Self::Passenger, Opening::FrontLeft) => Opening::FrontRight,
            (Self::Passenger, _) => Opening::FrontLeft,
        }
    }
}

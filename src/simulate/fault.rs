//! What can be wrong with the car: the list that is the grammar of a scenario's faults. Faults that leave no
//! trace on the bus (a broken rod, a snapped handle) are not here: there is nothing to simulate.

use crate::body::{Fact, Lock};
use crate::frame::CanId;

use super::form::{Phrase, Place, Words};
use super::quantity::Quantity;
use super::unit::{Manner, Station};

/// Something wrong with the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The ajar switch reads open whatever the latch does.
    AjarSwitchStuckOpen(Place),
    /// The ajar switch reads closed whatever the latch does.
    AjarSwitchStuckClosed(Place),
    /// The wire to the ajar switch touches and parts, so many edges a second.
    WiringFlicker(Place, u32),
    /// The wire is shorted to ground: reads open.
    WiringShorted(Place),
    /// All wires to the door are broken: reads closed, and its lock neither moves nor reports.
    WiringBroken(Place),
    /// The lock's motor draws current and does not move.
    LockMotor(Part),
    /// The lock follows slower each time, then no more.
    LockJammed(Part),
    /// Ice holds the lock or the seal.
    Frozen(Part),
    /// The release cable is off its lever: handle and motor move, the opening does not.
    ReleaseCable(Place),
    /// The latch does not hold: closed, then open again.
    LatchBounce(Place),
    /// The lid opens and falls shut at once.
    LidShutsAtOnce,
    /// The battery rests at so many millivolts and gives way under load.
    WeakBattery(i64),
    /// The fob's battery is empty.
    WeakFob,
    /// The fob has lost its pairing.
    FobOutOfSync,
    /// The request switch in the handle is dead.
    HandleSensorDead,
    /// The button on the lid is dead.
    NoRequest,
    /// The kick sensor feels nothing.
    KickSensorDead,
    /// The kick sensor feels a foot that is not there.
    KickSensorPhantom,
    /// A blown fuse: what hangs on it draws no current and does not move.
    Fuse(Circuit),
    /// The body control module answers the fob, and gives the locks no command.
    BcmDropsCommand,
    /// The body control module starts again.
    BcmRestart,
    /// The body control module is dead.
    BcmDies,
    /// The body control module starts again and then believes this open.
    BcmStuckOpen(Place),
    /// The locks lock without anyone asking.
    LockByItself,
    /// The locks unlock without anyone asking.
    UnlockByItself,
    /// The open and the closed bit of a complementary pair say the same.
    ComplementBitsAgree(Place),
    /// The last of several sources of this fact says something else.
    SourcesDisagree(Fact),
    /// The message carries two bytes only.
    ShortFrames(CanId),
    /// A unit behaves so when it is asked.
    Unit(Station, Manner),
}

/// What has a motor of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A lock.
    Lock(Lock),
    /// The tailgate's release.
    Tailgate,
}

/// What hangs on one fuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circuit {
    /// Every lock motor.
    CentralLocking,
    /// The tailgate's release.
    Tailgate,
}

impl Fault {
    /// Whether it lasts (`until` can end it) or happens once.
    pub(super) const fn lasts(self) -> bool {
        !matches!(
            self,
            Self::KickSensorPhantom | Self::BcmRestart | Self::LockByItself | Self::UnlockByItself
        )
    }
}

/// Fastest flicker that frames 20 ms apart could still show.
const FASTEST_FLICKER: u64 = 50;

fn part(words: &Words) -> Part {
    match () {
        () if words.is(1, "driver") => Part::Lock(Lock::Driver),
        () if words.is(1, "others") => Part::Lock(Lock::Others),
        () => Part::Tailgate,
    }
}

/// A phrase for a fault that needs no more than its name.
macro_rules! plain {
    ($name:literal, $fault:ident, $means:literal) => {
        Phrase { form: $name, example: $name, means: $means, build: |_| Some(Fault::$fault) }
    };
}

/// A phrase for a fault of one opening.
macro_rules! opening {
    ($name:literal, $fault:ident, $means:literal) => {
        Phrase {
            form: concat!($name, " <opening>"),
            example: concat!($name, " tailgate"),
            means: $means,
            build: |words| Some(Fault::$fault(words.place(1)?)),
        }
    };
}

/// A phrase for a fault of one motor.
macro_rules! motor {
    ($name:literal, $fault:ident, $means:literal) => {
        Phrase {
            form: concat!($name, " driver|others|tailgate"),
            example: concat!($name, " driver"),
            means: $means,
            build: |words| Some(Fault::$fault(part(words))),
        }
    };
}

/// Every fault a step can set, after the word `fault`; `until <seconds>` may follow those that last.
pub(super) const FAULTS: &[Phrase<Fault>] = &[
    opening!("ajar-switch-stuck-open", AjarSwitchStuckOpen, "reads open whatever the latch does"),
    opening!("ajar-switch-stuck-closed", AjarSwitchStuckClosed, "reads closed whatever the latch does"),
    Phrase {
        form: "wiring-flicker <opening> [<number>]",
        example: "wiring-flicker front-left 8",
        means: "the signal comes and goes, so many edges a second (8 unless told, 50 at most)",
        build: |words| {
            let rate = words.number(2).unwrap_or(Quantity::whole(8)).floor();
            let rate =
                u32::try_from(rate).ok().filter(|rate| (1..=FASTEST_FLICKER).contains(&u64::from(*rate)))?;
            Some(Fault::WiringFlicker(words.place(1)?, rate))
        },
    },
    opening!("wiring-shorted", WiringShorted, "the wire touches ground: reads open"),
    opening!(
        "wiring-broken",
        WiringBroken,
        "every wire of the door is broken: reads closed, its lock is dead"
    ),
    motor!("lock-motor", LockMotor, "the motor draws current and nothing moves"),
    motor!("lock-jammed", LockJammed, "follows slower each time, after the second time no more"),
    motor!("frozen", Frozen, "ice holds it: the motor draws current and nothing moves"),
    opening!("release-cable", ReleaseCable, "handle and motor move, the opening does not"),
    opening!("latch-bounce", LatchBounce, "springs open again within a second of closing"),
    plain!("lid-shuts-at-once", LidShutsAtOnce, "the lid opens and falls shut within two seconds"),
    Phrase {
        form: "weak-battery <number> V",
        example: "weak-battery 11.4 V",
        means: "rests at this voltage, 6 to 16 V, and gives way under load",
        build: |words| {
            let volts = words.number(1)?.thousandths();
            (6_000..=16_000).contains(&volts).then_some(Fault::WeakBattery(volts))
        },
    },
    plain!("weak-fob", WeakFob, "the fob's battery is empty: its presses reach nothing"),
    plain!(
        "fob-out-of-sync",
        FobOutOfSync,
        "the fob sends, the car does not know it: looks the same on the bus"
    ),
    plain!("handle-sensor-dead", HandleSensorDead, "touches of the outside handle reach nothing"),
    plain!("no-request", NoRequest, "the lid's button is dead: its presses reach nothing"),
    plain!("kick-sensor-dead", KickSensorDead, "kicks reach nothing"),
    plain!(
        "kick-sensor-phantom",
        KickSensorPhantom,
        "a request for the tailgate that nobody made; happens once"
    ),
    Phrase {
        form: "fuse central-locking|tailgate",
        example: "fuse central-locking",
        means: "blown: no current is drawn and nothing moves",
        build: |words| {
            let locks = words.is(1, "central-locking");
            Some(Fault::Fuse(if locks { Circuit::CentralLocking } else { Circuit::Tailgate }))
        },
    },
    plain!("bcm-drops-command", BcmDropsCommand, "lamps answer the fob, the locks get no command"),
    plain!("bcm-restart", BcmRestart, "the body control module starts again; happens once"),
    plain!("bcm-dies", BcmDies, "the body control module says nothing"),
    opening!("bcm-stuck-open", BcmStuckOpen, "the body control module starts again and believes this open"),
    plain!("lock-by-itself", LockByItself, "the locks lock and nobody asked; happens once"),
    plain!("unlock-by-itself", UnlockByItself, "the locks unlock and nobody asked; happens once"),
    Phrase {
        form: "complement-bits-agree <opening>",
        example: "complement-bits-agree rear-left",
        means: "open and closed bit say the same, where a car has both",
        build: |words| Some(Fault::ComplementBitsAgree(words.place(1)?)),
    },
    Phrase {
        form: "sources-disagree <fact>",
        example: "sources-disagree speed",
        means: "the last source of the fact says something else, where a car has several",
        build: |words| Some(Fault::SourcesDisagree(words.fact(1)?)),
    },
    Phrase {
        form: "short-frames <id>",
        example: "short-frames 60D",
        means: "the message carries two bytes only",
        build: |words| Some(Fault::ShortFrames(words.ids(1).next()?)),
    },
];

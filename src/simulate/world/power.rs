//! Who is awake: the bus, the units on it, the body control module's restarts, sleep after a quiet while.

use std::time::Duration;

use crate::body::{Ignition, Opening};
use crate::frame::Time;

use super::World;
use super::agenda::Happening;

/// A group of units that wake and fall silent together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulate) enum Unit {
    /// The body control module: from wake until after it has announced sleep.
    Body,
    /// Meter, power distribution, air conditioning: while the bus is awake.
    Cabin,
    /// Engine, gearbox, brakes: while the ignition is ON, and a few seconds after.
    Powered,
}

/// How awake the bus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bus {
    Asleep,
    Awake,
    FallingAsleep,
}

/// Who is awake.
#[derive(Debug)]
pub(super) struct Power {
    bus: Bus,
    powered: bool,
    bcm_restarts: bool,
    bcm_dead: bool,
    /// Counts the wake frames that the body control module owes.
    wakes: u64,
    /// Changes with everything that happens: timers of a quiet while hold it.
    quiet: u64,
    /// Changes with the ignition: timers of its end hold it.
    supply: u64,
    /// What the ajar switches told last.
    pub(super) inputs: [bool; Opening::ALL.len()],
}

impl Power {
    pub(super) fn new(awake: bool, powered: bool) -> Self {
        Self {
            bus: if awake { Bus::Awake } else { Bus::Asleep },
            powered,
            bcm_restarts: false,
            bcm_dead: false,
            wakes: 0,
            quiet: 0,
            supply: 0,
            inputs: [false; Opening::ALL.len()],
        }
    }

    pub(super) fn asleep(&self) -> bool {
        self.bus == Bus::Asleep
    }

    pub(super) const fn bcm_silent(&self) -> bool {
        self.bcm_restarts || self.bcm_dead
    }

    /// What the body control module says of itself.
    pub(super) fn bcm_awake(&self) -> bool {
        self.bus == Bus::Awake
    }
}

impl World {
    /// Whether this unit's messages are on the bus.
    pub(in crate::simulate) fn speaks(&self, unit: Unit) -> bool {
        match unit {
            Unit::Body => self.power.bus != Bus::Asleep && !self.power.bcm_silent(),
            Unit::Cabin => self.power.bus == Bus::Awake,
            Unit::Powered => self.power.bus == Bus::Awake && self.power.powered,
        }
    }

    /// Whether everything sleeps.
    pub(in crate::simulate) fn is_asleep(&self) -> bool {
        self.power.asleep()
    }

    /// A tester says something on the bus: whoever sleeps wakes.
    pub(in crate::simulate) fn spoken_to(&mut self, now: Time) {
        self.now = self.now.max(now);
        self.version += 1;
        self.stir();
    }

    /// How many wake frames there were so far.
    pub(in crate::simulate) const fn wakes(&self) -> u64 {
        self.power.wakes
    }

    /// Something happens: whoever sleeps wakes, and the quiet while begins anew.
    pub(super) fn stir(&mut self) {
        self.power.quiet += 1;
        if self.power.bus == Bus::Asleep {
            self.power.wakes += 1;
        }
        self.power.bus = Bus::Awake;
        self.later(self.settings.sleep_after, Happening::FallsAsleep(self.power.quiet));
    }

    /// Sleep, if nothing happened meanwhile and nothing keeps the car awake.
    pub(super) fn falls_asleep(&mut self, token: u64) {
        if self.power.quiet != token {
            return;
        }
        let kept = self.engine.ignition != Ignition::Off || self.lamps.blinking() || self.power.powered;
        if kept {
            self.later(self.settings.sleep_after, Happening::FallsAsleep(token));
        } else {
            self.sleep_now();
        }
    }

    /// Sleep without waiting, unless the ignition forbids it.
    pub(super) fn sent_to_sleep(&mut self) {
        if self.engine.ignition == Ignition::Off {
            self.sleep_now();
        }
    }

    /// The body control module announces sleep, everyone else stops; it stops itself 2 to 3 s later.
    fn sleep_now(&mut self) {
        if self.power.bus == Bus::Awake {
            self.power.quiet += 1;
            self.power.bus = Bus::FallingAsleep;
            self.soon(2_100, 2_800, Happening::Silent(self.power.quiet));
        }
    }

    pub(super) fn silent(&mut self, token: u64) {
        if self.power.quiet == token {
            self.power.bus = Bus::Asleep;
            self.power.powered = false;
        }
    }

    /// The ignition is ON: engine and brakes speak.
    pub(super) const fn powers_up(&mut self) {
        self.power.supply += 1;
        self.power.powered = true;
    }

    /// The ignition left ON: engine and brakes go on for 6 s (seen in the 370Z capture).
    pub(super) fn power_drops(&mut self) {
        self.power.supply += 1;
        self.later(Duration::from_secs(6), Happening::AfterRunEnds(self.power.supply));
    }

    pub(super) fn after_run_ends(&mut self, token: u64) {
        if self.power.supply == token {
            self.power.powered = false;
        }
    }

    /// The body control module starts again: silent for half a second, then as on waking.
    pub(super) fn bcm_restarts(&mut self) {
        self.stir();
        self.power.bcm_restarts = true;
        self.soon(400, 650, Happening::BcmBack);
    }

    pub(super) fn bcm_dies(&mut self, dead: bool) {
        self.power.bcm_dead = dead;
        if !dead && self.power.bus != Bus::Asleep {
            self.power.wakes += 1;
        }
    }

    pub(super) fn bcm_back(&mut self) {
        self.power.bcm_restarts = false;
        self.power.wakes += 1;
    }
}

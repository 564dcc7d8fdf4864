//! The locks: who asks, what the body control module commands, and how the motors follow.

use std::time::Duration;

use crate::body::{Ignition, Lock, Opening};
use crate::simulate::fault::{Circuit, Fault, Part};
use crate::simulate::form::Place;

use super::World;
use super::agenda::Happening;

/// Who asks the body control module to lock or unlock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// The key fob.
    Fob,
    /// The request switch in a handle.
    Handle,
    /// The key in the driver's door, which has moved that lock already.
    DoorKey,
    /// The switch inside.
    CentralSwitch,
    /// The module itself: speed, ignition, re-lock.
    Itself,
}

/// Locks and their commands, by [`Lock`].
#[derive(Debug)]
pub(super) struct Locks {
    pub(super) locked: [bool; 2],
    pub(super) commanded: [bool; 2],
    /// Changes whenever a pending re-lock has lost its reason.
    pub(super) relock: u64,
    /// How often each lock was asked since it began to jam.
    jammed: [u8; 2],
    /// Whether the speed locked the car, so that the ignition unlocks it.
    pub(super) by_speed: bool,
}

impl Locks {
    pub(super) const fn new(locked: bool) -> Self {
        Self { locked: [locked; 2], commanded: [locked; 2], relock: 0, jammed: [0; 2], by_speed: false }
    }
}

impl World {
    pub(super) fn fob(&mut self, lock: bool) {
        if !self.has(Fault::WeakFob) && !self.has(Fault::FobOutOfSync) {
            self.ask(Asker::Fob, lock);
        }
    }

    pub(super) fn handle_sensor(&mut self, lock: bool) {
        if !self.has(Fault::HandleSensorDead) {
            self.ask(Asker::Handle, lock);
        }
    }

    /// The key turns the driver's lock itself; locking takes the others along, unlocking does not.
    pub(super) fn door_key(&mut self, lock: bool) {
        self.stir();
        self.locks.locked[Lock::Driver as usize] = lock;
        self.ask(Asker::DoorKey, lock);
    }

    /// A sleeping module needs to wake before it hears.
    pub(super) fn ask(&mut self, asker: Asker, lock: bool) {
        let asleep = self.power.asleep();
        self.stir();
        let (low, high) = if asleep { (180, 260) } else { (40, 90) };
        self.soon(low, high, Happening::Hears(asker, lock));
    }

    pub(super) fn hears(&mut self, asker: Asker, lock: bool) {
        let from_outside = matches!(asker, Asker::Fob | Asker::Handle);
        if self.power.bcm_silent() || (from_outside && self.engine.ignition != Ignition::Off) {
            return;
        }
        self.stir();
        self.locks.relock += 1;
        if from_outside && self.has(Fault::BcmDropsCommand) {
            self.answers(lock);
            return;
        }
        let driver_only = !lock && self.unlocks_driver_only(asker);
        let targets: &[Lock] = if driver_only { &[Lock::Driver] } else { &Lock::ALL };
        for &target in targets {
            self.locks.commanded[target as usize] = lock;
        }
        // A door that reads open is not locked: the command stands, nothing moves, no lamp answers.
        if lock
            && Opening::ALL.into_iter().any(|opening| opening != Opening::Bonnet && self.reads_open(opening))
        {
            return;
        }
        if !self.has(Fault::Fuse(Circuit::CentralLocking)) {
            self.supply.actuates(self.now);
            for &target in targets {
                self.drives(target, lock);
            }
        }
        if from_outside {
            self.answers(lock);
            if !lock {
                self.later(self.settings.relock_after, Happening::Relocks(self.locks.relock));
            }
        }
    }

    /// One motor: about a second until its lock reports the end.
    fn drives(&mut self, lock: Lock, locked: bool) {
        let part = Part::Lock(lock);
        let cut_off = lock == Lock::Driver
            && self.has(Fault::WiringBroken(Place::At(self.settings.handed.driver_door())));
        if cut_off || self.has(Fault::LockMotor(part)) || self.has(Fault::Frozen(part)) {
            return;
        }
        let late = if self.has(Fault::LockJammed(part)) {
            let times = &mut self.locks.jammed[lock as usize];
            *times = times.saturating_add(1);
            match times {
                1 => Duration::from_millis(700),
                2 => Duration::from_millis(1_700),
                _ => return,
            }
        } else {
            Duration::ZERO
        };
        let after = self.random.millis(930, 1_070) + late;
        self.later(after, Happening::LockMoves(lock, locked));
    }

    fn unlocks_driver_only(&self, asker: Asker) -> bool {
        let first_press = self.locks.commanded[Lock::Driver as usize];
        asker == Asker::DoorKey
            || (self.settings.selective_unlock && first_press && matches!(asker, Asker::Fob | Asker::Handle))
    }

    pub(super) fn relocks(&mut self, token: u64) {
        if self.locks.relock == token && self.engine.ignition == Ignition::Off {
            self.hears(Asker::Itself, true);
        }
    }

    /// The locks move and nobody asked: no command, no answer.
    pub(super) fn locks_move_by_themselves(&mut self, locked: bool) {
        self.stir();
        self.soon(250, 400, Happening::LockMoves(Lock::Driver, locked));
        self.soon(250, 400, Happening::LockMoves(Lock::Others, locked));
    }
}

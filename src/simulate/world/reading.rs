//! What the units report of the car: the facts as they stand, bent by what is broken between them and the bus.

use crate::body::{Fact, Ignition, Lock, Opening, Value};
use crate::frame::Time;
use crate::simulate::fault::Fault;
use crate::simulate::form::Place;

use super::World;

impl World {
    /// What is reported of `fact` at that moment; `None` for a pulse, which has no value.
    pub(in crate::simulate) fn reading(&self, fact: Fact, at: Time) -> Option<Value> {
        Some(match fact {
            Fact::Open(opening) => Value::Switch(self.reads_open(opening)),
            Fact::Closed(opening) => {
                let open = self.reads_open(opening);
                Value::Switch(open == self.has(Fault::ComplementBitsAgree(Place::At(opening))))
            }
            Fact::Locked(lock) => Value::Switch(self.reads_locked(lock)),
            Fact::Commanded(lock) => Value::Switch(self.locks.commanded[lock as usize]),
            Fact::TailgateRequest => Value::Switch(self.request),
            Fact::Ignition => Value::Ignition(self.engine.ignition),
            Fact::EngineRunning => Value::Switch(self.engine.running),
            Fact::Speed => Value::Number(self.speed(at) as f64 / 100.0),
            Fact::Supply => Value::Number(self.supply_mv(at) as f64 / 1000.0),
            Fact::ParkingBrake => Value::Switch(self.parking_brake),
            Fact::BeltUnfastened => Value::Switch(!self.belt),
            Fact::Brake => Value::Switch(self.brake),
            Fact::TurnLeft => Value::Switch(self.lamps.lit(true)),
            Fact::TurnRight => Value::Switch(self.lamps.lit(false)),
            Fact::BcmAwake => Value::Switch(self.power.bcm_awake()),
            Fact::KeyInSlot => Value::Switch(self.key_in_slot),
            Fact::BcmWake => return None,
        })
    }

    /// Speed at that moment, in 0.01 km/h.
    pub(in crate::simulate) fn speed(&self, at: Time) -> i64 {
        self.motion.speed(at)
    }

    /// Whether the engine turns by itself.
    pub(in crate::simulate) const fn engine_runs(&self) -> bool {
        self.engine.running
    }

    /// Position of the ignition switch.
    pub(in crate::simulate) const fn ignition(&self) -> Ignition {
        self.engine.ignition
    }

    /// Whether byte 3 of the body frame pulses because the ignition went from ACC to ON.
    pub(in crate::simulate) const fn self_test(&self) -> bool {
        self.engine.self_test
    }

    /// What the ajar switch of an opening tells the body control module, or what that makes of it.
    pub(super) fn reads_open(&self, opening: Opening) -> bool {
        let at = Place::At(opening);
        let open = self.open[opening as usize];
        if self.has(Fault::BcmStuckOpen(at)) || self.has(Fault::WiringShorted(at)) {
            true
        } else if self.has(Fault::WiringBroken(at)) {
            false
        } else if self.has(Fault::AjarSwitchStuckOpen(at)) {
            true
        } else if self.has(Fault::AjarSwitchStuckClosed(at)) {
            false
        } else {
            open ^ self.parted[opening as usize]
        }
    }

    fn reads_locked(&self, lock: Lock) -> bool {
        let door = self.settings.handed.driver_door();
        let silenced = lock == Lock::Driver && self.has(Fault::WiringBroken(Place::At(door)));
        self.locks.locked[lock as usize] && !silenced
    }
}

//! Requests for the tailgate: by fob, lid button or foot, refused or followed.

use crate::body::{Lock, Opening};
use crate::simulate::fault::{Circuit, Fault, Part};
use crate::simulate::form::Place;

use super::World;
use super::agenda::Happening;

impl World {
    pub(super) fn fob_tailgate(&mut self) {
        if !self.has(Fault::WeakFob) && !self.has(Fault::FobOutOfSync) {
            self.requests(true);
        }
    }

    pub(super) fn lid_button(&mut self) {
        let cut_off = self.has(Fault::WiringBroken(Place::At(Opening::Tailgate)));
        if !self.has(Fault::NoRequest) && !cut_off && self.settings.lid_button {
            self.requests(false);
        }
    }

    pub(super) fn kick(&mut self) {
        if !self.has(Fault::KickSensorDead) {
            self.requests(false);
        }
    }

    /// A request is told on the bus, then followed if the car stands and is unlocked or the fob asked.
    pub(super) fn requests(&mut self, by_fob: bool) {
        let asleep = self.power.asleep();
        self.stir();
        self.request = true;
        // A module that has to wake first tells of the request only then, so it lasts longer.
        let woken = if asleep { 200 } else { 0 };
        self.soon(300 + woken, 400 + woken, Happening::RequestEnds);
        let refused = self.motion.moving(self.now) || (self.locks.locked[Lock::Others as usize] && !by_fob);
        let tailgate = Opening::Tailgate;
        let no_current =
            self.has(Fault::Fuse(Circuit::Tailgate)) || self.has(Fault::WiringBroken(Place::At(tailgate)));
        if refused || no_current || self.power.bcm_silent() {
            return;
        }
        self.supply.actuates(self.now);
        let stuck = [
            Fault::LockMotor(Part::Tailgate),
            Fault::Frozen(Part::Tailgate),
            Fault::LockJammed(Part::Tailgate),
            Fault::ReleaseCable(Place::At(tailgate)),
        ];
        if self.open[tailgate as usize] || stuck.into_iter().any(|fault| self.has(fault)) {
            return;
        }
        self.soon(500 + woken, 800 + woken, Happening::Moves(tailgate, true));
        if self.has(Fault::LidShutsAtOnce) {
            self.soon(1_400 + woken, 1_700 + woken, Happening::Moves(tailgate, false));
        }
    }
}

//! Faults setting in and ending: what each changes at that moment. Most are only looked up by their theme.

use std::time::Duration;

use crate::body::{Handedness, Opening};
use crate::frame::Time;
use crate::simulate::fault::Fault;
use crate::simulate::form::Place;
use crate::simulate::unit::Manner;

use super::World;
use super::agenda::Happening;

impl World {
    /// A fault sets in.
    pub(in crate::simulate) fn sets(&mut self, fault: Fault, now: Time) {
        let fault = resolved(fault, self.settings.handed);
        self.now = now;
        self.version += 1;
        if fault.lasts() && !self.has(fault) {
            self.faults.push(fault);
        }
        match fault {
            Fault::BcmRestart | Fault::BcmStuckOpen(_) => self.bcm_restarts(),
            Fault::BcmDies => self.bcm_dies(true),
            Fault::LockByItself => self.locks_move_by_themselves(true),
            Fault::UnlockByItself => self.locks_move_by_themselves(false),
            Fault::KickSensorPhantom => self.requests(false),
            Fault::WiringFlicker(Place::At(opening), _) => self.flickers(opening),
            _ => {}
        }
        self.notice_inputs();
    }

    /// A fault ends.
    pub(in crate::simulate) fn clears(&mut self, fault: Fault, now: Time) {
        let fault = resolved(fault, self.settings.handed);
        self.now = now;
        self.version += 1;
        self.faults.retain(|other| *other != fault);
        match fault {
            Fault::BcmDies => self.bcm_dies(false),
            Fault::WiringFlicker(Place::At(opening), _) => self.parted[opening as usize] = false,
            _ => {}
        }
        self.notice_inputs();
    }

    /// Every fault ends: a new round of the story begins.
    pub(in crate::simulate) fn heals(&mut self, now: Time) {
        while let Some(&fault) = self.faults.last() {
            self.clears(fault, now);
        }
    }

    /// The faults there are, their places resolved.
    pub(in crate::simulate) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The wire parts or touches, and will again after half to one and a half times the mean.
    pub(super) fn flickers(&mut self, opening: Opening) {
        let rate = self.faults.iter().find_map(|fault| match fault {
            Fault::WiringFlicker(Place::At(other), rate) if *other == opening => Some(u64::from(*rate)),
            _ => None,
        });
        if let Some(rate) = rate {
            self.parted[opening as usize] ^= true;
            let mean = 1_000_000 / rate.max(1);
            let after = Duration::from_micros(mean / 2 + self.random.below(mean));
            self.later(after, Happening::Flickers(opening));
        }
    }
}

/// The fault with its place as an opening of this car, so that equal faults are equal however they are named.
fn resolved(fault: Fault, handed: Handedness) -> Fault {
    let at = |place: Place| Place::At(place.resolve(handed));
    match fault {
        Fault::AjarSwitchStuckOpen(place) => Fault::AjarSwitchStuckOpen(at(place)),
        Fault::AjarSwitchStuckClosed(place) => Fault::AjarSwitchStuckClosed(at(place)),
        Fault::WiringFlicker(place, rate) => Fault::WiringFlicker(at(place), rate),
        Fault::WiringShorted(place) => Fault::WiringShorted(at(place)),
        Fault::WiringBroken(place) => Fault::WiringBroken(at(place)),
        Fault::ReleaseCable(place) => Fault::ReleaseCable(at(place)),
        Fault::LatchBounce(place) => Fault::LatchBounce(at(place)),
        Fault::BcmStuckOpen(place) => Fault::BcmStuckOpen(at(place)),
        Fault::ComplementBitsAgree(place) => Fault::ComplementBitsAgree(at(place)),
        Fault::Unit(station, Manner::Shows(place, open)) => {
            Fault::Unit(station, Manner::Shows(at(place), open))
        }
        other => other,
    }
}

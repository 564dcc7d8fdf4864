//! What follows from a change: the steps of the openings, the locks, the car as a whole and the people around it.
//! Lamps, requests and lock changes have their own file.

use super::cue::Cue;
use super::event::{Event, What};
use super::fact::{Fact, Ignition, Value};
use super::locks::{LocksInput, LocksState};
use super::machine::Machine as _;
use super::occupancy::OccupancyInput;
use super::opening::{OpeningInput, OpeningState};
use super::part::{Lock, Opening};
use super::phase::PhaseInput;
use super::restart::{RECENTLY_ON, Restart};
use super::state::Body;
use super::traffic::SILENCE;
use crate::frame::Time;

/// Above this the car moves, in km/h: wheel-speed sensors read nothing below about 2 km/h.
pub const MOVING: f64 = 3.0;

/// Below this it stands, in km/h; between the two it does what it did, so that creeping does not flap.
pub const STANDING: f64 = 1.0;

impl Body {
    /// Works out what follows from the facts touched since the last call.
    pub(super) fn follow(&mut self, time: Time) {
        if self.touched.is_empty() {
            return;
        }
        let touched = std::mem::take(&mut self.touched);
        for &(fact, edge) in &touched {
            self.follow_fact(fact, edge, time);
        }
        self.follow_gestures(&touched, time);
        self.touched = touched;
        self.touched.clear();
    }

    fn follow_fact(&mut self, fact: Fact, edge: bool, time: Time) {
        let value = self.value(fact);
        if let (Some(restart), Some(value)) = (&mut self.restart, value) {
            restart.note(fact, value, edge, time);
        }
        match fact {
            Fact::Open(opening) => self.follow_opening(opening, edge, time),
            Fact::Locked(_) => self.follow_locks(time),
            Fact::Ignition => {
                if self.ignition().is_some_and(|position| position != Ignition::Off) {
                    self.occupancy = self.occupancy.step(OccupancyInput::IgnitionNotOff);
                }
                self.settle_phase(time);
            }
            Fact::EngineRunning | Fact::Speed | Fact::BcmAwake => self.settle_phase(time),
            Fact::BcmWake => self.woke(time),
            _ => {}
        }
    }

    fn follow_opening(&mut self, opening: Opening, edge: bool, time: Time) {
        let input = match self.switch(Fact::Open(opening)) {
            None => OpeningInput::Lost,
            Some(true) => OpeningInput::ReportedOpen,
            Some(false) => OpeningInput::ReportedClosed,
        };
        let state = &mut self.openings[opening as usize];
        *state = state.step(input);
        if *state == OpeningState::Open {
            self.occupancy = self.occupancy.step(OccupancyInput::Opened);
            if edge {
                self.last_opened = Some(time);
            }
        }
        self.consider_empty();
    }

    fn follow_locks(&mut self, time: Time) {
        let known = Lock::ALL.map(|lock| self.switch(Fact::Locked(lock)));
        let set = known.iter().filter(|lock| **lock == Some(true)).count();
        let input = match (known.iter().flatten().count(), set) {
            (0, _) => LocksInput::Lost,
            (_, 0) => LocksInput::NoneSet,
            (known, set) if known == set => LocksInput::AllSet,
            _ => LocksInput::SomeSet,
        };
        self.locks = self.locks.step(input);
        if self.locks == LocksState::Unlocked {
            self.last_unlock.get_or_insert(time);
        } else if self.locks == LocksState::Locked {
            self.last_unlock = None;
        }
        self.consider_empty();
    }

    /// A car found shut and locked with the ignition off, right after it woke, was left so.
    fn consider_empty(&mut self) {
        let asleep_before = self.woke_at.is_some_and(|woke| self.now.since(woke) <= SILENCE);
        if asleep_before
            && self.locks == LocksState::Locked
            && self.ignition() == Some(Ignition::Off)
            && self.all_shut() == Some(true)
        {
            self.occupancy = self.occupancy.step(OccupancyInput::WokeShutAndLocked);
        }
    }

    /// Whether every opening that the car tells of, the bonnet apart, is reported closed; `None` if one of them
    /// is unknown and none open.
    pub fn all_shut(&self) -> Option<bool> {
        let mut unknown = true;
        for opening in Opening::ALL {
            match self.opening(opening) {
                OpeningState::Open if opening != Opening::Bonnet => return Some(false),
                OpeningState::Unknown if self.can_tell(Fact::Open(opening)) => return None,
                OpeningState::Closed => unknown = false,
                _ => {}
            }
        }
        (!unknown).then_some(true)
    }

    /// Whether the car is known to move.
    pub fn moves(&self) -> bool {
        self.number(Fact::Speed).is_some_and(|speed| speed >= MOVING)
    }

    /// Whether the car is known to stand.
    pub fn stands(&self) -> bool {
        self.number(Fact::Speed).is_some_and(|speed| speed < STANDING)
    }

    /// Feeds the car as a whole every level that is known; one event tells where it came out.
    pub(super) fn settle_phase(&mut self, time: Time) {
        let before = self.phase;
        let mut phase = before;
        let mut feed = |input| phase = phase.step(input);
        if self.traffic.silent() {
            feed(if self.last_ignition_on() { PhaseInput::CutOff } else { PhaseInput::Silence });
        } else {
            feed(PhaseInput::Traffic);
            if self.stands() {
                feed(PhaseInput::Stands);
            }
            match self.ignition() {
                Some(Ignition::Off) => feed(PhaseInput::IgnitionOff),
                Some(Ignition::Acc) => feed(PhaseInput::IgnitionAcc),
                Some(Ignition::On) => feed(PhaseInput::IgnitionOn),
                Some(Ignition::Start) => feed(PhaseInput::IgnitionStart),
                None => {}
            }
            match self.switch(Fact::EngineRunning) {
                Some(true) if self.ignition() != Some(Ignition::Off) => feed(PhaseInput::EngineRuns),
                Some(false) => feed(PhaseInput::EngineStands),
                _ => {}
            }
            if self.moves() && self.ignition() != Some(Ignition::Off) {
                feed(PhaseInput::Moves);
            }
            match self.switch(Fact::BcmAwake) {
                Some(false) => feed(PhaseInput::SleepAnnounced),
                Some(true) => feed(PhaseInput::AwakeAnnounced),
                None => {}
            }
        }
        if phase != before {
            self.phase = phase;
            self.cues.insert(Cue::Phase);
            self.events.push(Event { time, what: What::Phase(before, phase), evidence: None });
        }
    }

    fn woke(&mut self, time: Time) {
        self.wake = self.evidence(super::cite::Cite::Fact(Fact::BcmWake));
        self.woke_at = Some(time);
        self.cues.insert(Cue::Bus);
        let on = self.last_ignition().is_some_and(|(position, known_at)| {
            position >= Ignition::On && time.since(known_at) <= RECENTLY_ON
        });
        if let (true, Some(evidence)) = (on, self.wake.clone()) {
            let mut restart = Restart::new(evidence);
            for opening in Opening::ALL {
                // What still reads closed from before the wake-up has closed: only "open ever since" is of interest.
                if let Some(value @ Value::Switch(false)) = self.value(Fact::Open(opening)) {
                    restart.note(Fact::Open(opening), value, false, time);
                }
            }
            self.restart = Some(restart);
        }
    }
}

//! What people do, as far as the bus shows it: flashes that answer the fob, requests for the tailgate, and who
//! changed a lock. Feeds the machines of those names; all of it is inferred.

use super::cite::Cite;
use super::cue::Cue;
use super::event::{Agent, Event, What};
use super::fact::{Fact, Ignition, Value};
use super::lamps::LampsOutcome;
use super::lock_change::{
    AROUND, Circumstances, KEY_TIME, LockChange, ONE_CHANGE, RELOCK_FROM, RELOCK_TO, Surroundings, judge,
    next_look,
};
use super::machine::Machine as _;
use super::occupancy::OccupancyInput;
use super::opening::OpeningState;
use super::part::{Lock, Opening};
use super::request::{Request, RequestInput};
use super::state::Body;
use crate::frame::Time;
use std::time::Duration;

/// The request signal pulses by itself this close to the step from ACC to ON (seen in one public capture
/// collection): a lamp test, not a request.
const SELF_TEST: Duration = Duration::from_secs(1);
/// Lock changes judged at the same time at most: more than a failing wire makes within the ten seconds that
/// judging takes; the oldest is given up for Unknown beyond it.
const MAX_JUDGING: usize = 8;

impl Body {
    pub(super) fn follow_gestures(&mut self, touched: &[(Fact, bool)], time: Time) {
        if touched.iter().any(|(fact, _)| matches!(fact, Fact::TurnLeft | Fact::TurnRight)) {
            self.see_lamps(time);
        }
        for &(fact, edge) in touched {
            match fact {
                Fact::TailgateRequest if edge && self.switch(fact) == Some(true) => self.see_request(time),
                Fact::Open(Opening::Tailgate) if self.switch(fact) == Some(true) => {
                    self.advance_request(RequestInput::Opened);
                }
                Fact::Locked(lock) if edge => self.see_lock_edge(lock, time),
                _ => {}
            }
        }
        self.judge_lock_changes(time);
    }

    fn see_lamps(&mut self, time: Time) {
        let side = |fact| Some((self.switch(fact)?, self.history(fact).since));
        let sides = side(Fact::TurnLeft).zip(side(Fact::TurnRight)).map(|(left, right)| [left, right]);
        let off = self.ignition() == Some(Ignition::Off);
        let mut lamps = std::mem::take(&mut self.lamps);
        let outcome = lamps.see(sides, off, time, || self.evidence(Cite::Fact(Fact::TurnLeft)));
        self.lamps = lamps;
        self.lamps_came_to(outcome, time);
    }

    fn lamps_came_to(&mut self, outcome: LampsOutcome, time: Time) {
        let (what, evidence) = match outcome {
            LampsOutcome::Nothing => return,
            LampsOutcome::Hazard => (What::Hazard, self.evidence(Cite::Fact(Fact::TurnLeft))),
            LampsOutcome::AnswerBack(answer) => {
                let told = (What::AnswerBack(answer.flashes), Some(answer.evidence.clone()));
                self.answer_back = Some(answer);
                told
            }
        };
        self.cues.insert(Cue::AnswerBack);
        self.events.push(Event { time, what, evidence });
    }

    fn see_request(&mut self, time: Time) {
        let ignition = self.history(Fact::Ignition);
        if ignition.seen_changing && time.since(ignition.since) <= SELF_TEST {
            return;
        }
        let Some(evidence) = self.evidence(Cite::Fact(Fact::TailgateRequest)) else { return };
        let open = self.opening(Opening::Tailgate) == OpeningState::Open;
        self.events.push(Event { time, what: What::TailgateRequest, evidence: Some(evidence.clone()) });
        self.request = Some(Request::new(self.moves(), self.locks, open, evidence));
        self.cues.insert(Cue::Request);
    }

    fn advance_request(&mut self, input: RequestInput) {
        if let Some(request) = &mut self.request {
            request.input(input);
            self.cues.insert(Cue::Request);
        }
    }

    fn see_lock_edge(&mut self, lock: Lock, time: Time) {
        let Some(Value::Switch(locked)) = self.value(Fact::Locked(lock)) else { return };
        let evidence = self.evidence(Cite::Fact(Fact::Locked(lock)));
        let circumstances = Circumstances {
            ignition: self.last_ignition().map(|(position, _)| position),
            occupancy: self.occupancy,
            speed: self.number(Fact::Speed),
            observed: self.switch(Fact::TurnLeft).is_some()
                && self.switch(Fact::TurnRight).is_some()
                && self.all_shut().is_some()
                && self.ignition().is_some(),
        };
        let joined = self.judging.iter_mut().rev().find(|change| {
            let free = if lock == Lock::Driver { change.driver.is_none() } else { change.others.is_none() };
            free && change.locked == locked && time.since(change.at) <= ONE_CHANGE
        });
        let mut change =
            LockChange { at: time, locked, driver: None, others: None, circumstances, agent: None };
        let slot = joined.unwrap_or(&mut change);
        if lock == Lock::Driver {
            slot.driver = evidence;
        } else {
            slot.others = evidence;
        }
        if change.driver.is_some() || change.others.is_some() {
            if self.judging.len() == MAX_JUDGING {
                self.decide(0, Agent::Unknown, time);
            }
            self.judging.push(change);
        }
    }

    fn judge_lock_changes(&mut self, now: Time) {
        let mut at = 0;
        while at < self.judging.len() {
            let change = &self.judging[at];
            match judge(change, self.surroundings(change), now) {
                Some(agent) => self.decide(at, agent, now),
                None => at += 1,
            }
        }
    }

    fn surroundings(&self, change: &LockChange) -> Surroundings {
        let (from, to) = (change.at.before(AROUND), change.at.after(AROUND));
        let near = |time: Time| from <= time && time <= to;
        let opened = |opening, to| self.history(Fact::Open(opening)).changed_within(true, from, to);
        let driver = self.handed.driver_door();
        let ignition = self.history(Fact::Ignition);
        let relock = self.last_unlock_before(change).is_some_and(|unlock| {
            let span = change.at.since(unlock);
            (RELOCK_FROM..=RELOCK_TO).contains(&span) && self.last_opened.is_none_or(|opened| opened < unlock)
        });
        Surroundings {
            answered: self.answer_back.as_ref().is_some_and(|answer| near(answer.at)),
            flashing: self.lamps.flashing_since().is_some_and(near),
            ignition_changed: ignition.seen_changing && near(ignition.since),
            door_opened: Opening::ALL.iter().any(|&opening| opened(opening, to)),
            driver_opened: opened(driver, change.at.after(KEY_TIME)),
            relock,
        }
    }

    /// When the locks were last unlocked before this change locked them.
    fn last_unlock_before(&self, change: &LockChange) -> Option<Time> {
        let unlocked =
            |lock| self.history(Fact::Locked(lock)).edges().find(|edge| !edge.on && edge.time < change.at);
        Lock::ALL.into_iter().filter_map(unlocked).map(|edge| edge.time).max()
    }

    fn decide(&mut self, at: usize, agent: Agent, time: Time) {
        let mut change = self.judging.remove(at);
        change.agent = Some(agent);
        let sides = [(Lock::Driver, &change.driver), (Lock::Others, &change.others)];
        for (lock, evidence) in sides.into_iter().filter(|(_, evidence)| evidence.is_some()) {
            let what = What::LockedBy { lock, locked: change.locked, edge: change.at, agent };
            self.events.push(Event { time, what, evidence: evidence.clone() });
        }
        if agent == Agent::Fob {
            let evidence = self.evidence(Cite::AnswerBack);
            self.events.push(Event { time, what: What::KeyFob(change.locked), evidence });
            if change.locked && self.all_shut() == Some(true) {
                self.occupancy = self.occupancy.step(OccupancyInput::LockedFromOutside);
            }
        }
        self.lock_change = Some(change);
        self.cues.insert(Cue::LockChange);
    }

    pub(super) fn next_gesture_due(&self) -> Time {
        let request = self.request.as_ref().map_or(Time::MAX, Request::due);
        let locks =
            self.judging.iter().map(|change| next_look(change, self.now)).filter(|due| *due > self.now).min();
        self.lamps.due().min(request).min(locks.unwrap_or(Time::MAX))
    }

    pub(super) fn settle_gestures(&mut self, due: Time) {
        if self.lamps.due() == due {
            let outcome = self.lamps.expire();
            self.lamps_came_to(outcome, due);
        }
        if self.request.as_ref().is_some_and(|request| request.due() == due) {
            self.advance_request(RequestInput::Expired);
        }
        self.judge_lock_changes(due);
    }

    pub(super) fn forget_gestures(&mut self) {
        self.lamps.lose();
        self.answer_back = None;
        self.advance_request(RequestInput::Seam);
        self.request = None;
        self.judging.clear();
        self.lock_change = None;
        self.last_opened = None;
        self.wake = None;
        self.woke_at = None;
        self.restart = None;
        self.occupancy = self.occupancy.step(OccupancyInput::Seam);
    }
}

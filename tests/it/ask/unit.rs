//! A unit that says what a script tells it to, and the tester's loop round it.

use std::collections::VecDeque;
use std::time::Duration;

use doorjamb::ask::isotp::{Event, Link};
use doorjamb::ask::{Exchange, Outcome};
use doorjamb::frame::{Frame, Time};

use super::wire::FLIGHT;

/// What a unit says, so many milliseconds after what it said before or was asked.
pub(super) type Says = Vec<(u64, Vec<u8>)>;

/// A unit; each question it hears takes the next of its scripts.
pub(super) struct Unit {
    link: Link,
    scripts: VecDeque<Says>,
    said: VecDeque<(Time, Vec<u8>)>,
    /// What it was asked, and when.
    pub(super) asked: Vec<(Time, Vec<u8>)>,
}

impl Unit {
    pub(super) fn new(link: Link, scripts: Vec<Says>) -> Self {
        Self { link, scripts: scripts.into(), said: VecDeque::new(), asked: vec![] }
    }

    fn take(&mut self, events: Vec<Event>, now: Time) {
        for event in events {
            let Event::Received(message) = event else { continue };
            let is_present = message[0] == 0x3E;
            self.asked.push((now, message));
            if is_present {
                continue;
            }
            let mut time = now;
            for (pause, says) in self.scripts.pop_front().unwrap_or_default() {
                time = time.after(Duration::from_millis(pause));
                self.said.push_back((time, says));
            }
        }
    }

    pub(super) fn feed(&mut self, frame: &Frame, now: Time) {
        let events = self.link.feed(frame, now);
        self.take(events, now);
    }

    pub(super) fn outgoing(&mut self, now: Time) -> Option<Frame> {
        let events = self.link.advance(now);
        self.take(events, now);
        let is_time = self.said.front().is_some_and(|(time, _)| *time <= now);
        if is_time
            && !self.link.is_sending()
            && let Some((_, says)) = self.said.pop_front()
        {
            self.link.send(&says, now).unwrap();
        }
        self.link.outgoing(now)
    }

    pub(super) fn due(&self) -> Option<Time> {
        let next = self.said.front().map(|(time, _)| *time).filter(|_| !self.link.is_sending());
        next.into_iter().chain(self.link.due()).min()
    }
}

/// A tester and a unit on one wire.
pub(super) struct Talk {
    pub(super) tester: Exchange,
    pub(super) unit: Unit,
    pub(super) now: Time,
    flying: VecDeque<(Time, bool, Frame)>,
}

impl Talk {
    pub(super) fn new(tester: Exchange, unit: Unit) -> Self {
        Self { tester, unit, now: Time::ZERO, flying: VecDeque::new() }
    }

    /// Goes on until there is an outcome, or until `until`.
    pub(super) fn run(&mut self, until: Time) -> Option<Outcome> {
        for _ in 0..100_000 {
            if let Some(outcome) = self.tester.advance(self.now) {
                return Some(outcome);
            }
            let landing = self.now.after(FLIGHT);
            while let Some(frame) = self.tester.outgoing(self.now) {
                self.flying.push_back((landing, true, frame));
            }
            while let Some(frame) = self.unit.outgoing(self.now) {
                self.flying.push_back((landing, false, frame));
            }
            let flight = self.flying.front().map(|(time, ..)| *time);
            let due = [flight, self.tester.due(), self.unit.due()].into_iter().flatten().min();
            let Some(due) = due.filter(|due| *due <= until) else {
                self.now = until;
                return None;
            };
            self.now = self.now.max(due);
            while self.flying.front().is_some_and(|(time, ..)| *time <= self.now) {
                let (_, to_unit, frame) = self.flying.pop_front().unwrap();
                if to_unit {
                    self.unit.feed(&frame, self.now);
                } else if let Some(outcome) = self.tester.feed(&frame, self.now) {
                    return Some(outcome);
                }
            }
        }
        panic!("this never ends: {:?}", self.tester);
    }
}

//! A bus between two sides of a link that loses, doubles and delays frames, and keeps what was on it.

use std::collections::VecDeque;
use std::time::Duration;

use doorjamb::ask::isotp::{Event, Link};
use doorjamb::frame::{Frame, Time};

/// What happens to a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mishap {
    Lost,
    Twice,
    /// It comes so much later, others overtake it.
    Delayed(Duration),
}

/// How long an undisturbed frame takes.
pub(super) const FLIGHT: Duration = Duration::from_micros(230);

/// The two sides, what flies between them, and what was told.
pub(super) struct Wire {
    pub(super) sides: [Link; 2],
    pub(super) told: [Vec<Event>; 2],
    /// Everything that was on the bus, lost frames too.
    pub(super) heard: Vec<Frame>,
    pub(super) now: Time,
    /// For the frame with this number, counted from 0.
    mishaps: Vec<(usize, Mishap)>,
    flying: VecDeque<(Time, usize, Frame)>,
}

impl Wire {
    pub(super) fn new(sides: [Link; 2], mishaps: Vec<(usize, Mishap)>) -> Self {
        Self {
            sides,
            told: [vec![], vec![]],
            heard: vec![],
            now: Time::ZERO,
            mishaps,
            flying: VecDeque::new(),
        }
    }

    /// Goes on until nothing is due any more.
    pub(super) fn settle(&mut self) {
        for _ in 0..200_000 {
            for side in 0..2 {
                let events = self.sides[side].advance(self.now);
                self.told[side].extend(events);
                while let Some(frame) = self.sides[side].outgoing(self.now) {
                    self.launch(1 - side, frame);
                }
            }
            let landing = self.flying.iter().map(|(time, ..)| *time).min();
            let due = self.sides.iter().filter_map(Link::due).chain(landing).min();
            let Some(due) = due else { return };
            self.now = self.now.max(due);
            self.land();
        }
        panic!("this never ends: {:?}", self.sides);
    }

    fn launch(&mut self, to: usize, frame: Frame) {
        let number = self.heard.len();
        let mishap = self.mishaps.iter().find(|(at, _)| *at == number).map(|(_, mishap)| *mishap);
        let arrival = self.now.after(FLIGHT);
        let arrivals = match mishap {
            None => vec![arrival],
            Some(Mishap::Lost) => vec![],
            Some(Mishap::Twice) => vec![arrival; 2],
            Some(Mishap::Delayed(by)) => vec![arrival.after(by)],
        };
        self.flying.extend(arrivals.into_iter().map(|time| (time, to, frame.clone())));
        self.heard.push(frame);
    }

    fn land(&mut self) {
        let now = self.now;
        let mut landed: Vec<_> = self.flying.iter().filter(|(time, ..)| *time <= now).cloned().collect();
        self.flying.retain(|(time, ..)| *time > now);
        landed.sort_by_key(|(time, ..)| *time);
        for (_, to, frame) in landed {
            let events = self.sides[to].feed(&frame, now);
            self.told[to].extend(events);
        }
    }
}

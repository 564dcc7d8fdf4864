//! A recording of an unknown car while a person goes through everything that moves: frames, and what was marked.

use std::fmt;

use super::action::Action;
use super::car::Car;
use super::person::{Doings, Hand, doings};
use crate::capture::marks;
use crate::frame::{Frame, Time};

/// What a person marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When, by the clock of the frames; not quite when it was done.
    pub time: Time,
    /// What was done.
    pub action: Action,
}

impl fmt::Display for Mark {
    /// A line of a marks file, its end included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&marks::line(self.time, &self.action.to_string()))
    }
}

/// The recording of one car and one person.
#[derive(Debug, Clone)]
pub struct Session {
    car: Car,
    doings: Doings,
    next: usize,
}

impl Session {
    pub(super) fn new(seed: u64, two_doors: bool, car: Car) -> Self {
        Self { car, doings: doings(seed, two_doors), next: 0 }
    }

    /// What the person marked, in order of time.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        self.doings.marks.iter().map(|(time, action)| Mark { time: *time, action: *action })
    }

    /// Puts the next frame into `frame`; `false` at the end, `frame` then being of no meaning.
    pub fn next(&mut self, frame: &mut Frame) -> bool {
        loop {
            let hand = self.doings.hands.get(self.next).copied();
            let until = hand.map_or(self.doings.end, |(at, _)| at);
            if self.car.next(until, frame) {
                return true;
            }
            match hand {
                Some((at, Hand::Does(action))) => self.car.perform(action, at),
                Some((at, Hand::Touches(switch))) => self.car.touch(switch, at),
                None => return false,
            }
            self.next += 1;
        }
    }
}

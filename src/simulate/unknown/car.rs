//! An unknown car at work: what hands do changes its body, its body changes bits, its bits go out in frames.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use super::action::Action;
use super::body::Body;
use super::design::Design;
use super::level::Level;
use super::message::{Message, Voice};
use super::wire::Wire;
use crate::frame::{Flags, Frame, Time};
use crate::simulate::random::Random;

/// A running car. It lasts for ever: whoever asks for frames says until when.
#[derive(Debug, Clone)]
pub struct Car {
    random: Random,
    body: Body,
    wires: Vec<Wire>,
    messages: Vec<Message>,
    /// Turns of bits to come; the number keeps those of one moment in order.
    turns: BinaryHeap<Reverse<(Time, u64, usize, bool)>>,
    entered: u64,
    /// Frames to come: when, which message, and whether an extra one, with its page.
    frames: BinaryHeap<Reverse<(Time, usize, Option<usize>)>>,
    /// When the bus is free again.
    free: Time,
    sent: u64,
}

impl Car {
    pub(super) fn new(seed: u64, design: &Design) -> Self {
        let mut car = Self {
            random: Random::new(seed, 0xCA2),
            body: Body::new(design.habits.clone()),
            wires: design.wires.clone(),
            messages: design.messages.clone(),
            turns: BinaryHeap::new(),
            entered: 0,
            frames: BinaryHeap::new(),
            free: Time::ZERO,
            sent: 0,
        };
        for wire in &car.wires {
            // Nothing is open, locked or lit, but the car is awake.
            let value = wire.settles() && car.body.is(wire.level);
            car.messages[wire.message].hold(wire.page, wire.bit, value != wire.inverted);
        }
        for (number, message) in car.messages.iter_mut().enumerate() {
            let nanos = u64::try_from(message.period.as_nanos()).unwrap_or(u64::MAX);
            let begins = Time::ZERO.after(Duration::from_nanos(car.random.below(nanos)));
            car.frames.push(Reverse((begins, number, None)));
        }
        car
    }

    /// A hand does something at `now`, which is not before the last frame taken.
    pub fn perform(&mut self, action: Action, now: Time) {
        self.body.perform(action, now);
        self.follow();
    }

    /// A hand brushes against something that has nothing to do with doors.
    pub(super) fn touch(&mut self, switch: u8, now: Time) {
        self.body.touch(switch, now);
        self.follow();
    }

    /// Puts the next frame before `until` into `frame`; `false` if there is none, `frame` then being of no meaning.
    pub fn next(&mut self, until: Time, frame: &mut Frame) -> bool {
        loop {
            let body = self.body.due().unwrap_or(Time::MAX);
            let turn = self.turns.peek().map_or(Time::MAX, |Reverse((at, ..))| *at);
            let sends = self.frames.peek().map_or(Time::MAX, |Reverse((at, ..))| (*at).max(self.free));
            if body.min(turn).min(sends) >= until {
                return false;
            }
            if body <= turn && body <= sends {
                self.body.proceed();
                self.follow();
            } else if turn <= sends {
                self.turn();
            } else if self.send(sends, frame) {
                return true;
            }
        }
    }

    /// What changed in the body sets out towards its bits.
    fn follow(&mut self) {
        for (at, level, value) in std::mem::take(&mut self.body.changes) {
            if level == Level::Awake && value {
                self.wake(at);
            }
            for (number, wire) in self.wires.iter().enumerate().filter(|(_, wire)| wire.level == level) {
                wire.turns(at, value, &mut self.random, |at, value| {
                    self.entered += 1;
                    self.turns.push(Reverse((at, self.entered, number, value)));
                });
            }
        }
    }

    fn wake(&mut self, now: Time) {
        for (number, message) in self.messages.iter_mut().enumerate() {
            if message.voice == Voice::Silent {
                message.voice = Voice::Waking;
                let begins = now.after(self.random.millis(15, 180));
                self.frames.push(Reverse((begins, number, None)));
            }
        }
    }

    fn turn(&mut self) {
        let Some(Reverse((at, _, number, value))) = self.turns.pop() else { return };
        let wire = &self.wires[number];
        let message = &mut self.messages[wire.message];
        message.hold(wire.page, wire.bit, value);
        if let Some(delay) = message.hurries.filter(|_| message.voice != Voice::Silent) {
            let page = wire.page.unwrap_or(message.page);
            self.frames.push(Reverse((at.after(delay), wire.message, Some(page))));
        }
    }

    /// Sends the frame that is next, unless its unit has gone to sleep.
    fn send(&mut self, now: Time, frame: &mut Frame) -> bool {
        let Some(Reverse((due, number, page))) = self.frames.pop() else { return false };
        let message = &mut self.messages[number];
        if message.rests && !self.body.is(Level::Awake) {
            if page.is_none() {
                message.voice = Voice::Silent;
            }
            return false;
        }
        let body = &self.body;
        let bytes = message.bytes(now, page, &mut self.random, |level| body.is(level));
        frame.id = message.id;
        frame.flags = Flags::empty();
        frame.channel = 0;
        frame.len8_dlc = 0;
        frame.time = now;
        if !frame.set_payload(&bytes[..message.length]) {
            return false;
        }
        self.sent += 1;
        frame.origin.line = self.sent;
        if page.is_none() {
            let jitter = self.random.millis(0, 1).min(message.period / 20);
            let next = due.after(message.period).after(jitter).before(message.period / 40);
            self.frames.push(Reverse((next, number, None)));
        }
        // 47 bits around the data and 20 more for a long identifier, at 500 kbit/s, with a few stuffed ones.
        let bits = 50 + 9 * message.length + if message.id.is_extended() { 20 } else { 0 };
        self.free = now.after(Duration::from_micros(2 * bits as u64));
        true
    }
}

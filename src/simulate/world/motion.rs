//! Speed: even changes from one to the next, in integers.

use std::time::Duration;

use crate::frame::Time;

use super::World;
use super::agenda::Happening;
use super::locks::Asker;

/// Speed as a line between two moments, in 0.01 km/h.
#[derive(Debug, Clone, Copy)]
pub(super) struct Motion {
    from: i64,
    to: i64,
    began: Time,
    over: Duration,
    /// Changes with every new line.
    line: u64,
}

impl Motion {
    pub(super) const fn new(speed: i64) -> Self {
        Self { from: speed, to: speed, began: Time::ZERO, over: Duration::ZERO, line: 0 }
    }

    /// Speed at that moment, in 0.01 km/h.
    pub(super) fn speed(&self, at: Time) -> i64 {
        let gone = at.since(self.began);
        if gone >= self.over {
            return self.to;
        }
        let share = i128::from(self.to - self.from) * micros(gone) / micros(self.over).max(1);
        self.from + i64::try_from(share).unwrap_or(0)
    }

    /// Whether the speed changes, or is not zero.
    pub(super) fn moving(&self, at: Time) -> bool {
        self.to != 0 || self.speed(at) != 0
    }
}

const fn micros(span: Duration) -> i128 {
    span.as_micros().cast_signed()
}

impl World {
    /// Changes speed evenly.
    pub(super) fn drive(&mut self, to: i64, over: Duration) {
        let from = self.motion.speed(self.now);
        self.motion = Motion { from, to, began: self.now, over, line: self.motion.line + 1 };
        let crossing = self.settings.speed_lock.filter(|speed| (from..to).contains(&(speed - 1)));
        if let Some(speed) = crossing {
            let share = micros(over) * i128::from((speed - from).max(0)) / i128::from((to - from).max(1));
            let after = Duration::from_micros(u64::try_from(share).unwrap_or(0));
            self.later(after, Happening::SpeedLocks(self.motion.line));
        }
    }

    /// Brakes evenly; the foot stays on the pedal for a second.
    pub(super) fn stop(&mut self, over: Duration) {
        self.drive(0, over);
        self.brake = true;
        self.brake_used += 1;
        self.later(over + Duration::from_secs(1), Happening::BrakeReleased(self.brake_used));
    }

    pub(super) fn speed_locks(&mut self, line: u64) {
        if self.motion.line == line && !self.locks.commanded.iter().all(|locked| *locked) {
            self.locks.by_speed = true;
            self.ask(Asker::Itself, true);
        }
    }
}

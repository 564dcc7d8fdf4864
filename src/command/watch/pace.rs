//! How fast a capture is played, and where it stands: the time that passes, turned into the time of the capture.

use std::time::Duration;

use crate::frame::Time;

/// Speeds to choose from, as multiples of the recorded one.
const SPEEDS: [f64; 10] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 200.0, 1000.0];
/// The recorded speed among them.
const RECORDED: usize = 3;

/// The playing of a capture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    at: Time,
    speed: usize,
    is_paused: bool,
}

impl Pace {
    /// At the recorded speed from `start` on.
    pub(super) const fn new(start: Time) -> Self {
        Self { at: start, speed: RECORDED, is_paused: false }
    }

    /// Where it stands, by the capture's clock.
    pub(super) const fn at(self) -> Time {
        self.at
    }

    /// Moves it there: a step, or a jump of the capture's own clock.
    pub(super) const fn go_to(&mut self, at: Time) {
        self.at = at;
    }

    /// So much time passed.
    pub(super) fn pass(&mut self, time: Duration) {
        if !self.is_paused {
            self.at = self.at.after(time.mul_f64(self.speed()));
        }
    }

    pub(super) fn speed(self) -> f64 {
        SPEEDS.get(self.speed).copied().unwrap_or(1.0)
    }

    pub(super) const fn is_paused(self) -> bool {
        self.is_paused
    }

    pub(super) const fn pause(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
    }

    pub(super) const fn faster(&mut self) {
        if self.speed + 1 < SPEEDS.len() {
            self.speed += 1;
        }
    }

    pub(super) const fn slower(&mut self) {
        self.speed = self.speed.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Pace, SPEEDS};
    use crate::frame::Time;

    #[test]
    fn the_capture_goes_on_as_fast_as_asked_and_not_at_all_while_paused() {
        let mut pace = Pace::new(Time::from_nanos(1_000_000_000));
        pace.pass(Duration::from_millis(100));
        assert_eq!(pace.at().as_nanos(), 1_100_000_000);
        pace.faster();
        pace.pass(Duration::from_millis(100));
        assert_eq!(pace.at().as_nanos(), 1_300_000_000);
        pace.pause(true);
        pace.pass(Duration::from_secs(9));
        assert_eq!(pace.at().as_nanos(), 1_300_000_000);
    }

    #[test]
    fn there_is_a_slowest_and_a_fastest_speed() {
        let mut pace = Pace::new(Time::ZERO);
        (0..20).for_each(|_| pace.slower());
        assert!((pace.speed() - SPEEDS[0]).abs() < f64::EPSILON);
        (0..20).for_each(|_| pace.faster());
        assert!((pace.speed() - SPEEDS[SPEEDS.len() - 1]).abs() < f64::EPSILON);
    }
}

//! The time by the clock of the frames: the last stamp, and what has passed since by the program's own clock.

use std::time::Duration;

use crate::command::clock::{Clock, time_of_day};
use crate::frame::Time;

/// The hands of the clock.
#[derive(Debug)]
pub(super) struct Hands {
    clock: Clock,
    /// The last stamp, and what the program's clock showed when it came.
    last: Option<(Time, Duration)>,
    /// Since when something could be heard.
    listening: Option<Duration>,
}

impl Hands {
    /// The program's clock starts now.
    pub(super) fn new() -> Self {
        Self { clock: Clock::start(), last: None, listening: None }
    }

    /// A frame came that was stamped `stamp`.
    pub(super) fn set(&mut self, stamp: Time) {
        self.last = Some((stamp, self.clock.elapsed()));
    }

    /// The last stamp.
    pub(super) fn heard(&self) -> Option<Time> {
        self.last.map(|(stamp, _)| stamp)
    }

    /// The time now, in whole microseconds as stamps are; that of day before the first frame. It lags behind by as much as
    /// frames come late, and is never ahead.
    pub(super) fn now(&self) -> Time {
        let now = match self.last {
            Some((stamp, at)) => stamp.after(self.clock.elapsed().saturating_sub(at)),
            None => time_of_day(),
        };
        Time::from_nanos(now.as_nanos() - now.as_nanos().rem_euclid(1000))
    }

    /// Something can be heard from now on, or nothing any more.
    pub(super) fn listen(&mut self, can_hear: bool) {
        self.listening = if can_hear { self.listening.or_else(|| Some(self.clock.elapsed())) } else { None };
    }

    /// For how long the program's clock has run.
    pub(super) fn ran(&self) -> Duration {
        self.clock.elapsed()
    }

    /// For how long something could have been heard.
    pub(super) fn waited(&self) -> Duration {
        self.listening.map_or(Duration::ZERO, |since| self.clock.elapsed().saturating_sub(since))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Hands;
    use crate::frame::Time;

    #[test]
    fn time_goes_on_from_the_last_stamp() {
        let mut hands = Hands::new();
        let stamp = Time::from_nanos(1_700_000_000_000_000_000);
        hands.set(stamp);
        let now = hands.now();
        assert!(now >= stamp && now <= stamp.after(Duration::from_secs(60)), "{now:?}");
        assert_eq!(hands.heard(), Some(stamp));
        // A clock that was set back is followed.
        hands.set(Time::ZERO);
        assert!(hands.now() < stamp);
    }

    #[test]
    fn nothing_is_waited_for_while_nothing_can_be_heard() {
        let mut hands = Hands::new();
        assert_eq!(hands.waited(), Duration::ZERO);
        hands.listen(true);
        std::thread::sleep(Duration::from_millis(2));
        assert!(hands.waited() >= Duration::from_millis(2));
        hands.listen(false);
        assert_eq!(hands.waited(), Duration::ZERO);
    }
}

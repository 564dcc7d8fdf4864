//! When each frame of a capture is due, counted from its first. It reads no clock and waits for nothing.

use std::str::FromStr;
use std::time::Duration;

use crate::frame::Time;

/// How many times faster than recorded: 0.001 to 1000.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Speed(f64);

impl Speed {
    /// As recorded.
    pub(super) const AS_RECORDED: Self = Self(1.0);
}

impl FromStr for Speed {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(factor) if (0.001..=1000.0).contains(&factor) => Ok(Self(factor)),
            _ => Err("give a factor from 0.001 to 1000: 2 is twice as fast as recorded, 0.5 half as fast"),
        }
    }
}

/// The longest silence to keep, in time as it passes while sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MaxGap(Duration);

impl FromStr for MaxGap {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let nanos =
            crate::capture::seconds(text.as_bytes()).and_then(|time| u64::try_from(time.as_nanos()).ok());
        nanos.map(|nanos| Self(Duration::from_nanos(nanos))).ok_or("give seconds, such as 1 or 0.5")
    }
}

/// What is odd about the time between two frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// It ran backwards, and counts as none.
    Backwards,
    /// It was longer than wanted, and was cut.
    Cut,
}

/// Turns the stamps of a capture into moments at which to send. Every moment is computed from the sum of what lies before
/// it, so that no rounding adds up.
#[derive(Debug, Clone)]
pub(super) struct Pace {
    speed: Speed,
    /// In nanoseconds of the capture.
    longest: u64,
    last: Option<Time>,
    /// Nanoseconds of the capture since its first frame, as far as they count.
    passed: u64,
}

impl Pace {
    pub(super) fn new(speed: Speed, max_gap: Option<MaxGap>) -> Self {
        let longest = max_gap.map_or(u64::MAX, |MaxGap(gap)| {
            nanos(gap.mul_f64(speed.0.min(u64::MAX as f64 / gap.as_nanos().max(1) as f64)))
        });
        Self { speed, longest, last: None, passed: 0 }
    }

    /// When the next frame, stamped `time`, is due.
    pub(super) fn due(&mut self, time: Time) -> (Duration, Option<Odd>) {
        let last = self.last.replace(time).unwrap_or(time);
        let gap = nanos(time.since(last));
        let odd = if time < last { Some(Odd::Backwards) } else { (gap > self.longest).then_some(Odd::Cut) };
        self.passed = self.passed.saturating_add(gap.min(self.longest));
        (self.played(), odd)
    }

    /// Begins the capture anew: its first frame is due when the last one was.
    pub(super) fn again(&mut self) {
        self.last = None;
    }

    #[expect(
        clippy::float_cmp,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1 is exact; the quotient is positive and a cast stops at the type's end"
    )]
    fn played(&self) -> Duration {
        if self.speed == Speed::AS_RECORDED || self.speed.0 == 1.0 {
            return Duration::from_nanos(self.passed);
        }
        // A float holds nanoseconds exactly up to 104 days.
        Duration::from_nanos((self.passed as f64 / self.speed.0).round() as u64)
    }
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn due(pace: &mut Pace, millis: i64) -> (f64, Option<Odd>) {
        let (due, odd) = pace.due(Time::from_nanos(millis * 1_000_000));
        (due.as_secs_f64() * 1000.0, odd)
    }

    #[test]
    fn frames_are_due_as_they_were_recorded() {
        let mut pace = Pace::new(Speed::AS_RECORDED, None);
        for (stamp, expected) in [(5000, 0.0), (5000, 0.0), (5100, 100.0), (9_005_100, 9_000_100.0)] {
            assert_eq!(due(&mut pace, stamp), (expected, None));
        }
    }

    #[test]
    fn time_that_ran_backwards_is_no_gap() {
        let mut pace = Pace::new(Speed::AS_RECORDED, None);
        due(&mut pace, 5000);
        assert_eq!(due(&mut pace, 2000), (0.0, Some(Odd::Backwards)));
        assert_eq!(due(&mut pace, 2010), (10.0, None));
    }

    #[test]
    fn a_long_silence_is_cut_to_what_is_wanted_whatever_the_speed() {
        for speed in ["0.5", "1", "4"] {
            let mut pace = Pace::new(speed.parse().unwrap(), Some("2".parse().unwrap()));
            due(&mut pace, 0);
            assert_eq!(due(&mut pace, 60_000), (2000.0, Some(Odd::Cut)), "at {speed}");
        }
    }

    #[test]
    fn another_round_goes_on_where_the_last_ended() {
        let mut pace = Pace::new("2".parse().unwrap(), None);
        due(&mut pace, 1000);
        assert_eq!(due(&mut pace, 2000), (500.0, None));
        pace.again();
        assert_eq!(due(&mut pace, 1000), (500.0, None));
        assert_eq!(due(&mut pace, 1200), (600.0, None));
    }

    #[test]
    fn factors_and_gaps_that_mean_nothing_are_refused() {
        for text in ["0", "-1", "NaN", "inf", "1001", "fast", ""] {
            assert!(text.parse::<Speed>().is_err(), "{text}");
        }
        for text in ["-1", "long", ""] {
            assert!(text.parse::<MaxGap>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_frame_is_due_before_the_one_before_it(
            stamps in proptest::collection::vec(any::<i64>(), 1..50),
            speed in 0.001_f64..=1000.0,
            gap in proptest::option::of(any::<u64>()),
        ) {
            let mut pace = Pace::new(Speed(speed), gap.map(|nanos| MaxGap(Duration::from_nanos(nanos))));
            let mut latest = Duration::ZERO;
            for stamp in stamps {
                let (due, _) = pace.due(Time::from_nanos(stamp));
                prop_assert!(due >= latest);
                latest = due;
            }
        }

        #[test]
        fn ten_minutes_of_odd_gaps_do_not_drift(step in 1_u64..2_000_000, speed in prop_oneof![Just(1.0), 0.1_f64..10.0]) {
            let mut pace = Pace::new(Speed(speed), None);
            let mut stamp = 0;
            let mut due = Duration::ZERO;
            for _ in 0..1000 {
                due = pace.due(Time::from_nanos(i64::try_from(stamp).unwrap())).0;
                stamp += step * 600;
            }
            let exact = (stamp - step * 600) as f64 / speed;
            prop_assert!((due.as_nanos() as f64 - exact).abs() <= 1.0);
        }
    }
}

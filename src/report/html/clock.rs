//! Time as a page draws it: it begins at 0 and only goes forwards. Where the capture's clock went backwards, it goes on
//! from there; long silence is folded. It draws nothing.

use std::time::Duration;

use crate::frame::Time;

/// Silence longer than this is folded: a parked car is recorded for hours, and nothing can be seen of minutes then.
const FOLDED: Duration = Duration::from_secs(120);
/// What is left of folded silence.
const FOLD: Duration = Duration::from_secs(5);
/// A clock that is this much behind went backwards; less is frames out of order.
const BACKWARDS: Duration = Duration::from_secs(1);
/// Seams at most; what comes after so many is drawn without.
const MOST: usize = 100;

/// A stretch of time that is drawn as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Its first moment by the capture's clock.
    pub(super) real: Time,
    /// Its first moment on the page, in nanoseconds.
    pub(super) at: u64,
    /// What stands before it.
    pub(super) seam: Seam,
}

/// What stands before a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seam {
    /// Nothing: it is the first.
    Begin,
    /// The clock went backwards.
    Backwards,
    /// Silence that was folded.
    Folded(Duration),
}

/// The page's clock.
#[derive(Debug, Default)]
pub(super) struct Clock {
    parts: Vec<Part>,
    latest: Time,
}

impl Clock {
    /// It is `time` now.
    pub(super) fn reach(&mut self, time: Time) {
        if self.parts.is_empty() {
            self.parts.push(Part { real: time, at: 0, seam: Seam::Begin });
            self.latest = time;
        } else if time >= self.latest {
            let silence = time.since(self.latest);
            if silence > FOLDED && self.parts.len() < MOST {
                let at = self.place(self.latest).saturating_add(nanos(FOLD));
                self.parts.push(Part { real: time, at, seam: Seam::Folded(silence) });
            }
            self.latest = time;
        } else if time.after(BACKWARDS) < self.latest && self.parts.len() < MOST {
            let at = self.place(self.latest);
            self.parts.push(Part { real: time, at, seam: Seam::Backwards });
            self.latest = time;
        }
    }

    /// Where `time` is on the page, in nanoseconds: in the last stretch that can hold it.
    pub(super) fn place(&self, time: Time) -> u64 {
        let mut end = u64::MAX;
        for part in self.parts.iter().rev() {
            if time >= part.real || part.seam == Seam::Backwards {
                return part.at.saturating_add(nanos(time.since(part.real))).min(end);
            }
            end = part.at;
        }
        0
    }

    /// The latest moment.
    pub(super) const fn latest(&self) -> Time {
        self.latest
    }

    /// Where the latest moment is on the page.
    pub(super) fn end(&self) -> u64 {
        self.place(self.latest)
    }

    /// The stretches in order.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{Clock, MOST, Seam};
    use crate::frame::Time;

    fn at(seconds: i64) -> Time {
        Time::from_nanos(seconds * 1_000_000_000)
    }

    #[test]
    fn silence_is_folded_and_a_clock_that_goes_back_goes_on() {
        let mut clock = Clock::default();
        for seconds in [1_000, 1_010, 4_610, 4_620, 7, 9] {
            clock.reach(at(seconds));
        }
        let seams: Vec<_> = clock.parts().iter().map(|part| (part.at / 1_000_000_000, part.seam)).collect();
        let silence = std::time::Duration::from_secs(3_600);
        assert_eq!(seams, [(0, Seam::Begin), (15, Seam::Folded(silence)), (25, Seam::Backwards)]);
        assert_eq!(clock.end(), 27_000_000_000);
        assert_eq!(clock.place(at(8)), 26_000_000_000);
    }

    #[test]
    fn a_moment_within_folded_silence_lies_in_the_fold() {
        let mut clock = Clock::default();
        for seconds in [0, 10, 1_000, 1_001] {
            clock.reach(at(seconds));
        }
        assert_eq!(clock.place(at(12)), 12_000_000_000);
        assert_eq!(clock.place(at(500)), 15_000_000_000);
        assert_eq!(clock.place(at(1_001)), 16_000_000_000);
    }

    proptest! {
        #[test]
        fn it_never_goes_backwards_whatever_the_capture_does(times in proptest::collection::vec(any::<i64>(), 1..400)) {
            let mut clock = Clock::default();
            let mut last = 0;
            for time in times {
                clock.reach(Time::from_nanos(time));
                prop_assert!(clock.end() >= last);
                last = clock.end();
                prop_assert!(clock.parts().len() <= MOST);
            }
        }
    }
}

//! How one thing changed over time, in a bounded number of runs: when there are too many, those too thin to be seen become
//! one that says how often it changed. It draws nothing.

use crate::body::Value;

/// Runs that are kept of one track: what is merged is thinner than a 750th of all time, about a pixel.
pub(super) const MOST: usize = 3_000;

/// What is known during a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum State {
    /// Nothing.
    Unknown,
    /// This.
    Told(Value),
    /// It changed so often that single changes are not kept.
    Many(u32),
    /// The same of a number: it was between these.
    Between(f64, f64),
}

/// A span of time, up to the next run, in which nothing changed that is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    /// When it begins on the page, in nanoseconds.
    pub(super) start: u64,
    /// What is known.
    pub(super) state: State,
}

/// How one thing changed.
#[derive(Debug)]
pub(super) struct Track {
    runs: Vec<Run>,
    most: usize,
    /// Runs thinner than this were merged, in nanoseconds.
    thinnest: u64,
    changes: u64,
}

impl Track {
    /// Nothing known yet; at most `most` runs will be kept.
    pub(super) fn new(most: usize) -> Self {
        Self { runs: Vec::new(), most, thinnest: 0, changes: 0 }
    }

    /// It is so from `at` on.
    pub(super) fn tell(&mut self, at: u64, state: State) {
        let last = self.runs.last();
        if last.map_or(State::Unknown, |run| run.state) == state {
            return;
        }
        let at = last.map_or(at, |run| run.start.max(at));
        let was_told = last.is_some_and(|run| run.state != State::Unknown);
        if self.runs.len() >= self.most {
            self.thin(at);
        }
        self.changes += u64::from(was_told && state != State::Unknown);
        self.runs.push(Run { start: at, state });
    }

    /// The runs in order.
    pub(super) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs in order with their ends; the last ends at `end`.
    pub(super) fn spans(&self, end: u64) -> impl Iterator<Item = (Run, u64)> + '_ {
        let ends = self.runs.iter().skip(1).map(|run| run.start);
        self.runs.iter().copied().zip(ends.chain([end]))
    }

    /// What is known at the end.
    pub(super) fn last(&self) -> State {
        self.runs.last().map_or(State::Unknown, |run| run.state)
    }

    /// How often it changed.
    pub(super) const fn changes(&self) -> u64 {
        self.changes
    }

    /// Runs thinner than this were merged, in nanoseconds; 0 if none had to be.
    pub(super) const fn thinnest(&self) -> u64 {
        self.thinnest
    }

    /// Merges runs that are too thin.
    fn thin(&mut self, now: u64) {
        let first = self.runs.first().map_or(now, |run| run.start);
        // Of two neighbours one is longer than this, or both together are: at most half are left.
        let share = (now - first).saturating_mul(4) / self.most as u64 + 1;
        self.thinnest = self.thinnest.max(share);
        let mut kept: usize = 0;
        let mut is_open = false;
        for at in 0..self.runs.len() {
            let run = self.runs[at];
            let end = self.runs.get(at + 1).map_or(now, |next| next.start);
            let is_thin = end - run.start < self.thinnest;
            if is_thin && is_open && end - self.runs[kept - 1].start <= self.thinnest {
                let merged = &mut self.runs[kept - 1];
                merged.state = merged.state.with(run.state);
                continue;
            }
            self.runs[kept] = run;
            kept += 1;
            is_open = is_thin;
        }
        self.runs.truncate(kept);
    }
}

impl State {
    /// Both in one run.
    fn with(self, other: Self) -> Self {
        if let (Some((low, high)), Some((lower, higher))) = (self.range(), other.range()) {
            return Self::Between(low.min(lower), high.max(higher));
        }
        match (self, other) {
            (number, Self::Unknown) | (Self::Unknown, number) if number.range().is_some() => number,
            _ => Self::Many(self.changes().saturating_add(other.changes())),
        }
    }

    /// The least and the greatest number; `None` if it is none.
    pub(super) fn range(self) -> Option<(f64, f64)> {
        match self {
            Self::Told(Value::Number(number)) => Some((number, number)),
            Self::Between(low, high) => Some((low, high)),
            _ => None,
        }
    }

    const fn changes(self) -> u32 {
        if let Self::Many(changes) = self { changes } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{State, Track};
    use crate::body::Value;

    fn open(is_open: bool) -> State {
        State::Told(Value::Switch(is_open))
    }

    #[test]
    fn what_is_told_again_is_no_change() {
        let mut track = Track::new(100);
        for (at, is_open) in [(0, true), (5, true), (9, false), (12, false)] {
            track.tell(at, open(is_open));
        }
        assert_eq!((track.runs().len(), track.changes()), (2, 1));
    }

    #[test]
    fn a_flutter_becomes_one_run_and_what_lasted_stays() {
        let mut track = Track::new(20);
        track.tell(0, open(false));
        for at in 0..40 {
            track.tell(1_000_000 + at, open(at % 2 == 0));
        }
        track.tell(3_000_000, open(true));
        assert_eq!(track.runs()[0].state, open(false));
        assert!(track.runs().iter().any(|run| matches!(run.state, State::Many(changes) if changes > 10)));
        assert_eq!((track.last(), track.changes()), (open(true), 41));
        assert!(track.thinnest() > 0 && track.thinnest() < 1_000_000);
    }

    #[test]
    fn of_numbers_the_least_and_the_greatest_are_kept() {
        let mut track = Track::new(10);
        for at in 0..1_000_u64 {
            let volts = if at == 500 { 7.5 } else { 12.0 + (at % 3) as f64 / 10.0 };
            track.tell(at, State::Told(Value::Number(volts)));
        }
        let ranges: Vec<_> = track.runs().iter().filter_map(|run| run.state.range()).collect();
        assert!(ranges.iter().any(|&(low, _)| (low - 7.5).abs() < f64::EPSILON), "{ranges:?}");
    }

    proptest! {
        #[test]
        fn it_stays_bounded_and_in_order(steps in proptest::collection::vec((0_u64..10_000, 0_u8..3), 1..2_000)) {
            let mut track = Track::new(50);
            let mut now = 0;
            for (step, what) in steps {
                now += step;
                track.tell(now, if what == 2 { State::Unknown } else { open(what == 1) });
                prop_assert!(track.runs().len() <= 50);
                // What can be seen is not merged.
                prop_assert!(track.thinnest() <= now * 4 / 50 + 1);
            }
            prop_assert!(track.runs().is_sorted_by_key(|run| run.start));
            prop_assert_eq!(track.spans(now).last().map(|(_, end)| end), track.runs().last().map(|_| now));
        }
    }
}

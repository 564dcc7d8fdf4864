//! The stamps of a capture as a whole: are there any, do they go on, and do the first rows belong to the rest? It
//! looks at nothing else of a frame.

use crate::frame::{Frame, Origin, Time};

/// Stamps this much earlier than their predecessor are two interfaces' clocks, or a logger's own reordering, and no
/// jump.
const REORDER_NS: u64 = 100_000_000;

/// Rows of an earlier session are few: what a logger still held.
const FIRST_ROWS: u64 = 1_000;

/// First rows are of another session if so much time lies between them and the next; a bus can sleep for less.
const ANOTHER_SESSION_NS: u64 = 60 * 60 * 1_000_000_000;

/// Steps, in nanoseconds, in which clocks of recordings go; finer ones do not matter.
const STEPS: [u64; 10] = [
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    1_000_000_000,
];

/// Intervals looked at to find out in which steps the stamps go: not so few that it is chance, not so many that it costs.
const LOOKED_AT: (u64, u64) = (4, 1 << 16);

/// Frames at the same moment as the one before, as percent of the others, from which on stamps go in steps; with fewer, it
/// is the bus that is so regular.
const SAME_PERCENT: u64 = 25;

/// Percent of intervals that must be whole steps. A clock that is set, or a buffer that is flushed, makes odd ones.
const WHOLE_PERCENT: u64 = 98;

/// What the stamps were like.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    frames: u64,
    first: Time,
    last: Time,
    /// Whether any two stamps differ.
    pub(super) moves: bool,
    /// Frames with the stamp zero in the midst of others.
    pub(super) missing: u64,
    /// Where the first of them is.
    pub(super) missing_at: Option<Origin>,
    /// Times the clock went back by more than a little, and the first frame after the first of them.
    back: u64,
    back_at: Option<Origin>,
    /// Frames a little earlier than the one before.
    pub(super) reordered: u64,
    /// How many rows at the front are of another time, the first frame behind them, and whether it is earlier.
    front: Option<(u64, Origin, bool)>,
    /// Intervals looked at, how many frames had none, and how many of them were whole [`STEPS`].
    intervals: u64,
    same: u64,
    whole: [u64; STEPS.len()],
}

/// What a stamp is, compared with those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// So many nanoseconds later than the last; zero if it is a little earlier.
    On(u64),
    /// Of another time: intervals to what came before mean nothing.
    Elsewhere,
    /// No stamp at all.
    Missing,
}

impl Clock {
    #[inline]
    pub(super) fn hear(&mut self, frame: &Frame) -> Step {
        let forth = frame.time.as_nanos().wrapping_sub(self.last.as_nanos()).cast_unsigned();
        // As almost all frames are: a little later than the one before.
        if self.intervals >= LOOKED_AT.1 && forth <= REORDER_NS {
            self.frames += 1;
            self.last = frame.time;
            return Step::On(forth);
        }
        self.hear_any(frame)
    }

    fn hear_any(&mut self, frame: &Frame) -> Step {
        let time = frame.time;
        let count = self.frames;
        self.frames += 1;
        if count == 0 {
            (self.first, self.last) = (time, time);
            return Step::Elsewhere;
        }
        self.moves |= time != self.first;
        if self.is_missing(time) {
            self.missing += 1;
            self.missing_at.get_or_insert(frame.origin);
            return Step::Missing;
        }
        let before = std::mem::replace(&mut self.last, time);
        let back = before.nanos_since(time);
        let is_early = count <= FIRST_ROWS && self.front.is_none() && self.back == 0;
        if back > REORDER_NS {
            if is_early {
                self.front = Some((count, frame.origin, true));
            } else {
                self.back += 1;
                self.back_at.get_or_insert(frame.origin);
            }
            return Step::Elsewhere;
        }
        let forth = time.nanos_since(before);
        if is_early && forth > ANOTHER_SESSION_NS {
            self.front = Some((count, frame.origin, false));
            return Step::Elsewhere;
        }
        self.reordered += u64::from(back > 0);
        if self.intervals < LOOKED_AT.1 && forth == 0 {
            self.same += 1;
        } else if self.intervals < LOOKED_AT.1 {
            self.intervals += 1;
            for (whole, step) in self.whole.iter_mut().zip(STEPS) {
                *whole += u64::from(forth.is_multiple_of(step));
            }
        }
        Step::On(forth)
    }

    /// How many rows at the front are of another time than the rest, and the first frame behind them. The rest is more.
    pub(super) fn stale(&self) -> Option<(u64, Origin)> {
        self.front.filter(|(rows, ..)| rows * 2 <= self.frames).map(|(rows, origin, _)| (rows, origin))
    }

    /// How often the clock went backwards, and the first frame after the first time.
    pub(super) fn set_back(&self) -> Option<(u64, Origin)> {
        let front = self.front.filter(|_| self.stale().is_none());
        let front = front.filter(|(_, _, is_back)| *is_back).map(|(_, origin, _)| origin);
        let times = self.back + u64::from(front.is_some());
        front.or(self.back_at).map(|origin| (times, origin))
    }

    /// Whether a frame with this stamp has none: it is zero in the midst of others.
    pub(super) fn is_missing(&self, time: Time) -> bool {
        time == Time::ZERO && self.last.nanos_since(Time::ZERO) > REORDER_NS
    }

    /// Whether there are stamps: of two frames or more, not all at one moment.
    pub(super) fn is_there(&self) -> bool {
        self.moves || self.frames < 2
    }

    /// Nanoseconds in whose multiples the stamps go, of those in [`STEPS`]; zero if they are finer, or too few to tell.
    pub(super) fn resolution(&self) -> u64 {
        let is_whole = |whole: &u64| whole * 100 >= self.intervals * WHOLE_PERCENT;
        let is_telling = self.intervals >= LOOKED_AT.0 && self.same * 100 >= self.intervals * SAME_PERCENT;
        let coarsest = self.whole.iter().rposition(is_whole).filter(|_| is_telling);
        coarsest.and_then(|at| STEPS.get(at)).copied().unwrap_or(0)
    }
}

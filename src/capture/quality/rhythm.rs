//! How far apart the frames of one identifier come: its cycle time, its jitter and its holes, in flat memory. It
//! knows no identifier and no clock.

use std::time::Duration;

/// Intervals are sorted into buckets, eight to each doubling, from 65 µs to 69 s: an eighth of a doubling tells cycle
/// times apart, and a bus cannot carry a frame in less, nor is a frame that comes once a minute a rhythm.
const SHORTEST_BITS: u32 = 16;
const PER_DOUBLING_BITS: u32 = 3;
const BUCKETS: usize = 160;

/// Buckets on either side of the cycle time that still count as one cycle, about 30 %.
const AROUND: usize = 3;

/// Fewer intervals than this are no rhythm yet.
const ENOUGH: u64 = 20;

/// Of an identifier with a rhythm, at least this share of intervals (in percent) is one cycle long.
const STEADY_PERCENT: u64 = 75;

/// The longest hole that is put down to lost frames, in cycles; whoever is silent for longer stopped to send.
const LONGEST_HOLE: u64 = 5;

/// Intervals of about one length.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    count: u32,
    /// How many came right after another of this length: a slower rhythm, not lost frames.
    repeated: u32,
    /// Nanoseconds.
    sum: u64,
    /// Square microseconds.
    squares: f64,
}

/// The intervals of one identifier.
#[derive(Debug, Clone)]
pub(super) struct Rhythm {
    buckets: Box<[Bucket; BUCKETS]>,
    count: u64,
    /// The bucket of the interval before.
    before: usize,
    /// The shortest interval of that bucket, and how many nanoseconds longer the longest is.
    from: u64,
    breadth: u64,
}

/// The cycle time of an identifier and how well it keeps to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// The usual interval between two frames: the median.
    pub time: Duration,
    /// Standard deviation of the intervals that are about one cycle long.
    pub jitter: Duration,
    /// Frames that are missing where the rhythm has holes of at most five cycles; `None` if the identifier keeps no
    /// rhythm, so that nothing can be said.
    pub lost: Option<u64>,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self {
            buckets: Box::new([Bucket::default(); BUCKETS]),
            count: 0,
            before: BUCKETS,
            from: u64::MAX,
            breadth: 0,
        }
    }
}

impl Rhythm {
    /// Counts an interval, in nanoseconds.
    #[inline]
    pub(super) fn add(&mut self, nanos: u64) {
        // Longer than no bucket says how long: the last nanosecond is what no bucket begins with.
        let (nanos, before) = (nanos.min(u64::MAX - 1), self.before);
        if nanos.wrapping_sub(self.from) > self.breadth {
            self.turn_to(nanos);
        }
        let is_repeated = before.abs_diff(self.before) <= 1;
        let bucket = &mut self.buckets[self.before];
        bucket.count = bucket.count.saturating_add(1);
        bucket.repeated = bucket.repeated.saturating_add(u32::from(is_repeated));
        bucket.sum = bucket.sum.saturating_add(nanos);
        let micros = nanos as f64 * 1e-3;
        // Not fused: without the processor's own instruction for it, that is a call for each frame.
        bucket.squares += micros * micros;
        self.count += 1;
    }

    /// Makes the bucket of such an interval the latest.
    #[cold]
    fn turn_to(&mut self, nanos: u64) {
        self.before = bucket(nanos);
        (self.from, self.breadth) = extent(self.before);
    }

    /// Says that the next interval does not follow the last one.
    pub(super) fn interrupt(&mut self) {
        (self.before, self.from, self.breadth) = (BUCKETS, u64::MAX, 0);
    }

    /// The rhythm; `None` if there are no intervals.
    pub(super) fn cycle(&self) -> Option<Cycle> {
        let median = self.median()?;
        let around = &self.buckets[median.saturating_sub(AROUND)..=(median + AROUND).min(BUCKETS - 1)];
        let (count, sum, squares) =
            around.iter().fold((0_u64, 0_u64, 0.0), |(count, sum, squares), bucket| {
                (count + u64::from(bucket.count), sum.saturating_add(bucket.sum), squares + bucket.squares)
            });
        let nanos = sum.checked_div(count)?;
        let mean = nanos as f64 / 1e3;
        let variance = (squares / count as f64 - mean * mean).max(0.0);
        let jitter = Duration::try_from_secs_f64(variance.sqrt() / 1e6).unwrap_or_default();
        let is_steady = self.count >= ENOUGH && count * 100 >= self.count * STEADY_PERCENT;
        Some(Cycle { time: Duration::from_nanos(nanos), jitter, lost: is_steady.then(|| self.lost(nanos)) })
    }

    fn median(&self) -> Option<usize> {
        let mut below = 0;
        self.buckets.iter().position(|bucket| {
            below += u64::from(bucket.count);
            below * 2 > self.count
        })
    }

    /// Frames missing in holes of at least two cycles of so many nanoseconds.
    fn lost(&self, cycle: u64) -> u64 {
        let holes = self.buckets.iter().filter_map(|bucket| {
            let mean = bucket.sum.checked_div(u64::from(bucket.count))?;
            let cycles = mean.saturating_add(cycle / 2).checked_div(cycle)?;
            let is_whole = mean.abs_diff(cycles.saturating_mul(cycle)) <= cycle / 3;
            let scattered = u64::from(bucket.count.saturating_sub(bucket.repeated));
            ((2..=LONGEST_HOLE).contains(&cycles) && is_whole).then(|| scattered * (cycles - 1))
        });
        holes.sum()
    }
}

fn bucket(nanos: u64) -> usize {
    let nanos = nanos.max(1 << SHORTEST_BITS);
    let doubling = nanos.ilog2();
    let step = (nanos >> (doubling - PER_DOUBLING_BITS)) & ((1 << PER_DOUBLING_BITS) - 1);
    let index = (u64::from(doubling - SHORTEST_BITS) << PER_DOUBLING_BITS) + step;
    usize::try_from(index).unwrap_or(BUCKETS).min(BUCKETS - 1)
}

/// The shortest interval that [`bucket`] puts into this one, and how much longer the longest is.
fn extent(bucket: usize) -> (u64, u64) {
    let (doubling, step) = (bucket >> PER_DOUBLING_BITS, bucket as u64 & ((1 << PER_DOUBLING_BITS) - 1));
    let breadth = 1_u64 << (SHORTEST_BITS - PER_DOUBLING_BITS) << doubling;
    let from = ((1 << PER_DOUBLING_BITS) + step) * breadth;
    match bucket {
        0 => (0, from + breadth - 1),
        _ if bucket == BUCKETS - 1 => (from, u64::MAX - from),
        _ => (from, breadth - 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn rhythm(millis: impl IntoIterator<Item = u64>) -> Rhythm {
        let mut rhythm = Rhythm::default();
        millis.into_iter().for_each(|millis| rhythm.add(millis * 1_000_000));
        rhythm
    }

    #[test]
    fn a_steady_rhythm_has_its_cycle_and_lost_nothing() {
        let cycle = rhythm([100; 50]).cycle().unwrap();
        let expected = Cycle { time: Duration::from_millis(100), jitter: Duration::ZERO, lost: Some(0) };
        assert_eq!(cycle, expected);
    }

    #[test]
    fn holes_are_counted_in_frames() {
        let holes = (0..300).map(|n| if n % 100 == 50 { 300 } else { 100 });
        assert_eq!(rhythm(holes).cycle().unwrap().lost, Some(6));
    }

    #[test]
    fn a_slower_phase_is_no_loss() {
        let phases = (0..100).map(|_| 100).chain((0..20).map(|_| 200)).chain((0..50).map(|_| 100));
        // Its first interval cannot be told from a hole.
        assert_eq!(rhythm(phases).cycle().unwrap().lost, Some(1));
    }

    #[test]
    fn an_identifier_without_rhythm_cannot_lose_what_is_not_known() {
        let odd = (0..200).map(|n| [3, 50, 700, 9000][n % 4]);
        assert_eq!(rhythm(odd).cycle().unwrap().lost, None);
        assert_eq!(rhythm([]).cycle(), None);
    }

    #[test]
    fn jitter_is_how_far_intervals_lie_from_the_cycle() {
        let cycle = rhythm((0..100).map(|n| if n % 2 == 0 { 98 } else { 102 })).cycle().unwrap();
        assert_eq!((cycle.time.as_millis(), cycle.jitter.as_micros()), (100, 2000));
    }

    proptest! {
        #[test]
        fn an_interval_lies_within_the_extent_of_its_bucket_alone(nanos in any::<u64>(), bits in 0..64_u32) {
            let nanos = nanos >> bits;
            for index in 0..BUCKETS {
                let (from, breadth) = extent(index);
                prop_assert_eq!(nanos.wrapping_sub(from) <= breadth, index == bucket(nanos));
            }
        }

        #[test]
        fn no_interval_is_too_long_or_short(intervals in proptest::collection::vec(any::<u64>(), 0..50)) {
            let mut rhythm = Rhythm::default();
            for nanos in &intervals {
                rhythm.add(*nanos);
            }
            prop_assert!(rhythm.cycle().is_some() != intervals.is_empty());
        }
    }
}

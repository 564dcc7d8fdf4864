//! How late frames were sent, in memory that does not grow: counted in steps of a sixteenth of each power of two, so
//! that a percentile is told at most one sixteenth too high.

use std::time::Duration;

/// Steps in each power of two.
const FINE: u32 = 16;
/// Bits of a step's number within its power of two.
const BITS: u32 = FINE.ilog2();
/// Powers of two from 16 ns to the longest span that fits 64 bits, and the sixteen below.
const STEPS: usize = ((64 - BITS + 1) * FINE) as usize;

/// The latenesses of all frames sent.
#[derive(Debug, Clone)]
pub(super) struct Lateness {
    counts: Box<[u64; STEPS]>,
    frames: u64,
    worst: Duration,
}

impl Lateness {
    pub(super) fn new() -> Self {
        Self { counts: Box::new([0; STEPS]), frames: 0, worst: Duration::ZERO }
    }

    /// Takes note of a frame.
    pub(super) fn add(&mut self, late: Duration) {
        self.counts[step(u64::try_from(late.as_nanos()).unwrap_or(u64::MAX))] += 1;
        self.frames += 1;
        self.worst = self.worst.max(late);
    }

    /// Frames noted.
    pub(super) const fn frames(&self) -> u64 {
        self.frames
    }

    /// The latest one.
    pub(super) const fn worst(&self) -> Duration {
        self.worst
    }

    /// What at least `percent` of the frames stayed at or below; zero if there were none.
    pub(super) fn percentile(&self, percent: u8) -> Duration {
        let enough = (u128::from(self.frames) * u128::from(percent)).div_ceil(100);
        let mut below = 0;
        for (step, count) in self.counts.iter().enumerate() {
            below += u128::from(*count);
            if below >= enough && below > 0 {
                return Duration::from_nanos(most(step)).min(self.worst);
            }
        }
        self.worst
    }
}

/// The step that holds `nanos`.
fn step(nanos: u64) -> usize {
    let power = nanos.max(1).ilog2();
    let number = if power < BITS {
        nanos
    } else {
        let within = (nanos >> (power - BITS)) & u64::from(FINE - 1);
        u64::from((power - BITS + 1) * FINE) + within
    };
    usize::try_from(number).unwrap_or(STEPS - 1)
}

/// The most that `step` holds.
fn most(step: usize) -> u64 {
    let fine = FINE as usize;
    let (Some(power), within) = ((step / fine).checked_sub(1), step % fine) else { return step as u64 };
    let width = 1_u64 << power;
    (fine + within) as u64 * width + (width - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percentiles_are_those_of_the_frames() {
        let mut late = Lateness::new();
        assert_eq!((late.percentile(99), late.worst()), (Duration::ZERO, Duration::ZERO));
        for micros in 1..=1000 {
            late.add(Duration::from_micros(micros));
        }
        assert_eq!((late.frames(), late.worst()), (1000, Duration::from_millis(1)));
        for (percent, micros) in [(50, 500.0), (99, 990.0), (100, 1000.0)] {
            let told = late.percentile(percent).as_secs_f64() * 1e6;
            assert!((micros..=micros * 17.0 / 16.0).contains(&told), "{percent} %: {told}");
        }
    }

    proptest! {
        #[test]
        fn every_span_has_a_step_that_tells_it_within_a_sixteenth(nanos in any::<u64>(), shift in 0..64_u32) {
            let nanos = nanos >> shift;
            let told = most(step(nanos));
            prop_assert!(told >= nanos && told - nanos <= nanos / 16, "{nanos} {told}");
        }

        #[test]
        fn a_percentile_is_never_above_the_worst(spans in proptest::collection::vec(any::<u64>(), 1..50), percent in 0..=100_u8) {
            let mut late = Lateness::new();
            for nanos in spans {
                late.add(Duration::from_nanos(nanos));
            }
            prop_assert!(late.percentile(percent) <= late.worst());
        }
    }
}

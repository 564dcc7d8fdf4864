//! The only chance in a simulation: a small seeded generator written out here, so that a scenario makes the
//! same bytes for ever, whatever becomes of any library. Not for secrets.

use std::time::Duration;

/// `SplitMix64` (Steele, Lea and Flood 2014): 64 bits of state, every seed as good as any other.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// The generator of `seed`; `stream` separates uses, so that one more draw here shifts nothing there.
    pub(super) const fn new(seed: u64, stream: u64) -> Self {
        Self(seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    /// The next 64 bits.
    pub(super) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `limit`; 0 for a limit of 0.
    pub(super) const fn below(&mut self, limit: u64) -> u64 {
        // The bias of the remainder is below 2^-40 for every limit used here, and costs no loop.
        if limit == 0 { 0 } else { self.bits() % limit }
    }

    /// A place in a list of so many; 0 for an empty one.
    pub(super) fn place(&mut self, count: usize) -> usize {
        usize::try_from(self.below(count as u64)).unwrap_or(0)
    }

    /// A byte from 0 up to but not including `limit`; 0 for a limit of 0.
    pub(super) const fn byte(&mut self, limit: u8) -> u8 {
        self.below(limit as u64).to_le_bytes()[0]
    }

    /// A span between `low` and `high` milliseconds, to the microsecond.
    pub(super) fn millis(&mut self, low: u64, high: u64) -> Duration {
        Duration::from_micros(low * 1000 + self.below(high.saturating_sub(low) * 1000 + 1))
    }

    /// True this many times in a thousand.
    pub(super) const fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = Random::new(1_234_567, 0);
        let first = [random.bits(), random.bits(), random.bits()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn spans_stay_between_their_ends() {
        let mut random = Random::new(7, 3);
        for _ in 0..10_000 {
            let span = random.millis(20, 60);
            assert!((Duration::from_millis(20)..=Duration::from_millis(60)).contains(&span), "{span:?}");
        }
    }
}

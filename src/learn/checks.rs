//! Which byte of a message is a checksum over the others: it follows a switch as faithfully as a second switch would.

use crate::frame::MAX_CLASSIC_PAYLOAD as LEN;

/// Generator polynomials of the checks that car makers use: SAE J1850, AUTOSAR 8H2F, CRC-8, and two of single makers.
const POLYNOMIALS: [u8; 5] = [0x1D, 0x2F, 0x07, 0x9B, 0x31];

/// How a checksum is reckoned. What it begins with and is closed with does not matter, as only differences are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xor,
    Sum,
    NegativeSum,
    /// Of all nibbles, in the lower four bits.
    NibbleSum,
    /// The same, negated.
    NegativeNibbleSum,
    Crc(u8),
}

const KINDS: [Kind; 10] = [
    Kind::Xor,
    Kind::Sum,
    Kind::NegativeSum,
    Kind::NibbleSum,
    Kind::NegativeNibbleSum,
    Kind::Crc(POLYNOMIALS[0]),
    Kind::Crc(POLYNOMIALS[1]),
    Kind::Crc(POLYNOMIALS[2]),
    Kind::Crc(POLYNOMIALS[3]),
    Kind::Crc(POLYNOMIALS[4]),
];

/// Weight of changes after which what still fits is a checksum: of several bits at once, or of single ones, which a second
/// switch could make as well.
const ENOUGH: u32 = 6;
const OF_SEVERAL: u32 = 3;
const OF_ONE: u32 = 1;

/// Changes of a payload after which nothing is tested any more.
const LAST: u32 = 200;

/// The search for checksums in one message of at most eight bytes.
#[derive(Debug, Clone)]
pub(super) struct Checks {
    /// By byte: the kinds that still fit.
    alive: [u16; LEN],
    /// By byte: how often it moved.
    moved: [u32; LEN],
    /// By byte: the weight of its changes.
    passed: [u32; LEN],
    changes: u32,
    /// The last few differences, so that one that comes again proves nothing new.
    met: [u64; 16],
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            alive: [(1 << KINDS.len()) - 1; LEN],
            moved: [0; LEN],
            passed: [0; LEN],
            changes: 0,
            met: [0; 16],
        }
    }
}

impl Checks {
    /// A payload of `len` bytes, at most eight, follows another.
    pub(super) fn hear(&mut self, before: u64, after: u64, len: usize) {
        let difference = before ^ after;
        if self.changes >= LAST || !(2..=LEN).contains(&len) {
            return;
        }
        let is_new = !self.met.contains(&difference);
        self.met[self.changes as usize % self.met.len()] = difference;
        self.changes += 1;
        let (before, after) = (before.to_le_bytes(), after.to_le_bytes());
        for (at, alive) in self.alive.iter_mut().enumerate().take(len) {
            let bits = (before[at] ^ after[at]).count_ones();
            self.moved[at] += bits.min(1);
            self.passed[at] += match (is_new, bits) {
                (false, _) | (_, 0) => 0,
                (_, 1) => OF_ONE,
                _ => OF_SEVERAL,
            };
            for (number, kind) in KINDS.iter().enumerate() {
                if *alive >> number & 1 == 1 && !kind.fits(&before[..len], &after[..len], at) {
                    *alive &= !(1 << number);
                }
            }
        }
    }

    /// The byte that is a checksum, if one is. Where any byte could be that of the others, it is the last, unless another moves far more
    /// often: what is summed up moves one at a time, the sum each time.
    pub(super) fn byte(&self) -> Option<u16> {
        let fits = |at: &usize| self.alive[*at] != 0 && self.passed[*at] >= ENOUGH;
        let most = (0..LEN).filter(fits).map(|at| self.moved[at]).max()?;
        let found = (0..LEN).rfind(|at| fits(at) && self.moved[*at] * 3 >= most)?;
        u16::try_from(found).ok()
    }
}

impl Kind {
    /// Whether byte `at` moved as this kind of check over the other bytes would.
    fn fits(self, before: &[u8], after: &[u8], at: usize) -> bool {
        let others = |bytes: &[u8], weigh: fn(u8) -> u8| {
            let rest = bytes.iter().enumerate().filter(|(place, _)| *place != at);
            rest.fold(0_u8, |sum, (_, byte)| sum.wrapping_add(weigh(*byte)))
        };
        let whole: fn(u8) -> u8 = |byte| byte;
        let nibbles: fn(u8) -> u8 = |byte| (byte >> 4) + (byte & 0xF);
        let moved = after[at].wrapping_sub(before[at]);
        let by = |weigh| others(after, weigh).wrapping_sub(others(before, weigh));
        // The upper half of the check's own byte may be a counter and counts with the rest.
        let own = (after[at] >> 4).wrapping_sub(before[at] >> 4);
        match self {
            Self::Sum => moved == by(whole),
            Self::NegativeSum => moved == by(whole).wrapping_neg(),
            Self::NibbleSum => moved & 0xF == by(nibbles).wrapping_add(own) & 0xF,
            Self::NegativeNibbleSum => moved & 0xF == by(nibbles).wrapping_add(own).wrapping_neg() & 0xF,
            Self::Xor => before.iter().zip(after).fold(0, |sum, (one, other)| sum ^ one ^ other) == 0,
            Self::Crc(polynomial) => {
                let pairs = before.iter().zip(after).enumerate().filter(|(place, _)| *place != at);
                let crc = pairs.fold(0_u8, |crc, (_, (one, other))| {
                    (0..8).fold(crc ^ one ^ other, |crc, _| {
                        if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ polynomial }
                    })
                });
                crc == before[at] ^ after[at]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heard of a message of eight bytes whose contents are these and whose last byte is `check` of the rest.
    fn heard(check: impl Fn(&[u8]) -> u8) -> Checks {
        let mut checks = Checks::default();
        let mut last = None;
        for turn in 0..40_u8 {
            let mut bytes = [turn % 3, 0x40, turn & 4, 0, turn.wrapping_mul(13), 0, turn & 0xF, 0];
            bytes[7] = check(&bytes[..7]);
            let payload = u64::from_le_bytes(bytes);
            if let Some(last) = last.replace(payload) {
                checks.hear(last, payload, 8);
            }
        }
        checks
    }

    #[test]
    fn a_checksum_is_told_from_the_bytes_it_covers() {
        let crc = |bytes: &[u8]| {
            bytes.iter().fold(0xFF_u8, |crc, byte| {
                (0..8).fold(crc ^ byte, |crc, _| if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ 0x1D })
            }) ^ 0xFF
        };
        let sum = |bytes: &[u8]| bytes.iter().fold(7, |sum: u8, byte| sum.wrapping_add(*byte));
        assert_eq!(heard(|bytes| bytes.iter().fold(7, |sum, byte| sum ^ byte)).byte(), Some(7));
        assert_eq!(heard(sum).byte(), Some(7));
        assert_eq!(heard(|bytes| sum(bytes).wrapping_neg()).byte(), Some(7));
        assert_eq!(heard(crc).byte(), Some(7));
    }

    #[test]
    fn a_counter_that_moves_more_often_than_the_checksum_over_it_is_not_taken_for_it() {
        let mut checks = Checks::default();
        let mut last = None;
        for turn in 0..60_u8 {
            // Where both go on by the same bit, the exclusive or of the two stays as it is.
            let mut bytes = [(turn % 5) << 4, turn / 7, (turn & 0xF) << 4, 0];
            bytes[3] = bytes.iter().fold(0xF1, |sum, byte| sum ^ byte);
            let payload = u64::from(u32::from_le_bytes(bytes));
            if let Some(last) = last.replace(payload) {
                checks.hear(last, payload, 4);
            }
        }
        assert_eq!(checks.byte(), Some(3));
    }

    #[test]
    fn bytes_that_go_their_own_ways_are_none() {
        assert_eq!(heard(|bytes| bytes[4].rotate_left(3) ^ bytes[0] & 2).byte(), None);
    }
}

//! One message of an unknown car: its rhythm, its pages, and how its bytes come together.

use std::time::Duration;

use super::field::Field;
use super::level::Level;
use crate::frame::{CanId, Time};
use crate::simulate::random::Random;

/// How a message guards its bytes, in its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// All other bytes, and this one, in exclusive or.
    Xor(u8),
    /// The sum of all other bytes and this one.
    Sum(u8),
    /// A CRC with this polynomial, begun with this byte.
    Crc(u8, u8),
}

impl Guard {
    fn over(self, bytes: &[u8]) -> u8 {
        match self {
            Self::Xor(first) => bytes.iter().fold(first, |sum, byte| sum ^ byte),
            Self::Sum(first) => bytes.iter().fold(first, |sum, byte| sum.wrapping_add(*byte)),
            Self::Crc(polynomial, first) => bytes.iter().fold(first, |crc, byte| {
                (0..8).fold(
                    crc ^ byte,
                    |crc, _| if crc & 0x80 == 0 { crc << 1 } else { (crc << 1) ^ polynomial },
                )
            }),
        }
    }
}

/// Whether a message is sent just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Its unit sleeps.
    Silent,
    /// Its unit has woken: its next frame is the first.
    Waking,
    Speaks,
}

/// A message, and where it stands in its rhythm.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: CanId,
    pub(super) period: Duration,
    pub(super) length: usize,
    /// What the first byte says in turn; empty where it is a byte like any other.
    pub(super) pages: Vec<u8>,
    pub(super) guard: Option<Guard>,
    pub(super) fields: Vec<Field>,
    /// Whether its unit sleeps when nothing is done for a while.
    pub(super) rests: bool,
    /// Whether the first frame after waking is all zero.
    pub(super) blank_first: bool,
    /// How soon a change brings an extra frame, if it does.
    pub(super) hurries: Option<Duration>,
    /// The bits that wires hold, page by page; one entry where there are no pages.
    pub(super) held: Vec<u64>,
    /// The page whose turn it is.
    pub(super) page: usize,
    pub(super) voice: Voice,
}

impl Message {
    /// The bytes of the frame that is sent at `now`; `page` is that of an extra frame.
    pub(super) fn bytes(
        &mut self,
        now: Time,
        page: Option<usize>,
        random: &mut Random,
        is: impl Fn(Level) -> bool,
    ) -> [u8; 8] {
        let current = page.unwrap_or(self.page);
        if page.is_none() && !self.pages.is_empty() {
            self.page = (self.page + 1) % self.pages.len();
        }
        let mut bits = self.held.get(current).copied().unwrap_or(0);
        for field in &mut self.fields {
            if field.page.is_none_or(|page| page == current) {
                field.step(now, random, &is);
                bits |= field.placed();
            }
        }
        if self.voice == Voice::Waking && self.blank_first {
            bits = 0;
        }
        self.voice = Voice::Speaks;
        let mut bytes = bits.to_le_bytes();
        if let Some(selector) = self.pages.get(current) {
            bytes[0] = *selector;
        }
        let last = self.length.saturating_sub(1);
        if let Some(guard) = self.guard {
            bytes[last] = guard.over(&bytes[..last]);
        }
        bytes
    }

    /// A wire's bit takes a value.
    pub(super) fn hold(&mut self, page: Option<usize>, bit: u8, value: bool) {
        let pages = self.held.iter_mut().enumerate();
        for (_, held) in pages.filter(|(number, _)| page.is_none_or(|page| page == *number)) {
            *held = (*held & !(1 << bit)) | (u64::from(value) << bit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guards_are_the_known_ones() {
        // CRC-8/SAE-J1850 without its final inversion, and CRC-8/AUTOSAR likewise, over their published check string.
        assert_eq!(Guard::Crc(0x1D, 0xFF).over(b"123456789") ^ 0xFF, 0x4B);
        assert_eq!(Guard::Crc(0x2F, 0xFF).over(b"123456789") ^ 0xFF, 0xDF);
        assert_eq!(Guard::Xor(0).over(&[1, 2, 4]), 7);
        assert_eq!(Guard::Sum(1).over(&[0xFF, 2]), 2);
    }
}

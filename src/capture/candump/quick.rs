//! The quick way through a candump log: classic data frames with six decimals, written as `candump` writes them, by
//! fixed columns. Whatever is written differently is left to the general parser.

use crate::capture::channels::Channels;
use crate::capture::digits::{decimal, hex_like, hex_word, six_digits, three_hex_digits, word};
use crate::capture::interest::Interest;
use crate::frame::{CanId, Flags, Frame, Time};

/// The whole seconds of the line read last: many lines share them.
#[derive(Default)]
pub(super) struct Quick {
    /// `(`, the digits, and the dot.
    bits: u128,
    mask: u128,
    /// Where the dot stands.
    dot: usize,
    whole_ns: i64,
}

impl Quick {
    /// Reads the frame that `rest` starts with; returns the length of its line, end included.
    #[inline]
    pub(super) fn read(
        &mut self,
        rest: &[u8],
        channels: &mut Channels,
        interest: &Interest,
        frame: &mut Frame,
    ) -> Option<usize> {
        let start = u128::from_le_bytes(window(rest, 0)?);
        if self.mask == 0 || start & self.mask != self.bits {
            self.learn(window(rest, 0)?)?;
        }
        let mut at = self.dot + 1;
        let decimals = word(rest, at)?;
        if decimals >> 48 != 0x2029 {
            return None;
        }
        let micros = six_digits(decimals)?;
        at += 8;
        let (channel, length) = channels.starting(window(rest, at)?)?;
        at += length + 1;
        let (id, length) = identifier(rest, at)?;
        at += length + 1;
        let (low, high) = (word(rest, at)?, word(rest, at + 8)?);
        let (digits, data) = if interest.wants(id) {
            let (low, high) = (hex_word(low), hex_word(high));
            let digits = if low.digits < 8 { low.digits } else { 8 + high.digits };
            (digits, u64::from(low.bytes) | u64::from(high.bytes) << 32)
        } else {
            let digits = hex_like(low);
            (if digits < 8 { digits } else { 8 + hex_like(high) }, 0)
        };
        if digits % 2 != 0 {
            return None;
        }
        let (length, flags) = ending(rest, at + digits)?;
        frame.flags = flags;
        let data = data.to_le_bytes();
        // The whole array where it is full: a copy of known size.
        let fits =
            if digits == 16 { frame.set_payload(&data) } else { frame.set_payload(&data[..digits / 2]) };
        if !fits {
            return None;
        }
        frame.time = Time::from_nanos(self.whole_ns.checked_add(i64::from(micros) * 1000)?);
        frame.id = id;
        frame.channel = channel;
        frame.len8_dlc = 0;
        Some(at + digits + length)
    }

    /// Remembers the whole seconds that a line starts with.
    #[cold]
    fn learn(&mut self, start: [u8; 16]) -> Option<()> {
        let dot = start.iter().position(|&byte| byte == b'.').filter(|&dot| dot >= 2)?;
        if start[0] != b'(' {
            return None;
        }
        let whole = i64::try_from(decimal(&start[1..dot])?).ok()?;
        self.whole_ns = whole.checked_mul(1_000_000_000)?;
        self.mask = u128::MAX >> (8 * (15 - dot));
        self.bits = u128::from_le_bytes(start) & self.mask;
        self.dot = dot;
        Some(())
    }
}

#[inline]
fn window(rest: &[u8], at: usize) -> Option<[u8; 16]> {
    rest.get(at..at.checked_add(16)?)?.try_into().ok()
}

/// Three or eight digits before a `#`, and how many they are. Error frames are not read here.
#[inline]
fn identifier(rest: &[u8], at: usize) -> Option<(CanId, usize)> {
    let text = word(rest, at)?;
    let [first, second, third, b'#', ..] = text.to_le_bytes() else { return extended(rest, at, text) };
    Some((CanId::standard(three_hex_digits([first, second, third])?)?, 3))
}

/// The same of eight digits, which `text` holds.
#[inline]
fn extended(rest: &[u8], at: usize, text: u64) -> Option<(CanId, usize)> {
    let digits = hex_word(text);
    let value = digits.bytes.swap_bytes();
    if digits.digits == 8 && rest.get(at + 8) == Some(&b'#') {
        return Some((CanId::extended(value)?, 8));
    }
    None
}

/// The length of the line's end at `at`, and the direction if it names one.
#[expect(clippy::inline_always, reason = "once a line; a call costs as much as the work")]
#[inline(always)]
fn ending(rest: &[u8], at: usize) -> Option<(usize, Flags)> {
    let (direction, flags) = match *rest.get(at..at.checked_add(2)?)? {
        [b' ', b'R'] => (2, Flags::empty()),
        [b' ', b'T'] => (2, Flags::TX),
        _ => (0, Flags::empty()),
    };
    let end = at + direction;
    let end = match *rest.get(end..end.checked_add(2)?)? {
        [b'\r', b'\n'] => 2,
        [b'\n' | b'\r', _] => 1,
        _ => return None,
    };
    Some((direction + end, flags))
}

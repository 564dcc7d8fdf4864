//! Digits to numbers, several at a time: seconds to exact nanoseconds, hexadecimal text to bytes.
//! It knows no format.

use std::fmt;

use crate::frame::Time;

const ONES: u64 = 0x0101_0101_0101_0101;

/// Decimal seconds (`-`, digits, and any number of decimals) to nanoseconds, exactly; decimals beyond the ninth
/// are cut off. `None` if it is no such number or no [`Time`] can hold it.
pub(crate) fn seconds(text: &[u8]) -> Option<Time> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (whole, fraction) = match memchr::memchr(b'.', text) {
        Some(dot) => (&text[..dot], &text[dot + 1..]),
        None => (text, &text[text.len()..]),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let nanos = decimal(whole)?.checked_mul(1_000_000_000)?.checked_add(billionths(fraction)?)?;
    let nanos = if negative { -i128::from(nanos) } else { i128::from(nanos) };
    i64::try_from(nanos).ok().map(Time::from_nanos)
}

/// A time as decimal seconds: six decimals, nine where it is no whole microsecond.
pub(super) struct Seconds(pub(super) Time);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.as_nanos();
        let sign = if nanos < 0 { "-" } else { "" };
        let (whole, fraction) = (nanos.unsigned_abs() / 1_000_000_000, nanos.unsigned_abs() % 1_000_000_000);
        if fraction.is_multiple_of(1000) {
            write!(f, "{sign}{whole}.{:06}", fraction / 1000)
        } else {
            write!(f, "{sign}{whole}.{fraction:09}")
        }
    }
}

/// Decimal milliseconds, likewise; decimals beyond the sixth are cut off.
pub(super) fn milliseconds(text: &[u8]) -> Option<Time> {
    let dot = memchr::memchr(b'.', text).unwrap_or(text.len());
    let (whole, fraction) = (&text[..dot], text.get(dot + 1..).unwrap_or_default());
    let negative = whole.first() == Some(&b'-');
    let whole = if negative { &whole[1..] } else { whole };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    // A billionth of a thousandth is a thousandth of what it is of the whole.
    let nanos = decimal(whole)?.checked_mul(1_000_000)?.checked_add(billionths(fraction)? / 1000)?;
    let nanos = i64::try_from(nanos).ok()?;
    Some(Time::from_nanos(if negative { -nanos } else { nanos }))
}

/// Decimal digits to a number; an empty text is 0. `None` for anything else or above `u64::MAX`.
pub(super) fn decimal(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0_u64, |sum, &byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 { None } else { sum.checked_mul(10)?.checked_add(u64::from(digit)) }
    })
}

/// The digits behind a decimal point as billionths; those beyond the ninth are checked and cut off.
fn billionths(text: &[u8]) -> Option<u64> {
    let (kept, cut) = text.split_at(text.len().min(9));
    if !cut.iter().all(u8::is_ascii_digit) {
        return None;
    }
    (kept.len()..9).try_fold(decimal(kept)?, |sum, _| sum.checked_mul(10))
}

/// One hexadecimal digit.
#[inline]
pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// What each character is worth as a hexadecimal digit; [`NO_DIGIT`] if it is none.
static HEX: [u8; 256] = {
    let mut all = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let digit = if value < 10 { b'0' + value } else { b'A' + value - 10 };
        all[digit as usize] = value;
        // Of a decimal digit, this is the digit itself.
        all[(digit | 0x20) as usize] = value;
        value += 1;
    }
    all
};
const NO_DIGIT: u8 = 0xF0;

/// Three hexadecimal digits to a number.
#[inline]
pub(super) fn three_hex_digits(text: [u8; 3]) -> Option<u32> {
    let [high, middle, low] = text.map(|byte| HEX[usize::from(byte)]);
    let is_number = high | middle | low < NO_DIGIT;
    is_number.then(|| u32::from(high) << 8 | u32::from(middle) << 4 | u32::from(low))
}

/// One to eight hexadecimal digits to a number.
pub(super) fn hex_number(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    text.iter().try_fold(0, |sum: u32, &byte| Some(sum << 4 | u32::from(hex_digit(byte)?)))
}

/// Eight bytes of `text` from `at`, the first lowest.
#[inline]
pub(super) fn word(text: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(text.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The first six of eight characters as a decimal number, if all six are digits.
#[inline]
pub(super) fn six_digits(word: u64) -> Option<u32> {
    // Two zeros in front make it the usual eight.
    let digits = word << 16 | 0x3030;
    let is_digits = (digits & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
        && (digits.wrapping_add(6 * ONES) & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030;
    if !is_digits {
        return None;
    }
    let ones = digits & 0x0F0F_0F0F_0F0F_0F0F;
    let pairs = (ones.wrapping_mul(10) + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    u32::try_from((fours.wrapping_mul(10_000) + (fours >> 32)) & 0xFFFF_FFFF).ok()
}

/// Eight characters read as hexadecimal.
#[derive(Clone, Copy)]
pub(super) struct HexWord {
    /// How many of the eight, from the first on, are hexadecimal digits.
    pub(super) digits: usize,
    /// The four bytes they stand for, the first lowest; meaningless where there are no digits.
    pub(super) bytes: u32,
}

/// Reads eight characters as hexadecimal digits of either case.
#[expect(clippy::inline_always, reason = "three times a line; a call costs as much as the work")]
#[inline(always)]
pub(super) fn hex_word(word: u64) -> HexWord {
    let letter = (word >> 6) & ONES;
    let value = (word & (0x0F * ONES)) + letter * 9;
    // A digit is 0011xxxx with a value below 10, a letter is 01x0xxxx with one from 10 to 15; each term below
    // is 1 in the bytes that break one condition.
    let wrong = (word >> 7)
        | !((word >> 6) ^ (word >> 4))
        | !((word >> 6) | (word >> 5))
        | (value >> 4)
        | (((value + 6 * ONES) >> 4) ^ letter);
    let pairs = ((value << 4) | (value >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs | (pairs >> 8)) & 0x0000_FFFF_0000_FFFF;
    HexWord { digits: leading(wrong & ONES), bytes: ((fours | (fours >> 16)) & 0xFFFF_FFFF) as u32 }
}

/// How many of eight characters, from the first on, could be hexadecimal digits: a quick look that mistakes
/// other letters for digits, but no blank, dot, underscore, line end, nor `R` or `T`.
#[inline]
pub(super) fn hex_like(word: u64) -> usize {
    leading(!((word >> 6) ^ (word >> 4)) & ONES)
}

/// The number of zero bytes before the first that is not.
#[inline]
fn leading(wrong: u64) -> usize {
    (wrong.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use super::{hex_digit, hex_number, hex_word, milliseconds, seconds, six_digits, three_hex_digits};
    use crate::frame::Time;

    #[test]
    fn seconds_are_exact_to_the_nanosecond() {
        let cases: [(&str, Option<i64>); 14] = [
            ("0", Some(0)),
            ("1.5", Some(1_500_000_000)),
            (".5", Some(500_000_000)),
            ("7.", Some(7_000_000_000)),
            ("-0.000000001", Some(-1)),
            ("1700000012.123456789", Some(1_700_000_012_123_456_789)),
            ("1700000012.1234567899", Some(1_700_000_012_123_456_789)),
            ("9223372036.854775807", Some(i64::MAX)),
            ("-9223372036.854775808", Some(i64::MIN)),
            ("9223372036.854775808", None),
            ("99999999999999999999999", None),
            (".", None),
            ("1.5x", None),
            ("1e3", None),
        ];
        for (text, nanos) in cases {
            assert_eq!(seconds(text.as_bytes()), nanos.map(Time::from_nanos), "{text}");
        }
    }

    #[test]
    fn milliseconds_are_exact_to_the_nanosecond() {
        for (text, nanos) in [
            ("1841", Some(1_841_000_000)),
            ("1059.9", Some(1_059_900_000)),
            ("-0.0000019", Some(-1)),
            ("0.0000019", Some(1)),
            ("", None),
            (".", None),
            ("1,5", None),
            ("99999999999999", None),
        ] {
            assert_eq!(milliseconds(text.as_bytes()), nanos.map(Time::from_nanos), "{text}");
        }
    }

    #[test]
    fn every_byte_is_a_hexadecimal_digit_in_a_word_exactly_when_it_is_one_alone() {
        for place in 0..8 {
            for byte in 0..=255_u8 {
                let mut text = *b"0aF9b4cD";
                text[place] = byte;
                let word = hex_word(u64::from_le_bytes(text));
                match hex_digit(byte) {
                    None => assert_eq!(word.digits, place, "{byte:#x} at {place}"),
                    Some(digit) => {
                        assert_eq!(word.digits, 8, "{byte:#x} at {place}");
                        let pair = word.bytes.to_le_bytes()[place / 2];
                        let found = if place % 2 == 0 { pair >> 4 } else { pair & 15 };
                        assert_eq!(found, digit);
                    }
                }
            }
        }
    }

    #[test]
    fn three_hexadecimal_digits_are_what_each_of_them_is() {
        for place in 0..3 {
            for byte in 0..=255_u8 {
                let mut text = *b"1aF";
                text[place] = byte;
                assert_eq!(three_hex_digits(text), hex_number(&text), "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn six_digits_take_digits_only() {
        for place in 0..6 {
            for byte in 0..=255_u8 {
                let mut text = *b"123456) ";
                text[place] = byte;
                let expected = str::from_utf8(&text[..6]).ok().and_then(|text| text.parse().ok());
                let expected = if byte == b'+' { None } else { expected };
                assert_eq!(six_digits(u64::from_le_bytes(text)), expected, "{byte:#x} at {place}");
            }
        }
    }
}

//! Numbers as they are written: integers exactly, floats in the shortest form that reads back as the same float.

use crate::dbc::{Kind, Raw, Signal};

/// Largest factor and offset that a float still holds exactly beside all its smaller neighbours (2^53): with them,
/// 64-bit raw values stay far below the ends of an `i128`.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number to be written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// A whole number, exact.
    Integer(i128),
    /// Any other.
    Float(f64),
}

impl Number {
    /// A raw value as it is.
    pub(super) fn raw(raw: Raw) -> Self {
        match raw {
            Raw::Unsigned(value) => Self::Integer(value.into()),
            Raw::Signed(value) => Self::Integer(value.into()),
            Raw::Float(value) => Self::Float(value),
        }
    }

    /// Whether it is a number that JSON can hold.
    pub(super) fn is_finite(self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Float(value) => value.is_finite(),
        }
    }

    /// Whether both are written as the same number.
    #[expect(clippy::float_cmp, reason = "the same number, not a near one")]
    pub(super) fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Float(one), Self::Float(other)) => one == other || one.is_nan() && other.is_nan(),
            (Self::Integer(whole), Self::Float(float)) | (Self::Float(float), Self::Integer(whole)) => {
                whole as f64 == float
            }
        }
    }

    /// Adds it to `out`; what is no number as `NaN`, `inf` or `-inf`.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        match self {
            // The wide formatter takes twice as long.
            Self::Integer(value) => match i64::try_from(value) {
                Ok(value) => integer(out, value),
                Err(_) => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
            },
            Self::Float(value) => {
                let mut buffer = zmij::Buffer::new();
                let text = buffer.format(value);
                out.extend_from_slice(text.strip_suffix(".0").unwrap_or(text).as_bytes());
            }
        }
    }
}

/// How raw values of a signal become physical ones.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scale {
    /// As they are.
    Same,
    /// Factor and offset are whole numbers, and so is every raw value: reckoned exactly, whatever its size.
    Whole(i128, i128),
    /// In floats.
    Float,
}

impl Scale {
    /// The scale of `signal`.
    #[expect(clippy::cast_possible_truncation, reason = "whole, and no larger than 2^53")]
    pub(super) fn of(signal: &Signal) -> Self {
        if signal.factor.to_bits() == 1.0_f64.to_bits() && signal.offset == 0.0 {
            return Self::Same;
        }
        let is_whole = |value: f64| value.fract() == 0.0 && value.abs() <= EXACT;
        match signal.kind {
            Kind::Unsigned | Kind::Signed if is_whole(signal.factor) && is_whole(signal.offset) => {
                Self::Whole(signal.factor as i128, signal.offset as i128)
            }
            _ => Self::Float,
        }
    }

    /// The physical value of `raw`.
    pub(super) fn physical(self, signal: &Signal, raw: Raw) -> Number {
        match (self, raw) {
            (Self::Same, _) => Number::raw(raw),
            (Self::Whole(factor, offset), Raw::Unsigned(raw)) => {
                Number::Integer(i128::from(raw) * factor + offset)
            }
            (Self::Whole(factor, offset), Raw::Signed(raw)) => {
                Number::Integer(i128::from(raw) * factor + offset)
            }
            _ => Number::Float(signal.physical(raw)),
        }
    }
}

/// Adds `value` in decimal.
pub(super) fn integer(out: &mut Vec<u8>, value: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Adds `nanos` as seconds with six decimals, nine where they are no whole microseconds.
pub(super) fn seconds(out: &mut Vec<u8>, nanos: i64) {
    if nanos < 0 {
        out.push(b'-');
    }
    let nanos = nanos.unsigned_abs();
    integer(out, nanos / 1_000_000_000);
    out.push(b'.');
    let fraction = nanos % 1_000_000_000;
    let (mut rest, width) = if fraction.is_multiple_of(1000) { (fraction / 1000, 6) } else { (fraction, 9) };
    let mut digits = [b'0'; 9];
    for digit in digits[..width].iter_mut().rev() {
        // A remainder of ten is one digit.
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[..width]);
}

/// Adds `bytes` as hexadecimal digits.
pub(super) fn hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Number, hex, seconds};

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn stamps_have_six_decimals_or_nine() {
        let cases = [
            (0, "0.000000"),
            (1_700_000_000_000_001_000, "1700000000.000001"),
            (1_000_000_001, "1.000000001"),
            (-500_000_000, "-0.500000"),
            (i64::MIN, "-9223372036.854775808"),
        ];
        for (nanos, expected) in cases {
            assert_eq!(text(|out| seconds(out, nanos)), expected);
        }
    }

    #[test]
    fn bytes_are_two_digits_each() {
        assert_eq!(text(|out| hex(out, &[0, 0x0F, 0xA5])), "000FA5");
    }

    proptest! {
        #[test]
        fn floats_read_back_as_they_were(value in any::<f64>()) {
            let text = text(|out| Number::Float(value).write(out));
            let back: f64 = text.parse().unwrap();
            prop_assert_eq!(back.to_bits() == value.to_bits(), !value.is_nan(), "{}", text);
        }

        #[test]
        fn integers_read_back_as_they_were(value in any::<i128>()) {
            prop_assert_eq!(text(|out| Number::Integer(value).write(out)).parse(), Ok(value));
        }
    }
}

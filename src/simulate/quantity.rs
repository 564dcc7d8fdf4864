//! Numbers as a person writes them, kept exactly: millionths in an integer, because a float could make
//! another platform's capture differ by a bit.

use std::time::Duration;

/// A number not below zero, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Quantity(u64);

impl Quantity {
    /// A whole number.
    pub(super) const fn whole(number: u32) -> Self {
        Self(number as u64 * 1_000_000)
    }

    /// Reads `12`, `12.5` or `.5`: digits at most ten before the point and six behind it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + part.len() == 0
            || !digits(whole)
            || !digits(part)
            || part.len() > 6
            || whole.len() > 10
        {
            return None;
        }
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let mut millionths: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
        for _ in part.len()..6 {
            millionths *= 10;
        }
        Some(Self(whole * 1_000_000 + millionths))
    }

    /// Millionths of it.
    pub(super) const fn millionths(self) -> u64 {
        self.0
    }

    /// As a span of time, where it counts seconds.
    pub(super) const fn seconds(self) -> Duration {
        Duration::from_micros(self.0)
    }

    /// In hundredths, such as 0.01 km/h, the rest cut off.
    pub(super) const fn hundredths(self) -> i64 {
        (self.0 / 10_000).cast_signed()
    }

    /// In thousandths, such as millivolts, the rest cut off.
    pub(super) const fn thousandths(self) -> i64 {
        (self.0 / 1000).cast_signed()
    }

    /// The whole part.
    pub(super) const fn floor(self) -> u64 {
        self.0 / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_kept_exactly() {
        assert_eq!(Quantity::parse("12.5").map(Quantity::millionths), Some(12_500_000));
        assert_eq!(Quantity::parse(".000001").map(Quantity::millionths), Some(1));
        assert_eq!(Quantity::parse("11.4").map(Quantity::thousandths), Some(11_400));
        assert_eq!(Quantity::parse("50").map(Quantity::hundredths), Some(5000));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", ".", "-1", "1e3", "1.2.3", "1.0000001", "99999999999", "nan", "٣"] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}

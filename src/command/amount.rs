//! Sizes and spans of time as a person names them on the command line.

use std::str::FromStr;
use std::time::Duration;

/// A number of bytes, such as `500k`, `10M` or `2G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size(pub(super) u64);

/// A span of time, such as `30s`, `10m` or `2h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period(pub(super) Duration);

impl FromStr for Size {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = amount(text, &[("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000)]);
        bytes.map(Self).ok_or("give a number of bytes above 0, such as 500k, 10M or 2G")
    }
}

impl FromStr for Period {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = amount(text, &[("s", 1), ("m", 60), ("min", 60), ("h", 3_600)]);
        let span = seconds.map(Duration::from_secs).map(Self);
        span.ok_or("give a span of time above 0, such as 30s, 10m or 2h")
    }
}

/// A whole number above 0 and what its unit makes of it.
fn amount(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: u64 = number.parse().ok()?;
    let factor = if unit.is_empty() {
        1
    } else {
        units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).map(|(_, factor)| *factor)?
    };
    number.checked_mul(factor).filter(|amount| *amount > 0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::{any, proptest};

    use super::{Period, Size};

    #[test]
    fn units_are_understood_and_nonsense_is_not() {
        let size = |text: &str| text.parse::<Size>().ok().map(|size| size.0);
        assert_eq!((size("500"), size("500k"), size("2g")), (Some(500), Some(500_000), Some(2_000_000_000)));
        assert_eq!((size("0"), size(""), size("5x"), size("-1")), (None, None, None, None));
        assert_eq!(size("99999999999999999999"), None);
        let span = |text: &str| text.parse::<Period>().ok().map(|span| span.0);
        assert_eq!(
            (span("90"), span("10m")),
            (Some(Duration::from_secs(90)), Some(Duration::from_secs(600)))
        );
        assert_eq!((span("0s"), span("m"), span("1.5h")), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            let _ = (text.parse::<Size>(), text.parse::<Period>());
        }
    }
}

//! Dates and times of day as text, to nanoseconds. No file says which time zone it means, so they count as UTC.

use super::digits::{decimal, seconds};
use crate::frame::Time;

/// Days from 1970-01-01 to a date of the Gregorian calendar; `None` if the month or day cannot be.
pub(super) fn days(year: u64, month: u64, day: u64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Counting years from March puts the leap day at the end: the usual closed form.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    Some(i64::try_from(days).ok()? - 719_468)
}

/// A moment taken apart, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
    /// From Sunday, which is 0.
    pub(super) weekday: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) millisecond: u16,
}

impl Civil {
    /// The date and time of day of `time`.
    pub(super) fn of(time: Time) -> Self {
        let millis = time.as_nanos().div_euclid(1_000_000);
        let (days, of_day) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
        // The inverse of `days`, in years that begin in March, of cycles of 400 years.
        let shifted = days + 719_468;
        let (cycle, of_cycle) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let small = |value: i64| u8::try_from(value).unwrap_or(0);
        Self {
            year: cycle * 400 + year + i64::from(month <= 2),
            month: small(month),
            day: small(day),
            // The epoch was a Thursday.
            weekday: small((days + 4).rem_euclid(7)),
            hour: small(of_day / 3_600_000),
            minute: small(of_day / 60_000 % 60),
            second: small(of_day / 1000 % 60),
            millisecond: u16::try_from(of_day % 1000).unwrap_or(0),
        }
    }
}

/// `hours:minutes:seconds`, the seconds with any number of decimals, from midnight.
pub(super) fn clock(text: &[u8]) -> Option<Time> {
    let mut parts = text.splitn(3, |&byte| byte == b':');
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds = seconds(parts.next()?)?.as_nanos();
    let whole = i64::try_from(hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?).ok()?;
    Some(Time::from_nanos(whole.checked_mul(1_000_000_000)?.checked_add(seconds)?))
}

/// `year-month-day` and a [`clock`], since the epoch.
pub(super) fn date_and_clock(date: &[u8], time: &[u8]) -> Option<Time> {
    let mut parts = date.splitn(3, |&byte| byte == b'-');
    let days = days(number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?)?;
    let nanos = days.checked_mul(86_400_000_000_000)?.checked_add(clock(time)?.as_nanos())?;
    Some(Time::from_nanos(nanos))
}

/// The date and time of day of `time`, for a person; `None` if it counts from the start of a recording.
pub(crate) fn date(time: Time) -> Option<String> {
    // No recording lasts until September 2001.
    if time < Time::from_nanos(1_000_000_000_000_000_000) {
        return None;
    }
    let Civil { year, month, day, hour, minute, .. } = Civil::of(time);
    Some(format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02} UTC"))
}

fn number(text: &[u8]) -> Option<u64> {
    if text.is_empty() { None } else { decimal(text) }
}

#[cfg(test)]
mod tests {
    use super::{Civil, clock, date, date_and_clock, days};
    use crate::frame::Time;

    #[test]
    fn a_date_is_said_only_where_stamps_are_of_the_clock() {
        assert_eq!(date(Time::from_nanos(1_700_000_000_000_000_000)).unwrap(), "2023-11-14 22:13 UTC");
        assert_eq!(date(Time::from_nanos(3_600_000_000_000)), None);
    }

    #[test]
    fn dates_count_from_the_epoch() {
        assert_eq!(days(1970, 1, 1), Some(0));
        assert_eq!(days(1969, 12, 31), Some(-1));
        assert_eq!(days(2000, 2, 29), Some(11_016));
        assert_eq!(days(2026, 11, 20), Some(20_777));
        assert_eq!(days(2026, 13, 1), None);
        assert_eq!(days(0, 1, 1), None);
    }

    #[test]
    fn taking_a_moment_apart_is_the_inverse() {
        for day in (-200_000..200_000).step_by(13) {
            let civil = Civil::of(Time::from_nanos(day * 21_600_000_000_000));
            let year = u64::try_from(civil.year).expect("after Christ");
            assert_eq!(
                days(year, civil.month.into(), civil.day.into()),
                Some(day.div_euclid(4)),
                "{civil:?}"
            );
        }
        let civil = Civil::of(Time::from_nanos(1_620_589_325_123_456_789));
        let expected = Civil {
            year: 2021,
            month: 5,
            day: 9,
            weekday: 0,
            hour: 19,
            minute: 42,
            second: 5,
            millisecond: 123,
        };
        assert_eq!(civil, expected);
    }

    #[test]
    fn a_moment_is_exact() {
        let moment = date_and_clock(b"2021-05-09", b"19:42:05.123456789").map(Time::as_nanos);
        assert_eq!(moment, Some(1_620_589_325_123_456_789));
        assert_eq!(clock(b"0:0:1").map(Time::as_nanos), Some(1_000_000_000));
        for bad in ["", "1", "1:2", "a:1:2", "1::2", "99999999999999999999:0:0", "9999999999999999:0:0"] {
            assert_eq!(clock(bad.as_bytes()), None, "{bad}");
        }
    }
}

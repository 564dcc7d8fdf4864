//! A moment in a capture as a person names it on the command line.

use std::str::FromStr;

use crate::frame::Time;

/// A moment in a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// So many nanoseconds after the first frame.
    After(i64),
    /// As the capture stamps it.
    Stamp(Time),
}

impl Moment {
    /// The moment by the capture's own clock.
    pub(super) const fn from(self, first: Time) -> Time {
        match self {
            Self::After(nanos) => Time::from_nanos(first.as_nanos().saturating_add(nanos)),
            Self::Stamp(time) => time,
        }
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (is_stamp, seconds) = match text.strip_prefix('@') {
            Some(stamp) => (true, stamp),
            None => (false, text),
        };
        let time = crate::capture::seconds(seconds.as_bytes()).ok_or(
            "give seconds from the first frame, such as 12.5, or a time as the capture stamps it, such as \
             @1700000012.5",
        )?;
        Ok(if is_stamp { Self::Stamp(time) } else { Self::After(time.as_nanos()) })
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use crate::frame::Time;

    #[test]
    fn seconds_count_from_the_first_frame_and_stamps_from_nothing() {
        let first = Time::from_nanos(1_000_000_000);
        let at = |text: &str| text.parse().map(|moment: Moment| moment.from(first).as_nanos());
        assert_eq!(at("2.5"), Ok(3_500_000_000));
        assert_eq!(at("@2.5"), Ok(2_500_000_000));
        assert_eq!(at("-0.5"), Ok(500_000_000));
        assert!(at("soon").is_err());
        assert!(at("").is_err());
    }

    #[test]
    fn moments_beyond_all_time_stop_at_its_end() {
        let moment: Moment = "9223372036".parse().unwrap();
        assert_eq!(moment.from(Time::MAX), Time::MAX);
    }
}

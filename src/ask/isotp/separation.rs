//! The least time between the frames of a message, as a receiver asks for it.

use std::time::Duration;

/// A coded separation time (`STmin`): 00 to 7F are milliseconds, F1 to F9 hundreds of microseconds, the rest is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Separation(pub u8);

impl Separation {
    /// No pause at all.
    pub const NONE: Self = Self(0);

    /// The longest that can be asked for; what a reserved code stands for (ISO 15765-2:2016, 9.6.5.5).
    pub const LONGEST: Duration = Duration::from_millis(0x7F);

    /// How long it is.
    pub const fn span(self) -> Duration {
        match self.0 {
            0..=0x7F => Duration::from_millis(self.0 as u64),
            0xF1..=0xF9 => Duration::from_micros((self.0 as u64 - 0xF0) * 100),
            _ => Self::LONGEST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Separation;
    use std::time::Duration;

    #[test]
    fn codes_are_milliseconds_or_hundreds_of_microseconds_and_reserved_ones_the_longest_pause() {
        let micros = |code| Separation(code).span().as_micros();
        assert_eq!([0, 1, 0x7F].map(micros), [0, 1000, 127_000]);
        assert_eq!([0xF1, 0xF5, 0xF9].map(micros), [100, 500, 900]);
        for reserved in (0x80..=0xF0).chain(0xFA..=0xFF) {
            assert_eq!(Separation(reserved).span(), Duration::from_millis(127), "{reserved:02X}");
        }
    }
}

//! A signal's value as the bus carries it, before factor and offset.

/// A raw value. Which variant it is depends on the signal alone, never on the bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Raw {
    /// Of an unsigned integer signal.
    Unsigned(u64),
    /// Of a signed integer signal (two's complement).
    Signed(i64),
    /// Of an IEEE 754 signal, single or double precision.
    Float(f64),
}

impl Raw {
    /// The value as a float; integers beyond 2^53 are rounded.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Unsigned(value) => value as f64,
            Self::Signed(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// The value as an integer, if it is one and fits.
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::Unsigned(value) => i64::try_from(value).ok(),
            Self::Signed(value) => Some(value),
            Self::Float(_) => None,
        }
    }
}

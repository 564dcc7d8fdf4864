//! What gives somebody away, and how it was found.

use std::fmt;
use std::sync::Arc;

/// What kind of thing gives somebody away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Private {
    /// The vehicle identification number.
    Vin,
    /// The serial number of a control unit or an engine.
    Serial,
    /// Which workshop or tester worked on a control unit.
    Workshop,
    /// Where the car was.
    Position,
}

impl Private {
    /// The kebab-case word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Vin => "vin",
            Self::Serial => "serial-number",
            Self::Workshop => "workshop",
            Self::Position => "position",
        }
    }

    /// It in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Vin => "VIN",
            Self::Serial => "serial number",
            Self::Workshop => "workshop or tester",
            Self::Position => "position",
        }
    }

    /// The byte that stands in its place: a letter where a reader expects letters.
    pub(super) const fn filler(self) -> u8 {
        if matches!(self, Self::Vin) { b'X' } else { 0 }
    }
}

/// How it was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Found {
    /// A diagnostic message says what it holds.
    Named {
        /// The service as it is sent: of an answer, with 40 added.
        service: u8,
        /// What it holds, one byte or two.
        identifier: u16,
    },
    /// Seventeen letters and digits in one message or frame.
    Text,
    /// The same, in turns, by frames that count themselves.
    Turns,
    /// Pieces of a VIN that was found elsewhere.
    Known,
    /// A parameter group of J1939 or NMEA 2000.
    ParameterGroup(u32),
    /// A signal that a DBC file marks, or calls by such a name.
    Signal(Arc<str>),
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named { service, identifier } if *identifier > 0xFF => {
                let [high, low] = identifier.to_be_bytes();
                write!(f, "diagnostic message {service:02X} {high:02X} {low:02X}")
            }
            Self::Named { service, identifier } => {
                write!(f, "diagnostic message {service:02X} {identifier:02X}")
            }
            Self::Text => f.write_str("17 letters and digits in a row"),
            Self::Turns => f.write_str("17 letters and digits, in turns"),
            Self::Known => f.write_str("pieces of a VIN that stands elsewhere"),
            Self::ParameterGroup(number) => write!(f, "parameter group {number}"),
            Self::Signal(name) => write!(f, "signal {name}"),
        }
    }
}

//! Where a bit stands on the bus: identifier, bit, and the first byte's value where that says what a frame holds.

use std::fmt;

use crate::frame::CanId;

/// One bit of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The message.
    pub id: CanId,
    /// The first byte of the frames that hold it, where different first bytes mean different contents.
    pub page: Option<u8>,
    /// Eight times the byte plus the bit, each from 0, bit 0 the least significant: the start bit in a DBC.
    pub bit: u16,
}

impl fmt::Display for Place {
    /// As vehicle notes write it: `60D 0.3`, or `60D [05] 2.1` in frames that begin with 05.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.id)?;
        if let Some(page) = self.page {
            write!(f, "[{page:02X}] ")?;
        }
        write!(f, "{}.{}", self.bit / 8, self.bit % 8)
    }
}

//! Between whom a link runs: two identifiers, and two address bytes where the frames bear them.

use super::Addressing;
use crate::frame::{CanId, Frame};

/// One side's view of a pair of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Route {
    /// The identifier of what this side sends.
    pub sends: CanId,
    /// The identifier of what this side hears.
    pub hears: CanId,
    /// The first byte of what is sent and of what is heard, with extended and mixed addressing.
    pub bytes: Option<(u8, u8)>,
}

impl Route {
    /// Two identifiers without address bytes (normal addressing, and normal fixed with 29 bits).
    pub const fn new(sends: CanId, hears: CanId) -> Self {
        Self { sends, hears, bytes: None }
    }

    /// With an address byte in front of what is sent and of what is heard.
    #[must_use]
    pub const fn with_bytes(self, sent: u8, heard: u8) -> Self {
        Self { bytes: Some((sent, heard)), ..self }
    }

    /// The same from the other side.
    #[must_use]
    pub fn reversed(self) -> Self {
        let bytes = self.bytes.map(|(sent, heard)| (heard, sent));
        Self { sends: self.hears, hears: self.sends, bytes }
    }

    /// Where in a frame the protocol begins.
    pub const fn addressing(self) -> Addressing {
        if self.bytes.is_some() { Addressing::Extended } else { Addressing::Normal }
    }

    /// Whether `frame` is for this side.
    pub fn carries(self, frame: &Frame) -> bool {
        frame.id == self.hears
            && frame.is_data()
            && self.bytes.is_none_or(|(_, heard)| frame.payload().first() == Some(&heard))
    }
}

//! What a unit says of a code beside it: now there, or only remembered.

use std::fmt;

/// The status byte, in the language of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// As UDS has it, one bit for each thing (ISO 14229-1, D.2).
    Uds(u8),
    /// As KWP2000 has it (ISO 14230-3); units may have one of their own.
    Kwp(Kwp),
}

/// The status byte of KWP2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kwp(pub u8);

/// The bits of UDS's, lowest first, as they are told; those that only say that a test has not run yet are left out.
const UDS: [(u8, &str); 6] = [
    (0x01, "failing now"),
    (0x02, "failed in this cycle"),
    (0x04, "pending"),
    (0x08, "confirmed"),
    (0x20, "failed since the codes were cleared"),
    (0x80, "warning lamp asked for"),
];

impl Status {
    /// The byte itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Uds(byte) | Self::Kwp(Kwp(byte)) => byte,
        }
    }

    /// Whether the unit sees the fault now; `None` if it does not say.
    pub const fn is_present(self) -> Option<bool> {
        match self {
            Self::Uds(byte) => Some(byte & 0x01 != 0),
            Self::Kwp(kwp) => kwp.is_present(),
        }
    }

    /// What it says, in words.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Uds(byte) => {
                UDS.iter().filter(|(bit, _)| byte & bit != 0).map(|(_, words)| *words).collect()
            }
            Self::Kwp(kwp) => kwp.words(),
        }
    }
}

impl Kwp {
    /// Bits 5 and 6: whether it was seen, and whether it is seen now.
    const fn storage(self) -> u8 {
        self.0 >> 5 & 3
    }

    const fn is_present(self) -> Option<bool> {
        match self.storage() {
            1 => Some(false),
            3 => Some(true),
            // Never seen at all, or coming and going.
            _ => None,
        }
    }

    fn words(self) -> Vec<&'static str> {
        let storage = match self.storage() {
            1 => Some("remembered, not there now"),
            2 => Some("comes and goes"),
            3 => Some("there now"),
            _ => None,
        };
        let lamp = (self.0 & 0x80 != 0).then_some("warning lamp asked for");
        storage.into_iter().chain(lamp).collect()
    }
}

impl fmt::Display for Status {
    /// The words and the byte.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words();
        if words.is_empty() {
            return write!(f, "status {:02X}", self.byte());
        }
        write!(f, "{} (status {:02X})", words.join(", "), self.byte())
    }
}

#[cfg(test)]
mod tests {
    use super::{Kwp, Status};

    #[test]
    fn what_is_there_now_is_told_from_what_is_remembered() {
        assert_eq!(Status::Uds(0x09).to_string(), "failing now, confirmed (status 09)");
        assert_eq!(Status::Uds(0x50).to_string(), "status 50");
        assert_eq!(Status::Kwp(Kwp(0xE0)).to_string(), "there now, warning lamp asked for (status E0)");
        let present = |byte| Status::Kwp(Kwp(byte)).is_present();
        assert_eq!([0x00, 0x20, 0x40, 0x60].map(present), [None, Some(false), None, Some(true)]);
        assert_eq!([0x08, 0x01].map(|byte| Status::Uds(byte).is_present()), [Some(false), Some(true)]);
    }
}

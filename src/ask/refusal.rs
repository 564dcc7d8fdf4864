//! A unit's refusal: its code, and what it says.

use std::fmt;

use automotive_diag::kwp2000::KwpError;
use automotive_diag::uds::UdsError;

use super::camel::words;

/// The code behind `7F` and the service (ISO 14229-1 and ISO 14230-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Refusal(pub u8);

impl Refusal {
    /// Ask again: the unit is busy.
    pub const BUSY: Self = Self(0x21);
    /// The answer comes later.
    pub const PENDING: Self = Self(0x78);
    /// The unit does not have this service.
    pub const NO_SERVICE: Self = Self(0x11);

    /// What it says, by its name in UDS or else in KWP2000; nothing for a code that neither has.
    pub fn name(self) -> Option<String> {
        let uds = UdsError::from_repr(self.0).map(words);
        uds.or_else(|| KwpError::from_repr(self.0).map(words))
    }

    /// Whether it says that this unit will never answer the question, whatever the session.
    pub const fn is_final(self) -> bool {
        matches!(self.0, 0x11..=0x13 | 0x31)
    }
}

impl fmt::Display for Refusal {
    /// Its name and its code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} ({:02X})", self.0),
            None => write!(f, "refusal {:02X}, which has no name in the standards", self.0),
        }
    }
}

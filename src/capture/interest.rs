//! Which identifiers anyone will look at. A reader may leave the payload of all others unread.

use crate::frame::CanId;

/// A set of identifiers whose payloads matter.
#[derive(Debug, Clone)]
pub struct Interest {
    /// One bit for each 11-bit identifier; `None`: everything matters.
    standard: Option<Box<[u64; 32]>>,
    /// Sorted 29-bit identifiers.
    extended: Vec<u32>,
}

impl Interest {
    /// Every payload matters.
    pub const fn everything() -> Self {
        Self { standard: None, extended: Vec::new() }
    }

    /// Only the payloads of `ids` matter.
    pub fn only(ids: impl IntoIterator<Item = CanId>) -> Self {
        let mut standard = Box::new([0_u64; 32]);
        let mut extended = Vec::new();
        for id in ids {
            if id.is_extended() {
                extended.push(id.value());
            } else {
                standard[(id.value() / 64) as usize % 32] |= 1 << (id.value() % 64);
            }
        }
        extended.sort_unstable();
        extended.dedup();
        Self { standard: Some(standard), extended }
    }

    /// Whether the payload of `id` matters.
    #[inline]
    pub fn wants(&self, id: CanId) -> bool {
        let Some(standard) = &self.standard else { return true };
        if id.is_extended() {
            self.extended.binary_search(&id.value()).is_ok()
        } else {
            standard[(id.value() / 64) as usize % 32] & (1 << (id.value() % 64)) != 0
        }
    }
}

impl Default for Interest {
    fn default() -> Self {
        Self::everything()
    }
}

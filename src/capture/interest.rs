//! Which identifiers anyone will look at. A reader may leave the payload of all others unread.

use crate::frame::CanId;

/// A set of identifiers whose payloads matter.
#[derive(Debug, Clone)]
pub struct Interest {
    /// One bit for each 11-bit identifier; `None`: everything matters.
    standard: Option<Box<[u64; 32]>>,
    /// Sorted 29-bit identifiers.
    extended: Vec<u32>,
    /// Whether all of normal fixed addressing matters.
    fixed: bool,
}

impl Interest {
    /// Every payload matters.
    pub const fn everything() -> Self {
        Self { standard: None, extended: Vec::new(), fixed: false }
    }

    /// Only the payloads of `ids` matter.
    pub fn only(ids: impl IntoIterator<Item = CanId>) -> Self {
        Self { standard: Some(Box::new([0; 32])), extended: Vec::new(), fixed: false }.with(ids)
    }

    /// The payloads by which diagnostics are usually spoken matter, too: from 700 up, and of normal fixed addressing
    /// (ISO 15765-2, 18DAxxxx and 18DBxxxx).
    #[must_use]
    pub fn with_diagnostics(mut self) -> Self {
        if let Some(standard) = &mut self.standard {
            standard[0x700 / 64..].fill(u64::MAX);
        }
        self.fixed = true;
        self
    }

    /// The payloads of `ids` matter, too.
    #[must_use]
    pub fn with(mut self, ids: impl IntoIterator<Item = CanId>) -> Self {
        let Some(standard) = &mut self.standard else { return self };
        for id in ids {
            if id.is_extended() {
                self.extended.push(id.value());
            } else {
                standard[(id.value() / 64) as usize % 32] |= 1 << (id.value() % 64);
            }
        }
        self.extended.sort_unstable();
        self.extended.dedup();
        self
    }

    /// Whether the payload of `id` matters.
    #[inline]
    pub fn wants(&self, id: CanId) -> bool {
        let Some(standard) = &self.standard else { return true };
        if id.is_extended() {
            let is_fixed = self.fixed && matches!(id.value() >> 16, 0x18DA | 0x18DB);
            is_fixed || self.extended.binary_search(&id.value()).is_ok()
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

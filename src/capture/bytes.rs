//! Integers at a place in a record, of either byte order. It knows no format.

/// The order of the bytes in an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Order {
    /// Lowest first.
    #[default]
    Little,
    /// Highest first.
    Big,
}

impl Order {
    /// Two bytes of `record` from `at`.
    pub(super) fn u16(self, record: &[u8], at: usize) -> Option<u16> {
        let bytes = array(record, at)?;
        Some(if self == Self::Little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    /// Four bytes of `record` from `at`.
    pub(super) fn u32(self, record: &[u8], at: usize) -> Option<u32> {
        let bytes = array(record, at)?;
        Some(if self == Self::Little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// Eight bytes of `record` from `at`.
    pub(super) fn u64(self, record: &[u8], at: usize) -> Option<u64> {
        let bytes = array(record, at)?;
        Some(if self == Self::Little { u64::from_le_bytes(bytes) } else { u64::from_be_bytes(bytes) })
    }
}

fn array<const N: usize>(record: &[u8], at: usize) -> Option<[u8; N]> {
    record.get(at..at.checked_add(N)?)?.try_into().ok()
}

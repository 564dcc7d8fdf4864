//! From an identifier to the place of its message, fast enough for every frame of a bus.

use crate::frame::CanId;

/// No message.
const NONE: u32 = u32::MAX;

/// Places by identifier: a table for the 2048 short identifiers, a sorted list for the long ones.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    standard: Box<[u32]>,
    extended: Vec<(u32, u32)>,
}

impl Index {
    /// The index of `ids` by their places; each identifier must come once.
    pub(crate) fn new(ids: impl IntoIterator<Item = CanId>) -> Self {
        let mut index =
            Self { standard: vec![NONE; CanId::MAX_STANDARD as usize + 1].into(), extended: Vec::new() };
        for (id, place) in ids.into_iter().zip(0..NONE) {
            if id.is_extended() {
                index.extended.push((id.value(), place));
            } else if let Some(slot) = index.standard.get_mut(id.value() as usize) {
                *slot = place;
            }
        }
        index.extended.sort_unstable();
        index
    }

    /// The place of `id`.
    pub(crate) fn place(&self, id: CanId) -> Option<usize> {
        let place = if id.is_extended() {
            let found = self.extended.binary_search_by_key(&id.value(), |(id, _)| *id).ok()?;
            self.extended[found].1
        } else {
            *self.standard.get(id.value() as usize)?
        };
        (place != NONE).then_some(place as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_identifiers_of_one_number_are_two() {
        let short = CanId::standard(0x123).unwrap();
        let long = CanId::extended(0x123).unwrap();
        let index = Index::new([long, CanId::standard(0x7FF).unwrap(), CanId::extended(5).unwrap()]);
        assert_eq!(index.place(long), Some(0));
        assert_eq!(index.place(short), None);
        assert_eq!(index.place(CanId::standard(0x7FF).unwrap()), Some(1));
        assert_eq!(index.place(CanId::extended(5).unwrap()), Some(2));
    }
}

//! The records of one data group, of one kind or many, one behind the other. It does not know what is in them.

use std::sync::Arc;

use super::stream::{Damage, Found, LARGEST_NEED, Stream};
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;
use crate::notice::NoticeKind;

/// How long the records of a kind are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Fixed(u64),
    /// A length of four bytes stands before each.
    Variable,
}

/// What the records of a data group look like.
#[derive(Debug, Clone)]
pub(super) struct Kinds {
    /// Bytes of the number before each record: 0 if all are of one kind.
    id_size: usize,
    /// By number, sorted.
    sizes: Arc<[(u64, Size)]>,
}

/// What is at the front of the stream now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// A record of the kind at this place of the kinds, so many bytes long, none of them consumed.
    Record(usize, u64),
    Damaged(Damage),
    /// Nothing can be read behind here, for this reason.
    Broken(Damage),
    End,
}

impl Kinds {
    pub(super) fn new(id_size: usize, mut sizes: Vec<(u64, Size)>) -> Self {
        sizes.sort_by_key(|(id, _)| *id);
        if id_size == 0 {
            sizes.truncate(1);
        }
        Self { id_size, sizes: sizes.into() }
    }

    /// The place of the kind with this number.
    pub(super) fn place(&self, id: u64) -> Option<usize> {
        self.sizes.binary_search_by_key(&id, |(id, _)| *id).ok()
    }

    /// The number of the record at `position`, where all are of one length.
    pub(super) fn index(&self, position: u64) -> Option<u64> {
        match self.sizes.first() {
            Some((_, Size::Fixed(length))) if self.id_size == 0 => position.checked_div(*length),
            _ => None,
        }
    }

    /// Looks at the next record, whose number and length are consumed.
    pub(super) fn head(&self, store: &mut Seekable, stream: &mut Stream) -> Result<Head, Error> {
        let found = stream.need(store, self.id_size.max(1))?;
        if found != Found::Enough {
            return Ok(self.short(stream, found));
        }
        let bytes = stream.rest().get(..self.id_size).unwrap_or_default();
        let id = bytes.iter().rev().fold(0, |id, byte| id << 8 | u64::from(*byte));
        let place = if self.id_size == 0 { Some(0) } else { self.place(id) };
        let Some((place, (_, size))) = place.and_then(|place| Some((place, self.sizes.get(place)?))) else {
            let text = "a record is of a kind that is not described; the rest of its group cannot be read";
            return Ok(if is_zero(stream) { Head::End } else { broken(text) });
        };
        match *size {
            // Or the same place would be a record for ever.
            Size::Fixed(0) if self.id_size == 0 => Ok(broken("the records of a group have no length")),
            Size::Fixed(length) => {
                stream.consume(self.id_size);
                Ok(Head::Record(place, length))
            }
            Size::Variable => {
                let found = stream.need(store, self.id_size + 4)?;
                if found != Found::Enough {
                    return Ok(self.short(stream, found));
                }
                let length = stream.rest().iter().skip(self.id_size).take(4).rev();
                let length = length.fold(0, |length, byte| length << 8 | u64::from(*byte));
                stream.consume(self.id_size + 4);
                Ok(Head::Record(place, length))
            }
        }
    }

    /// What it means that less was found where a record was looked for.
    fn short(&self, stream: &mut Stream, found: Found) -> Head {
        if found == Found::End && stream.rest().is_empty() { Head::End } else { self.within(stream, found) }
    }

    /// What it means that less was found than a record has.
    pub(super) fn within(&self, stream: &mut Stream, found: Found) -> Head {
        match (found, self.sizes.first()) {
            (Found::Damaged(damage), Some((_, Size::Fixed(length)))) if self.id_size == 0 => {
                // All records are of one length, so it is known where the next one begins.
                let behind = stream.position() % (*length).max(1);
                stream.lose(if behind == 0 { 0 } else { length.saturating_sub(behind) });
                Head::Damaged(damage)
            }
            (Found::Damaged(damage), _) => Head::Broken(damage),
            (Found::End | Found::Enough, _) if is_zero(stream) => Head::End,
            (Found::End | Found::Enough, _) => {
                Head::Broken(Damage { kind: NoticeKind::CutOff, text: "the last record is cut off" })
            }
        }
    }

    /// Whether a record of this length can be held.
    pub(super) fn holds(length: u64) -> Option<usize> {
        usize::try_from(length).ok().filter(|&length| length <= LARGEST_NEED)
    }
}

/// Whether only padding is left, or room that was never written.
fn is_zero(stream: &Stream) -> bool {
    stream.is_open() && !stream.rest().is_empty() && stream.rest().iter().all(|&byte| byte == 0)
}

fn broken(text: &'static str) -> Head {
    Head::Broken(Damage { kind: NoticeKind::MalformedLine, text })
}

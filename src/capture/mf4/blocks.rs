//! The blocks that an MF4 file is made of: a header with a kind and links to other blocks, then data. Every place is
//! checked against the file; what the data mean is not known here.

use crate::capture::bytes::Order;
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;

/// The identification at the start of the file, before which no link leads.
const IDENTIFICATION: u64 = 64;

/// Kind, length and number of links (ASAM MDF 4.2, section 6.3).
const HEADER: u64 = 24;
const LINK: u64 = 8;

/// The longest text that is read; the names of CAN channels are shorter.
const LONGEST_TEXT: usize = 128;

/// A block whose links are all within the file; its data may not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: [u8; 2],
    at: u64,
    length: u64,
    links: u64,
}

impl Block {
    /// The block at `at`; `None` if there is none.
    pub(super) fn read(store: &mut Seekable, at: u64) -> Result<Option<Self>, Error> {
        if at < IDENTIFICATION {
            return Ok(None);
        }
        let whole = store.length();
        let order = Order::Little;
        let &[b'#', b'#', first, second, _, _, _, _, ref rest @ ..] = store.look(at, 24)? else {
            return Ok(None);
        };
        let (Some(length), Some(links)) = (order.u64(rest, 0), order.u64(rest, 8)) else { return Ok(None) };
        let smallest = links.checked_mul(LINK).and_then(|bytes| bytes.checked_add(HEADER));
        let ends_within = |length: &u64| at.checked_add(*length).is_some_and(|end| end <= whole);
        // A logger that lost its power may have left the length at zero.
        Ok(smallest.filter(ends_within).map(|smallest| Self {
            kind: [first, second],
            at,
            length: length.max(smallest),
            links,
        }))
    }

    /// The same, if it is of this kind.
    pub(super) fn read_kind(store: &mut Seekable, at: u64, kind: [u8; 2]) -> Result<Option<Self>, Error> {
        Ok(Self::read(store, at)?.filter(|block| block.kind == kind))
    }

    /// Where it begins.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// How many links it has.
    pub(super) fn links(&self) -> u64 {
        self.links
    }

    /// Where link number `number` leads; 0 is nowhere.
    pub(super) fn link(&self, store: &mut Seekable, number: u64) -> Result<u64, Error> {
        if number >= self.links {
            return Ok(0);
        }
        let bytes = store.look(self.at + HEADER + number * LINK, 8)?;
        Ok(Order::Little.u64(bytes, 0).unwrap_or_default())
    }

    /// Bytes of its header and links.
    pub(super) fn head(&self) -> u64 {
        HEADER + self.links * LINK
    }

    /// Where its data begin.
    pub(super) fn data(&self) -> u64 {
        self.at + self.head()
    }

    /// How many bytes of data it claims.
    pub(super) fn data_length(&self) -> u64 {
        self.length.saturating_sub(self.head())
    }

    /// The first `count` bytes of its data, or as many as there are.
    pub(super) fn fields<'a>(&self, store: &'a mut Seekable, count: usize) -> Result<&'a [u8], Error> {
        let count = usize::try_from(self.data_length()).map_or(count, |length| length.min(count));
        store.look(self.data(), count)
    }
}

/// The text that `at` leads to, if it is a short one.
pub(super) fn text(store: &mut Seekable, at: u64) -> Result<Option<String>, Error> {
    let Some(block) = Block::read_kind(store, at, *b"TX")? else { return Ok(None) };
    let bytes = block.fields(store, LONGEST_TEXT)?;
    let text = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
    Ok(str::from_utf8(text).ok().map(str::to_owned))
}

/// Little-endian fields of a block's data; zero where the block is too short for one, as older versions are.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl Fields<'_> {
    pub(super) fn u8(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or_default()
    }

    pub(super) fn u16(&self, at: usize) -> u16 {
        Order::Little.u16(self.0, at).unwrap_or_default()
    }

    pub(super) fn u32(&self, at: usize) -> u32 {
        Order::Little.u32(self.0, at).unwrap_or_default()
    }

    pub(super) fn u64(&self, at: usize) -> u64 {
        Order::Little.u64(self.0, at).unwrap_or_default()
    }

    pub(super) fn f64(&self, at: usize) -> f64 {
        f64::from_bits(self.u64(at))
    }
}

//! The data of a group as one chain of pieces, whether they stand in one block or in lists of blocks, packed or not.
//! It finds the pieces; what is in them is not known here.

use std::sync::Arc;

use super::blocks::{Block, Fields};
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;

/// What stands before the packed bytes of a DZ block.
const PACKED_HEADER: u64 = 24;

/// How a piece is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Stored,
    /// Deflated from so many bytes.
    Deflated(u64),
    /// Deflated from so many bytes, which were before put column by column of a table of so many columns.
    Transposed(u64, u64),
}

/// One piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) at: u64,
    /// Bytes in the file.
    pub(super) stored: u64,
    pub(super) packing: Packing,
    /// The file ends within it.
    pub(super) is_cut: bool,
    /// Its end is only where something else begins, because its length was never written.
    pub(super) is_open: bool,
}

/// What comes next in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Piece(Piece),
    /// Something that is no piece, behind which nothing can be found.
    Damaged(&'static str),
    End,
}

/// Where blocks are known to begin.
#[derive(Debug, Clone)]
pub(super) struct Starts {
    /// Their places, sorted.
    pub(super) places: Arc<[u64]>,
    /// The logger may not have written the length of the last block of data.
    pub(super) is_open: bool,
}

impl Starts {
    /// The first one behind `at`.
    fn behind(&self, at: u64) -> Option<u64> {
        self.places.get(self.places.partition_point(|&place| place <= at)).copied()
    }
}

/// Goes from piece to piece.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    next: Next,
    /// Bytes of the file that it may still visit: every one at most once, so that no circle is endless.
    left: u64,
    starts: Starts,
}

#[derive(Debug, Clone, Copy)]
enum Next {
    Block(u64),
    List { list: Block, number: u64, end: u64 },
}

impl Chain {
    /// The chain that begins at `root`; 0 is an empty one.
    pub(super) fn new(store: &Seekable, root: u64, starts: Starts) -> Self {
        Self { next: Next::Block(root), left: store.length(), starts }
    }

    /// The next piece.
    pub(super) fn step(&mut self, store: &mut Seekable) -> Result<Step, Error> {
        loop {
            match self.next {
                Next::Block(0) => return Ok(Step::End),
                Next::Block(at) => {
                    self.next = Next::Block(0);
                    let Some(block) = Block::read(store, at)? else { return Ok(ASTRAY) };
                    if !self.visit(block.head()) {
                        return Ok(CIRCLE);
                    }
                    match &block.kind {
                        b"HL" => self.next = Next::Block(block.link(store, 0)?),
                        b"DL" | b"LD" => {
                            let end = members(store, &block)?;
                            self.next = Next::List { list: block, number: 1, end };
                        }
                        _ => return self.piece(store, &block, true),
                    }
                }
                Next::List { list, number, end } if number < end => {
                    self.next = Next::List { list, number: number + 1, end };
                    let at = list.link(store, number)?;
                    // A logger may have made room in the list for more.
                    if at != 0 {
                        let is_last = self.starts.is_open
                            && list.link(store, number + 1)? == 0
                            && list.link(store, 0)? == 0;
                        let step = match Block::read(store, at)? {
                            Some(block) if self.visit(block.head()) => self.piece(store, &block, is_last)?,
                            Some(_) => CIRCLE,
                            None => ASTRAY,
                        };
                        if matches!(step, Step::Damaged(_)) {
                            self.next = Next::Block(0);
                        }
                        return Ok(step);
                    }
                }
                Next::List { list, .. } => self.next = Next::Block(list.link(store, 0)?),
            }
        }
    }

    /// The piece in a block of data; the last one may have been left open.
    fn piece(&mut self, store: &mut Seekable, block: &Block, is_last: bool) -> Result<Step, Error> {
        match &block.kind {
            b"DT" | b"DV" | b"SD" => {}
            b"DZ" => return self.packed(store, block),
            _ => return Ok(ASTRAY),
        }
        let (at, claimed) = (block.data(), block.data_length());
        let there = store.length().saturating_sub(at);
        let next = self.starts.behind(block.at());
        // The length was not written, or not for the last time.
        let is_open = self.starts.is_open && (claimed == 0 || (is_last && next.is_none()));
        let is_cut = !is_open && claimed > there;
        let stored = if is_open || is_cut {
            next.map_or(there, |next| next.saturating_sub(at)).min(there)
        } else {
            claimed
        };
        if !self.visit(stored) {
            return Ok(CIRCLE);
        }
        Ok(Step::Piece(Piece { at, stored, packing: Packing::Stored, is_cut, is_open }))
    }

    fn packed(&mut self, store: &mut Seekable, block: &Block) -> Result<Step, Error> {
        let fields = Fields(block.fields(store, 24)?);
        let (method, columns) = (fields.u8(2), u64::from(fields.u32(4)));
        let (length, claimed) = (fields.u64(8), fields.u64(16));
        let at = block.data().saturating_add(PACKED_HEADER);
        let there = store.length().saturating_sub(at);
        let stored = claimed.min(there);
        if !self.visit(stored) {
            return Ok(CIRCLE);
        }
        let packing = match method {
            0 => Packing::Deflated(length),
            // A table of one column or one row is as it was.
            1 if columns < 2 || columns > length / 2 => Packing::Deflated(length),
            1 => Packing::Transposed(length, columns),
            _ => return Ok(Step::Damaged("a block is packed in a way that is not read")),
        };
        Ok(Step::Piece(Piece { at, stored, packing, is_cut: claimed > there, is_open: false }))
    }

    /// Counts bytes as visited; `false` if there cannot be so many.
    fn visit(&mut self, bytes: u64) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

/// The link behind the last that leads to a piece.
fn members(store: &mut Seekable, list: &Block) -> Result<u64, Error> {
    /// Flag of an LD block: behind the links to the values there are as many to their validity.
    const INVALIDATION: u32 = 1 << 31;
    if list.kind == *b"LD" && Fields(list.fields(store, 4)?).u32(0) & INVALIDATION != 0 {
        return Ok(1 + list.links().saturating_sub(1) / 2);
    }
    Ok(list.links())
}

const ASTRAY: Step = Step::Damaged("a link does not lead to a block of data");
const CIRCLE: Step = Step::Damaged("the links between blocks of data run in a circle");

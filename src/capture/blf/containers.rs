//! The outer layer of a BLF file: containers, stored or deflated, become one stream of bytes in a fixed buffer.

use flate2::{Decompress, FlushDecompress, Status};

use super::{OBJECT, OBJECT_HEADER, PADDING};
use crate::capture::bytes::Order;
use crate::capture::error::Error;
use crate::capture::input::{Input, UNPACKED_AT_ONCE};
use crate::notice::NoticeKind;

/// Bytes held at once: several times the largest object that is held.
const CAPACITY: usize = 128 * 1024;

/// The type of a container, its header with that of every object, and the ways it may be packed.
const CONTAINER: u32 = 10;
const CONTAINER_HEADER: usize = 32;
const STORED: u16 = 0;
const DEFLATED: u16 = 2;

/// The outer objects unpacked one behind the other.
pub(super) struct Containers {
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    inflate: Decompress,
    current: Current,
    /// Bytes dropped since the last outer object.
    lost: usize,
}

/// What the front of the input is, with the bytes of it that are left.
#[derive(Clone, Copy)]
enum Current {
    /// The header of an object.
    Header,
    /// Bytes as they are.
    Stored(usize),
    /// Deflated bytes.
    Deflated(usize),
    /// Bytes behind the end of a deflated stream, or after damage in it.
    Spent(usize),
}

/// What [`Containers::unpack`] did.
pub(super) enum Unpacked {
    /// There are more bytes now.
    More,
    /// Something was damaged and passed over.
    Damaged(NoticeKind, &'static str),
    /// There is nothing left.
    End,
}

impl Containers {
    pub(super) fn new() -> Self {
        Self {
            buffer: vec![0; CAPACITY].into_boxed_slice(),
            start: 0,
            end: 0,
            inflate: Decompress::new(true),
            current: Current::Header,
            lost: 0,
        }
    }

    /// What was unpacked and not consumed.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Drops `count` bytes from the front.
    pub(super) fn consume(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }

    /// Unpacks on, as far as the input's buffer and this one go.
    pub(super) fn unpack(&mut self, input: &mut Input) -> Result<Unpacked, Error> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        loop {
            let done = match self.current {
                Current::Header => self.header(input)?,
                Current::Stored(0) | Current::Deflated(0) | Current::Spent(0) => {
                    self.current = Current::Header;
                    None
                }
                Current::Stored(left) => self.copy(input, left)?,
                Current::Deflated(left) => self.inflate(input, left)?,
                Current::Spent(left) => {
                    let is_whole = input.skip(left)?;
                    self.current = Current::Header;
                    (!is_whole).then_some(CUT_OFF)
                }
            };
            if let Some(done) = done {
                return Ok(done);
            }
        }
    }

    /// Reads the header of an outer object; `None` to go on with what is in it.
    fn header(&mut self, input: &mut Input) -> Result<Option<Unpacked>, Error> {
        if !input.need(OBJECT_HEADER)? {
            let left = input.rest();
            let is_padding = self.lost + left.len() <= PADDING;
            input.consume(OBJECT_HEADER);
            self.lost = 0;
            return Ok(Some(if is_padding { Unpacked::End } else { CUT_OFF }));
        }
        let rest = input.rest();
        if !rest.starts_with(OBJECT) {
            let found = memchr::memmem::find(rest, OBJECT);
            let dropped = found.unwrap_or(rest.len() - PADDING);
            input.consume(dropped);
            self.lost = self.lost.saturating_add(dropped);
            return Ok(None);
        }
        // Said only now, so that it does not depend on the pieces in which the input came.
        if std::mem::take(&mut self.lost) > PADDING {
            let what = "bytes between two containers were passed over";
            return Ok(Some(Unpacked::Damaged(NoticeKind::MalformedLine, what)));
        }
        let field = |at| Order::Little.u32(rest, at).unwrap_or_default();
        let (size, kind) = (field(8) as usize, field(12));
        if size < OBJECT_HEADER || (kind == CONTAINER && size < CONTAINER_HEADER) {
            input.consume(OBJECT.len());
            let what = "a container shorter than its header was passed over";
            return Ok(Some(Unpacked::Damaged(NoticeKind::MalformedLine, what)));
        }
        if kind != CONTAINER {
            // An object outside of any container: its bytes are what would be unpacked.
            self.current = Current::Stored(size);
            return Ok(None);
        }
        if !input.need(CONTAINER_HEADER)? {
            input.consume(CONTAINER_HEADER);
            return Ok(Some(CUT_OFF));
        }
        let method = Order::Little.u16(input.rest(), OBJECT_HEADER);
        input.consume(CONTAINER_HEADER);
        let left = size - CONTAINER_HEADER;
        self.current = match method {
            Some(STORED) => Current::Stored(left),
            Some(DEFLATED) => {
                self.inflate.reset(true);
                Current::Deflated(left)
            }
            _ => {
                self.current = Current::Spent(left);
                let what = "a container packed in an unknown way was passed over";
                return Ok(Some(Unpacked::Damaged(NoticeKind::DamagedCompression, what)));
            }
        };
        Ok(None)
    }

    fn copy(&mut self, input: &mut Input, left: usize) -> Result<Option<Unpacked>, Error> {
        if !input.need(1)? {
            self.current = Current::Header;
            return Ok(Some(CUT_OFF));
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let count = left.min(input.rest().len()).min(room.len());
        room[..count].copy_from_slice(&input.rest()[..count]);
        self.end += count;
        input.consume(count);
        self.current = Current::Stored(left - count);
        Ok(Some(Unpacked::More))
    }

    fn inflate(&mut self, input: &mut Input, left: usize) -> Result<Option<Unpacked>, Error> {
        if !input.need(1)? {
            self.current = Current::Header;
            return Ok(Some(CUT_OFF));
        }
        let packed = input.rest();
        let packed = packed.get(..left).unwrap_or(packed);
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let count = room.len().min(UNPACKED_AT_ONCE);
        let room = &mut room[..count];
        let (taken_before, given_before) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(packed, room, FlushDecompress::None);
        // Both are at most the lengths of these buffers.
        let taken = usize::try_from(self.inflate.total_in() - taken_before).unwrap_or(packed.len());
        let given = usize::try_from(self.inflate.total_out() - given_before).unwrap_or(0);
        let left = left - taken.min(left);
        input.consume(taken);
        self.end += given.min(self.buffer.len() - self.end);
        let (current, done) = match status {
            Ok(Status::StreamEnd) => (Current::Spent(left), Some(Unpacked::More)),
            Ok(_) if given > 0 => (Current::Deflated(left), Some(Unpacked::More)),
            // Its end is missing although all of it was there.
            Ok(_) if left == 0 => (Current::Header, Some(DAMAGED)),
            Ok(_) if taken > 0 => (Current::Deflated(left), None),
            Ok(_) | Err(_) => (Current::Spent(left), Some(DAMAGED)),
        };
        self.current = current;
        Ok(done)
    }
}

const DAMAGED: Unpacked = Unpacked::Damaged(
    NoticeKind::DamagedCompression,
    "a container is damaged; what could be unpacked of it was read",
);

const CUT_OFF: Unpacked = Unpacked::Damaged(NoticeKind::CutOff, "the last container is cut off");

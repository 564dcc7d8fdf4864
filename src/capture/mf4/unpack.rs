//! Unpacks one deflated piece, transposed or not, a window at a time in bounded memory.

use flate2::{Decompress, FlushDecompress, Status};

use crate::capture::error::Error;
use crate::capture::seekable::Seekable;

/// Packed bytes read, and bytes unpacked of a table, at once.
const AT_ONCE: usize = 16 * 1024;

/// The largest table that is put back in order; the standard allows blocks of 4 MiB (section 6.26).
const LARGEST_TABLE: u64 = 16 * 1024 * 1024;

/// The bytes of one deflated piece.
pub(super) struct Inflate {
    state: Decompress,
    at: u64,
    end: u64,
    packed: Box<[u8]>,
    start: usize,
    filled: usize,
    is_ended: bool,
}

impl Inflate {
    pub(super) fn new() -> Self {
        let packed = vec![0; AT_ONCE].into_boxed_slice();
        Self { state: Decompress::new(true), at: 0, end: 0, packed, start: 0, filled: 0, is_ended: false }
    }

    /// Begins with the `stored` bytes from `at` on.
    pub(super) fn begin(&mut self, at: u64, stored: u64) {
        self.state.reset(true);
        (self.at, self.end) = (at, at.saturating_add(stored));
        (self.start, self.filled, self.is_ended) = (0, 0, false);
    }

    /// Packed bytes that were not taken from the file yet.
    pub(super) fn left(&self) -> u64 {
        self.end - self.at
    }

    /// Whether nothing follows what was unpacked, and its check sum is right.
    pub(super) fn ends_well(&mut self, store: &mut Seekable) -> Result<bool, Error> {
        let is_more = self.read(store, &mut [0])? > 0;
        Ok(self.is_ended && !is_more)
    }

    /// Unpacks into `room`; fewer bytes only where there are no more, or they are damaged.
    pub(super) fn read(&mut self, store: &mut Seekable, room: &mut [u8]) -> Result<usize, Error> {
        let mut done = 0;
        while let Some(left) = room.get_mut(done..).filter(|left| !left.is_empty() && !self.is_ended) {
            if self.start == self.filled && self.at < self.end {
                let most = usize::try_from(self.end - self.at).map_or(AT_ONCE, |left| left.min(AT_ONCE));
                self.start = 0;
                self.filled = store.read(self.at, &mut self.packed[..most])?;
                self.at = if self.filled == 0 { self.end } else { self.at + self.filled as u64 };
            }
            let packed = self.packed.get(self.start..self.filled).unwrap_or_default();
            let (before, given_before) = (self.state.total_in(), self.state.total_out());
            let status = self.state.decompress(packed, left, FlushDecompress::None);
            // Both are at most the lengths of these buffers.
            let taken = usize::try_from(self.state.total_in() - before).unwrap_or(0);
            let given = usize::try_from(self.state.total_out() - given_before).unwrap_or(0);
            self.start += taken;
            done += given;
            self.is_ended |= matches!(status, Ok(Status::StreamEnd));
            if !matches!(status, Ok(Status::Ok | Status::BufError)) || (taken == 0 && given == 0) {
                break;
            }
        }
        Ok(done)
    }
}

/// A table that was packed column by column: so many rows, and behind them what did not fill a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    at: u64,
    stored: u64,
    columns: usize,
    rows: usize,
    rest: usize,
    /// Rows given so far.
    given: usize,
}

impl Table {
    /// The table of `length` bytes in the `stored` bytes from `at` on; `None` if it is too large, or a row longer
    /// than `most`.
    pub(super) fn new(at: u64, stored: u64, length: u64, columns: u64, most: usize) -> Option<Self> {
        let columns = usize::try_from(columns).ok().filter(|columns| (1..=most).contains(columns))?;
        let length = usize::try_from(length).ok().filter(|&length| length as u64 <= LARGEST_TABLE)?;
        let (rows, rest) = (length / columns, length % columns);
        Some(Self { at, stored, columns, rows, rest, given: 0 })
    }

    /// How many bytes the next window has: whole rows of at most `most` bytes, or one row, and what is behind the last
    /// one; 0 at the end.
    pub(super) fn window(&self, most: usize) -> usize {
        let (left, fit) = (self.rows - self.given, (most / self.columns).max(1));
        if left <= fit { left * self.columns + self.rest } else { fit * self.columns }
    }

    /// Fills in the next window; says whether it is whole. Each window unpacks the table anew, so that no more of it
    /// need be held.
    pub(super) fn read(
        &mut self,
        store: &mut Seekable,
        inflate: &mut Inflate,
        window: &mut [u8],
    ) -> Result<bool, Error> {
        let mut scratch = [0; AT_ONCE];
        inflate.begin(self.at, self.stored);
        let table = self.rows * self.columns;
        let count = (window.len() / self.columns).min(self.rows - self.given);
        let (mut at, end) = (0, table + self.rest);
        while at < end {
            let most = scratch.len().min(end - at);
            let bytes = &mut scratch[..most];
            if inflate.read(store, bytes)? < most {
                return Ok(false);
            }
            for (from, bytes) in split(at, bytes, self.rows, table) {
                if let Some(behind) = from.checked_sub(table) {
                    let start = count * self.columns + behind;
                    if let Some(room) = window.get_mut(start..start + bytes.len()) {
                        room.copy_from_slice(bytes);
                    }
                    continue;
                }
                let (column, row) = (from / self.rows, from % self.rows);
                let skipped = self.given.saturating_sub(row).min(bytes.len());
                let target = (row + skipped).saturating_sub(self.given);
                let wanted = bytes.iter().skip(skipped).take(count.saturating_sub(target));
                let cells = window.iter_mut().skip(target * self.columns + column).step_by(self.columns);
                for (byte, cell) in wanted.zip(cells) {
                    *cell = *byte;
                }
            }
            at += most;
        }
        if !inflate.ends_well(store)? {
            return Ok(false);
        }
        self.given += count;
        if self.given == self.rows {
            self.rest = 0;
        }
        Ok(true)
    }
}

/// Cuts `bytes`, which begin at `at` of the packed table, where a column ends or the table does.
fn split(at: usize, bytes: &[u8], rows: usize, table: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let (mut at, mut rest) = (at, bytes);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let length = if at < table { (rows - at % rows).min(rest.len()) } else { rest.len() };
        let (piece, behind) = rest.split_at(length);
        let from = at;
        (at, rest) = (at + length, behind);
        Some((from, piece))
    })
}

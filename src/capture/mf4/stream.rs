//! The bytes of a chain of data through one buffer of bounded size, with what is damaged told and counted. It knows
//! no records.

use super::data::{Chain, Packing, Piece, Starts, Step};
use super::unpack::{Inflate, Table};
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;
use crate::notice::NoticeKind;

/// Bytes taken at once of what is stored or simply deflated.
const AT_ONCE: usize = 64 * 1024;

/// The most that [`Stream::need`] can be asked for.
pub(super) const LARGEST_NEED: usize = 16 * 1024;

/// Something wrong with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) kind: NoticeKind,
    pub(super) text: &'static str,
}

/// What there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// As many bytes as were needed.
    Enough,
    /// Bytes are missing here; what was left before them is dropped, and [`Stream::position`] is behind them.
    Damaged(Damage),
    /// There are no more; what is left is too short.
    End,
}

/// Bytes of a chain.
pub(super) struct Stream {
    chain: Chain,
    current: Current,
    inflate: Option<Box<Inflate>>,
    buffer: Vec<u8>,
    start: usize,
    /// Bytes of the chain before the buffer's front.
    position: u64,
    /// Bytes to be dropped before anything is looked for.
    to_skip: u64,
    /// The largest window of a transposed table.
    window: usize,
    /// To be told once what is left was taken, and how many bytes it cost.
    damage: Option<(Damage, u64)>,
    /// What this stream takes counts as progress.
    is_counted: bool,
    /// Padding may follow, because the end of the last piece is not known.
    is_open: bool,
}

enum Current {
    Nothing,
    Stored { at: u64, left: u64, is_cut: bool },
    Deflated { left: u64, is_cut: bool },
    Table { table: Table, stored: u64, left: u64, is_cut: bool },
    Ended,
}

impl Stream {
    /// The bytes of the chain that begins at `root`.
    pub(super) fn new(store: &Seekable, root: u64, starts: Starts, is_counted: bool) -> Self {
        Self {
            chain: Chain::new(store, root, starts),
            current: Current::Nothing,
            inflate: None,
            buffer: Vec::new(),
            start: 0,
            position: 0,
            to_skip: 0,
            window: AT_ONCE,
            damage: None,
            is_counted,
            is_open: false,
        }
    }

    /// Allows windows of `most` bytes.
    pub(super) fn set_window(&mut self, most: usize) {
        self.window = most;
    }

    /// What was read and not consumed.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// How many bytes of the chain are before [`Stream::rest`].
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Whether the end of what is read here was never written down, so that anything may follow.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Drops the next `count` bytes, as far as there are any, when something is looked for next.
    pub(super) fn lose(&mut self, count: u64) {
        self.to_skip = count;
    }

    /// Drops `count` bytes of [`Stream::rest`].
    pub(super) fn consume(&mut self, count: usize) {
        let count = count.min(self.rest().len());
        self.start += count;
        self.position = self.position.saturating_add(count as u64);
    }

    /// Reads until `count` bytes are there, at most [`LARGEST_NEED`].
    pub(super) fn need(&mut self, store: &mut Seekable, count: usize) -> Result<Found, Error> {
        loop {
            let here = usize::try_from(self.to_skip).unwrap_or(usize::MAX).min(self.rest().len());
            self.consume(here);
            self.to_skip -= here as u64;
            if self.to_skip == 0 && self.rest().len() >= count {
                return Ok(Found::Enough);
            }
            if let Some((damage, missing)) = self.damage.take() {
                self.position =
                    self.position.saturating_add(self.rest().len() as u64).saturating_add(missing);
                self.buffer.clear();
                self.start = 0;
                return Ok(Found::Damaged(damage));
            }
            if matches!(self.current, Current::Ended) {
                return Ok(Found::End);
            }
            self.buffer.drain(..self.start);
            self.start = 0;
            self.fill(store)?;
        }
    }

    /// Drops the next `count` bytes, however many they are.
    pub(super) fn skip(&mut self, store: &mut Seekable, count: u64) -> Result<Found, Error> {
        let mut left = count;
        loop {
            let here = usize::try_from(left).map_or(self.rest().len(), |left| left.min(self.rest().len()));
            self.consume(here);
            left -= here as u64;
            if left == 0 {
                return Ok(Found::Enough);
            }
            // What is stored need not be read to be passed over.
            if let Current::Stored { at, left: stored, .. } = &mut self.current {
                let passed = left.min(*stored);
                (*at, *stored) = (*at + passed, *stored - passed);
                self.position = self.position.saturating_add(passed);
                self.count(store, passed);
                left -= passed;
            }
            match self.need(store, usize::from(left > 0))? {
                Found::Enough => {}
                other => return Ok(other),
            }
        }
    }

    /// Reads on a little, or goes on to the next piece.
    fn fill(&mut self, store: &mut Seekable) -> Result<(), Error> {
        match std::mem::replace(&mut self.current, Current::Nothing) {
            Current::Nothing => self.begin(store)?,
            Current::Stored { at, left, is_cut } => {
                let most = usize::try_from(left).map_or(AT_ONCE, |left| left.min(AT_ONCE));
                let got = self.append(most, |room| store.read(at, room))?;
                self.count(store, got as u64);
                if most == 0 || got < most {
                    self.end_piece(is_cut || got < most, None);
                } else {
                    self.current = Current::Stored { at: at + got as u64, left: left - got as u64, is_cut };
                }
            }
            Current::Deflated { left, is_cut } => {
                let most = usize::try_from(left).map_or(AT_ONCE, |left| left.min(AT_ONCE));
                let mut inflate = self.inflate.take().unwrap_or_else(|| Box::new(Inflate::new()));
                let before = inflate.left();
                let got = self.append(most, |room| inflate.read(store, room))?;
                let left = left - got as u64;
                let is_damaged = got < most || (left == 0 && !inflate.ends_well(store)?);
                self.count(store, before - inflate.left());
                self.inflate = Some(inflate);
                if is_damaged || is_cut && left == 0 {
                    self.end_piece(is_cut, Some(left).filter(|_| is_damaged));
                } else if left == 0 {
                    // The next piece.
                } else {
                    self.current = Current::Deflated { left, is_cut };
                }
            }
            Current::Table { mut table, stored, left, is_cut } => {
                let most = table.window(self.window);
                let mut inflate = self.inflate.take().unwrap_or_else(|| Box::new(Inflate::new()));
                let mut is_whole = true;
                self.append(most, |room| {
                    is_whole = most == 0 || table.read(store, &mut inflate, room)?;
                    Ok(if is_whole { most } else { 0 })
                })?;
                self.inflate = Some(inflate);
                if is_whole && most > 0 {
                    self.current =
                        Current::Table { table, stored, left: left.saturating_sub(most as u64), is_cut };
                } else {
                    self.count(store, stored);
                    self.end_piece(is_cut, Some(left).filter(|_| !is_whole));
                }
            }
            Current::Ended => self.current = Current::Ended,
        }
        Ok(())
    }

    /// Appends what `read` gives of `most` bytes; says how many.
    fn append(
        &mut self,
        most: usize,
        read: impl FnOnce(&mut [u8]) -> Result<usize, Error>,
    ) -> Result<usize, Error> {
        let before = self.buffer.len();
        self.buffer.resize(before + most, 0);
        let got = read(self.buffer.get_mut(before..).unwrap_or_default())?;
        self.buffer.truncate(before + got);
        Ok(got)
    }

    /// Goes on after a piece; if it was damaged, so many bytes of it are missing.
    fn end_piece(&mut self, is_cut: bool, missing: Option<u64>) {
        if is_cut {
            self.end(NoticeKind::CutOff, "the file ends within its data");
        } else if let Some(missing) = missing {
            let text = "a packed block is damaged; what could be unpacked was read";
            self.damage = Some((Damage { kind: NoticeKind::DamagedCompression, text }, missing));
        }
    }

    /// Nothing can be found behind here.
    fn end(&mut self, kind: NoticeKind, text: &'static str) {
        self.damage = Some((Damage { kind, text }, 0));
        self.current = Current::Ended;
    }

    fn begin(&mut self, store: &mut Seekable) -> Result<(), Error> {
        let Piece { at, stored, packing, is_cut, is_open } = match self.chain.step(store)? {
            Step::Piece(piece) => piece,
            Step::End => {
                self.current = Current::Ended;
                return Ok(());
            }
            Step::Damaged(text) => {
                self.end(NoticeKind::MalformedLine, text);
                return Ok(());
            }
        };
        self.is_open = is_open;
        self.current = match packing {
            Packing::Stored => Current::Stored { at, left: stored, is_cut },
            Packing::Deflated(length) => {
                self.inflate.get_or_insert_with(|| Box::new(Inflate::new())).begin(at, stored);
                Current::Deflated { left: length, is_cut }
            }
            Packing::Transposed(length, columns) => {
                let Some(table) = Table::new(at, stored, length, columns, self.window) else {
                    self.end_piece(is_cut, Some(length));
                    return Ok(());
                };
                Current::Table { table, stored, left: length, is_cut }
            }
        };
        Ok(())
    }

    fn count(&self, store: &Seekable, bytes: u64) {
        if self.is_counted {
            store.count(bytes);
        }
    }
}

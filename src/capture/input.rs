//! The bytes of one capture through one fixed buffer, whole or by lines: flat memory for any input. It knows no
//! format.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::ops::Range;
use std::sync::Arc;

use memchr::memchr2;

use super::Item;
use super::compression::Compression;
use super::error::Error;
use super::source::{Meter, Source};
use super::text::Complaint;
use super::utf16::{Order, Utf16};
use crate::frame::{Frame, Origin, SourceId};
use crate::notice::{Notice, NoticeKind};

/// Bytes held at once: in the second-level cache of every machine, with room for any line or record.
const CAPACITY: usize = 256 * 1024;

/// Bytes of the mark before UTF-16.
const MARK: usize = 2;

/// The longest line that is read. The longest frame any text format writes is below 1 KiB.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// Bytes unpacked at once. What a damaged stream gave in the same step is lost, so the step is small.
pub(super) const UNPACKED_AT_ONCE: usize = 4096;

/// A capture as bytes.
pub(super) struct Input {
    source: Source,
    id: SourceId,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// Bytes that have left the buffer at its front.
    passed: u64,
    ended: bool,
    /// Lines, or records of a binary format, taken so far.
    pub(super) line: u64,
    /// The last line ended in a carriage return; a line feed that follows belongs to it.
    after_return: bool,
    damage: Option<String>,
}

/// What [`Input::line`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A line in the buffer without its end, to be taken with [`Input::bytes`] before the next line is read.
    Whole(Range<usize>),
    /// The same, but the input ended without ending the line.
    Unended(Range<usize>),
    /// A line above [`LONGEST_LINE`]; it was skipped.
    TooLong,
    /// There are no more lines.
    End,
}

impl Input {
    pub(super) fn new(source: Source, id: SourceId) -> Self {
        let buffer = vec![0; CAPACITY].into_boxed_slice();
        let (start, end, passed, line) = (0, 0, 0, 0);
        Self { source, id, buffer, start, end, passed, ended: false, line, after_return: false, damage: None }
    }

    /// How people call this input.
    pub(super) fn name(&self) -> &str {
        &self.source.name
    }

    /// How the stored input is compressed, if it is.
    pub(super) fn compression(&self) -> Option<Compression> {
        self.source.compression
    }

    /// Bytes of the stored input taken so far, and all there are if that is known.
    pub(super) fn progress(&self) -> (u64, Option<u64>) {
        (self.source.meter.taken(), self.source.total)
    }

    /// The place of the line or record taken last.
    pub(super) fn origin(&self) -> Origin {
        Origin { source: self.id, line: self.line }
    }

    /// What was wrong with the compression, once, after the end was met.
    pub(super) fn take_damage(&mut self) -> Option<String> {
        self.damage.take()
    }

    /// What is in the buffer and was not consumed.
    #[inline]
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether nothing will follow [`Input::rest`].
    pub(super) fn is_ended(&self) -> bool {
        self.ended
    }

    /// Drops `count` bytes from the front of [`Input::rest`].
    #[inline]
    pub(super) fn consume(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
        self.after_return = false;
    }

    /// The bytes of a line just returned.
    pub(super) fn bytes(&self, line: Range<usize>) -> &[u8] {
        self.buffer.get(line).unwrap_or_default()
    }

    /// The file itself, its size and its meter, if it is a plain one; to be taken before anything was consumed.
    pub(super) fn take_file(&mut self) -> Option<(File, u64, Arc<Meter>)> {
        let (file, size) = self.source.file.take()?;
        Some((file, size, Arc::clone(&self.source.meter)))
    }

    /// Takes what was not consumed, and what follows, as UTF-16 in this order behind its mark.
    pub(super) fn turn(&mut self, order: Order) {
        self.consume(MARK);
        let rest = Cursor::new(self.rest().to_vec());
        let bytes = std::mem::replace(&mut self.source.bytes, Box::new(io::empty()));
        self.source.bytes = Box::new(Utf16::new(rest.chain(bytes), order));
        // What is in the buffer comes once more, as text.
        (self.start, self.end, self.ended) = (0, 0, false);
    }

    /// Hands everything that is left to `take`, piece by piece.
    pub(super) fn drain(&mut self, mut take: impl FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error> {
        loop {
            while self.fill()? {}
            take(self.rest())?;
            let count = self.rest().len();
            self.consume(count);
            if self.ended {
                return Ok(());
            }
        }
    }

    /// Reads once more; says whether there is more in the buffer now. A full buffer is not read into.
    pub(super) fn fill(&mut self) -> Result<bool, Error> {
        if self.ended {
            return Ok(false);
        }
        if self.end == self.buffer.len() || self.start == self.end {
            self.buffer.copy_within(self.start..self.end, 0);
            self.passed += self.start as u64;
            self.end -= self.start;
            self.start = 0;
        }
        let room = &mut self.buffer[self.end..];
        if room.is_empty() {
            return Ok(false);
        }
        let most = if self.source.compression.is_some() { UNPACKED_AT_ONCE } else { room.len() };
        let most = most.min(room.len());
        loop {
            match self.source.bytes.read(&mut room[..most]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(count) => {
                    self.end += count;
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return self.broken(error),
            }
        }
    }

    /// Damage inside a compressed stream ends it; everything else is the system's failure.
    fn broken(&mut self, error: io::Error) -> Result<bool, Error> {
        self.ended = true;
        let byte = self.passed + self.end as u64;
        let (Some(compression), false) = (self.source.compression, self.source.meter.has_failed()) else {
            return Err(Error::System { name: self.name().to_owned(), byte, source: error });
        };
        let state = if error.kind() == io::ErrorKind::UnexpectedEof { "is cut off" } else { "is damaged" };
        self.damage = Some(format!(
            "the {} stream {state} after {byte} unpacked bytes ({error}); what came before was read",
            compression.name()
        ));
        Ok(false)
    }

    /// Fills until at least `count` bytes are there; says whether they are. `count` must not be above 64 KiB.
    pub(super) fn need(&mut self, count: usize) -> Result<bool, Error> {
        while self.rest().len() < count {
            if !self.fill()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Drops the next `count` bytes, however many they are; says whether there were so many.
    pub(super) fn skip(&mut self, count: usize) -> Result<bool, Error> {
        let mut left = count;
        loop {
            let here = left.min(self.rest().len());
            self.consume(here);
            left -= here;
            if left == 0 {
                return Ok(true);
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// A notice at the line or record taken last.
    pub(super) fn notice(&self, kind: NoticeKind, text: impl Into<Cow<'static, str>>) -> Item {
        Item::Notice(Notice { kind, origin: self.origin(), text: text.into() })
    }

    /// What to hand on once a record was `read`, if it is anything: the frame in it, or what is wrong with it.
    #[inline]
    pub(super) fn item(&self, read: Result<bool, Complaint>, frame: &mut Frame) -> Option<Item> {
        match read {
            Ok(true) => {
                frame.origin = self.origin();
                Some(Item::Frame)
            }
            Ok(false) => None,
            Err(complaint) => Some(self.notice(NoticeKind::MalformedLine, complaint)),
        }
    }

    /// The notice that the last record is cut off, if anything is left of it; takes it.
    pub(super) fn cut_off(&mut self) -> Option<Item> {
        let left = self.rest().len();
        if left == 0 {
            return None;
        }
        self.consume(left);
        self.line += 1;
        Some(self.notice(NoticeKind::CutOff, format!("the last record is cut off after {left} bytes")))
    }

    /// Takes the next line. Lines end with a line feed, a carriage return, or both.
    pub(super) fn line(&mut self) -> Result<Line, Error> {
        if self.after_return && self.need(1)? {
            let feed = usize::from(self.rest().first() == Some(&b'\n'));
            self.consume(feed);
        }
        self.after_return = false;
        let mut searched = 0;
        loop {
            let rest = self.rest();
            if let Some(found) = memchr2(b'\n', b'\r', rest.get(searched..).unwrap_or_default()) {
                let length = searched + found;
                let line = self.start..self.start + length;
                let is_return = rest.get(length) == Some(&b'\r');
                self.consume(length + 1);
                self.after_return = is_return;
                self.line += 1;
                return Ok(if length > LONGEST_LINE { Line::TooLong } else { Line::Whole(line) });
            }
            searched = rest.len();
            if searched > LONGEST_LINE {
                return self.skip_line();
            }
            if !self.fill()? {
                break;
            }
        }
        let line = self.start..self.end;
        if line.is_empty() {
            return Ok(Line::End);
        }
        self.consume(searched);
        self.line += 1;
        Ok(Line::Unended(line))
    }

    /// Drops everything up to the end of the line.
    fn skip_line(&mut self) -> Result<Line, Error> {
        loop {
            let rest = self.rest();
            let found = memchr2(b'\n', b'\r', rest);
            let is_return = found.is_some_and(|at| rest.get(at) == Some(&b'\r'));
            self.consume(found.map_or(rest.len(), |at| at + 1));
            self.after_return = is_return;
            if found.is_some() || !self.fill()? {
                self.line += 1;
                return Ok(Line::TooLong);
            }
        }
    }
}

//! A capture as bytes at places, for formats whose parts refer to each other: the file itself, or a copy of a stream,
//! which goes to disk if it is large. It knows no format.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use tempfile::SpooledTempFile;

use super::error::Error;
use super::input::Input;
use super::source::Meter;

/// A copy up to this size stays in memory; a larger one becomes a file without a name, which ends with the process.
const IN_MEMORY: usize = 4 * 1024 * 1024;

/// The largest copy. What is packed may grow a thousandfold, and the disk is not ours to fill.
const LARGEST_COPY: u64 = 4 * 1024 * 1024 * 1024;

/// Bytes held around the place that was looked at last.
const PAGE: usize = 16 * 1024;

/// Bytes at places.
pub(super) struct Seekable {
    bytes: Bytes,
    length: u64,
    name: String,
    /// Counts what is taken, where that has not happened while it was copied.
    meter: Option<Arc<Meter>>,
    page: Box<[u8]>,
    page_at: u64,
    page_length: usize,
}

enum Bytes {
    File(File),
    Copy(SpooledTempFile),
}

impl Seekable {
    /// All of `input`, of which nothing may have been consumed.
    pub(super) fn of(input: &mut Input) -> Result<Self, Error> {
        let name = input.name().to_owned();
        let (bytes, length, meter) = if let Some((file, length, meter)) = input.take_file() {
            meter.restart();
            (Bytes::File(file), length, Some(meter))
        } else {
            let (copy, length) = copy(input)?;
            (Bytes::Copy(copy), length, None)
        };
        let page = vec![0; PAGE].into_boxed_slice();
        Ok(Self { bytes, length, name, meter, page, page_at: 0, page_length: 0 })
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// How people call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Counts `bytes` more as taken.
    pub(super) fn count(&self, bytes: u64) {
        if let Some(meter) = &self.meter {
            meter.count(bytes, self.length);
        }
    }

    /// Counts everything as taken.
    pub(super) fn count_all(&self) {
        if let Some(meter) = &self.meter {
            meter.count(self.length, self.length);
        }
    }

    /// Reads the bytes from `at` on into `buffer`; says how many there were, fewer only at the end.
    pub(super) fn read(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut done = 0;
        while let Some(room) = buffer.get_mut(done..).filter(|room| !room.is_empty()) {
            let from = at.saturating_add(done as u64);
            let result = match &mut self.bytes {
                Bytes::File(file) => file.read_at(room, from),
                Bytes::Copy(copy) => copy.seek(SeekFrom::Start(from)).and_then(|_| copy.read(room)),
            };
            match result {
                Ok(0) => break,
                Ok(count) => done += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::System { name: self.name.clone(), byte: from, source }),
            }
        }
        Ok(done)
    }

    /// The `count` bytes from `at` on, at most [`PAGE`]; fewer only at the end.
    pub(super) fn look(&mut self, at: u64, count: usize) -> Result<&[u8], Error> {
        let count = count.min(PAGE);
        let is_within = |start: usize| start.checked_add(count).is_some_and(|end| end <= self.page_length);
        let start = at.checked_sub(self.page_at).and_then(|start| usize::try_from(start).ok());
        let start = if let Some(start) = start.filter(|&start| is_within(start)) {
            start
        } else {
            let mut page = std::mem::take(&mut self.page);
            let length = self.read(at, &mut page);
            self.page = page;
            self.page_length = 0;
            (self.page_length, self.page_at) = (length?, at);
            0
        };
        let there = self.page.get(start..self.page_length).unwrap_or_default();
        Ok(there.get(..count).unwrap_or(there))
    }
}

/// Copies all of `input`.
fn copy(input: &mut Input) -> Result<(SpooledTempFile, u64), Error> {
    let mut copy = SpooledTempFile::new(IN_MEMORY);
    let mut length = 0;
    let name = input.name().to_owned();
    input.drain(|bytes| {
        length += bytes.len() as u64;
        let result = if length > LARGEST_COPY {
            Err(io::Error::other("it is more than 4 GiB"))
        } else {
            copy.write_all(bytes)
        };
        result.map_err(|error| Error::Unreadable {
            name: name.clone(),
            reason: format!(
                "must be read out of order, and no copy of it could be made: {error}; unpack or save it as a plain \
                 file and name that"
            ),
        })
    })?;
    Ok((copy, length))
}

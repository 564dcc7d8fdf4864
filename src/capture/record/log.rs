//! One log file being written, in whole lines: whatever happens to the disk or the program, it ends with one.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::capture::candump::Writer;
use crate::frame::Frame;

/// Bytes of lines that may wait. The longest line, of a CAN FD frame, has some 220.
const BUFFER: usize = 64 * 1024;
/// A buffer with less room than this is full.
const ROOM: usize = 512;

/// A log file.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    /// Whole lines that wait to be written.
    waiting: Vec<u8>,
    /// Bytes of whole lines in the file.
    written: u64,
    /// Frames, those that wait included.
    frames: u64,
}

impl Log {
    /// A new file at `path`.
    ///
    /// # Errors
    /// If it is there already, or cannot be created.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        // Appending, because a line that did not fit is cut off again and the next must follow there.
        let file = OpenOptions::new().append(true).create_new(true).open(path)?;
        let waiting = Vec::with_capacity(BUFFER);
        Ok(Self { path: path.to_owned(), file, waiting, written: 0, frames: 0 })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes written, or waiting to be.
    pub(super) fn size(&self) -> u64 {
        self.written + self.waiting.len() as u64
    }

    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether another frame may not fit among those that wait.
    pub(super) fn is_full(&self) -> bool {
        self.waiting.len() + ROOM > BUFFER
    }

    /// Adds a frame of the bus called `channel` to those that wait; the caller has made room.
    pub(super) fn add(&mut self, frame: &Frame, channel: &str) {
        // Writing to memory cannot fail.
        let _ = Writer::new(&mut self.waiting).write(frame, channel);
        self.frames += 1;
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The system's. Then the lines that did not fit still wait, and the file ends with a whole one.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let (done, result) = write_some(&mut self.file, &self.waiting);
        let whole = memchr::memrchr(b'\n', &self.waiting[..done]).map_or(0, |at| at + 1);
        // Where the half line cannot be cut off, the rest of it must follow.
        let cut = whole == done || self.file.set_len(self.written + whole as u64).is_ok();
        let taken = if cut { whole } else { done };
        self.written += taken as u64;
        self.waiting.drain(..taken);
        result
    }
}

/// Writes as much as can be; tells how much that was.
fn write_some(out: &mut impl Write, bytes: &[u8]) -> (usize, io::Result<()>) {
    let mut done = 0;
    while done < bytes.len() {
        match out.write(&bytes[done..]) {
            Ok(0) => return (done, Err(io::ErrorKind::WriteZero.into())),
            Ok(taken) => done += taken,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (done, Err(error)),
        }
    }
    (done, Ok(()))
}

#[cfg(test)]
impl Log {
    /// Goes on into another file; gives back the one before.
    pub(super) fn exchange(&mut self, file: File) -> File {
        std::mem::replace(&mut self.file, file)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use proptest::prelude::*;

    use super::write_some;

    /// Takes so many bytes at a time, and no more than so many in all.
    struct Narrow {
        each: usize,
        left: usize,
        taken: Vec<u8>,
    }

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = self.each.min(self.left).min(bytes.len());
            if taken == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.left -= taken;
            self.taken.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_told_exactly(bytes in proptest::collection::vec(any::<u8>(), 0..200), each in 1..50_usize, left in 0..300_usize) {
            let mut narrow = Narrow { each, left, taken: Vec::new() };
            let (done, result) = write_some(&mut narrow, &bytes);
            prop_assert_eq!(&narrow.taken[..], &bytes[..done]);
            prop_assert_eq!(result.is_ok(), done == bytes.len());
        }
    }
}

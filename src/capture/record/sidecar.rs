//! The `.marks` file beside a log: what a person saw, and what happened to the recording itself.

use std::collections::VecDeque;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::capture::marks::line;
use crate::frame::Time;

/// Lines that may wait to be written: a person writes a few a minute.
const MOST_WAITING: usize = 1000;

/// Bytes of notes written: a marks file is read up to 256 KiB, and a person's marks come first.
const MOST_NOTES: usize = 128 * 1024;

/// A marks file, made with its first line.
#[derive(Debug, Default)]
pub(super) struct Sidecar {
    path: PathBuf,
    waiting: VecDeque<String>,
    notes: usize,
}

impl Sidecar {
    /// The one beside `log`.
    pub(super) fn of(log: &Path) -> Self {
        Self { path: path_of(log), ..Self::default() }
    }

    /// Adds what a person saw, in the words of a marks file.
    pub(super) fn mark(&mut self, time: Time, words: &str) {
        if self.waiting.len() < MOST_WAITING {
            self.waiting.push_back(line(time, words));
        }
    }

    /// Adds a note about the recording. Beyond a bound they are left out.
    pub(super) fn note(&mut self, time: Time, words: &str) {
        let line = line(time, &format!("note {words}"));
        self.notes = self.notes.saturating_add(line.len());
        if self.notes <= MOST_NOTES && self.waiting.len() < MOST_WAITING {
            self.waiting.push_back(line);
        }
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The system's. What was not written waits on.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&self.path)?;
        while let Some(line) = self.waiting.front() {
            let before = file.metadata()?.len();
            if let Err(error) = file.write_all(line.as_bytes()) {
                // Half a line would be one that nobody wrote.
                let _ = file.set_len(before);
                return Err(error);
            }
            self.waiting.pop_front();
        }
        Ok(())
    }
}

/// Where the marks of `log` are.
pub(super) fn path_of(log: &Path) -> PathBuf {
    let mut name = log.as_os_str().to_owned();
    name.push(".marks");
    PathBuf::from(name)
}

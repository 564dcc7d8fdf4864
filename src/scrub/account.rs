//! What was blanked, by kind, by how it was found, and by identifier; never what it said.

use std::collections::HashMap;

use super::private::{Found, Private};
use crate::frame::{CanId, Frame, Time};

/// Something that was blanked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// What kind of thing.
    pub private: Private,
    /// How it was found.
    pub found: Found,
    /// Which bus of the capture.
    pub channel: u8,
    /// The identifier of its frames.
    pub id: CanId,
    /// In how many frames.
    pub frames: u64,
    /// How many bytes of them.
    pub bytes: u64,
    /// The line or record of the first of them.
    pub line: u64,
    /// Its time.
    pub time: Time,
}

/// What could not be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// Messages of diagnostics of which frames are missing.
    pub cut: u64,
    /// Messages of diagnostics longer than 32 KiB.
    pub too_long: u64,
}

/// The account.
#[derive(Debug, Default)]
pub(super) struct Account {
    removed: Vec<Removed>,
    places: HashMap<(Private, Found, u8, CanId), usize>,
}

impl Account {
    /// So many bytes of a frame were blanked.
    pub(super) fn add(&mut self, frame: &Frame, private: Private, found: Found, bytes: u64) {
        let key = (private, found, frame.channel, frame.id);
        let place = self.places.get(&key).copied().unwrap_or_else(|| {
            let (private, found, channel, id) = key.clone();
            let (line, time) = (frame.origin.line, frame.time);
            self.removed.push(Removed { private, found, channel, id, frames: 0, bytes: 0, line, time });
            self.places.insert(key, self.removed.len() - 1);
            self.removed.len() - 1
        });
        self.removed[place].frames += 1;
        self.removed[place].bytes += bytes;
    }

    /// By kind, then in the order of the capture.
    pub(super) fn finish(mut self) -> Vec<Removed> {
        self.removed.sort_by_key(|removed| removed.private);
        self.removed
    }
}

//! What was seen of one identifier on one bus: frames, lengths, changes, rhythm. It judges nothing.

use super::rhythm::{Cycle, Rhythm};
use crate::frame::{CanId, Frame, Time};

/// One identifier on one bus.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The bus, as [`Frame::channel`].
    pub channel: u8,
    /// The identifier.
    pub id: CanId,
    /// Frames seen, remote requests among them.
    pub frames: u64,
    /// The stamp of the first of them.
    pub first: Time,
    /// The stamp of the last of them.
    pub last: Time,
    /// How often the bytes were others than before; it counts only frames whose bytes were read.
    pub changes: u64,
    /// Frames with the same bytes at the same moment as the one before.
    pub(super) twice: u64,
    /// One bit for each number of bytes that was seen.
    lengths: u128,
    rhythm: Rhythm,
    print: Option<u64>,
    /// In which stretch of unbroken recording it was seen last.
    stretch: u64,
}

impl Trace {
    pub(super) fn new(frame: &Frame, stretch: u64) -> Self {
        Self {
            channel: frame.channel,
            id: frame.id,
            frames: 0,
            first: frame.time,
            last: frame.time,
            changes: 0,
            twice: 0,
            lengths: 0,
            rhythm: Rhythm::default(),
            print: None,
            stretch,
        }
    }

    /// Takes note of a frame; `print` stands for its bytes, if they were read.
    #[inline]
    pub(super) fn hear(&mut self, frame: &Frame, print: Option<u64>, stretch: u64) {
        let interval = frame.time.nanos_since(self.last);
        let same_bytes = print.is_some() && print == self.print;
        if self.frames > 0 {
            self.twice += u64::from(frame.time == self.last && same_bytes);
            self.changes += u64::from(print.is_some() && self.print.is_some() && !same_bytes);
            if self.stretch == stretch && frame.time >= self.last {
                self.rhythm.add(interval);
            } else {
                self.rhythm.interrupt();
            }
        }
        self.frames += 1;
        self.lengths |= 1 << frame.len().min(127);
        self.last = frame.time;
        self.print = print.or(self.print);
        self.stretch = stretch;
    }

    /// The numbers of bytes that were seen, ascending.
    pub fn lengths(&self) -> impl Iterator<Item = usize> + '_ {
        (0..=crate::frame::MAX_PAYLOAD).filter(|length| self.lengths & (1 << length) != 0)
    }

    /// Its rhythm; `None` if it was seen only once, or never twice in one stretch of recording.
    pub fn cycle(&self) -> Option<Cycle> {
        self.rhythm.cycle()
    }
}

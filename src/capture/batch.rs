//! Frames read at once, and what came after them. It decides neither when to read nor where.

use super::feed::Feed;
use super::quality::Witness;
use super::{Item, Next};
use crate::frame::Frame;

/// Some frames of a capture, in order.
pub(super) struct Batch {
    frames: Box<[Frame]>,
    /// How many of them are filled in.
    length: usize,
    /// How many of these were taken.
    taken: usize,
    /// What came after them that is no frame.
    after: Option<Next>,
}

impl Batch {
    /// Room for so many frames.
    pub(super) fn new(frames: usize) -> Self {
        Self { frames: vec![Frame::empty(); frames].into(), length: 0, taken: 0, after: None }
    }

    /// Reads anew what is there without waiting; at least a frame, or what came instead.
    pub(super) fn read(&mut self, feed: &mut Feed) {
        (self.length, self.taken) = (0, 0);
        self.read_on(feed);
    }

    /// Reads anew until there is no more room, or something came that is no frame.
    pub(super) fn read_full(&mut self, feed: &mut Feed) {
        self.read(feed);
        while self.after.is_none() && self.length < self.frames.len() {
            self.read_on(feed);
        }
    }

    fn read_on(&mut self, feed: &mut Feed) {
        let (count, after) = feed.fill(&mut self.frames[self.length..]);
        self.length += count;
        self.after = after;
    }

    /// Lets `witness` hear what was not taken yet.
    pub(super) fn tell(&mut self, witness: &mut Witness, channels: &[String]) {
        witness.hear(&mut self.frames[self.taken..self.length], channels);
        if let Some(Ok(Some(Item::Notice(notice)))) = &self.after {
            witness.notice(notice);
        }
    }

    /// Whether what came after the frames ends the capture.
    pub(super) fn is_last(&self) -> bool {
        matches!(self.after, Some(Ok(None) | Err(_)))
    }

    /// Takes one frame.
    #[inline]
    pub(super) fn take(&mut self) -> Option<&Frame> {
        let frame = self.frames[..self.length].get(self.taken)?;
        self.taken += 1;
        Some(frame)
    }

    /// Takes all frames that are left.
    pub(super) fn take_all(&mut self) -> &[Frame] {
        let taken = std::mem::replace(&mut self.taken, self.length);
        &self.frames[taken..self.length]
    }

    /// Whether there are frames to take.
    pub(super) fn has_frames(&self) -> bool {
        self.taken < self.length
    }

    /// Takes what came after the frames.
    pub(super) fn take_after(&mut self) -> Option<Next> {
        self.after.take()
    }
}

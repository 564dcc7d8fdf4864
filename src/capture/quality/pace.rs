//! How busy one bus is from moment to moment, so that a hole a logger made can be told from a bus that fell asleep,
//! and a recording cut out of traffic from one that saw it begin and end.

use crate::frame::{Frame, Origin};

/// A bus in use has a frame every few milliseconds; a pause this long is worth a look.
pub(super) const PAUSE_NS: u64 = 500_000_000;

/// The busyness is counted in slots of this length.
const SLOT_NS: u64 = 100_000_000;

/// A bus with fewer frames a slot, on the average, is too quiet to tell how it stops.
const LEAST_BUSY: u64 = 3;

/// How busy one bus is.
#[derive(Debug, Clone, Default)]
pub(super) struct Pace {
    /// Frames in whole slots, and how many slots.
    frames: u64,
    slots: u64,
    /// Nanoseconds since the slot began, and frames in it.
    into: u64,
    current: u64,
    previous: u64,
    /// Slots since the last pause.
    since_pause: u64,
    /// Frames of the first slot of all.
    opening: Option<u64>,
    /// A pause that began in the midst of traffic; a gap if traffic goes on at once.
    pending: Option<(u64, Origin)>,
    /// Time with traffic, in nanoseconds.
    pub(super) talking: u64,
    /// Holes in the midst of traffic: how many, how long together, where the first one ends.
    pub(super) gaps: u64,
    pub(super) gap_ns: u64,
    pub(super) gap_at: Option<Origin>,
    /// Pauses that traffic ran out into.
    pub(super) silences: u64,
}

impl Pace {
    /// A frame came so many nanoseconds after the last.
    #[inline]
    pub(super) fn hear(&mut self, interval: u64, frame: &Frame) {
        if interval >= PAUSE_NS {
            self.pause(interval, frame.origin);
        } else {
            self.talking = self.talking.saturating_add(interval);
            self.into += interval;
            while self.into >= SLOT_NS {
                self.into -= SLOT_NS;
                self.close();
            }
        }
        self.current += 1;
    }

    /// The stamps went elsewhere: what comes next is a new beginning.
    pub(super) fn interrupt(&mut self) {
        self.pending = None;
        (self.into, self.current, self.previous, self.since_pause) = (0, 1, 0, 0);
    }

    #[cold]
    fn pause(&mut self, interval: u64, origin: Origin) {
        // Two in a row without a whole slot between them: the first was no gap.
        self.silences += u64::from(self.pending.take().is_some());
        if self.is_busy_now() {
            self.pending = Some((interval, origin));
        } else {
            self.silences += 1;
        }
        (self.into, self.current, self.previous, self.since_pause) = (0, 0, 0, 0);
    }

    #[cold]
    fn close(&mut self) {
        let frames = std::mem::take(&mut self.current);
        self.previous = frames;
        self.opening.get_or_insert(frames);
        if let Some((length, origin)) = self.pending.take() {
            if self.is_busy(frames) {
                self.gaps += 1;
                self.gap_ns = self.gap_ns.saturating_add(length);
                self.gap_at.get_or_insert(origin);
            } else {
                self.silences += 1;
            }
        }
        self.frames += frames;
        self.slots += 1;
        self.since_pause += 1;
    }

    /// Whether so many frames in a slot are at least half the usual.
    fn is_busy(&self, frames: u64) -> bool {
        self.slots > 0 && self.frames >= self.slots * LEAST_BUSY && frames * 2 * self.slots >= self.frames
    }

    /// Whether the last moments, one slot and a part of another, are as busy as usual.
    fn is_busy_now(&self) -> bool {
        self.since_pause > 0 && self.is_busy(self.current + self.previous)
    }

    /// Whether the first frames came in the midst of traffic.
    pub(super) fn begins_busy(&self) -> bool {
        self.opening.is_some_and(|frames| self.is_busy(frames))
    }

    /// Whether the last frames did.
    pub(super) fn ends_busy(&self) -> bool {
        self.is_busy_now()
    }
}

//! The bus as a whole: talking or silent, and whether a silence or a jump of the clock was made by the recording
//! rather than by the car. It looks at no payload.

use std::time::Duration;

use crate::frame::{CanId, Frame, Origin, Time};

/// A bus without a frame for this long is silent: a talking one has a frame every few milliseconds, and the
/// longest cycle of a body message is 1 s.
pub const SILENCE: Duration = Duration::from_secs(2);
/// A pause this long means that for a moment nothing could have been heard: five cycles of a body message.
pub const PAUSE: Duration = Duration::from_nanos(PAUSE_NS);
const PAUSE_NS: u64 = 500_000_000;
/// Stamps this much earlier than their predecessor are two interfaces' clocks, or a logger's own reordering,
/// and no jump.
pub(super) const REORDER: Duration = Duration::from_millis(100);

/// How a recording was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeamKind {
    /// Frames are missing: a bus that does not fall silent by itself did.
    Gap,
    /// The clock went backwards.
    Backwards,
}

/// A place where a recording was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seam {
    /// How.
    pub kind: SeamKind,
    /// The last frame before it: time, place, identifier.
    pub before: (Time, Origin, CanId),
    /// The first frame after it.
    pub after: (Time, Origin, CanId),
}

/// Follows the bus as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Traffic {
    last: Option<(Time, Origin, CanId)>,
    latest: Option<Time>,
    /// When it began to talk after the last [`PAUSE`].
    alive_since: Time,
    silent: bool,
}

/// What one more frame means for the bus as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// It goes on talking.
    On,
    /// It talks again after a pause, or for the first time.
    AfterPause,
    /// It talks again after a silence; the last frame before it.
    AfterSilence((Time, Origin, CanId)),
}

impl Traffic {
    #[inline]
    pub(super) fn hear(&mut self, frame: &Frame) -> Heard {
        match &mut self.last {
            Some(last) if !self.silent && frame.time.nanos_since(last.0) < PAUSE_NS => {
                *last = (frame.time, frame.origin, frame.id);
                self.latest = self.latest.max(Some(frame.time));
                Heard::On
            }
            _ => self.begin(frame),
        }
    }

    /// A frame after a pause, or the first one.
    #[cold]
    fn begin(&mut self, frame: &Frame) -> Heard {
        let before = self.last.replace((frame.time, frame.origin, frame.id));
        self.latest = self.latest.max(Some(frame.time));
        let was_silent = std::mem::take(&mut self.silent);
        let Some(before) = before else {
            self.alive_since = frame.time;
            return Heard::AfterPause;
        };
        self.alive_since = frame.time;
        if was_silent { Heard::AfterSilence(before) } else { Heard::AfterPause }
    }

    pub(super) fn last(&self) -> Option<(Time, Origin, CanId)> {
        self.last
    }

    /// The latest stamp of any frame: frames may come a little out of order.
    pub(super) fn latest(&self) -> Option<Time> {
        self.latest
    }

    pub(super) fn alive_since(&self) -> Time {
        self.alive_since
    }

    pub(super) fn silent(&self) -> bool {
        self.silent || self.last.is_none()
    }

    /// When the bus will have been silent for [`SILENCE`].
    pub(super) fn due(&self) -> Time {
        self.last.filter(|_| !self.silent).map_or(Time::MAX, |(time, ..)| time.after(SILENCE))
    }

    pub(super) fn fall_silent(&mut self) {
        self.silent = true;
    }
}

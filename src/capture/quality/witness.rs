//! Whoever listens while a capture is read, on whatever thread that is: which of its frames count for the verdict, and
//! when a frame without a time was. It judges nothing itself.

use super::{Observer, Quality};
use crate::capture::{Interest, WhichBus};
use crate::frame::{Frame, Time};
use crate::notice::Notice;

/// Hears a capture as it is read.
#[derive(Debug, Clone, Default)]
pub struct Witness {
    observer: Observer,
    /// The first and the last moment that count; `None` for all.
    span: Option<(Time, Time)>,
    /// The buses that count.
    bus: WhichBus,
    /// Whose bytes are read.
    interest: Interest,
    /// When the last frame was that counted.
    last: Option<Time>,
}

impl Witness {
    /// From now on only frames from one moment to another count, and those of these buses, and only the bytes of
    /// these identifiers are read.
    pub fn heed(&mut self, span: (Time, Time), bus: WhichBus, interest: Interest) {
        self.span = Some(span);
        (self.bus, self.interest) = (bus, interest);
    }

    /// Takes note of these frames, whose buses have these names. To a frame without a time, in the midst of others, it gives
    /// the time of the one before.
    pub fn hear(&mut self, frames: &mut [Frame], channels: &[String]) {
        for frame in frames {
            if !self.bus.holds(frame.channel, channels) {
                continue;
            }
            let is_undated = self.observer.is_undated(frame);
            let time = if is_undated { self.last.unwrap_or(frame.time) } else { frame.time };
            if self.span.is_some_and(|(from, to)| time < from || to < time) {
                continue;
            }
            self.last = Some(time);
            self.observer.take(frame, self.interest.wants(frame.id));
            frame.time = time;
        }
    }

    /// Takes note of something that was wrong with the file.
    pub fn notice(&mut self, notice: &Notice) {
        self.observer.notice(notice);
    }

    /// The verdict on what was heard so far; `channels` are the names of the buses by number.
    pub fn judge(&self, channels: &[String]) -> Quality {
        self.observer.judge(channels)
    }
}

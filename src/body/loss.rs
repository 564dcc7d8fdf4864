//! Whether the recording loses frames: holes in the rhythm of several messages at once are made by a logger, not by
//! the units that send them. It judges no unit.

use std::time::Duration;

use super::state::Body;
use super::store::Heartbeat;
use crate::frame::Time;

/// A message has a hole when it comes later than so many of its cycles: one lost frame may be chance, and jitter is
/// far below one cycle.
const HOLE_CYCLES: u32 = 3;
/// Holes this long ago say nothing about now.
const LATELY: Duration = Duration::from_secs(3);
/// One message alone may be its sender's fault; so many at once are the recording's.
const MESSAGES: usize = 2;

impl Heartbeat {
    /// Notes a frame at `time`: whether it left a hole before it.
    pub(super) fn note_hole(&mut self, time: Time) {
        if self.overdue(time) {
            self.last_hole = Some(time);
        }
    }

    fn overdue(&self, now: Time) -> bool {
        let (Some(last), Some(cycle)) = (self.last_seen, self.cycle) else { return false };
        now.since(last) > cycle * HOLE_CYCLES
    }

    fn has_hole(&self, now: Time) -> bool {
        let overdue = self.fresh && self.overdue(now);
        overdue || self.last_hole.is_some_and(|hole| now.since(hole) <= LATELY)
    }
}

impl Body {
    /// Whether frames of units other than `sender` have been missing lately, so that missing frames of `sender`
    /// prove nothing about it.
    pub fn loses_frames_besides(&self, sender: &str, now: Time) -> bool {
        let others = self.store.messages.iter().zip(&self.store.heartbeats);
        let holes = others.filter(|(message, heartbeat)| message.sender != sender && heartbeat.has_hole(now));
        holes.count() >= MESSAGES
    }
}

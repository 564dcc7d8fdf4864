//! A restart of the body control module with the ignition on, and what the openings did since. Whether that is a
//! fault is a rule's business.

use std::time::Duration;

use super::event::Evidence;
use super::fact::{Fact, Ignition, Value};
use super::part::Opening;
use crate::frame::Time;

/// The ignition counts as on at a wake-up if it was known to be on this shortly before: the module's own
/// frames, which carry it, stop while it restarts.
pub(super) const RECENTLY_ON: Duration = Duration::from_secs(5);

/// The module's own frames begin within this of its wake-up frame: 0.14 s in the 370Z capture.
const FIRST_FRAMES: Duration = Duration::from_millis(300);

/// The last restart with the ignition on.
#[expect(clippy::struct_excessive_bools, reason = "four independent things that did or did not happen since")]
#[derive(Debug, Clone)]
pub struct Restart {
    /// The wake-up frame.
    pub evidence: Evidence,
    /// Which openings read closed at any time since, by position in [`Opening::ALL`].
    pub closed_since: [bool; 6],
    locked: bool,
    unlocked: bool,
    ignition_off: bool,
    ignition_on: bool,
}

impl Restart {
    pub(super) fn new(evidence: Evidence) -> Self {
        Self {
            evidence,
            closed_since: [false; 6],
            locked: false,
            unlocked: false,
            ignition_off: false,
            ignition_on: false,
        }
    }

    /// Notes a fact that changed, or was seen, at `time`.
    pub(super) fn note(&mut self, fact: Fact, value: Value, changed: bool, time: Time) {
        match (fact, value) {
            (Fact::Open(opening), Value::Switch(open)) => {
                // Closed before the restart and open in the module's first frames after it: open from the restart on.
                let at_once = open && time.since(self.evidence.time) <= FIRST_FRAMES;
                self.closed_since[opening as usize] =
                    !open || (self.closed_since[opening as usize] && !at_once);
            }
            (Fact::Locked(_), Value::Switch(locked)) if changed => {
                self.locked |= locked;
                self.unlocked |= !locked;
            }
            (Fact::Ignition, Value::Ignition(position)) => {
                self.ignition_off |= position == Ignition::Off;
                self.ignition_on |= self.ignition_off && position >= Ignition::On;
            }
            _ => {}
        }
    }

    /// Whether the locks went both ways, or the ignition off and on, since.
    pub fn cycled(&self) -> bool {
        (self.locked && self.unlocked) || self.ignition_on
    }

    /// Whether the opening has not read closed since.
    pub fn never_closed(&self, opening: Opening) -> bool {
        !self.closed_since[opening as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Shows;
    use crate::frame::Origin;

    fn restart() -> Restart {
        let mut restart = Restart::new(Evidence {
            time: Time::ZERO,
            origin: Origin::default(),
            id: None,
            frame: None,
            shows: Shows::FobPressed,
        });
        restart.note(Fact::Open(Opening::RearLeft), Value::Switch(false), false, Time::ZERO);
        restart
    }

    #[test]
    fn what_the_module_calls_open_in_its_first_frames_is_open_since_the_restart() {
        let mut restart = restart();
        let first_frame = Time::ZERO.after(Duration::from_millis(140));
        restart.note(Fact::Open(Opening::RearLeft), Value::Switch(true), true, first_frame);
        assert!(restart.never_closed(Opening::RearLeft));
    }

    #[test]
    fn what_opens_later_was_closed_since_the_restart() {
        let mut restart = restart();
        let later = Time::ZERO.after(Duration::from_secs(2));
        restart.note(Fact::Open(Opening::RearLeft), Value::Switch(true), true, later);
        assert!(!restart.never_closed(Opening::RearLeft));
    }
}

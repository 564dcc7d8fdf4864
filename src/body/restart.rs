//! A restart of the body control module with the ignition on, and what the openings did since. Whether that is a
//! fault is a rule's business.

use std::time::Duration;

use super::event::Evidence;
use super::fact::{Fact, Ignition, Value};
use super::part::Opening;

/// The ignition counts as on at a wake-up if it was known to be on this shortly before: the module's own
/// frames, which carry it, stop while it restarts.
pub(super) const RECENTLY_ON: Duration = Duration::from_secs(5);

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

    /// Notes a fact that changed, or was seen.
    pub(super) fn note(&mut self, fact: Fact, value: Value, changed: bool) {
        match (fact, value) {
            (Fact::Open(opening), Value::Switch(false)) => self.closed_since[opening as usize] = true,
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

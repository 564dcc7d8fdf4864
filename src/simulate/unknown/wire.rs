//! One bit of a message that tells something of the body: where it stands, how late it is, and how it gets there.

use std::time::Duration;

use super::level::Level;
use crate::frame::Time;
use crate::simulate::random::Random;

/// A bit that follows a level.
#[derive(Debug, Clone)]
pub(super) struct Wire {
    pub(super) level: Level,
    pub(super) message: usize,
    /// Position among the message's pages; `None` if it stands in every frame.
    pub(super) page: Option<usize>,
    pub(super) bit: u8,
    /// Whether a zero says that it is so.
    pub(super) inverted: bool,
    /// From the change to the bit: sensing, debouncing and, for a copy, another unit's turn.
    pub(super) lag: Duration,
    pub(super) shape: Shape,
}

/// How a bit gets from one value to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// At once.
    Clean,
    /// After up to this many turns to and fro.
    Bounces(u8),
    /// It is set for this long while the level changes, and rests at zero: ajar, or on its way.
    Passes(Duration),
}

impl Wire {
    /// Whether what it tells ends up equal to its level.
    pub(super) fn settles(&self) -> bool {
        !matches!(self.shape, Shape::Passes(_))
    }

    /// When the bit takes which value after its level became `value` at `at`.
    pub(super) fn turns(&self, at: Time, value: bool, random: &mut Random, mut turn: impl FnMut(Time, bool)) {
        let mut at = at.after(self.lag).after(random.millis(0, 12));
        match self.shape {
            Shape::Clean => {}
            Shape::Bounces(most) => {
                for _ in 0..random.below(u64::from(most) + 1) {
                    turn(at, value != self.inverted);
                    at = at.after(random.millis(4, 120));
                    turn(at, value == self.inverted);
                    at = at.after(random.millis(4, 60));
                }
            }
            Shape::Passes(long) => {
                turn(at, !self.inverted);
                turn(at.after(long), self.inverted);
                return;
            }
        }
        turn(at, value != self.inverted);
    }
}

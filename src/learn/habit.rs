//! How one person marks: how long before or after a mark the bus moved, where that is known beyond doubt. What moves at other
//! moments is less probably what was marked.

use super::sift::Sifted;
use super::timeline::{Millis, Timeline};

/// Observations from which on a habit can be told.
const ENOUGH: usize = 8;

/// How far beyond everything observed so far the next may lie, in milliseconds.
const MARGIN: i64 = 200;

/// How much later than its command a lock may follow, in milliseconds: 1.0 s is common.
const LOCK_LAG: i64 = 1500;

/// Probability that something moves outside the habit all the same.
const OUTSIDE: f64 = 0.05;

/// From when to when after its mark something moves, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit {
    from: i64,
    to: i64,
}

impl Habit {
    /// That of these observations, each the time from a mark to a change; `None` if they are too few.
    pub(super) fn of(mut offsets: Vec<i64>) -> Option<Self> {
        if offsets.len() < ENOUGH {
            return None;
        }
        offsets.sort_unstable();
        // One in twenty may be a slip.
        let slips = offsets.len() / 20;
        Some(Self { from: offsets[slips] - MARGIN, to: offsets[offsets.len() - 1 - slips] + MARGIN })
    }

    /// Natural logarithm of how much more probable these changes are by habit than anywhere in their stretches; `reactions` are the
    /// stretch and the moment of each.
    pub(super) fn favours(
        self,
        timeline: &Timeline,
        bit: &Sifted<'_>,
        reactions: impl Iterator<Item = (usize, Millis)>,
        is_lock: bool,
    ) -> f64 {
        let to = self.to + i64::from(bit.message.delay(bit.place.page)) + if is_lock { LOCK_LAG } else { 0 };
        let favour = |(stretch, at): (usize, Millis)| {
            let Some(stretch) = timeline.stretches.get(stretch) else { return 0.0 };
            let span = (to - self.from).max(1) as f64 / 1000.0;
            let offset = i64::from(at) - i64::from(stretch.marked);
            let by_chance = (span / stretch.seconds()).min(0.95);
            let is_habit = (self.from..=to).contains(&offset);
            if is_habit { ((1.0 - OUTSIDE) / by_chance).ln() } else { (OUTSIDE / (1.0 - by_chance)).ln() }
        };
        reactions.map(favour).sum()
    }
}

//! Facts that change again and again: after the first few changes of a run, the rest is told in one line when it is
//! over.

use std::time::Duration;

use crate::body::{Fact, Value};
use crate::frame::Time;

/// Changes this close belong to one run. No hand opens and shuts a door, or turns a key, more than once a second.
const CLOSE: Duration = Duration::from_secs(1);

/// Changes of a run that are told one by one: opening and shutting twice.
const TOLD: u64 = 4;

/// The changes of one fact.
#[derive(Debug, Clone, Copy)]
struct Run {
    last: Time,
    changes: u64,
    now: Value,
}

/// The runs of all facts.
#[derive(Debug)]
pub(super) struct Flutter {
    facts: [Option<Run>; Fact::COUNT],
    /// The earliest time at which a run that is told shortly is over; [`Time::MAX`] if there is none.
    due: Time,
}

/// A run that is over: what was not told one by one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Over {
    /// When it was known to be over.
    pub(super) time: Time,
    /// Which fact.
    pub(super) fact: Fact,
    /// How many changes were not told.
    pub(super) untold: u64,
    /// When the last of them was.
    pub(super) last: Time,
    /// What it left.
    pub(super) now: Value,
}

impl Default for Flutter {
    fn default() -> Self {
        Self { facts: [None; Fact::COUNT], due: Time::MAX }
    }
}

impl Flutter {
    /// Takes in a change; says whether it is to be told.
    pub(super) fn tells(&mut self, fact: Fact, now: Value, time: Time) -> bool {
        let slot = &mut self.facts[fact.index()];
        let before = slot.filter(|run| time.since(run.last) <= CLOSE).map_or(0, |run| run.changes);
        *slot = Some(Run { last: time, changes: before + 1, now });
        if before < TOLD {
            return true;
        }
        self.due = self.due.min(time.after(CLOSE));
        false
    }

    /// A run that is over by `now`; ask until there is none.
    pub(super) fn over(&mut self, now: Time) -> Option<Over> {
        if now <= self.due {
            return None;
        }
        let untold = |run: &Run| run.changes.saturating_sub(TOLD);
        for (slot, fact) in self.facts.iter_mut().zip(Fact::ALL) {
            let Some(run) = slot.filter(|run| untold(run) > 0 && now > run.last.after(CLOSE)) else {
                continue;
            };
            *slot = None;
            let time = run.last.after(CLOSE);
            return Some(Over { time, fact, untold: untold(&run), last: run.last, now: run.now });
        }
        let running = self.facts.iter().flatten().filter(|run| untold(run) > 0);
        self.due = running.map(|run| run.last.after(CLOSE)).min().unwrap_or(Time::MAX);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Flutter, Over};
    use crate::body::{Fact, Value};
    use crate::frame::Time;

    fn at(millis: i64) -> Time {
        Time::from_nanos(millis * 1_000_000)
    }

    #[test]
    fn a_run_of_changes_is_told_at_first_and_counted_then() {
        let mut flutter = Flutter::default();
        let told: Vec<bool> = (0..9)
            .map(|n| {
                assert_eq!(flutter.over(at(n * 100)), None);
                flutter.tells(Fact::Brake, Value::Switch(n % 2 == 0), at(n * 100))
            })
            .collect();
        assert_eq!(told, [true, true, true, true, false, false, false, false, false]);
        assert_eq!(flutter.over(at(1800)), None);
        let over =
            Over { time: at(1800), fact: Fact::Brake, untold: 5, last: at(800), now: Value::Switch(true) };
        assert_eq!(flutter.over(at(5000)), Some(over));
        assert_eq!(flutter.over(at(5000)), None);
    }

    #[test]
    fn changes_apart_are_all_told() {
        let mut flutter = Flutter::default();
        for n in 0..20 {
            assert_eq!(flutter.over(at(n * 1500)), None);
            assert!(flutter.tells(Fact::Brake, Value::Switch(n % 2 == 0), at(n * 1500)));
        }
        assert_eq!(flutter.over(Time::MAX), None);
    }
}

//! How often a message comes: its period, and whether it comes out of turn when its contents change.

use super::timeline::Millis;

/// Intervals looked at before the period is taken from their middle one.
const FIRST: usize = 33;

/// Milliseconds without a frame that are a pause for any message.
const PAUSE: Millis = 1500;

/// The rhythm of one message.
#[derive(Debug, Clone, Default)]
pub(super) struct Rhythm {
    last: Option<Millis>,
    first: Vec<Millis>,
    middle: Millis,
    sum: u64,
    count: u64,
    early: u32,
    early_with_news: u32,
}

impl Rhythm {
    /// A frame came; `is_news` if its payload differs from the one before.
    pub(super) fn hear(&mut self, at: Millis, is_news: bool) {
        let Some(interval) = self.last.replace(at).map(|last| at.saturating_sub(last)) else { return };
        if self.first.len() < FIRST {
            self.first.push(interval);
            if self.first.len() == FIRST {
                self.middle = middle(&self.first);
            }
            return;
        }
        let near = self.middle.saturating_sub(self.middle / 3)..=self.middle + self.middle / 3 + 1;
        if near.contains(&interval) {
            self.sum += u64::from(interval);
            self.count += 1;
        } else if interval < self.middle / 4 * 3 {
            self.early += 1;
            self.early_with_news += u32::from(is_news);
        }
    }

    /// Whether a frame that comes now is the first after a pause.
    pub(super) fn is_pause(&self, at: Millis) -> bool {
        let waited = self.last.map_or(0, |last| at.saturating_sub(last));
        waited >= PAUSE && waited >= self.period().unwrap_or(PAUSE).saturating_mul(5)
    }

    /// The period in milliseconds; `None` for a message too rare or too irregular to have one.
    pub(super) fn period(&self) -> Option<Millis> {
        let period = if self.count >= 8 {
            u32::try_from((self.sum + self.count / 2) / self.count).ok()?
        } else {
            let middle = middle(&self.first);
            let near = |interval: &&Millis| interval.abs_diff(middle) <= middle / 3 + 1;
            if self.first.len() < 5 || self.first.iter().filter(near).count() * 2 < self.first.len() {
                return None;
            }
            middle
        };
        Some(period).filter(|period| *period > 0)
    }

    /// Whether it also comes out of turn, and nearly always because its contents changed.
    pub(super) fn has_extra_frames(&self) -> bool {
        self.early >= 2 && self.early_with_news * 10 >= self.early * 8
    }
}

fn middle(intervals: &[Millis]) -> Millis {
    let mut sorted = intervals.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

//! When people did what: their imprecise marks, cut into stretches in which something may follow and stretches in which
//! nothing should.

use super::action::Action;
use super::settings::Settings;
use crate::frame::Time;

/// Milliseconds since the learner's first moment: seven weeks fit.
pub(super) type Millis = u32;

/// When a person did something, as they said it. `begin` and `end` may be one moment; both may be a second or so off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// What was done.
    pub action: Action,
    /// Not before this, as far as the person could tell.
    pub begin: Time,
    /// Not after this, as far as the person could tell.
    pub end: Time,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// What was done in it, if anything was.
    pub(super) action: Option<Action>,
    pub(super) begin: Millis,
    pub(super) end: Millis,
    /// When that was marked, or where its stretch of marks ends; of no meaning if nothing was done.
    pub(super) marked: Millis,
}

impl Stretch {
    /// How long it is, in seconds; never nothing.
    pub(super) fn seconds(&self) -> f64 {
        f64::from(self.end.saturating_sub(self.begin).max(1)) / 1000.0
    }
}

/// The whole time in stretches: a quiet one, one in which something was done, a quiet one, and so on to the last.
#[derive(Debug, Clone, Default)]
pub(super) struct Timeline {
    /// All of it, without holes.
    pub(super) stretches: Vec<Stretch>,
}

impl Timeline {
    /// Of `windows` in any order, up to `end`; `millis` turns a moment into milliseconds.
    pub(super) fn new(
        windows: &[Window],
        settings: &Settings,
        end: Millis,
        millis: impl Fn(Time) -> Millis,
    ) -> Self {
        let mut sorted = windows.to_vec();
        sorted.sort_by_key(|window| (window.begin, window.end));
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut marked_until = Time::MIN;
        for window in &sorted {
            let last = window.end.max(window.begin);
            let mut begin = millis(window.begin.before(settings.early));
            if let Some(before) = stretches.last_mut().filter(|before| before.end > begin) {
                // What follows an action comes rather late than early.
                let (from, to) = (millis(marked_until), millis(window.begin));
                let share =
                    settings.late.as_secs_f64() / (settings.late + settings.early).as_secs_f64().max(1e-3);
                let cut = f64::from(from) + (f64::from(to) - f64::from(from)) * share;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between two u32"
                )]
                let cut = (cut as Millis).clamp(before.begin, before.end);
                before.end = cut;
                begin = cut;
            }
            let end = millis(last.after(settings.late)).max(begin);
            stretches.push(Stretch { action: Some(window.action), begin, end, marked: millis(last) });
            marked_until = last;
        }
        Self { stretches: with_quiet(&stretches, end) }
    }

    /// The stretches in which something was done.
    pub(super) fn done(&self) -> impl Iterator<Item = (usize, &Stretch, Action)> {
        let numbered = self.stretches.iter().enumerate();
        numbered.filter_map(|(place, stretch)| Some((place, stretch, stretch.action?)))
    }
}

fn with_quiet(done: &[Stretch], end: Millis) -> Vec<Stretch> {
    let mut all = Vec::with_capacity(done.len() * 2 + 1);
    let mut at = 0;
    for stretch in done {
        all.push(Stretch { action: None, begin: at, end: stretch.begin.max(at), marked: at });
        all.push(*stretch);
        at = stretch.end;
    }
    all.push(Stretch { action: None, begin: at, end: end.max(at), marked: at });
    all
}

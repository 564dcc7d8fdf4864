//! What a door sets off, and what ends by itself, looks much like the door: a greeting, a lamp on a timer. It lasts as long
//! each time, whoever shuts the door and when.

use super::belief::{Response, Step};
use super::chance;
use super::timeline::{Millis, Timeline};
use crate::body::Fact;

/// How far, in milliseconds and beside the period of its message, a timer is off.
const PRECISION: Millis = 60;

/// Probability that a timer lasts for another time than it usually does.
const MISTIMED: f64 = 0.001;

/// Natural logarithm of the probability of what a bit did if `steps` set it off for a certain time each.
pub(super) fn log(response: &Response<'_>, timeline: &Timeline, steps: &[Step], inverted: bool) -> f64 {
    let mut log = 0.0;
    let mut held: Vec<Millis> = Vec::new();
    let mut set_off_at = None;
    for (place, _) in timeline.stretches.iter().enumerate() {
        let Some(mut is_on) = response.level(place).map(|level| level ^ inverted) else { continue };
        let is_due = steps.iter().any(|step| step.stretch == place);
        let mut is_set_off = is_on;
        for edge in response.edges(place) {
            is_on = !is_on;
            if is_on {
                log += if is_due && !is_set_off { chance::MOVES.ln() } else { chance::MOVES_ALONE.ln() };
                is_set_off = true;
                set_off_at = Some(*edge);
            } else {
                held.extend(set_off_at.take().map(|begin| edge.saturating_sub(begin)));
            }
        }
        if is_due && !is_set_off {
            log += chance::MISSES.ln();
        }
    }
    log + lasting(&mut held, response.delay.saturating_add(PRECISION), patience(timeline))
}

/// How long timers last, in milliseconds, beside how far from its mark a hand may shut a door: the first time tells nothing but that.
const LASTS: f64 = 10_000.0;
const SHUTS: f64 = 4_000.0;

/// Natural logarithm of how much more probable it is that a timer lasts for so long each time than that a hand does, of times that
/// one hand varies by `patience`.
fn lasting(held: &mut [Millis], precision: Millis, patience: Millis) -> f64 {
    held.sort_unstable();
    let Some(usual) = held.get(held.len() / 2).copied() else { return 0.0 };
    let either_way = precision.saturating_mul(2);
    let coincidence = f64::from(either_way) / f64::from(patience.max(either_way));
    let each = |held: &Millis| {
        if held.abs_diff(usual) <= precision { -coincidence.ln() } else { MISTIMED.ln() }
    };
    // The usual time itself is known from one of them.
    let first = coincidence.ln() + (SHUTS / LASTS).ln();
    held.iter().map(each).sum::<f64>() + first + held.len() as f64 * chance::MOVES.ln()
}

/// By how much the times vary for which this person has something open, in milliseconds.
fn patience(timeline: &Timeline) -> Millis {
    let mut opened: Vec<(Fact, Millis)> = Vec::new();
    let (mut least, mut most) = (Millis::MAX, 0);
    for (_, stretch, action) in timeline.done() {
        let [fact @ Fact::Open(_)] = action.subject.facts() else { continue };
        if action.value {
            opened.push((*fact, stretch.marked));
        } else if let Some(at) = opened.iter().rposition(|(known, _)| known == fact) {
            let (_, begin) = opened.swap_remove(at);
            let held = stretch.marked.saturating_sub(begin);
            (least, most) = (least.min(held), most.max(held));
        }
    }
    most.saturating_sub(least)
}

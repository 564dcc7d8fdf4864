//! The alarm of a car follows its locks, but not at their pace: it is armed a while after they are locked, and disarmed before
//! they are unlocked. Locks go either way in the same time.

use super::action::Subject;
use super::belief::Response;
use super::timeline::Timeline;

/// How much locking and unlocking differ, one standard deviation in seconds: by the marks of the person above all.
const DIFFERENCE: f64 = 0.5;

/// Probability of a difference that this does not explain.
const ODD: f64 = 1e-4;

/// How much later than it is disarmed an alarm is armed at least, and beyond which nothing is known to follow a mark, in seconds.
const LEAST: f64 = 0.8;
const MOST: f64 = 5.0;

/// Natural logarithm of the probability density of when a lock moved, of how much later it is locked than unlocked.
pub(super) fn of_locks(response: &Response<'_>, timeline: &Timeline) -> f64 {
    let Some(later) = later(response, timeline) else { return 0.0 };
    let deviation = DIFFERENCE + f64::from(response.delay) / 2000.0;
    let share = later / deviation;
    let density = (-share * share / 2.0).exp() / (deviation * std::f64::consts::TAU.sqrt());
    density.max(ODD).ln()
}

/// The same of an alarm.
pub(super) fn of_alarm(response: &Response<'_>, timeline: &Timeline) -> f64 {
    let Some(later) = later(response, timeline) else { return 0.0 };
    let density = if (LEAST..=MOST).contains(&later) { 1.0 / (MOST - LEAST) } else { ODD };
    density.ln()
}

/// How much later after its mark a bit follows the fob when it locks than when it unlocks, in seconds; `None` if it does not follow
/// both.
fn later(response: &Response<'_>, timeline: &Timeline) -> Option<f64> {
    let mean = |locks: bool| {
        let mut count = 0;
        let mut sum = 0.0;
        for (place, stretch, action) in timeline.done() {
            if let (Subject::Locks, [first, ..]) = (action.subject, response.edges(place))
                && action.value == locks
            {
                count += 1;
                sum += f64::from(*first) - f64::from(stretch.marked);
            }
        }
        (count > 0).then(|| sum / f64::from(count) / 1000.0)
    };
    Some(mean(true)? - mean(false)?)
}

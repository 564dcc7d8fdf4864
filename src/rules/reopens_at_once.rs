//! `reopens-at-once`: an opening that is shut and open again at once, repeatedly and unasked.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{AROUND, Cite, Fact, Grade, Lock, Opening};
use crate::frame::Time;

/// Somebody who opens a door again does so later than this.
const AGAIN_WITHIN: Duration = Duration::from_millis(1500);
/// A closed report shorter than this is a flicker, which has its own rule.
const FLICKER: Duration = Duration::from_millis(150);
/// Once may be a door that was not slammed hard enough.
const TIMES: usize = 2;
const WITHIN: Duration = Duration::from_secs(60);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "reopens-at-once",
    severity: Severity::Warning,
    grade: Grade::B,
    subjects: OPENINGS,
    needs: &[Need::Open],
    cues: &[super::LOCKED_DRIVER, super::LOCKED_OTHERS],
    hold: Duration::ZERO,
    title: "{subject} opens again as soon as it is shut",
    meaning: "It is shut and springs open, or shuts and its report falls back to open. The striker is out of line, \
        the latch spring is worn, or the ajar switch lets go as the latch settles.",
    matters: "It has to be slammed, and may not be latched when it looks shut.",
    look: "Mark the striker's place, move it a little and see whether the latch catches. If it catches and the \
        report still falls back, look at the ajar switch in the latch.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let fact = Fact::Open(opening);
    let history = look.body.history(fact);
    let mut reopened = history.edges().zip(history.edges().skip(1)).filter(|(opened, shut)| {
        let closed_for = opened.time.since(shut.time);
        opened.on
            && !shut.on
            && closed_for >= FLICKER
            && closed_for <= AGAIN_WITHIN
            && unasked(look, opening, opened.time)
    });
    match reopened.nth(TIMES - 1) {
        Some((opened, _)) if !look.passed(opened.time, WITHIN) => {
            Verdict::broken(&[Cite::Edge(fact, 2), Cite::Edge(fact, 1), Cite::Edge(fact, 0)])
        }
        _ if history.value.is_none() => Verdict::Unknown,
        _ => Verdict::Holds,
    }
}

/// Whether nobody asked for it: no request for the tailgate and no unlock shortly before.
fn unasked(look: &Look<'_>, opening: Opening, time: Time) -> bool {
    let from = time.before(AROUND);
    let requested = opening == Opening::Tailgate
        && look.body.request().is_some_and(|request| from <= request.at && request.at <= time);
    let unlocked = Lock::ALL
        .into_iter()
        .any(|lock| look.body.history(Fact::Locked(lock)).changed_within(false, from, time));
    !requested && !unlocked
}

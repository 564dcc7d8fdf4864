//! `fob-press-unseen`: a press of the fob that a person marked and the bus shows nothing of.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, THE_CAR, Verdict, any_lock_moved};
use crate::body::{AROUND, Cite, Fact, Grade, Lock};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "fob-press-unseen",
    severity: Severity::Warning,
    grade: Grade::C,
    subjects: THE_CAR,
    needs: &[
        Need::Marks,
        Need::Fact(Fact::TurnLeft),
        Need::Fact(Fact::TurnRight),
        Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others), Fact::BcmWake]),
    ],
    cues: &[super::MARK, super::ANSWER_BACK, super::LOCKED_DRIVER, super::LOCKED_OTHERS, super::BUS],
    hold: Duration::ZERO,
    title: "the key fob was pressed and the {subject} did nothing",
    meaning: "The bus did not wake, no lock moved and no lamp answered: the car did not hear the fob. Its battery is \
        flat, it is out of step with the car, or something drowns its signal.",
    matters: "Nothing on the car itself need be broken.",
    look: "Try the second fob, and this one held close to the car. Does its lamp light? Fit a new CR2032.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(mark) = look.body.fob_mark() else { return Verdict::Unknown };
    let (from, to) = (mark.time.before(AROUND), mark.time.after(AROUND));
    let near = |time| from <= time && time <= to;
    let answered = look.body.answer_back().is_some_and(|answer| near(answer.at))
        || look.body.flashing_since().is_some_and(near);
    let woken = look.body.wake().is_some_and(|wake| near(wake.time));
    if any_lock_moved(look, from, to) || answered || woken || !look.passed(mark.time, AROUND) {
        return Verdict::Holds;
    }
    Verdict::happened(mark.time, &[Cite::FobMark])
}

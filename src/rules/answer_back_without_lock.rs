//! `answer-back-without-lock`: lamps that answer the fob though no lock was commanded or moved.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, THE_CAR, Verdict, any_lock_moved};
use crate::body::{AROUND, Cite, Fact, Grade, Lock, LocksState};

/// A flash this soon after another that did go with a lock change is a second press on the same button.
const SECOND_PRESS: Duration = Duration::from_secs(6);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "answer-back-without-lock",
    severity: Severity::Warning,
    grade: Grade::C,
    subjects: THE_CAR,
    needs: &[
        Need::Fact(Fact::TurnLeft),
        Need::Fact(Fact::TurnRight),
        Need::Fact(Fact::Ignition),
        Need::AnyOf(&[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)]),
    ],
    cues: &[super::ANSWER_BACK, super::LOCKED_DRIVER, super::LOCKED_OTHERS, super::LOCK_CHANGE],
    hold: Duration::ZERO,
    title: "the {subject}'s lamps answered the key fob but no lock moved",
    meaning: "The fob was heard and answered, so fob and receiver are good; the locks were not driven or did not \
        move. Pressing the fob for a state the car is already in looks the same.",
    matters: "The driver walks away from a car that looks locked.",
    look: "Press the other button and watch. If still nothing moves: the central-locking fuse, then the supply at the \
        lock motors, then the motors.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(answer) = look.body.answer_back() else { return Verdict::Holds };
    let (from, to) = (answer.at.before(AROUND), answer.at.after(AROUND));
    if any_lock_moved(look, from, to) {
        return Verdict::Holds;
    }
    if look.body.locks() == LocksState::Unknown {
        return Verdict::Unknown;
    }
    if !look.passed(answer.at, AROUND) || any_lock_moved(look, answer.at.before(SECOND_PRESS), from) {
        return Verdict::Holds;
    }
    Verdict::happened(
        answer.at,
        &[Cite::AnswerBack, Cite::Fact(Fact::Locked(Lock::Driver)), Cite::Fact(Fact::Locked(Lock::Others))],
    )
}

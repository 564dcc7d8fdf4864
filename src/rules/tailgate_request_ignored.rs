//! `tailgate-request-ignored`: a request for the tailgate on a standing, open car after which nothing opens.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, TAILGATE, Verdict};
use crate::body::{AROUND, Cite, Fact, Grade, LocksState, RequestState};

/// The rule. The time a tailgate may take is the body's [`crate::body::ANSWER_TIME`].
pub(super) const RULE: Rule = Rule {
    id: "tailgate-request-ignored",
    severity: Severity::Fault,
    grade: Grade::C,
    subjects: TAILGATE,
    needs: &[Need::Open, Need::Fact(Fact::TailgateRequest)],
    cues: &[super::REQUEST, super::ANSWER_BACK],
    hold: Duration::ZERO,
    title: "{subject} was asked to open and did not",
    meaning: "The request reached the module, the car stood and was not locked (or the fob asked), and nothing opened: \
        the fuse, the lock motor, its wire in the corrugation of the lid, a stretched or unhooked cable, or a jammed \
        or frozen latch. If it did open and only the report stayed closed, the lid's ajar switch is the suspect.",
    matters: "The tailgate cannot be opened.",
    look: "Listen while it is asked for. Silence: fuse, then voltage at the lock. A click without motion: cable, lever \
        or a frozen latch. A humming motor: stripped gears. Never force the lid.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(request) = look.body.request() else { return Verdict::Holds };
    match (request.state, request.locks) {
        (RequestState::Unanswered, LocksState::Unlocked | LocksState::Partly) => {}
        (RequestState::Unanswered, _) if asked_by_fob(look) => {}
        (RequestState::Unanswered, LocksState::Unknown) => return Verdict::Unknown,
        _ => return Verdict::Holds,
    }
    Verdict::happened(request.at, &[Cite::Request, Cite::Fact(Fact::Open(crate::body::Opening::Tailgate))])
}

/// Whether the fob made the request: the bus woke for it, or the lamps answered.
fn asked_by_fob(look: &Look<'_>) -> bool {
    let Some(request) = look.body.request() else { return false };
    let near = |time| request.at.before(AROUND) <= time && time <= request.at.after(AROUND);
    look.body.wake().is_some_and(|wake| wake.time <= request.at && near(wake.time))
        || look.body.answer_back().is_some_and(|answer| near(answer.at))
}

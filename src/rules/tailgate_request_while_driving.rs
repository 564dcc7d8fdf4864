//! `tailgate-request-while-driving`: a request for the tailgate at speed, which the car refuses by design.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, TAILGATE, Verdict};
use crate::body::{Cite, Fact, Grade, RequestState};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "tailgate-request-while-driving",
    severity: Severity::Note,
    grade: Grade::C,
    subjects: TAILGATE,
    needs: &[Need::Fact(Fact::TailgateRequest), Need::Fact(Fact::Speed)],
    cues: &[super::REQUEST],
    hold: Duration::ZERO,
    title: "{subject} was asked for while driving, which the car refuses by design",
    meaning: "Somebody pressed the tailgate button while the car moved. It stays shut then: that is no fault.",
    matters: "If nobody pressed it, the button or its wire makes contact by itself.",
    look: "Ask for the tailgate again with the car standing.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    match look.body.request() {
        Some(request) if request.state == RequestState::Refused => {
            Verdict::happened(request.at, &[Cite::Request, Cite::Fact(Fact::Speed)])
        }
        _ => Verdict::Holds,
    }
}

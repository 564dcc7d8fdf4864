//! `shuts-at-once`: a tailgate that opens on request and is shut again at once.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, TAILGATE, Verdict};
use crate::body::{Cite, Fact, Grade, Opening};

/// Nobody opens a tailgate and shuts it again within this.
const OPEN_FOR: Duration = Duration::from_secs(2);
/// An opening this long after a request still belongs to it: a powered lid takes its time to unlatch.
const AFTER_REQUEST: Duration = Duration::from_secs(5);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "shuts-at-once",
    severity: Severity::Warning,
    grade: Grade::C,
    subjects: TAILGATE,
    needs: &[Need::Open, Need::Fact(Fact::TailgateRequest)],
    cues: &[super::REQUEST],
    hold: Duration::ZERO,
    title: "{subject} opened on request and was shut again at once",
    meaning: "The lock let go but the lid did not rise, and the latch caught again: the striker is out of line, the \
        latch spring or the gas struts are weak, or the lid is frozen to its seal.",
    matters: "The motor works; the cause is mechanical, and pulling harder bends the lid.",
    look: "Ask for the tailgate while somebody lifts it gently. If it opens so, look at struts, seal and spring. \
        Never force a frozen lid.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let fact = Fact::Open(Opening::Tailgate);
    let history = look.body.history(fact);
    let mut edges = history.edges();
    let (Some(shut), Some(opened)) = (edges.next(), edges.next()) else { return Verdict::Holds };
    let asked = look.body.request().is_some_and(|request| {
        request.at <= opened.time && opened.time.since(request.at) <= AFTER_REQUEST && !request.already_open
    });
    if !shut.on && opened.on && asked && shut.time.since(opened.time) < OPEN_FOR {
        return Verdict::happened(shut.time, &[Cite::Request, Cite::Edge(fact, 1), Cite::Edge(fact, 0)]);
    }
    Verdict::Holds
}

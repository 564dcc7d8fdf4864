//! `opened-while-driving`: an opening that opens at speed.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{AT_SPEED, Cite, Fact, Grade};

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "opened-while-driving",
    severity: Severity::Fault,
    grade: Grade::B,
    subjects: OPENINGS,
    needs: &[Need::Open, Need::Fact(Fact::Speed)],
    cues: &[],
    hold: Duration::ZERO,
    title: "{subject} went from closed to open while driving",
    meaning: "Either the latch let go, or the report jumped: an ajar switch or a wire that makes poor contact, \
        shaken by the road.",
    matters: "A latch that lets go at speed is dangerous; treat it as real until a look says otherwise.",
    look: "Stop and look at the latch and striker. If it was shut all along, flex the wiring in the rubber \
        corrugation between body and door while watching the signal.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let Some(edge) = look.body.history(Fact::Open(opening)).last_edge(true) else { return Verdict::Holds };
    let Some(speed) = look.body.number(Fact::Speed) else { return Verdict::Unknown };
    if edge.time == look.now && speed > AT_SPEED {
        return Verdict::happened(edge.time, &[Cite::Edge(Fact::Open(opening), 0), Cite::Fact(Fact::Speed)]);
    }
    Verdict::Holds
}

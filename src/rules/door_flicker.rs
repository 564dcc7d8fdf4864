//! `door-flicker`: an opening whose report changes faster than any hand.

use std::time::Duration;

use super::{Look, Need, OPENINGS, Rule, Severity, Verdict};
use crate::body::{Cite, Edge, Fact, Grade};
use crate::frame::Time;

/// So many changes within [`BURST`] no hand makes: three times open and shut in two seconds.
const EDGES: usize = 6;
const BURST: Duration = Duration::from_secs(2);
/// Nobody opens and shuts a door, or shuts and opens it, within this.
const PULSE: Duration = Duration::from_millis(150);
/// So many such pulses within [`PULSES_WITHIN`]: one may be a latch that settles.
const PULSES: usize = 2;
const PULSES_WITHIN: Duration = Duration::from_secs(10);

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: "door-flicker",
    severity: Severity::Fault,
    grade: Grade::A,
    subjects: OPENINGS,
    needs: &[Need::Open],
    cues: &[],
    hold: Duration::ZERO,
    title: "{subject} flickers between open and closed",
    meaning: "No hand moves a door so fast: a contact is loose. Most often a wire is chafed or broken in the rubber \
        corrugation between body and door, or the ajar switch in the latch is worn.",
    matters: "While it flickers the car may unlock, refuse to lock, sound the alarm or keep lights on until the \
        battery is flat.",
    look: "Flex the corrugation at the hinge while watching this signal; then turn the latch by hand. Disconnect the \
        battery's negative terminal before working on wiring.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(opening) = look.opening() else { return Verdict::Unknown };
    let fact = Fact::Open(opening);
    let history = look.body.history(fact);
    let broken = || Verdict::broken(&[Cite::Edge(fact, 2), Cite::Edge(fact, 1), Cite::Edge(fact, 0)]);
    let burst = history.edges().nth(EDGES - 1).is_some_and(|edge| !look.passed(edge.time, BURST));
    let mut pulses = pulses(history.edges());
    let pulsing = pulses.nth(PULSES - 1).is_some_and(|at| !look.passed(at, PULSES_WITHIN));
    if burst || pulsing {
        broken()
    } else if history.value.is_some() {
        Verdict::Holds
    } else {
        Verdict::Unknown
    }
}

/// When each pulse shorter than [`PULSE`] ended, newest first. A change that ends one pulse does not begin another.
fn pulses<'a>(edges: impl Iterator<Item = &'a Edge>) -> impl Iterator<Item = Time> {
    let mut edges = edges.map(|edge| edge.time).peekable();
    std::iter::from_fn(move || {
        loop {
            let end = edges.next()?;
            if edges.next_if(|start| end.since(*start) < PULSE).is_some() {
                return Some(end);
            }
        }
    })
}

//! `supply-dip`: a supply that breaks down when a lock or the tailgate is driven.

use std::time::Duration;

use super::{Look, Need, Rule, Severity, THE_CAR, Verdict};
use crate::body::{Cite, Fact, Grade, Ignition, Lock};
use crate::frame::Time;

/// Below this lock motors do not reliably move, in volts.
const DIP: f64 = 9.6;
/// A lock motor draws its current within this of the command.
const AFTER: Duration = Duration::from_secs(2);

/// The rule. Cranking is left out: it pulls every battery down.
pub(super) const RULE: Rule = Rule {
    id: "supply-dip",
    severity: Severity::Warning,
    grade: Grade::C,
    subjects: THE_CAR,
    needs: &[Need::Fact(Fact::Supply)],
    cues: &[
        super::REQUEST,
        super::LOCKED_DRIVER,
        super::LOCKED_OTHERS,
        super::COMMANDED_DRIVER,
        super::COMMANDED_OTHERS,
    ],
    hold: Duration::ZERO,
    title: "supply voltage of the {subject} breaks down when a lock is driven",
    meaning: "A lock motor should pull the supply down by a few tenths of a volt. So deep a dip means a worn battery, a \
        corroded terminal or ground, or a motor that is stuck and draws its stall current.",
    matters: "Locks move half-way or not at all, and the module may restart.",
    look: "Measure the battery at rest, then at its poles while locking. If it holds there, follow the drop along the \
        ground strap and the supply of the module.",
    check,
};

fn check(look: &Look<'_>) -> Verdict {
    let Some(volts) = look.body.number(Fact::Supply) else { return Verdict::Unknown };
    if volts >= DIP || look.body.ignition() == Some(Ignition::Start) {
        return Verdict::Holds;
    }
    match last_actuation(look) {
        Some((at, cite)) if look.now.since(at) <= AFTER => {
            Verdict::happened(at, &[cite, Cite::Fact(Fact::Supply)])
        }
        _ => Verdict::Holds,
    }
}

fn last_actuation(look: &Look<'_>) -> Option<(Time, Cite)> {
    let edges = Lock::ALL
        .into_iter()
        .flat_map(|lock| [Fact::Commanded(lock), Fact::Locked(lock)])
        .filter_map(|fact| {
            let edge = look.body.history(fact).edges().next()?;
            Some((edge.time, Cite::Edge(fact, 0)))
        });
    let request = look.body.request().map(|request| (request.at, Cite::Request));
    edges.chain(request).max_by_key(|(at, _)| *at)
}

//! Which rules could not be watched, and why: a rule that saw nothing because it could not look is not a pass.

use super::finding::{Unwatched, WhyUnwatched};
use crate::body::{Body, Fact};
use crate::rules::{self, Need, Rule, Subject};

/// Whether `rule` can ever be watched for `subject` on this body.
pub(super) fn possible(body: &Body, rule: &Rule, subject: Subject) -> bool {
    rule.needs.iter().all(|need| missing(body, need, subject).is_none())
}

/// What is known beside the body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Which car it is.
    pub(super) has_car: bool,
    /// What a person saw.
    pub(super) marked: bool,
    /// When each frame came.
    pub(super) has_clock: bool,
}

/// Every rule with the subjects it was not watched for, one entry for each reason.
pub(super) fn list(body: &Body, known: Known) -> Vec<Unwatched> {
    let mut list: Vec<Unwatched> = Vec::new();
    for rule in rules::ALL {
        let begin = list.len();
        for &subject in rule.subjects {
            let Some(reason) = reason(body, rule, subject, known) else { continue };
            match list[begin..].iter_mut().find(|entry| entry.reason == reason) {
                Some(entry) => entry.subjects.push(subject),
                None => list.push(Unwatched { rule: rule.id, subjects: vec![subject], reason }),
            }
        }
        if let [entry] = &mut list[begin..]
            && entry.subjects.len() == rule.subjects.len()
        {
            entry.subjects.clear();
        }
    }
    list
}

fn reason(body: &Body, rule: &Rule, subject: Subject, known: Known) -> Option<WhyUnwatched> {
    let no_clock = || (!known.has_clock && rule.needs_clock()).then_some(WhyUnwatched::NoClock);
    if !known.has_car {
        return if rule.needs.is_empty() { no_clock() } else { Some(WhyUnwatched::NoCar) };
    }
    if let Some(why) = rule.needs.iter().find_map(|need| missing(body, need, subject)) {
        return Some(why);
    }
    if let Some(why) = no_clock() {
        return Some(why);
    }
    if rule.needs.contains(&Need::Marks) && !known.marked {
        return Some(WhyUnwatched::NoMarks);
    }
    if let Some(facts) = not_asked(body, rule, subject) {
        return Some(WhyUnwatched::NotAsked(facts));
    }
    let mut unseen = Vec::new();
    let mut unproven = Vec::new();
    let mut withheld = Vec::new();
    for need in rule.needs {
        let facts = need.facts(subject);
        if facts.is_empty() || facts.iter().any(|fact| body.was_told(*fact)) {
            continue;
        }
        let list = if !facts.iter().any(|fact| body.was_carried(*fact)) {
            &mut unseen
        } else if facts.iter().any(|fact| body.needs_proof(*fact)) {
            &mut unproven
        } else {
            &mut withheld
        };
        for fact in facts.into_iter().filter(|fact| body.can_tell(*fact)) {
            if !list.contains(&fact) {
                list.push(fact);
            }
        }
    }
    let reasons = [
        (unseen, WhyUnwatched::NeverSeen as fn(_) -> _),
        (unproven, WhyUnwatched::NeverProven),
        (withheld, WhyUnwatched::NeverTold),
    ];
    reasons.into_iter().find(|(facts, _)| !facts.is_empty()).map(|(facts, why)| why(facts))
}

/// The facts that this rule lacks and that asking could tell; `None` if there are none.
fn not_asked(body: &Body, rule: &Rule, subject: Subject) -> Option<Vec<Fact>> {
    let mut lacking = Vec::new();
    for need in rule.needs {
        let facts = need.facts(subject);
        let is_lacking = |fact: &Fact| match need {
            Need::TwoSources => body.sources_heard(*fact) == 1 && body.could_be_asked(*fact),
            _ => body.must_be_asked(*fact) && !body.was_told(*fact),
        };
        if facts.iter().all(is_lacking) {
            lacking.extend(facts.into_iter().filter(|fact| !lacking.contains(fact)).collect::<Vec<_>>());
        }
    }
    (!lacking.is_empty()).then_some(lacking)
}

/// Why this need can never be met on this body; `None` if it can.
fn missing(body: &Body, need: &Need, subject: Subject) -> Option<WhyUnwatched> {
    let facts = need.facts(subject);
    if facts.is_empty() {
        return None;
    }
    if !facts.iter().any(|fact: &Fact| body.can_tell(*fact)) {
        return Some(WhyUnwatched::NotOnCar(facts));
    }
    let sources = body.sources().iter().filter(|source| facts.contains(&source.fact)).count();
    (*need == Need::TwoSources && sources < 2).then_some(WhyUnwatched::OneSource)
}

//! What could not be watched, put together for a person: the rules watched for nothing by their reason, and then in
//! short what the others were not watched for.

use crate::body::Fact;
use crate::monitor::{Unwatched, WhyUnwatched};
use crate::report::wholly_unwatched;

/// The rule that compares the sources of a fact.
const SOURCES: &str = "sources-disagree";

/// Rules that could not be watched for anything, for one reason.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gap {
    /// Why.
    pub(crate) reason: WhyUnwatched,
    /// Which rules.
    pub(crate) rules: Vec<&'static str>,
}

/// The rules watched for nothing, each under the reason that concerns most of its subjects.
pub(crate) fn gaps(all: &[Unwatched]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for rule in wholly_unwatched(all) {
        let mut reasons: Vec<(WhyUnwatched, usize)> = Vec::new();
        for entry in all.iter().filter(|entry| entry.rule == rule.id) {
            let kind = std::mem::discriminant(&entry.reason);
            let weight = if entry.subjects.is_empty() { rule.subjects.len() } else { entry.subjects.len() };
            let alike = |known: &&mut (WhyUnwatched, usize)| std::mem::discriminant(&known.0) == kind;
            if let Some((reason, concerned)) = reasons.iter_mut().find(alike) {
                merge(reason, &entry.reason);
                *concerned += weight;
            } else {
                let mut reason = entry.reason.clone();
                merge(&mut reason, &entry.reason);
                reasons.push((reason, weight));
            }
        }
        let Some((reason, _)) = reasons.into_iter().max_by_key(|(_, concerned)| *concerned) else { continue };
        match gaps.iter_mut().find(|gap| gap.reason == reason) {
            Some(gap) => gap.rules.push(rule.id),
            None => gaps.push(Gap { reason, rules: vec![rule.id] }),
        }
    }
    gaps
}

/// What the rules that were watched were not watched for: each reason with the number of rules it concerns. That a
/// fact has one source only, or a second one that was not asked, is left out: it is so for most facts on every car.
pub(crate) fn partial(all: &[Unwatched]) -> Vec<(WhyUnwatched, usize)> {
    let wholly: Vec<&str> = wholly_unwatched(all).map(|rule| rule.id).collect();
    let mut partial: Vec<(WhyUnwatched, usize)> = Vec::new();
    for entry in all.iter().filter(|entry| !wholly.contains(&entry.rule)) {
        let is_second = entry.rule == SOURCES && matches!(entry.reason, WhyUnwatched::NotAsked(_));
        if entry.reason == WhyUnwatched::OneSource || is_second {
            continue;
        }
        match partial.iter_mut().find(|(reason, _)| *reason == entry.reason) {
            Some((_, rules)) => *rules += 1,
            None => partial.push((entry.reason.clone(), 1)),
        }
    }
    partial
}

fn merge(into: &mut WhyUnwatched, other: &WhyUnwatched) {
    let more = facts(other).to_vec();
    if let Some(facts) = facts_mut(into) {
        facts.extend(more);
        facts.sort_by_key(|fact| fact.index());
        facts.dedup();
    }
}

fn facts(reason: &WhyUnwatched) -> &[Fact] {
    match reason {
        WhyUnwatched::NotOnCar(facts)
        | WhyUnwatched::NeverSeen(facts)
        | WhyUnwatched::NeverProven(facts)
        | WhyUnwatched::NeverTold(facts)
        | WhyUnwatched::NotAsked(facts) => facts,
        WhyUnwatched::OneSource | WhyUnwatched::NoMarks | WhyUnwatched::NoCar | WhyUnwatched::NoClock => &[],
    }
}

fn facts_mut(reason: &mut WhyUnwatched) -> Option<&mut Vec<Fact>> {
    match reason {
        WhyUnwatched::NotOnCar(facts)
        | WhyUnwatched::NeverSeen(facts)
        | WhyUnwatched::NeverProven(facts)
        | WhyUnwatched::NeverTold(facts)
        | WhyUnwatched::NotAsked(facts) => Some(facts),
        WhyUnwatched::OneSource | WhyUnwatched::NoMarks | WhyUnwatched::NoCar | WhyUnwatched::NoClock => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, gaps, partial};
    use crate::body::{Fact, Opening};
    use crate::monitor::{Unwatched, WhyUnwatched};
    use crate::rules::Subject;

    fn entry(rule: &'static str, subjects: &[Subject], reason: &WhyUnwatched) -> Unwatched {
        Unwatched { rule, subjects: subjects.to_vec(), reason: reason.clone() }
    }

    #[test]
    fn one_reason_is_said_once_for_all_the_rules_it_concerns() {
        let all = [
            entry("supply-low", &[], &WhyUnwatched::NeverSeen(vec![Fact::Supply])),
            entry("fob-press-unseen", &[], &WhyUnwatched::NoMarks),
            entry("supply-dip", &[], &WhyUnwatched::NeverSeen(vec![Fact::Supply])),
        ];
        let expected = [
            Gap {
                reason: WhyUnwatched::NeverSeen(vec![Fact::Supply]),
                rules: vec!["supply-low", "supply-dip"],
            },
            Gap { reason: WhyUnwatched::NoMarks, rules: vec!["fob-press-unseen"] },
        ];
        let mut found = gaps(&all);
        found.sort_by_key(|gap| std::cmp::Reverse(gap.rules.len()));
        assert_eq!(found, expected);
    }

    #[test]
    fn what_a_watched_rule_was_not_watched_for_is_counted_by_its_reason() {
        let bonnet = [Subject::Opening(Opening::Bonnet)];
        let lacking = WhyUnwatched::NotOnCar(vec![Fact::Open(Opening::Bonnet)]);
        let all = [entry("door-flicker", &bonnet, &lacking), entry("lock-refused", &bonnet, &lacking)];
        assert_eq!(gaps(&all), []);
        assert_eq!(partial(&all), [(lacking, 2)]);
    }
}

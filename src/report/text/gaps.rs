//! What could not be watched, put together for a person: one reason once, with all the rules it concerns.

use crate::body::Fact;
use crate::monitor::{Unwatched, WhyUnwatched};
use crate::report::wholly_unwatched;
use crate::rules::Subject;

/// Rules that could not be watched, for one reason and the same subjects.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gap {
    /// Why.
    pub(super) reason: WhyUnwatched,
    /// The subjects concerned; empty when the rules were watched for none.
    pub(super) subjects: Vec<Subject>,
    /// Which rules.
    pub(super) rules: Vec<&'static str>,
}

/// Puts together what is alike: first what one rule lacks in the same way, then the rules that lack the same.
pub(super) fn gaps(all: &[Unwatched]) -> Vec<Gap> {
    let mut by_rule: Vec<Unwatched> = Vec::new();
    for unwatched in all {
        let is_alike = |known: &&mut Unwatched| {
            known.rule == unwatched.rule
                && std::mem::discriminant(&known.reason) == std::mem::discriminant(&unwatched.reason)
        };
        match by_rule.iter_mut().find(is_alike) {
            Some(known) => {
                known.subjects.extend(&unwatched.subjects);
                let lacking = facts(&unwatched.reason).to_vec();
                if let Some(facts) = facts_mut(&mut known.reason) {
                    facts.extend(lacking);
                }
            }
            None => by_rule.push(unwatched.clone()),
        }
    }
    for rule in wholly_unwatched(all) {
        // Of what is not watched at all, the main reason needs no list of subjects.
        let entries = by_rule.iter_mut().filter(|entry| entry.rule == rule.id);
        if let Some(main) = entries.max_by_key(|entry| entry.subjects.len()) {
            main.subjects.clear();
        }
    }
    let mut gaps: Vec<Gap> = Vec::new();
    for mut unwatched in by_rule {
        if let Some(facts) = facts_mut(&mut unwatched.reason) {
            facts.sort_by_key(|fact| fact.index());
            facts.dedup();
        }
        let Unwatched { rule, subjects, reason } = unwatched;
        match gaps.iter_mut().find(|gap| gap.reason == reason && gap.subjects == subjects) {
            Some(gap) => gap.rules.push(rule),
            None => gaps.push(Gap { reason, subjects, rules: vec![rule] }),
        }
    }
    gaps
}

fn facts(reason: &WhyUnwatched) -> &[Fact] {
    match reason {
        WhyUnwatched::NotOnCar(facts) | WhyUnwatched::NeverSeen(facts) | WhyUnwatched::NeverProven(facts) => {
            facts
        }
        WhyUnwatched::OneSource | WhyUnwatched::NoMarks | WhyUnwatched::NoCar => &[],
    }
}

fn facts_mut(reason: &mut WhyUnwatched) -> Option<&mut Vec<Fact>> {
    match reason {
        WhyUnwatched::NotOnCar(facts) | WhyUnwatched::NeverSeen(facts) | WhyUnwatched::NeverProven(facts) => {
            Some(facts)
        }
        WhyUnwatched::OneSource | WhyUnwatched::NoMarks | WhyUnwatched::NoCar => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, gaps};
    use crate::body::{Fact, Opening};
    use crate::monitor::{Unwatched, WhyUnwatched};
    use crate::rules::Subject;

    #[test]
    fn one_reason_is_said_once_for_all_the_rules_it_concerns() {
        let bonnet = vec![Subject::Opening(Opening::Bonnet)];
        let lacking = WhyUnwatched::NotOnCar(vec![Fact::Open(Opening::Bonnet)]);
        let entry = |rule, subjects: &[Subject], reason: &WhyUnwatched| Unwatched {
            rule,
            subjects: subjects.to_vec(),
            reason: reason.clone(),
        };
        let all = [
            entry("door-flicker", &bonnet, &lacking),
            entry("fob-press-unseen", &[], &WhyUnwatched::NoMarks),
            entry("lock-refused", &bonnet, &lacking),
        ];
        let expected = [
            Gap { reason: lacking, subjects: bonnet, rules: vec!["door-flicker", "lock-refused"] },
            Gap { reason: WhyUnwatched::NoMarks, subjects: vec![], rules: vec!["fob-press-unseen"] },
        ];
        assert_eq!(gaps(&all), expected);
    }
}

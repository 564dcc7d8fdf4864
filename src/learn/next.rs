//! What to do next: the action after which the remaining candidates tell best.

use std::collections::HashMap;

use super::action::{Action, Subject};
use super::claims::has_own_lamp;
use super::conclusion::{Conclusion, Outcome};
use super::explanation::{Explanation, World};
use super::learner::Learner;
use super::sift::Sieve;
use crate::body::Fact;

/// Worth of an action that says nothing new about any candidate.
const NOTHING: f64 = 0.01;

/// What it is worth to move something for the first time, and again while nothing is decided of it.
const FIRST: f64 = 2.0;
const AGAIN: f64 = 0.5;

/// Probability of a timer from which on it is worth waiting for its end.
const TIMED: f64 = 0.002;

impl Learner {
    /// Whether what was just opened should stay so for longer than it did before: where something that moves with it may be on a timer,
    /// which two equal times would not show.
    pub(super) fn should_linger(&self, action: Action) -> bool {
        let Subject::Fact(Fact::Open(opening)) = action.subject else { return false };
        let times = self.windows().iter().filter(|window| window.action == action).count();
        if !action.value || times != 2 {
            return false;
        }
        let timeline = self.timeline();
        let sieve = Sieve::new(self.traffic(), &timeline);
        let is_timed = |(explanation, probability): (Explanation, f64)| {
            explanation == Explanation::Timer(opening) && probability > TIMED
        };
        sieve.bits.iter().any(|bit| sieve.explained(bit).any(is_timed))
    }

    /// What would tell most, given what is known: the action to ask for. `None` once everything that may be asked is decided, or
    /// was done as often as the settings allow.
    pub fn next_action(&self) -> Option<Action> {
        let timeline = self.timeline();
        let sieve = Sieve::new(self.traffic(), &timeline);
        let done: Vec<Action> = timeline.done().map(|(_, _, action)| action).collect();
        let mut world = World::before(&done);
        let mut counts: HashMap<Action, usize> = HashMap::new();
        let is_locked = |world: &World, fact: &Fact| world.fact(*fact) == Some(true);
        let locks = Subject::Locks.facts();
        let mut was_unlocked_whole = false;
        for action in &done {
            was_unlocked_whole |= action.subject == Subject::Locks
                && !action.value
                && locks.iter().all(|lock| is_locked(&world, lock));
            world.act(*action);
            *counts.entry(*action).or_default() += 1;
        }
        let state = |subject: Subject| subject.facts().iter().find_map(|fact| world.fact(*fact));
        let count = |action: Action| counts.get(&action).copied().unwrap_or(0);
        // What was opened is closed before anything else is done: the next observation is worth more then.
        let open = done.last().map(|last| last.subject).filter(|subject| state(*subject) == Some(true));
        let open = open.filter(|subject| matches!(subject, Subject::Fact(Fact::Open(_))));
        if let Some(subject) = open {
            let close = Action { subject, value: false };
            if count(close) < count(close.reverse()) && !self.is_skipped(subject) {
                return Some(close);
            }
        }
        let conclusions = self.conclude_from(&sieve);
        let undecided = |subject: Subject| {
            let about = |conclusion: &&Conclusion| {
                conclusion.subject == subject
                    || Subject::Locks == subject
                        && locks.iter().any(|lock| conclusion.subject == (*lock).into())
            };
            let mut all = conclusions.iter().filter(about).peekable();
            all.peek().is_none() || all.any(|one| matches!(one.outcome, Outcome::Undecided(..)))
        };
        let worth = |action: Action| {
            let mut after = world.clone();
            after.act(action);
            let told: f64 = sieve.bits.iter().map(|bit| gain(sieve.explained(bit), &world, &after)).sum();
            let own = match count(action) {
                0 => FIRST,
                // A lamp under the mirror is told from its switch only by what it does now and then.
                1 | 2 if has_own_lamp(action.subject) => AGAIN,
                _ if undecided(action.subject) => AGAIN,
                _ => 0.0,
            };
            told + own
        };
        let is_locked = |fact: &Fact| is_locked(&world, fact);
        if locks.iter().any(is_locked) && !self.is_skipped(Subject::Locks) {
            // Who stands outside cannot open anything before it is unlocked: all of it, or one lock by hand, without which what
            // tells of one lock looks like what tells of both.
            let all = Action { subject: Subject::Locks, value: false };
            // All of it comes first: an alarm is told from locks by how soon each follows the fob.
            let is_whole = was_unlocked_whole && locks.iter().all(is_locked);
            let alone = locks.iter().map(|fact| Action { subject: (*fact).into(), value: false });
            let alone = alone.filter(|action| {
                is_whole && !self.is_skipped(action.subject) && count(*action) < self.settings().repeats
            });
            let best =
                alone.map(|action| (action, worth(action))).max_by(|one, other| one.1.total_cmp(&other.1));
            return Some(best.filter(|(_, most)| *most > worth(all)).map_or(all, |(action, _)| action));
        }
        let mut best: Option<(Action, f64)> = None;
        for subject in Subject::USUAL.into_iter().filter(|subject| !self.is_skipped(*subject)) {
            let action = Action { subject, value: !state(subject).unwrap_or(false) };
            let worth = worth(action);
            if count(action) < self.settings().repeats
                && worth > NOTHING
                && best.is_none_or(|(_, most)| worth > most)
            {
                best = Some((action, worth));
            }
        }
        best.map(|(action, _)| action)
    }
}

/// How evenly the explanations of a bit that are left disagree on whether it would move: the entropy in bits.
fn gain(explained: impl Iterator<Item = (Explanation, f64)>, before: &World, after: &World) -> f64 {
    let (mut moves, mut stays) = (0.0, 0.0);
    for (explanation, probability) in explained {
        match (before.shows(explanation), after.shows(explanation)) {
            (Some(before), Some(after)) if before != after => moves += probability,
            (Some(_), Some(_)) => stays += probability,
            _ => {}
        }
    }
    let both: f64 = moves + stays;
    let part = |share: f64| if share > 0.0 { -share * share.log2() } else { 0.0 };
    if both > 0.0 { both * (part(moves / both) + part(stays / both)) } else { 0.0 }
}

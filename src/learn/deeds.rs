//! What people did, against which a documented signal is held: whether it said so each time, and nothing else.

use super::action::{Action, Subject};
use super::belief::{Response, Step, steps};
use super::conclusion::Evidence;
use super::explanation::Explanation;
use super::learner::Learner;
use super::saying::{Saying, Silent};
use super::timeline::Timeline;
use super::verify::{Found, Unchecked};
use crate::body::{Fact, Opening};
use crate::dbc::{self, Signal};

/// What was done, held ready for every signal.
pub(super) struct Deeds<'a> {
    learner: &'a Learner,
    timeline: Timeline,
    done: Vec<Action>,
}

impl<'a> Deeds<'a> {
    /// Of everything that was done while `learner` heard.
    pub(super) fn new(learner: &'a Learner) -> Self {
        let timeline = learner.timeline();
        let done = timeline.done().map(|(_, _, action)| action).collect();
        Self { learner, timeline, done }
    }

    /// What a signal said of `fact` beside what was done, in the frames that begin with `page` or in all; `says` is what a payload says by
    /// it.
    pub(super) fn found(
        &self,
        message: &dbc::Message,
        signal: &Signal,
        page: Option<u8>,
        fact: Fact,
        says: impl Fn(&[u8]) -> Option<bool>,
    ) -> Found {
        let heard = self.learner.traffic().messages().iter().find(|heard| heard.id == message.id);
        let Some(heard) = heard else { return Found::NeverHeard };
        let lane = match page {
            None => heard.lane(None),
            Some(_) if !heard.follows_pages() => return Found::NotCheckable(Unchecked::Pages),
            Some(page) => heard.beginning_with(page),
        };
        let Some(lane) = lane else { return Found::NeverHeard };
        // The complement of an opening moves with the opening, the other way round.
        let (fact, is_complement) = match fact {
            Fact::Closed(opening) => (Fact::Open(opening), true),
            _ => (fact, false),
        };
        let says = |payload: &[u8]| says(payload).map(|says| says ^ is_complement);
        match Saying::of(lane, heard.len, signal, says) {
            Err(Silent::Busy) => Found::NotCheckable(Unchecked::Busy),
            Err(Silent::Short) => Found::NotCheckable(Unchecked::Short),
            Err(Silent::Wordless) => Found::NotCheckable(Unchecked::Wordless),
            Ok(saying) => self.held(&saying, fact),
        }
    }

    /// What was said of `fact` beside what was done to it.
    fn held(&self, saying: &Saying, fact: Fact) -> Found {
        let Some(explanation) = self.explanation(fact) else { return Found::NotExercised };
        let steps = steps(&self.timeline, explanation, &self.done);
        let response = Response::new(&self.timeline, &saying.track, saying.since);
        let time = |at: u32| self.learner.traffic().time(at);
        let (mut right, mut wrong, mut contradicted) = (Vec::new(), Vec::new(), Vec::new());
        let mut level = saying.track.first;
        for (number, stretch) in self.timeline.stretches.iter().enumerate() {
            let edges = response.edges(number);
            let is_moved = !edges.len().is_multiple_of(2);
            level ^= is_moved;
            let is_due = |step: &&Step| step.stretch == number && step.before != step.after;
            match (steps.iter().find(is_due), edges) {
                (None, _) => contradicted.extend(edges.iter().map(|edge| time(*edge))),
                (Some(step), [first, ..]) if is_moved => {
                    let moves = if step.after == Some(level) { &mut right } else { &mut wrong };
                    moves.push(time(*first));
                }
                (Some(step), _) if step.before.is_some() && response.level(number).is_some() => {
                    contradicted.push(time(stretch.begin));
                }
                _ => {}
            }
        }
        let is_turned = wrong.len() > right.len();
        let (agreed, other) = if is_turned { (wrong, right) } else { (right, wrong) };
        contradicted.extend(other);
        contradicted.sort_unstable();
        let evidence = Evidence { agreed, contradicted };
        match (evidence.agreed.is_empty(), evidence.contradicted.is_empty()) {
            (true, true) => Found::NotExercised,
            (false, _) if is_turned => Found::Turned(evidence),
            (false, true) => Found::Confirmed(evidence),
            _ => Found::Contradicted(evidence),
        }
    }

    /// What a signal of `fact` stands for, if anybody moved that.
    fn explanation(&self, fact: Fact) -> Option<Explanation> {
        let is_commanded = matches!(fact, Fact::Commanded(_)) && self.done_to(|by| by == Subject::Locks);
        let explanation = if is_commanded { Explanation::Command } else { Explanation::Single(fact) };
        (is_commanded || self.done_to(|by| by.facts().contains(&fact))).then_some(explanation)
    }

    fn done_to(&self, is_it: impl Fn(Subject) -> bool) -> bool {
        self.done.iter().any(|action| is_it(action.subject))
    }

    /// What would tell more of a signal of `fact` if somebody did it.
    pub(super) fn next(&self, fact: Fact, found: &Found) -> Option<Action> {
        match (found, fact) {
            (Found::NotExercised, _) => Some(moving(fact)),
            (Found::Confirmed(_), Fact::Open(opening) | Fact::Closed(opening)) => {
                let others = || Opening::ALL.into_iter().filter(|other| *other != opening).map(Fact::Open);
                let is_alone = !others().any(|other| self.done_to(|by| by == other.into()));
                others().next().filter(|_| is_alone).map(moving)
            }
            // The key fob moves all locks at once, so it tells none from another.
            (Found::Confirmed(_), Fact::Locked(_)) => {
                let is_alone = |by| matches!(by, Subject::Fact(Fact::Locked(_)));
                let own = Action { subject: fact.into(), value: false };
                (!self.done_to(is_alone)).then_some(own)
            }
            _ => None,
        }
    }
}

/// What a person does first to move what `fact` tells.
const fn moving(fact: Fact) -> Action {
    match fact {
        Fact::Closed(opening) => Action { subject: Subject::Fact(Fact::Open(opening)), value: true },
        Fact::Locked(_) | Fact::Commanded(_) => Action { subject: Subject::Locks, value: true },
        _ => Action { subject: Subject::Fact(fact), value: true },
    }
}

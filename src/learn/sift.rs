//! Every bit that moved, with what it probably stands for. How many bits move for reasons of their own is taken from the
//! bus itself, so that on a lively bus chance needs more repeats to be ruled out.

use super::action::{Action, Subject};
use super::belief::{Fit, Response, Step, steps};
use super::conclusion::{Candidate, Evidence};
use super::explanation::{Explanation, beforehand};
use super::lane::{Lane, Track};
use super::message::Message;
use super::place::Place;
use super::timeline::{Millis, Timeline};
use super::traffic::Traffic;
use crate::body::{Fact, Lock};

/// Switches of a body that move a bit, as many as there usually are: what chance is weighed against.
const USUAL_SWITCHES: f64 = 4.0;

/// One bit that moved, and what it may stand for.
pub(super) struct Sifted<'a> {
    /// Where it stands.
    pub(super) place: Place,
    /// Its message.
    pub(super) message: &'a Message,
    /// What it did, stretch by stretch.
    pub(super) response: Response<'a>,
    fits: Vec<Fit>,
    chance: f64,
    /// Probability of each explanation, then of chance.
    posteriors: Vec<f64>,
}

/// Everything that moved.
pub(super) struct Sieve<'a> {
    traffic: &'a Traffic,
    timeline: &'a Timeline,
    explanations: Vec<(Explanation, f64, Vec<Step>)>,
    /// The bits, in the order of the messages.
    pub(super) bits: Vec<Sifted<'a>>,
}

impl<'a> Sieve<'a> {
    /// Weighs every bit that moved in `traffic` against what was done.
    pub(super) fn new(traffic: &'a Traffic, timeline: &'a Timeline) -> Self {
        let done: Vec<Action> = timeline.done().map(|(_, _, action)| action).collect();
        let weighed = beforehand(&done);
        let explanations: Vec<_> = weighed
            .into_iter()
            .map(|(explanation, weight)| (explanation, weight, steps(timeline, explanation, &done)))
            .collect();
        let mut sieve = Self { traffic, timeline, explanations, bits: Vec::new() };
        if !done.is_empty() {
            for message in traffic.messages() {
                for (page, lane) in message.lanes() {
                    sieve.add(message, page, lane);
                }
            }
            sieve.weigh();
        }
        sieve
    }

    fn add(&mut self, message: &'a Message, page: Option<u8>, lane: &'a Lane) {
        for track in lane.tracks() {
            if message.is_check(track.bit) || page.is_some() && !is_of_page(message, track) {
                continue;
            }
            let response = Response::new(self.timeline, track, lane.since);
            let fits = self
                .explanations
                .iter()
                .map(|(explanation, _, steps)| response.fit(*explanation, steps))
                .collect();
            let chance = response.fit(Explanation::Chance, &[]).log;
            let place = message.place(page, track.bit);
            self.bits.push(Sifted { place, message, response, fits, chance, posteriors: Vec::new() });
        }
    }

    /// Posteriors of all bits. How many stir by chance is estimated from them, and they anew with that.
    fn weigh(&mut self) {
        let mut strangers = self.bits.len() as f64;
        for _ in 0..4 {
            let chance = ((strangers + 1.0) / USUAL_SWITCHES).ln();
            let explanations = &self.explanations;
            for bit in &mut self.bits {
                let fits =
                    explanations.iter().zip(&bit.fits).map(|((_, weight, _), fit)| weight.ln() + fit.log);
                bit.posteriors = normalised(fits.chain([chance + bit.chance]).collect());
            }
            strangers = self.bits.iter().filter_map(|bit| bit.posteriors.last()).sum();
        }
    }

    fn place_of(&self, explanation: Explanation) -> Option<usize> {
        self.explanations.iter().position(|(known, _, _)| *known == explanation)
    }

    /// The explanations that make a bit tell of `subject`.
    fn of(&self, subject: Subject) -> Vec<usize> {
        let all: Vec<Explanation> = match subject {
            Subject::Fact(fact) => vec![Explanation::Single(fact)],
            Subject::Locks => Lock::ALL
                .map(|lock| Explanation::Single(Fact::Locked(lock)))
                .into_iter()
                .chain([Explanation::BothLocked, Explanation::EitherLocked, Explanation::Command])
                .collect(),
        };
        all.into_iter().filter_map(|explanation| self.place_of(explanation)).collect()
    }

    /// How probable it is that a bit tells of `subject`.
    pub(super) fn posterior(&self, bit: &Sifted<'_>, subject: Subject) -> f64 {
        let of = self.of(subject);
        of.iter().filter_map(|place| bit.posteriors.get(*place)).sum()
    }

    /// The probability of each explanation of a bit but chance.
    pub(super) fn explained<'b>(
        &'b self,
        bit: &'b Sifted<'_>,
    ) -> impl Iterator<Item = (Explanation, f64)> + 'b {
        let explanations = self.explanations.iter().map(|(explanation, _, _)| *explanation);
        explanations.zip(bit.posteriors.iter().copied())
    }

    /// How probable it is that a bit has nothing to do with what was done.
    pub(super) fn chance(bit: &Sifted<'_>) -> f64 {
        bit.posteriors.last().copied().unwrap_or(1.0)
    }

    /// Whether anything was done to this fact.
    pub(super) fn is_exercised(&self, fact: Fact) -> bool {
        self.place_of(Explanation::Single(fact)).is_some()
    }

    /// The best explanation of a bit that makes it tell of `subject`.
    fn best(&self, bit: &Sifted<'_>, subject: Subject) -> Option<usize> {
        let probability = |place: &usize| bit.posteriors.get(*place).copied().unwrap_or(0.0);
        self.of(subject).into_iter().max_by(|one, other| probability(one).total_cmp(&probability(other)))
    }

    /// The bit as a candidate for `subject`.
    pub(super) fn candidate(&self, bit: &Sifted<'_>, subject: Subject) -> Candidate {
        let best = self.best(bit, subject);
        let inverted = best.and_then(|place| bit.fits.get(place)).is_some_and(|fit| fit.inverted);
        let mut evidence = Evidence::default();
        let steps = best.map(|place| self.explanations[place].2.as_slice()).unwrap_or_default();
        let due =
            |stretch: usize| steps.iter().find(|step| step.stretch == stretch && step.before != step.after);
        for (number, stretch) in self.timeline.stretches.iter().enumerate() {
            let edges = bit.response.edges(number);
            let time = |at: Millis| self.traffic.time(at);
            match (due(number), edges) {
                (None, _) => evidence.contradicted.extend(edges.iter().map(|edge| time(*edge))),
                (Some(_), [first, ..]) if edges.len() % 2 == 1 => evidence.agreed.push(time(*first)),
                (Some(step), _) if step.before.is_some() => evidence.contradicted.push(time(stretch.begin)),
                _ => {}
            }
        }
        Candidate { place: bit.place, posterior: self.posterior(bit, subject), inverted, evidence }
    }

    /// When a bit moved each time it should, by stretch: the first change of each.
    pub(super) fn reactions(&self, bit: &Sifted<'_>, subject: Subject) -> Vec<(usize, Millis)> {
        let Some(best) = self.best(bit, subject) else { return Vec::new() };
        let steps = self.explanations[best].2.iter().filter(|step| step.before != step.after);
        steps.filter_map(|step| Some((step.stretch, *bit.response.edges(step.stretch).first()?))).collect()
    }
}

/// Whether a bit belongs to the frames of one first byte alone: over all frames it goes back and forth with that byte.
fn is_of_page(message: &Message, track: &Track) -> bool {
    let Some(whole) = message.lane(None) else { return false };
    let over_all = whole.tracks().binary_search_by_key(&track.bit, |track| track.bit);
    let moves = over_all.map(|at| whole.tracks()[at].edges.len()).ok();
    whole.is_busy(track.bit) || moves.is_some_and(|moves| moves > 2 * track.edges.len() + 2)
}

/// Probabilities of these weights, given as logarithms.
fn normalised(logs: Vec<f64>) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.into_iter().map(|log| (log - most).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

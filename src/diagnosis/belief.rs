//! How likely each cause is: naive Bayes over suspicions, one or two at a time, in log-odds. Two causes at once
//! cost both their priors, so that one cause of the whole car beats a coincidence of parts.

use super::cause::{Cause, Kind};
use super::evidence::{Evidence, Given};
use super::place::Place;
use super::question::{About, Question};
use super::strength::Strength;
use super::{causes, prior};
use crate::body::{Handedness, Lock};

/// A cause at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspicion {
    pub(super) cause: &'static Cause,
    pub(super) place: Place,
    /// Natural logarithm of its odds before anything is known.
    pub(super) prior: f64,
}

/// Nothing, one suspicion, or two that are both true, and how likely that is.
#[derive(Debug, Clone, Copy)]
struct Explanation {
    first: Option<usize>,
    second: Option<usize>,
    probability: f64,
}

/// How likely each explanation is.
#[derive(Debug)]
pub(super) struct Belief {
    handed: Handedness,
    suspicions: Vec<Suspicion>,
    explanations: Vec<Explanation>,
}

/// A finding seldom comes of nothing: an explanation that leaves one without a cause loses by this factor.
const OUT_OF_NOTHING: f64 = 1.0 / 20.0;
/// How much less likely a fault is on a car of which nobody complains and in which no rule found anything wrong.
const UNASKED: f64 = 1.0 / 20.0;
/// A cause that names no door says less than one that does; how much less likely it is beforehand.
const UNPLACED: f64 = 0.25;
/// Explanations less likely than this change no choice of a question.
const NEGLIGIBLE: f64 = 1e-4;

impl Belief {
    /// What is to be believed of a car of that generation, given the evidence.
    pub(super) fn of(evidence: &[Evidence], generation: &str, handed: Handedness) -> Self {
        let suspicions = suspicions(generation);
        let cells: Vec<Vec<f64>> = suspicions
            .iter()
            .map(|suspicion| evidence.iter().map(|one| log_odds(one, suspicion, handed)).collect())
            .collect();
        let needs_cause: Vec<bool> = evidence.iter().map(Evidence::needs_a_cause).collect();
        let is_ill = evidence.iter().any(Evidence::is_complaint);
        let mut explanations = Vec::with_capacity(suspicions.len() * suspicions.len() / 2 + 1);
        let mut enter = |first: Option<usize>, second: Option<usize>| {
            let members = || [first, second].into_iter().flatten();
            let prior: f64 = members().filter_map(|at| suspicions.get(at)).map(|one| one.prior).sum();
            let support: f64 = (0..evidence.len())
                .map(|column| {
                    let of = |at: Option<usize>| at.and_then(|at| cells.get(at)?.get(column).copied());
                    let support = together(&evidence[column], of(first), of(second));
                    let is_left = support <= 0.0 && needs_cause[column];
                    support + if is_left { OUT_OF_NOTHING.ln() } else { 0.0 }
                })
                .sum();
            let is_broken =
                members().filter_map(|at| suspicions.get(at)).any(|one| one.cause.kind == Kind::Fault);
            let unasked = if is_broken && !is_ill { UNASKED.ln() } else { 0.0 };
            explanations.push(Explanation { first, second, probability: prior + support + unasked });
        };
        if !is_ill {
            enter(None, None);
        }
        for first in 0..suspicions.len() {
            enter(Some(first), None);
            for second in first + 1..suspicions.len() {
                enter(Some(first), Some(second));
            }
        }
        let most = explanations.iter().map(|one| one.probability).fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for one in &mut explanations {
            one.probability = (one.probability - most).exp();
            sum += one.probability;
        }
        for one in &mut explanations {
            one.probability /= sum;
        }
        Self { handed, suspicions, explanations }
    }

    /// Every suspicion with the probability that it is true, the likeliest first.
    pub(super) fn ranked(&self) -> Vec<(Suspicion, f64)> {
        let mut shares = vec![0.0; self.suspicions.len()];
        for one in &self.explanations {
            for at in [one.first, one.second].into_iter().flatten() {
                shares[at] += one.probability;
            }
        }
        let mut ranked: Vec<_> = self.suspicions.iter().copied().zip(shares).collect();
        ranked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        ranked
    }

    /// The probability that nothing is wrong.
    pub(super) fn nothing(&self) -> f64 {
        self.explanations.iter().filter(|one| one.first.is_none()).map(|one| one.probability).sum()
    }

    /// How much the answer to `question`, asked about `place`, can be expected to tell, in bits.
    pub(super) fn information(&self, question: &'static Question, place: Option<Place>) -> f64 {
        let tables: Vec<Vec<f64>> = self
            .suspicions
            .iter()
            .map(|suspicion| answer_cells(question, place, suspicion, self.handed))
            .collect();
        let neutral = vec![0.0; question.answers.len()];
        let usual = question.chances();
        let mut overall = vec![0.0; question.answers.len()];
        let mut known = 0.0;
        let mut certain = 0.0;
        for one in self.explanations.iter().filter(|one| one.probability > NEGLIGIBLE) {
            let of = |at: Option<usize>| at.and_then(|at| tables.get(at));
            let first = of(one.first).unwrap_or(&neutral);
            let chances = match of(one.second) {
                None => chances(first, &usual),
                Some(second) => {
                    let both: Vec<f64> =
                        first.iter().zip(second).map(|(one, other)| louder(*one, *other)).collect();
                    chances(&both, &usual)
                }
            };
            known += one.probability;
            for (sum, chance) in overall.iter_mut().zip(&chances) {
                *sum += one.probability * chance;
            }
            certain += one.probability * entropy(&chances);
        }
        if known <= 0.0 {
            return 0.0;
        }
        for sum in &mut overall {
            *sum /= known;
        }
        (entropy(&overall) - certain / known).max(0.0)
    }
}

/// Every cause at each of its places.
fn suspicions(generation: &str) -> Vec<Suspicion> {
    let each = |cause: &'static Cause| {
        cause.places.iter().map(move |&place| {
            let unplaced = place == Place::Car && cause.places.len() > 1;
            let odds = prior::odds(cause, generation) * if unplaced { UNPLACED } else { 1.0 };
            Suspicion { cause, place, prior: odds.ln() }
        })
    };
    causes::all().flat_map(each).collect()
}

/// What a piece of evidence adds to the log-odds of a suspicion.
fn log_odds(evidence: &Evidence, suspicion: &Suspicion, handed: Handedness) -> f64 {
    match evidence {
        Evidence::Answered(given) => answered(given, suspicion, handed),
        _ => evidence
            .cell(suspicion.cause, suspicion.place, handed)
            .map_or(0.0, |cell| cell.strength.log_odds()),
    }
}

/// An answer is weighed against the other answers that could have been given.
fn answered(given: &Given, suspicion: &Suspicion, handed: Handedness) -> f64 {
    let Some(at) = given.question.answers.iter().position(|answer| answer.id == given.answer.id) else {
        return 0.0;
    };
    let cells = answer_cells(given.question, given.place, suspicion, handed);
    let usual = given.question.chances();
    (chances(&cells, &usual)[at] / usual[at]).ln()
}

/// The log-odds of each answer to a question under a suspicion, before they are set against each other.
fn answer_cells(
    question: &'static Question,
    place: Option<Place>,
    suspicion: &Suspicion,
    handed: Handedness,
) -> Vec<f64> {
    let strength = |answer: &super::question::Answer| {
        if question.about == About::Where {
            return Place::from_id(answer.id)
                .map_or(Strength::Neutral, |at| pointed(at, suspicion.place, handed));
        }
        let given = Evidence::Answered(Given { question, answer: *answer, place });
        given.cell(suspicion.cause, suspicion.place, handed).map_or(Strength::Neutral, |cell| cell.strength)
    };
    question.answers.iter().map(|answer| strength(answer).log_odds()).collect()
}

/// How strongly it speaks for a suspicion at `place` that somebody points at `at`.
pub(super) fn pointed(at: Place, place: Place, handed: Handedness) -> Strength {
    match (place, at) {
        _ if place == at && place == Place::Car => Strength::For,
        _ if place == at => Strength::StronglyFor,
        (Place::Car, _) | (_, Place::Car) => Strength::Neutral,
        (Place::Lock(Lock::Others), _) if place.meets(at, handed) => Strength::For,
        _ if place.meets(at, handed) => Strength::StronglyFor,
        _ => Strength::StronglyAgainst,
    }
}

/// What the evidence adds for two causes at once. What was noticed need only be the doing of one of them; what was
/// in order must fit both.
fn together(evidence: &Evidence, first: Option<f64>, second: Option<f64>) -> f64 {
    let (Some(first), Some(second)) = (first, second) else { return first.or(second).unwrap_or(0.0) };
    match evidence {
        Evidence::Quiet(..) => first + second,
        Evidence::Raised(..) | Evidence::Seen(..) | Evidence::Answered(_) => louder(first, second),
    }
}

/// The stronger word for; if neither speaks for it, both words against.
fn louder(one: f64, other: f64) -> f64 {
    if one > 0.0 || other > 0.0 { one.max(other) } else { one + other }
}

/// The chance of each answer, where `cells` change the odds of what is `usual`.
fn chances(cells: &[f64], usual: &[f64]) -> Vec<f64> {
    let weights: Vec<f64> = cells.iter().zip(usual).map(|(cell, usual)| cell.exp() * usual).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// In bits.
fn entropy(chances: &[f64]) -> f64 {
    chances.iter().filter(|chance| **chance > 0.0).map(|chance| -chance * chance.log2()).sum()
}

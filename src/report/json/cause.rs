//! A diagnosis as a line of the JSON report.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnosis::{Asked, Kind, Ranked, Reason};

/// What is probably behind what was seen, and what to check next.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Diagnosis<'a> {
    /// The capture; null where there is none.
    file: Option<&'a str>,
    /// What can be concluded: `nothing-wrong`, `not-enough` (to tell), `open` (several causes fit), or `likely`.
    conclusion: &'static str,
    /// Causes, the likeliest first. Two may be true at once, so their probabilities need not sum to one.
    causes: Vec<Cause>,
    /// The check that would tell most; null if none would tell anything.
    next: Option<Check>,
}

/// A cause and how likely it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Cause {
    /// Which cause.
    id: &'static str,
    /// Where: an opening, a lock (`driver`, `others`) or `car`.
    place: &'static str,
    /// One line for a person.
    title: String,
    /// Whether anything is broken at all.
    is_fault: bool,
    /// The probability that it is true, alone or with another.
    probability: f64,
    /// Natural logarithm of its odds.
    log_odds: f64,
    /// What speaks for it, the strongest first.
    supports: Vec<Because>,
    /// What speaks against it, the strongest first.
    opposes: Vec<Because>,
    /// What fails, and why.
    fails: &'static str,
    /// What mends it.
    remedy: &'static str,
    /// What to heed.
    warnings: Vec<&'static str>,
    /// How hard it is to mend: `low`, `average` or `high`.
    difficulty: &'static str,
    /// What the parts cost: `low`, `average` or `high`.
    cost: &'static str,
}

/// What speaks for or against a cause.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Because {
    /// What was seen or said.
    evidence: String,
    /// How strongly: `strongly-for`, `for`, `against` or `strongly-against`.
    strength: &'static str,
    /// Why.
    why: &'static str,
}

/// A check, or a question.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Check {
    /// The question, as a file of answers names it.
    question: &'static str,
    /// What it is about; null where it is about no place.
    place: Option<&'static str>,
    /// What to do and look at.
    text: String,
    /// What it takes: `ask`, `try`, `swap`, `measure` or `dismantle`.
    effort: &'static str,
    /// How much it can be expected to tell, in bits.
    bits: f64,
    /// What it can come to, as a file of answers names it.
    answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Answer {
    /// Its id.
    id: &'static str,
    /// What it says.
    text: &'static str,
}

impl<'a> Diagnosis<'a> {
    /// The line for a diagnosis of that capture.
    pub(super) fn of(file: Option<&'a str>, diagnosis: &crate::diagnosis::Diagnosis) -> Self {
        Self {
            file,
            conclusion: diagnosis.conclusion.id(),
            causes: diagnosis.ranked.iter().map(cause).collect(),
            next: diagnosis.next.as_ref().map(check),
        }
    }
}

fn cause(one: &Ranked) -> Cause {
    let because = |reason: &Reason| Because {
        evidence: reason.evidence.words(),
        strength: reason.strength.id(),
        why: reason.why,
    };
    Cause {
        id: one.cause.id,
        place: one.place.id(),
        title: one.title(),
        is_fault: one.cause.kind == Kind::Fault,
        probability: rounded(one.probability),
        log_odds: rounded(one.log_odds()),
        supports: one.supports.iter().map(because).collect(),
        opposes: one.opposes.iter().map(because).collect(),
        fails: one.cause.fails,
        remedy: one.cause.remedy,
        warnings: one.cause.warnings.iter().map(|warning| warning.words()).collect(),
        difficulty: one.cause.difficulty.id(),
        cost: one.cause.cost.id(),
    }
}

fn check(next: &Asked) -> Check {
    let answers = next.question.answers.iter();
    Check {
        question: next.question.id,
        place: next.place.map(crate::diagnosis::Place::id),
        text: next.text(),
        effort: next.question.effort.id(),
        bits: rounded(next.bits),
        answers: answers.map(|answer| Answer { id: answer.id, text: answer.text }).collect(),
    }
}

/// To four decimals: more would be noise, and would differ between machines.
fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

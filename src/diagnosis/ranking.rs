//! The diagnosis: causes by how likely they are, what speaks for and against each, and the next check. Plain data
//! for reports and screens.

use super::belief::{Belief, Suspicion, pointed};
use super::case::Asked;
use super::cause::{Cause, Kind};
use super::evidence::Evidence;
use super::place::Place;
use super::question::About;
use super::strength::Strength;
use crate::body::Handedness;

/// Causes less likely than this are not listed.
const LISTED: f64 = 0.02;
/// Most causes that are listed.
const MOST_LISTED: usize = 8;
/// A leading cause less likely than this is not named as likely.
const LIKELY: f64 = 0.5;
/// A leading cause less likely than this is hardly better than a guess among several.
const TELLS: f64 = 0.25;
/// How sure it is that nothing is wrong before that is said.
const NOTHING: f64 = 0.5;

/// What can be concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// Nothing was seen or said to be wrong.
    NothingWrong,
    /// Not enough to tell: several causes fit alike, or nothing speaks for any.
    NotEnough,
    /// The first causes fit best, none far ahead: the next check separates them.
    Open,
    /// The first cause is more likely than all others together.
    Likely,
}

impl Conclusion {
    /// The kebab-case word for it, in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NothingWrong => "nothing-wrong",
            Self::NotEnough => "not-enough",
            Self::Open => "open",
            Self::Likely => "likely",
        }
    }
}

/// What speaks for or against a cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What was seen or said.
    pub evidence: Evidence,
    /// How strongly it speaks.
    pub strength: Strength,
    /// Why: lower-case, no full stop.
    pub why: &'static str,
}

/// A cause and how likely it is.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The cause.
    pub cause: &'static Cause,
    /// Where it sits.
    pub place: Place,
    /// The probability that it is true, alone or together with another.
    pub probability: f64,
    /// What speaks for it, the strongest first.
    pub supports: Vec<Reason>,
    /// What speaks against it, the strongest first.
    pub opposes: Vec<Reason>,
}

/// The diagnosis of a case.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// What can be concluded.
    pub conclusion: Conclusion,
    /// Causes, the likeliest first. Two may be true at once, so their probabilities need not sum to one.
    pub ranked: Vec<Ranked>,
    /// The check that would tell most; `None` if none would tell anything.
    pub next: Option<Asked>,
}

impl Ranked {
    /// The cause with its place, for a person.
    pub fn title(&self) -> String {
        self.cause.title_at(self.place)
    }

    /// The odds in words: `about 3 to 1`, `about 1 to 4`.
    pub fn odds(&self) -> String {
        let odds = self.probability / (1.0 - self.probability).max(f64::EPSILON);
        match odds {
            odds if odds >= 19.5 => "20 to 1 or better".to_owned(),
            odds if (1.25..1.75).contains(&odds) => "about 3 to 2".to_owned(),
            odds if odds >= 1.75 => format!("about {odds:.0} to 1"),
            odds if odds > 0.8 => "about even".to_owned(),
            odds if odds > 0.57 => "about 2 to 3".to_owned(),
            odds => format!("about 1 to {:.0}", 1.0 / odds.max(0.001)),
        }
    }

    /// Natural logarithm of its odds.
    pub fn log_odds(&self) -> f64 {
        let rest = (1.0 - self.probability).max(f64::EPSILON);
        (self.probability.max(f64::EPSILON) / rest).ln()
    }
}

impl Diagnosis {
    pub(super) fn of(
        belief: &Belief,
        evidence: &[Evidence],
        handed: Handedness,
        next: Option<Asked>,
    ) -> Self {
        let ranked: Vec<Ranked> = belief
            .ranked()
            .into_iter()
            .enumerate()
            .take_while(|(at, (_, share))| *at < MOST_LISTED && *share >= LISTED)
            .map(|(_, (suspicion, share))| ranked(suspicion, share, evidence, handed))
            .collect();
        let conclusion = conclusion(belief, &ranked);
        if conclusion == Conclusion::NothingWrong {
            // What was seen to be by design is worth saying all the same.
            let is_seen = |reason: &Reason| {
                reason.strength == Strength::StronglyFor && !matches!(reason.evidence, Evidence::Answered(_))
            };
            let by_design =
                |one: &Ranked| one.cause.kind == Kind::NotAFault && one.supports.iter().any(is_seen);
            let ranked = ranked.into_iter().filter(by_design).collect();
            return Self { conclusion, ranked, next: None };
        }
        Self { conclusion, ranked, next }
    }
}

fn conclusion(belief: &Belief, ranked: &[Ranked]) -> Conclusion {
    let Some(first) = ranked.first() else { return Conclusion::NothingWrong };
    if belief.nothing() >= NOTHING {
        return Conclusion::NothingWrong;
    }
    match first.probability {
        _ if first.supports.is_empty() => Conclusion::NotEnough,
        share if share >= LIKELY => Conclusion::Likely,
        share if share >= TELLS => Conclusion::Open,
        _ => Conclusion::NotEnough,
    }
}

fn ranked(suspicion: Suspicion, share: f64, evidence: &[Evidence], handed: Handedness) -> Ranked {
    let mut reasons: Vec<Reason> =
        evidence.iter().filter_map(|one| reason(one, &suspicion, handed)).collect();
    reasons.sort_by_key(|reason| match reason.strength {
        Strength::StronglyFor | Strength::StronglyAgainst => 0,
        _ => 1,
    });
    let (supports, opposes) = reasons
        .into_iter()
        .filter(|reason| reason.strength != Strength::Neutral)
        .partition(|reason| matches!(reason.strength, Strength::StronglyFor | Strength::For));
    Ranked { cause: suspicion.cause, place: suspicion.place, probability: share, supports, opposes }
}

fn reason(evidence: &Evidence, suspicion: &Suspicion, handed: Handedness) -> Option<Reason> {
    if let Evidence::Answered(given) = evidence
        && given.question.about == About::Where
    {
        let strength = pointed(Place::from_id(given.answer.id)?, suspicion.place, handed);
        return Some(Reason { evidence: *evidence, strength, why: "that is where you point" })
            .filter(|reason| matches!(reason.strength, Strength::StronglyFor | Strength::For));
    }
    let cell = evidence.cell(suspicion.cause, suspicion.place, handed)?;
    Some(Reason { evidence: *evidence, strength: cell.strength, why: cell.why })
}

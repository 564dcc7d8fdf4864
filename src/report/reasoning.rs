//! A diagnosis in words, the same in every form of report. Which cause is likely is not decided here.

use crate::diagnosis::{Asked, Conclusion, Diagnosis, Kind, Ranked, Reason, Strength};

/// A cause less likely than this is not named as another.
const WORTH_NAMING: f64 = 0.05;

/// What can be concluded, as a heading over the causes.
pub(crate) fn headline(diagnosis: &Diagnosis) -> &'static str {
    let is_fault = diagnosis.ranked.first().is_none_or(|first| first.cause.kind == Kind::Fault);
    match diagnosis.conclusion {
        Conclusion::NothingWrong if diagnosis.ranked.is_empty() => "nothing was seen to be wrong",
        Conclusion::NotEnough => "not enough to tell; it may be",
        Conclusion::Open if is_fault => "the cause is open; it may be",
        Conclusion::Open => "probably not a fault",
        Conclusion::Likely if is_fault => "probably",
        Conclusion::NothingWrong | Conclusion::Likely => "not a fault",
    }
}

/// The other causes that are worth naming.
pub(crate) fn others(diagnosis: &Diagnosis) -> impl Iterator<Item = &Ranked> {
    diagnosis.ranked.iter().skip(1).filter(|other| other.probability >= WORTH_NAMING)
}

/// The odds of the first cause; `None` for what was seen to be by design, which needs none.
pub(crate) fn odds(diagnosis: &Diagnosis, first: &Ranked) -> Option<String> {
    (diagnosis.conclusion != Conclusion::NothingWrong).then(|| first.odds())
}

/// What was seen or said, and why that matters.
pub(crate) fn because(reason: &Reason) -> String {
    format!("{}: {}", reason.evidence.words(), reason.why)
}

/// How strongly a reason speaks.
pub(crate) const fn how(strength: Strength) -> &'static str {
    match strength {
        Strength::StronglyFor => "strongly for",
        Strength::For => "for",
        Strength::Neutral => "neutral",
        Strength::Against => "against",
        Strength::StronglyAgainst => "strongly against",
    }
}

/// What to check, and what it takes.
pub(crate) fn check(next: &Asked) -> String {
    let needs = next.question.effort.needs();
    if needs.is_empty() { next.text() } else { format!("{} (needs {needs})", next.text()) }
}

/// What it takes to mend it.
pub(crate) fn effort(one: &Ranked) -> String {
    format!("difficulty {}, parts {}", one.cause.difficulty.id(), one.cause.cost.id())
}

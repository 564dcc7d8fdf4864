//! Causes in a text report: in brief after the findings, in full for a diagnosis. Which cause is likely is not
//! decided here.

use std::io::{self, Write};

use super::layout::wrap;
use crate::diagnosis::{Asked, Conclusion, Diagnosis, Kind, Ranked, Reason, Strength};
use crate::report::{Ending, Palette};

/// Other causes named in brief.
const OTHERS: usize = 2;
/// Other causes told in full.
const TOLD: usize = 4;
/// A cause less likely than this is not named as another.
const WORTH_NAMING: f64 = 0.05;

/// The likeliest cause and the next check; nothing where nothing was found.
pub(super) fn brief(out: &mut impl Write, palette: Palette, ending: &Ending) -> io::Result<()> {
    let diagnosis = &ending.diagnosis;
    let Some(first) = diagnosis.ranked.first().filter(|_| ending.tally.total() > 0) else { return Ok(()) };
    headline(out, palette, diagnosis)?;
    line(out, "", &leading(diagnosis, first))?;
    for reason in first.supports.iter().take(3) {
        line(out, "because ", &because(reason))?;
    }
    for other in others(diagnosis).take(OTHERS) {
        line(out, "or else ", &named(other))?;
    }
    if let Some(next) = &diagnosis.next {
        line(out, "check next: ", &check(next))?;
    }
    Ok(())
}

/// Everything: causes with what speaks for and against them, how to make sure, and the next check.
///
/// # Errors
/// If it cannot be written.
pub fn full(out: &mut impl Write, palette: Palette, diagnosis: &Diagnosis) -> io::Result<()> {
    headline(out, palette, diagnosis)?;
    let Some(first) = diagnosis.ranked.first() else { return Ok(()) };
    line(out, "", &leading(diagnosis, first))?;
    reasons(out, first)?;
    let cause = first.cause;
    line(out, "what fails: ", cause.fails)?;
    line(out, "how it shows: ", cause.shows)?;
    for (number, step) in (1..).zip(cause.confirm) {
        line(out, &format!("to make sure, {number}: "), step.act)?;
        writeln!(out, "      {}", wrap(&format!("good: {}", step.good), 6, 8))?;
        writeln!(out, "      {}", wrap(&format!("bad: {}", step.bad), 6, 8))?;
    }
    line(out, if cause.kind == Kind::Fault { "remedy: " } else { "what to do: " }, cause.remedy)?;
    if cause.kind == Kind::Fault {
        line(out, "effort: ", &format!("difficulty {}, parts {}", cause.difficulty.id(), cause.cost.id()))?;
    }
    for warning in cause.warnings {
        line(out, "mind: ", warning.words())?;
    }
    for other in others(diagnosis).take(TOLD) {
        writeln!(out)?;
        line(out, "or else ", &named(other))?;
        reasons(out, other)?;
    }
    if let Some(next) = &diagnosis.next {
        let heading = palette.heading();
        writeln!(out, "\n{heading}check next{heading:#}")?;
        line(out, "", &check(next))?;
        for answer in next.question.answers {
            line(out, "- ", answer.text)?;
        }
    }
    Ok(())
}

fn headline(out: &mut impl Write, palette: Palette, diagnosis: &Diagnosis) -> io::Result<()> {
    let is_fault = diagnosis.ranked.first().is_none_or(|first| first.cause.kind == Kind::Fault);
    let text = match diagnosis.conclusion {
        Conclusion::NothingWrong if diagnosis.ranked.is_empty() => "nothing was seen to be wrong",
        Conclusion::NotEnough => "not enough to tell; it may be",
        Conclusion::Open if is_fault => "the cause is open; it may be",
        Conclusion::Open => "probably not a fault",
        Conclusion::Likely if is_fault => "probably",
        Conclusion::NothingWrong | Conclusion::Likely => "not a fault",
    };
    let heading = palette.heading();
    writeln!(out, "\n{heading}{text}{heading:#}")
}

fn others(diagnosis: &Diagnosis) -> impl Iterator<Item = &Ranked> {
    diagnosis.ranked.iter().skip(1).filter(|other| other.probability >= WORTH_NAMING)
}

/// What was seen to be by design needs no odds.
fn leading(diagnosis: &Diagnosis, first: &Ranked) -> String {
    if diagnosis.conclusion == Conclusion::NothingWrong {
        return format!("{} ({})", first.title(), first.cause.id);
    }
    named(first)
}

fn named(one: &Ranked) -> String {
    format!("{} ({}, odds {})", one.title(), one.cause.id, one.odds())
}

fn because(reason: &Reason) -> String {
    format!("{}: {}", reason.evidence.words(), reason.why)
}

fn reasons(out: &mut impl Write, one: &Ranked) -> io::Result<()> {
    for reason in one.supports.iter().chain(&one.opposes) {
        let how = match reason.strength {
            Strength::StronglyFor => "strongly for: ",
            Strength::For => "for: ",
            Strength::Neutral => "neutral: ",
            Strength::Against => "against: ",
            Strength::StronglyAgainst => "strongly against: ",
        };
        line(out, how, &because(reason))?;
    }
    Ok(())
}

fn check(next: &Asked) -> String {
    let needs = next.question.effort.needs();
    if needs.is_empty() { next.text() } else { format!("{} (needs {needs})", next.text()) }
}

fn line(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    let column = 2 + label.chars().count();
    writeln!(out, "  {label}{}", wrap(text, column, 4))
}

//! Causes in a text report: in brief after the findings, in full for a diagnosis. Which cause is likely is not
//! decided here.

use std::io::{self, Write};

use super::layout::wrap;
use crate::diagnosis::{Diagnosis, Kind, Ranked};
use crate::report::reasoning::{self, because, check, effort, how, odds, others};
use crate::report::{Ending, Palette};

/// Other causes named in brief.
const OTHERS: usize = 2;
/// Other causes told in full.
const TOLD: usize = 4;

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
        line(out, "effort: ", &effort(first))?;
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
    let heading = palette.heading();
    writeln!(out, "\n{heading}{}{heading:#}", reasoning::headline(diagnosis))
}

fn leading(diagnosis: &Diagnosis, first: &Ranked) -> String {
    match odds(diagnosis, first) {
        None => format!("{} ({})", first.title(), first.cause.id),
        Some(_) => named(first),
    }
}

fn named(one: &Ranked) -> String {
    format!("{} ({}, odds {})", one.title(), one.cause.id, one.odds())
}

fn reasons(out: &mut impl Write, one: &Ranked) -> io::Result<()> {
    for reason in one.supports.iter().chain(&one.opposes) {
        line(out, &format!("{}: ", how(reason.strength)), &because(reason))?;
    }
    Ok(())
}

fn line(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    let column = 2 + label.chars().count();
    writeln!(out, "  {label}{}", wrap(text, column, 4))
}

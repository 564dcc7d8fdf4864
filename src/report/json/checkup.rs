//! The lines of a checkup. The comments become the descriptions in their JSON Schema.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::line::Line;
use super::write_line;
use crate::doctor;

/// A step of `doorjamb doctor`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Step<'a> {
    /// The interface that was asked about; null if none was.
    interface: Option<&'a str>,
    /// Which step.
    name: &'static str,
    /// What came of it.
    outcome: Outcome,
    /// What was found, in words.
    found: &'a str,
    /// What to do, in this order.
    advice: Vec<Advice<'a>>,
}

/// What came of a step.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// As it should be.
    Ok,
    /// Something is in the way.
    NotOk,
    /// It could not be found out.
    Unchecked,
}

/// What to do.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Advice<'a> {
    /// A command to type.
    Command(&'a str),
    /// Something to know, or to look at.
    Hint(&'a str),
}

/// The end of a checkup.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Checkup<'a> {
    /// The interface that was asked about; null if none was.
    interface: Option<&'a str>,
    /// The worst of all steps.
    outcome: Outcome,
    /// Steps that are ok.
    ok: usize,
    /// Steps that are not.
    not_ok: usize,
    /// Steps that could not be checked.
    unchecked: usize,
    /// Steps that make no sense before the last one is put right.
    not_taken: &'a [&'static str],
}

/// Writes a checkup of `interface`: a line for each step, and one for the end.
///
/// # Errors
/// If it cannot be written.
pub fn checkup(out: &mut impl Write, interface: Option<&str>, checkup: &doctor::Checkup) -> io::Result<()> {
    for step in &checkup.steps {
        let advice = step.advice.iter().map(|advice| match advice {
            doctor::Advice::Command(text) => Advice::Command(text),
            doctor::Advice::Hint(text) => Advice::Hint(text),
        });
        let (outcome, advice) = (step.outcome.into(), advice.collect());
        write_line(
            out,
            &Line::Step(Step { interface, name: step.name, outcome, found: &step.found, advice }),
        )?;
    }
    let end = Checkup {
        interface,
        outcome: checkup.outcome().into(),
        ok: checkup.count(doctor::Outcome::Ok),
        not_ok: checkup.count(doctor::Outcome::NotOk),
        unchecked: checkup.count(doctor::Outcome::Unchecked),
        not_taken: &checkup.not_taken,
    };
    write_line(out, &Line::Checkup(end))
}

impl From<doctor::Outcome> for Outcome {
    fn from(outcome: doctor::Outcome) -> Self {
        match outcome {
            doctor::Outcome::Ok => Self::Ok,
            doctor::Outcome::NotOk => Self::NotOk,
            doctor::Outcome::Unchecked => Self::Unchecked,
        }
    }
}

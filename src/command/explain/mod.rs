//! `explain`: what each finding means, what each cause rests on, and how the states of the body follow one another.

mod cause;

use std::io::{self, Write};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{Error, Exit, Streams};
use crate::body::{self, Table};
use crate::diagnosis;
use crate::report::{Palette, duration, wrap};
use crate::rules::{self, Need, Rule, Subject};

/// Explain a finding, or list all of them.
///
/// Without a name: the table of all findings. With the id of a finding: what it means, why it matters, what to look at,
/// and what a car must tell for it to be watched. With `causes`, or the id of a cause: what can be broken, and what
/// speaks for and against it. With `questions`: what `diagnose` asks. With the name of a state machine: its table of
/// transitions.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Id of a finding, such as `locked-while-open`, `causes` or the id of a cause, `questions`, or name of a state machine,
    /// such as `opening`.
    #[arg(value_name = "FINDING", value_parser = PossibleValuesParser::new(names()), hide_possible_values = true)]
    name: Option<String>,
}

/// Lists the causes.
const CAUSES: &str = "causes";
/// Lists the questions.
const QUESTIONS: &str = "questions";

/// Everything that can be explained.
fn names() -> Vec<&'static str> {
    let machines = body::machines().into_iter().map(|machine| machine.name);
    let causes = diagnosis::causes().map(|cause| cause.id);
    rules::ALL.iter().map(|rule| rule.id).chain([CAUSES, QUESTIONS]).chain(causes).chain(machines).collect()
}

impl Explain {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let palette = streams.palette();
        let Some(name) = self.name else {
            list(streams, palette)?;
            return Ok(Exit::Clean);
        };
        if let Some(rule) = rules::by_id(&name) {
            explain(streams, palette, rule)?;
        }
        if let Some(cause) = diagnosis::cause(&name) {
            cause::explain(streams, palette, cause)?;
        }
        match name.as_str() {
            CAUSES => cause::list(streams, palette)?,
            QUESTIONS => cause::list_questions(streams, palette)?,
            _ => {}
        }
        if let Some(machine) = body::machines().into_iter().find(|machine| machine.name == name) {
            transitions(streams, palette, &machine)?;
        }
        Ok(Exit::Clean)
    }
}

fn list(out: &mut Streams, palette: Palette) -> io::Result<()> {
    let width = rules::ALL.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let heading = palette.heading();
    writeln!(out, "{heading}{:width$}  severity  grade  what{heading:#}", "finding")?;
    for rule in rules::ALL {
        let style = palette.severity(rule.severity);
        let (id, severity, grade) = (rule.id, rule.severity.id(), rule.grade);
        let at = width + 19;
        let what = wrap(&title(rule), at, at);
        writeln!(out, "{id:width$}  {style}{severity:8}{style:#}  {grade:5}  {what}")?;
    }
    let machines: Vec<_> = body::machines().into_iter().map(|machine| machine.name).collect();
    let machines = format!(
        "doorjamb explain ID says more; so it does of `causes`, of `questions`, and of the state machines {}.",
        machines.join(", ")
    );
    writeln!(out, "\n{}", wrap(&machines, 0, 0))
}

/// A rule's title with a word for any of its subjects.
fn title(rule: &Rule) -> String {
    let any = match rule.subjects.first() {
        Some(Subject::Opening(_)) if rule.subjects.len() > 1 => "an opening",
        Some(Subject::Lock(_)) if rule.subjects.len() > 1 => "a lock",
        Some(Subject::Fact(_)) => "a fact",
        Some(Subject::Opening(opening)) => opening.id(),
        Some(Subject::Lock(lock)) => lock.id(),
        Some(Subject::Car) | None => "the car",
    };
    rule.title.replace("the {subject}", any).replace("{subject}", any)
}

fn explain(out: &mut Streams, palette: Palette, rule: &Rule) -> io::Result<()> {
    let (style, heading) = (palette.severity(rule.severity), palette.heading());
    writeln!(
        out,
        "{style}{}[{}]{style:#}{heading}: {}{heading:#}",
        rule.severity.id(),
        rule.id,
        title(rule)
    )?;
    let subjects: Vec<_> = rule.subjects.iter().map(ToString::to_string).collect();
    let needs: Vec<_> = rule.needs.iter().map(need).collect();
    let hold =
        if rule.hold.is_zero() { "at once".to_owned() } else { format!("after {}", duration(rule.hold)) };
    let grade = format!("{}: {}", rule.grade, rule.grade.words());
    let points = [
        ("means", rule.meaning),
        ("matters", rule.matters),
        ("look next", rule.look),
        ("about", &subjects.join(", ")),
        ("needs", &needs.join("; ")),
        ("raised", &hold),
        ("grade", &grade),
    ];
    for (label, text) in points {
        writeln!(out, "  {heading}{label:9}{heading:#}  {}", wrap(text, 13, 13))?;
    }
    Ok(())
}

/// What a rule cannot do without, in words.
fn need(need: &Need) -> String {
    match need {
        Need::Open => "the opening reported open or closed".to_owned(),
        Need::Closed => "a second signal that reports the opening closed".to_owned(),
        Need::Locked => "the lock reported locked or unlocked".to_owned(),
        Need::Commanded => "the lock as commanded".to_owned(),
        Need::Fact(fact) => fact.name().to_owned(),
        Need::AnyOf(facts) => {
            let names: Vec<_> = facts.iter().map(|fact| fact.name()).collect();
            format!("one of {}", names.join(", "))
        }
        Need::TwoSources => "two sources of one fact".to_owned(),
        Need::Marks => "a person's marks".to_owned(),
    }
}

fn transitions(out: &mut Streams, palette: Palette, machine: &Table) -> io::Result<()> {
    let heading = palette.heading();
    writeln!(out, "{heading}{}{heading:#}: {}", machine.name, machine.about)?;
    writeln!(out, "  states: {}", wrap(&machine.states.join(", "), 10, 10))?;
    let rows: Vec<[String; 4]> = machine
        .rows
        .iter()
        .map(|(from, on, to, why)| {
            let from = if from.is_empty() { "any".to_owned() } else { from.join(", ") };
            [from, on.clone(), to.clone(), (*why).to_owned()]
        })
        .collect();
    let head = ["from", "on", "to", "because"].map(str::to_owned);
    let width =
        |column: usize| rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0).min(30), width(1), width(2)];
    for (number, row) in [&head].into_iter().chain(&rows).enumerate() {
        let style = if number == 0 { heading } else { anstyle::Style::new() };
        let [from, on, to, why] = row;
        let [w0, w1, w2] = widths;
        let at = w0 + w1 + w2 + 8;
        let why = wrap(why, at, at);
        writeln!(out, "  {style}{from:w0$}  {on:w1$}  {to:w2$}  {why}{style:#}")?;
    }
    Ok(())
}

//! What is to be said of a DBC file, for programs: one object a file. Comments become descriptions in the JSON Schema.

use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{Check, Counts};
use crate::report::json::write_line;

/// One line of `doorjamb dbc-check --format json`: everything about one file that could be used.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "doorjamb DBC check", deny_unknown_fields)]
struct Line<'a> {
    /// The file.
    file: &'a str,
    /// How its text is written.
    encoding: &'static str,
    /// How much there is in it.
    counts: Counts,
    /// What was repaired or left out, by line.
    repairs: Vec<Repair<'a>>,
    /// What is doubtful though it can be read, by line.
    lints: Vec<Lint<'a>>,
    /// The signals that tell facts, by fact, the best first.
    facts: Vec<Source<'a>>,
}

/// Something that was repaired or left out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Repair<'a> {
    /// The line, from 1; null if only the object is known, which the text names.
    line: Option<u64>,
    /// What it is, and what was done.
    text: &'a str,
}

/// Something doubtful.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Lint<'a> {
    /// The line, from 1.
    line: u64,
    /// What kind of doubt.
    kind: &'static str,
    /// What it is.
    text: &'a str,
}

/// A signal that tells a fact.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Source<'a> {
    /// The fact, such as `door.front-left.open`.
    fact: &'static str,
    /// The identifier of its message, three hexadecimal digits for 11 bits, eight for 29.
    can_id: String,
    /// The signal.
    signal: &'a str,
    /// Where it stands: `byte.bit`, the least significant bit being 0.
    place: &'a str,
    /// How well it is known: A by several sources and a real capture, B by several sources, C by one source, D a guess.
    grade: String,
}

/// Writes everything about one file as one line.
///
/// # Errors
/// If it cannot be written.
pub fn json(out: &mut impl Write, check: &Check<'_>) -> io::Result<()> {
    let car = check.car;
    let repairs = car.repairs().iter().map(|repair| Repair { line: repair.line, text: &repair.text });
    let lints = check.lints.iter();
    let facts = car.sources().iter().filter_map(|source| {
        let message = car.messages().get(source.message)?;
        Some(Source {
            fact: source.fact.name(),
            can_id: message.id.to_string(),
            signal: &source.signal,
            place: &source.place,
            grade: source.grade.to_string(),
        })
    });
    let line = Line {
        file: check.name,
        encoding: car.database().encoding().name(),
        counts: check.counts(),
        repairs: repairs.collect(),
        lints: lints.map(|lint| Lint { line: lint.line, kind: lint.kind.id(), text: &lint.text }).collect(),
        facts: facts.collect(),
    };
    write_line(out, &line)
}

/// The JSON Schema (draft 2020-12) of every line.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'static>>().to_value()
}

//! Which signals of a DBC tell which facts, read from its attributes. What cannot be used is kept out and
//! said so.

use super::reading::Reading;
use super::{Repair, place};
use crate::body::{self, Fact, Grade};
use crate::dbc::{AttributeValue, Database, Message, Signal};
use crate::near::nearest;

/// A source's way back into the database, and what its raw values mean.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    /// Position of the message in the database.
    pub message: usize,
    /// Position of the signal in its message.
    pub signal: usize,
    pub reading: Reading,
}

/// Everything a database tells of a body.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// The messages that carry facts, in the order of the file.
    pub messages: Vec<body::Message>,
    /// By fact, then grade, then the order of the file.
    pub sources: Vec<body::Source>,
    /// One for each source.
    pub bindings: Vec<Binding>,
}

/// Sender's name of a message that has none.
const NOBODY: &str = "unknown unit";

/// Reads `database`; adds to `repairs` what was left out.
pub(super) fn read(database: &Database, repairs: &mut Vec<Repair>) -> Told {
    let mut told = Told::default();
    let mut found = Vec::new();
    for (message_place, message) in database.messages().iter().enumerate() {
        for (signal_place, signal) in message.signals().iter().enumerate() {
            let Some((fact, reading)) = telling(message, signal, repairs) else { continue };
            if told.messages.last().is_none_or(|last| last.id != message.id) {
                told.messages.push(described(message));
            }
            let source = body::Source {
                fact,
                message: told.messages.len() - 1,
                signal: signal.name.clone(),
                place: place::of(signal),
                grade: grade(message, signal, repairs),
                needs_proof: needs_proof(signal),
            };
            found.push((source, Binding { message: message_place, signal: signal_place, reading }));
        }
    }
    // Stable: signals of one fact and grade stay in the order of the file.
    found.sort_by_key(|(source, _)| (source.fact.index(), source.grade));
    (told.sources, told.bindings) = found.into_iter().unzip();
    told
}

/// The grade's letter, as DBC files write it.
pub(super) const fn letter(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
    }
}

fn described(message: &Message) -> body::Message {
    body::Message {
        id: message.id,
        name: message.name.clone(),
        sender: message.sender.clone().unwrap_or_else(|| NOBODY.to_owned()),
        cycle: message.cycle,
    }
}

/// The fact `signal` tells and how, if it names one that is known and can tell it.
fn telling(message: &Message, signal: &Signal, repairs: &mut Vec<Repair>) -> Option<(Fact, Reading)> {
    let attribute = signal.attribute("DoorjambFact")?;
    let name = attribute.as_text().map(str::trim).unwrap_or_default();
    if name.is_empty() {
        return None;
    }
    let Some(fact) = Fact::from_name(name) else {
        let near = nearest(name, Fact::ALL.iter().map(|fact| fact.name()));
        let hint = near.map_or_else(
            || "the known ones stand in dbc/README.md".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let text = format!("no fact is called `{}`; {hint}", name.escape_default());
        repairs.push(Repair::of_signal("DoorjambFact", message, signal, &text));
        return None;
    };
    match Reading::new(fact, signal) {
        Ok(reading) => Some((fact, reading)),
        Err(reason) => {
            let text = format!("cannot tell `{fact}`: {reason}");
            repairs.push(Repair::of_signal("DoorjambFact", message, signal, &text));
            None
        }
    }
}

fn grade(message: &Message, signal: &Signal, repairs: &mut Vec<Repair>) -> Grade {
    let Some(written) = signal.attribute("DoorjambGrade") else { return Grade::D };
    letter_in(&written).unwrap_or_else(|| {
        let text = "its grade is none of A, B, C and D; taken for D";
        repairs.push(Repair::of_signal("DoorjambGrade", message, signal, text));
        Grade::D
    })
}

/// How well a signal of a DBC is known, whether it tells a fact or not; `None` if its file grades nothing.
pub fn grade_of(signal: &Signal) -> Option<Grade> {
    signal.attribute("DoorjambGrade").map(|written| letter_in(&written).unwrap_or(Grade::D))
}

fn letter_in(written: &AttributeValue) -> Option<Grade> {
    let word = written.as_text().unwrap_or_default().trim();
    Grade::ALL.into_iter().find(|grade| letter(*grade).eq_ignore_ascii_case(word))
}

/// An enumeration's `yes`, or a number's 1: both are found in hand-written files.
fn needs_proof(signal: &Signal) -> bool {
    match signal.attribute("DoorjambNeedsProof") {
        Some(AttributeValue::Text(word)) => word.trim().eq_ignore_ascii_case("yes"),
        Some(value) => value.as_i64() == Some(1),
        None => false,
    }
}

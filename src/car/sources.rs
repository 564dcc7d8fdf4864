//! Which signals of a DBC tell which facts, read from its attributes. What cannot be used is kept out and
//! said so.

use super::answer::{self, Answer};
use super::reading::Reading;
use super::{Repair, place};
use crate::body::{self, Fact, Grade, Handedness, Opening};
use crate::dbc::{AttributeValue, Database, Message, Signal};
use crate::near::nearest;

/// A source's way back into the database, and what its raw values mean.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    /// Position of the message in the database.
    pub message: usize,
    /// Position of the signal in its message.
    pub signal: usize,
    /// It speaks of a door by who sits there.
    pub is_by_seat: bool,
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

/// Reads `database`, of a car whose units give these `answers`; adds to `repairs` what was left out. A request that cannot be
/// made tells nothing.
pub(super) fn read(
    database: &Database,
    handed: Handedness,
    answers: &[Answer],
    repairs: &mut Vec<Repair>,
) -> Told {
    let mut told = Told::default();
    let mut found = Vec::new();
    for (message_place, message) in database.messages().iter().enumerate() {
        if answer::is_asked(message) && answers.iter().all(|answer| answer.id != message.id) {
            continue;
        }
        for (signal_place, signal) in message.signals().iter().enumerate() {
            let Some((fact, is_by_seat, reading)) = telling(message, signal, handed, repairs) else {
                continue;
            };
            if told.messages.last().is_none_or(|last| last.id != message.id) {
                told.messages.push(described(message, answers));
            }
            let source = body::Source {
                fact,
                message: told.messages.len() - 1,
                signal: signal.name.clone(),
                place: place::of(signal),
                grade: grade(message, signal, repairs),
                needs_proof: needs_proof(signal),
            };
            let binding = Binding { message: message_place, signal: signal_place, is_by_seat, reading };
            found.push((source, binding));
        }
    }
    told.order(found);
    told
}

impl Told {
    /// Stable: signals of one fact and grade stay in the order of the file.
    fn order(&mut self, mut found: Vec<(body::Source, Binding)>) {
        found.sort_by_key(|(source, _)| (source.fact.index(), source.grade));
        (self.sources, self.bindings) = found.into_iter().unzip();
    }

    /// Whether any signal speaks of a door by who sits there.
    pub(super) fn has_seats(&self) -> bool {
        self.bindings.iter().any(|binding| binding.is_by_seat)
    }

    /// The driver sits on the other side: what is said by seat is said of the other door.
    pub(super) fn change_sides(&mut self) {
        let (sources, bindings) = (std::mem::take(&mut self.sources), std::mem::take(&mut self.bindings));
        let mut found: Vec<_> = sources.into_iter().zip(bindings).collect();
        for (source, _) in found.iter_mut().filter(|(_, binding)| binding.is_by_seat) {
            source.fact = across(source.fact);
        }
        // Back into the order of the file, as if it had been read so.
        found.sort_by_key(|(_, binding)| (binding.message, binding.signal));
        self.order(found);
    }
}

/// Facts by who sits at the door; which door that is, is a setting.
const BY_SEAT: [&str; 4] =
    ["door.driver.open", "door.passenger.open", "door.driver.closed", "door.passenger.closed"];

/// The fact of that name, and whether it is said by seat.
fn named(name: &str, handed: Handedness) -> Option<(Fact, bool)> {
    let at = BY_SEAT.iter().position(|known| *known == name);
    let Some(at) = at else { return Fact::from_name(name).map(|fact| (fact, false)) };
    let driver = handed.driver_door();
    let fact = if at < 2 { Fact::Open(driver) } else { Fact::Closed(driver) };
    Some((if at.is_multiple_of(2) { fact } else { across(fact) }, true))
}

/// The same of the other front door.
const fn across(fact: Fact) -> Fact {
    match fact {
        Fact::Open(Opening::FrontLeft) => Fact::Open(Opening::FrontRight),
        Fact::Open(Opening::FrontRight) => Fact::Open(Opening::FrontLeft),
        Fact::Closed(Opening::FrontLeft) => Fact::Closed(Opening::FrontRight),
        Fact::Closed(Opening::FrontRight) => Fact::Closed(Opening::FrontLeft),
        other => other,
    }
}

/// The grade's letter, as DBC files write it.
pub(super) const fn letter(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::Learned => "learned",
        Grade::C => "C",
        Grade::D => "D",
    }
}

fn described(message: &Message, answers: &[Answer]) -> body::Message {
    let answer = answers.iter().find(|answer| answer.id == message.id);
    body::Message {
        id: message.id,
        name: message.name.clone(),
        sender: message.sender.clone().unwrap_or_else(|| NOBODY.to_owned()),
        cycle: answer.map(|answer| answer.period).or(message.cycle),
        request: answer.map(|answer| answer.request.to_string()),
    }
}

/// The fact `signal` tells and how, if it names one that is known and can tell it.
fn telling(
    message: &Message,
    signal: &Signal,
    handed: Handedness,
    repairs: &mut Vec<Repair>,
) -> Option<(Fact, bool, Reading)> {
    let attribute = signal.attribute("DoorjambFact")?;
    let name = attribute.as_text().map(str::trim).unwrap_or_default();
    if name.is_empty() {
        return None;
    }
    let Some((fact, is_by_seat)) = named(name, handed) else {
        let near = nearest(name, Fact::ALL.iter().map(|fact| fact.name()).chain(BY_SEAT));
        let hint = near.map_or_else(
            || "the known ones stand in dbc/README.md".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let text = format!("no fact is called `{}`; {hint}", name.escape_default());
        repairs.push(Repair::of_signal("DoorjambFact", message, signal, &text));
        return None;
    };
    match Reading::new(fact, signal) {
        Ok(reading) => Some((fact, is_by_seat, reading)),
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
        let text = "its grade is none of A, B, C, D and learned; taken for D";
        repairs.push(Repair::of_signal("DoorjambGrade", message, signal, text));
        Grade::D
    })
}

/// How well a signal of a DBC is known, whether it tells a fact or not; `None` if its file grades nothing.
pub fn grade_of(signal: &Signal) -> Option<Grade> {
    signal.attribute("DoorjambGrade").map(|written| letter_in(&written).unwrap_or(Grade::D))
}

pub(super) fn letter_in(written: &AttributeValue) -> Option<Grade> {
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

//! What was learned, added to a DBC file that exists: what it says already is confirmed, what contradicts it is shown, and not one
//! of its lines is lost.

use super::conclusion::Conclusion;
use super::file::{About, DEFINITIONS, GRADES, Written, block, cycle, number, written};
use super::place::Place;
use crate::body::Fact;
use crate::dbc::{Database, Message, Signal};

/// How one learned bit meets what a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// The file says the same of this bit; nothing was added.
    Confirmed {
        /// The file's signal.
        signal: String,
    },
    /// Nothing in the file speaks of it; it was added.
    Added,
    /// The file has another place for the fact; this one was added as a further source, after it.
    Elsewhere {
        /// The file's signals for the fact, each as `MESSAGE SIGNAL`.
        signals: Vec<String>,
    },
    /// The bit belongs to something else in the file; it was not added.
    Taken {
        /// The file's signal that holds it.
        signal: String,
        /// What that is said to tell; empty for nothing.
        tells: String,
    },
}

impl Met {
    /// Whether file and recording contradict each other.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Elsewhere { .. } | Self::Taken { .. })
    }
}

/// One learned bit beside what the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The fact.
    pub fact: Fact,
    /// The bit.
    pub place: Place,
    /// How they meet.
    pub met: Met,
}

/// `text`, which is read as `database`, with what was learned; and how each bit met it.
pub fn merge(
    text: &str,
    database: &Database,
    about: &About,
    conclusions: &[Conclusion],
) -> (String, Vec<Merged>) {
    let mut merged = Vec::new();
    let mut added: Vec<Written> = Vec::new();
    for signal in written(conclusions) {
        let (place, fact) = (signal.source.candidate.place, signal.source.fact);
        let met = meet(database, place, fact);
        if matches!(met, Met::Added | Met::Elsewhere { .. }) {
            added.push(signal);
        }
        merged.push(Merged { fact, place, met });
    }
    if added.is_empty() {
        return (text.to_owned(), merged);
    }
    for signal in &mut added {
        let known = database.messages().iter().find(|known| known.id == signal.source.candidate.place.id);
        let is_taken = |name: &str| known.is_some_and(|known| known.signal(name).is_some());
        let stem = signal.name.clone();
        let names = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}_{number}")));
        signal.name = { names }.find(|name| !is_taken(name)).unwrap_or(stem);
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let grade = grade(&mut lines);
    let mut tail = String::new();
    for (name, definition, default) in DEFINITIONS {
        let defines = |line: &String| {
            line.trim_start().starts_with("BA_DEF_ ") && line.contains(&format!("\"{name}\""))
        };
        if !lines.iter().any(defines) && name != "DoorjambTitle" {
            tail.push_str(definition);
            tail.push_str(default);
        }
    }
    for signals in
        added.chunk_by(|one, other| one.source.candidate.place.id == other.source.candidate.place.id)
    {
        let signals: Vec<&Written> = signals.iter().collect();
        insert(&mut lines, &signals, &mut tail);
        tail.extend(signals.iter().flat_map(|signal| signal.statements(about.start, grade)));
    }
    let mut whole = lines.join("\n");
    whole.push('\n');
    whole.push_str(&tail);
    (whole, merged)
}

/// Puts signals into their message's block, or a block of their own behind the last one.
fn insert(lines: &mut Vec<String>, signals: &[&Written<'_>], tail: &mut String) {
    let Some(first) = signals.first() else { return };
    let head = format!("BO_ {} ", number(first.source.candidate.place.id));
    let is_signal = |line: &String| line.trim_start().starts_with("SG_ ");
    if let Some(at) = lines.iter().position(|line| line.starts_with(&head)) {
        let end = at + 1 + lines[at + 1..].iter().take_while(|line| is_signal(line)).count();
        let new = signals.iter().map(|signal| signal.definition().trim_end().to_owned());
        lines.splice(end..end, new);
        return;
    }
    let last = lines.iter().rposition(|line| line.starts_with("BO_ "));
    let end = last
        .map_or(lines.len(), |at| at + 1 + lines[at + 1..].iter().take_while(|line| is_signal(line)).count());
    let new = std::iter::once(String::new())
        .chain(block(signals, "Vector__XXX").lines().map(str::to_owned))
        .collect::<Vec<_>>();
    lines.splice(end..end, new);
    tail.extend(cycle(first));
}

/// The number of the grade `learned` in the file, whose definition gets the word if it lacks it.
fn grade(lines: &mut [String]) -> usize {
    let is_definition =
        |line: &&mut String| line.trim_start().starts_with("BA_DEF_ ") && line.contains("\"DoorjambGrade\"");
    let Some(line) = lines.iter_mut().find(is_definition) else { return GRADES.len() - 1 };
    let Some((head, list)) = line.split_once("ENUM") else { return GRADES.len() - 1 };
    let list = list.trim().trim_end_matches(';').trim().to_owned();
    let words: Vec<&str> = list.split(',').map(|word| word.trim().trim_matches('"')).collect();
    if let Some(at) = words.iter().position(|word| *word == "learned") {
        return at;
    }
    let at = words.len();
    *line = format!("{head}ENUM {list},\"learned\";");
    at
}

/// How one bit meets the file.
fn meet(database: &Database, place: Place, fact: Fact) -> Met {
    let tells = |signal: &Signal| {
        let attribute = signal.attribute("DoorjambFact");
        attribute.and_then(|fact| fact.as_text().map(|text| text.trim().to_owned())).unwrap_or_default()
    };
    let message = database.messages().iter().find(|message| message.id == place.id);
    if let Some(signal) = message.and_then(|message| holder(message, place)) {
        let is_same = tells(signal) == fact.name();
        let signal_name = signal.name.clone();
        return if is_same {
            Met::Confirmed { signal: signal_name }
        } else {
            Met::Taken { signal: signal_name, tells: tells(signal) }
        };
    }
    let has_pages = |message: &Message| message.signals().iter().any(|signal| signal.multiplex.is_switch);
    if let (Some(message), Some(_)) = (message, place.page)
        && !has_pages(message)
    {
        return Met::Taken { signal: message.name.clone(), tells: String::new() };
    }
    let every = database
        .messages()
        .iter()
        .flat_map(|message| message.signals().iter().map(move |signal| (message, signal)));
    let others = every.filter(|(_, signal)| tells(signal) == fact.name());
    let signals: Vec<String> =
        others.map(|(message, signal)| format!("{} {}", message.name, signal.name)).collect();
    if signals.is_empty() { Met::Added } else { Met::Elsewhere { signals } }
}

/// The signal of `message` that holds the bit, in the frames that have it.
fn holder(message: &Message, place: Place) -> Option<&Signal> {
    let is_there = |signal: &&Signal| {
        let brings = |page: u8| {
            signal.multiplex.selector.as_ref().is_none_or(|wanted| wanted.values.contains(u64::from(page)))
        };
        place.page.is_none_or(brings) && signal.bit_positions().any(|bit| bit == usize::from(place.bit))
    };
    message.signals().iter().find(is_there)
}

//! What in a car's DBC could not be used, with its line as far as that is known.

use std::fmt;

use crate::dbc::{self, Message, Signal};

/// One thing in a car's file that was repaired or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The line, from 1; `None` if only the object is known, which the text names.
    pub line: Option<u64>,
    /// Lower-case, no full stop, without control characters.
    pub text: String,
    /// Words that stand together only in the line meant.
    needles: Vec<String>,
}

impl Repair {
    /// Something wrong with an attribute of a signal.
    pub(super) fn of_signal(attribute: &str, message: &Message, signal: &Signal, text: &str) -> Self {
        let id = written(message);
        Self {
            line: None,
            text: format!("signal {} of {} ({}): {text}", signal.name, message.name, message.id),
            needles: vec![format!("\"{attribute}\""), format!(" SG_ {id} {} ", signal.name)],
        }
    }

    /// Something wrong with an attribute of a message.
    pub(super) fn of_message(attribute: &str, message: &Message, text: &str) -> Self {
        Self {
            line: None,
            text: format!("message {} ({}): {text}", message.name, message.id),
            needles: vec![format!("\"{attribute}\""), format!(" BO_ {} ", written(message))],
        }
    }

    /// Something wrong with an attribute of `object`, a node, or of the network if that is empty.
    pub(super) fn of_attribute(attribute: &str, object: &str, text: String) -> Self {
        Self { line: None, text, needles: vec![attribute.to_owned(), object.to_owned()] }
    }

    /// Looks for its line in the file's bytes.
    pub(super) fn locate(&mut self, file: &[u8]) {
        let holds = |line: &[u8], needle: &str| {
            needle.is_empty() || line.windows(needle.len()).any(|window| window == needle.as_bytes())
        };
        let mut lines = (1..).zip(file.split(|byte| *byte == b'\n'));
        let found = lines.find(|(_, line)| {
            line.trim_ascii_start().starts_with(b"BA_ ")
                && self.needles.iter().all(|needle| holds(line, needle))
        });
        self.line = self.line.or(found.map(|(line, _)| line));
    }
}

/// Its identifier as a DBC writes it: those of 29 bits are marked with bit 31.
fn written(message: &Message) -> u32 {
    message.id.value() | if message.id.is_extended() { 1 << 31 } else { 0 }
}

impl From<&dbc::Repair> for Repair {
    fn from(repair: &dbc::Repair) -> Self {
        Self { line: Some(repair.line), text: repair.text.clone(), needles: Vec::new() }
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

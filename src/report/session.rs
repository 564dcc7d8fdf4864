//! What a report must know about a session besides what the monitor says: names, car, span and end.

use super::words::{count, doubt};
use crate::ask::conversation::Conversation;
use crate::body::{Grade, Handedness, Message, Source};
use crate::capture::quality::Quality;
use crate::diagnosis::Diagnosis;
use crate::frame::{Origin, SourceId, Time};
use crate::monitor::Unwatched;
use crate::rules::{self, Rule, Severity};

/// One capture being followed.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// The inputs by [`SourceId`], the capture first, as the person named them.
    pub names: Vec<String>,
    /// The capture's format.
    pub format: String,
    /// The buses of the capture, by channel.
    pub channels: Vec<String>,
    /// The car.
    pub car: Car,
    /// Which side the driver sits on.
    pub handedness: Handedness,
    /// The messages that carry facts on this car.
    pub messages: Vec<Message>,
    /// The signals that tell facts on this car, as evidence refers to them.
    pub sources: Vec<Source>,
    /// When the first frame came: times are shown from here.
    pub start: Option<Time>,
}

impl Session {
    /// The name of an input; empty for one that is not in the table.
    pub fn name(&self, source: SourceId) -> &str {
        self.names.get(usize::from(source.0)).map_or("", String::as_str)
    }

    /// The name of the capture.
    pub fn capture(&self) -> &str {
        self.name(SourceId(0))
    }

    /// The name of a bus; empty where the capture names none.
    pub(super) fn channel(&self, channel: u8) -> &str {
        self.channels.get(usize::from(channel)).map_or("", String::as_str)
    }

    /// A word of doubt about a source, in brackets, and whether it had to be asked; `None` for one that is proven and speaks
    /// by itself.
    pub(crate) fn doubt(&self, source: usize) -> Option<&'static str> {
        let source = self.sources.get(source)?;
        let is_asked = self.messages.get(source.message).is_some_and(|message| message.request.is_some());
        match (is_asked, source.grade) {
            (false, grade) => doubt(grade),
            (true, Grade::A | Grade::B) => Some("(asked)"),
            (true, Grade::Learned) => Some("(asked, learned)"),
            (true, Grade::C) => Some("(asked, likely)"),
            (true, Grade::D) => Some("(asked, a guess)"),
        }
    }

    /// Seconds from the first frame to `time`; negative before it.
    pub(crate) fn seconds(&self, time: Time) -> f64 {
        let start = self.start.unwrap_or(time);
        if time < start { -start.since(time).as_secs_f64() } else { time.since(start).as_secs_f64() }
    }

    /// `file:line`, as compilers write it, or the file alone for what concerns all of it; not yet escaped.
    pub(crate) fn place(&self, origin: Origin) -> String {
        let name = self.name(origin.source);
        if origin.line == 0 { name.to_owned() } else { format!("{name}:{}", origin.line) }
    }
}

/// What is known about the car.
#[derive(Debug, Clone)]
pub enum Car {
    /// Its body can be followed.
    Known {
        /// Its name, as `--car` takes it.
        id: String,
        /// Its name for people.
        title: String,
        /// How it is known to be this car.
        how: String,
    },
    /// It was not recognised.
    Unknown {
        /// Which explanation fits, and what to try, a paragraph each.
        explanation: Vec<String>,
    },
}

impl Default for Car {
    fn default() -> Self {
        Self::Unknown { explanation: Vec::new() }
    }
}

/// How a session came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// At the end of its input.
    End,
    /// The person stopped it.
    Interrupted,
    /// Its input failed.
    Failed(String),
}

/// What is known at the end.
#[derive(Debug, Clone)]
pub struct Ending {
    /// How it ended.
    pub stop: Stop,
    /// Frames that were looked at.
    pub frames: u64,
    /// The time of the last of them.
    pub last: Option<Time>,
    /// How many findings there were.
    pub tally: Tally,
    /// How many rules there are.
    pub rules: usize,
    /// Those that could not be watched, wholly or in part.
    pub unwatched: Vec<Unwatched>,
    /// What testers asked units meanwhile.
    pub conversations: Vec<Conversation>,
    /// What is probably behind it.
    pub diagnosis: Diagnosis,
    /// How good the capture is as a recording; `None` where that was not judged.
    pub quality: Option<Quality>,
}

impl Ending {
    /// How many rules could be watched for at least one subject.
    pub(super) fn watched(&self) -> usize {
        self.rules.saturating_sub(wholly_unwatched(&self.unwatched).count())
    }
}

/// The rules that could be watched for no subject at all.
pub fn wholly_unwatched(all: &[Unwatched]) -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().copied().filter(|rule| {
        let entries = all.iter().filter(|entry| entry.rule == rule.id);
        // Several reasons may share the subjects of one rule among them.
        let subjects = entries
            .map(|entry| if entry.subjects.is_empty() { rule.subjects.len() } else { entry.subjects.len() });
        subjects.sum::<usize>() >= rule.subjects.len()
    })
}

/// Findings counted by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Something is broken.
    pub faults: u64,
    /// Something may be.
    pub warnings: u64,
    /// Nothing is.
    pub notes: u64,
}

impl Tally {
    /// Counts one finding.
    pub const fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Fault => self.faults += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// The counts in words: `3 findings: 2 faults, 1 note`.
    pub fn words(self) -> String {
        let kinds = [(self.faults, "fault"), (self.warnings, "warning"), (self.notes, "note")];
        let kinds: Vec<_> = kinds.iter().filter(|(n, _)| *n > 0).map(|&(n, noun)| count(n, noun)).collect();
        if kinds.is_empty() {
            return "no findings".to_owned();
        }
        format!("{}: {}", count(self.total(), "finding"), kinds.join(", "))
    }

    /// All of them.
    pub const fn total(self) -> u64 {
        self.faults + self.warnings + self.notes
    }

    /// Whether any of them makes the exit code 1.
    pub const fn is_bad(self) -> bool {
        self.faults + self.warnings > 0
    }
}

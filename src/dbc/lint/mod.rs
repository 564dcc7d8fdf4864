//! What in a DBC file is doubtful though it can be read: most often a slip of whoever wrote it. It changes nothing.

mod message;
mod overlap;
mod signal;

use std::collections::{HashMap, HashSet};

use super::Database;
pub(super) use overlap::Overlaps;

/// What kind of doubt; the word is the same in text and JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintKind {
    /// A message that no node sends.
    Unsent,
    /// A message whose sender is not among the nodes.
    UnlistedNode,
    /// A message without signals and without a comment.
    NoSignals,
    /// A length that no CAN frame has.
    ImpossibleLength,
    /// Two messages of one name.
    SameName,
    /// Nothing says how often a message is sent.
    NoCycleTime,
    /// A word for a value that the signal cannot have.
    LabelOutOfRange,
    /// Words for the values of a float, which are never looked up.
    LabelOfFloat,
    /// A minimum above the maximum.
    LimitsCrossed,
    /// Limits outside of what the bits can say.
    LimitsBeyondBits,
    /// A signed signal of one bit, which is 0 or -1.
    SignedBit,
    /// A multiplexer that brings no signal.
    IdleMultiplexer,
}

impl LintKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Unsent,
        Self::UnlistedNode,
        Self::NoSignals,
        Self::ImpossibleLength,
        Self::SameName,
        Self::NoCycleTime,
        Self::LabelOutOfRange,
        Self::LabelOfFloat,
        Self::LimitsCrossed,
        Self::LimitsBeyondBits,
        Self::SignedBit,
        Self::IdleMultiplexer,
    ];

    /// The kebab-case word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unsent => "no-sender",
            Self::UnlistedNode => "unlisted-sender",
            Self::NoSignals => "no-signals",
            Self::ImpossibleLength => "impossible-length",
            Self::SameName => "same-name",
            Self::NoCycleTime => "no-cycle-time",
            Self::LabelOutOfRange => "label-out-of-range",
            Self::LabelOfFloat => "label-of-float",
            Self::LimitsCrossed => "limits-crossed",
            Self::LimitsBeyondBits => "limits-beyond-bits",
            Self::SignedBit => "signed-bit",
            Self::IdleMultiplexer => "idle-multiplexer",
        }
    }
}

/// Something doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What kind of doubt.
    pub kind: LintKind,
    /// The line, from 1.
    pub line: u64,
    /// Lower-case, no full stop; quotes names of the file, so it must be escaped before it is shown.
    pub text: String,
}

/// Everything doubtful in `database`, by line. Signals that share bits are among its repairs.
pub(super) fn lints(database: &Database) -> Vec<Lint> {
    let mut lints = Vec::new();
    let mut names = HashMap::new();
    let nodes: HashSet<&str> = database.nodes().iter().map(|node| node.name.as_str()).collect();
    let has_cycles = database.messages().iter().any(message::says_cycle);
    let mut with_signals = database.messages().iter().filter(|message| !message.signals().is_empty());
    if !has_cycles && let Some(first) = with_signals.next() {
        let text = "no message has a cycle time (GenMsgCycleTime): one that is missing cannot be told from a rare one";
        lints.push(Lint { kind: LintKind::NoCycleTime, line: first.line, text: text.to_owned() });
    }
    for of in database.messages() {
        let mut add = |kind, line, text| lints.push(Lint { kind, line, text });
        if let Some(earlier) = names.insert(&of.name, of.line) {
            let text = format!("message {} ({}) has the name of the one in line {earlier}", of.name, of.id);
            add(LintKind::SameName, of.line, text);
        }
        message::look(&nodes, of, has_cycles, &mut add);
        for signal in of.signals() {
            signal::look(of, signal, &mut add);
        }
    }
    lints.sort_by_key(|lint| lint.line);
    lints
}

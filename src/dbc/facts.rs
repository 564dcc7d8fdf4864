//! What a file says about each message and signal away from its own line, gathered by object, so that each
//! is found once. It does not judge: what is left over belonged to nothing.

use std::collections::HashMap;

use can_dbc::{SignalExtendedValueType, ValDescription};

use crate::dbc::attribute::AttributeValue;
use crate::dbc::read::Words;
use crate::frame::CanId;

/// A `SG_MUL_VAL_` statement about a signal.
#[derive(Debug, Clone)]
pub(super) struct SelectorRow {
    /// The name of the switch.
    pub switch: String,
    /// Its values that bring the signal, each range with both its ends.
    pub ranges: Vec<(u64, u64)>,
}

/// About one signal. Said twice, the later counts.
#[derive(Debug, Default)]
pub(super) struct SignalFacts {
    pub comment: Option<String>,
    pub attributes: Vec<(String, AttributeValue)>,
    pub words: Option<(u64, Words)>,
    pub value_type: Option<(u64, SignalExtendedValueType)>,
    pub selector: Option<SelectorRow>,
    /// The lines that say all this.
    pub lines: Vec<u64>,
}

impl SignalFacts {
    /// How many bytes a copy of this takes, `words` being those it refers to.
    pub(super) fn size(&self, words: &[ValDescription]) -> usize {
        // Each entry of a list costs about this much beside its text.
        const ENTRY: usize = 64;
        let text_of = |value: &AttributeValue| value.as_text().map_or(0, str::len);
        let comment = self.comment.as_ref().map_or(0, String::len);
        let attributes = self.attributes.iter().map(|(name, value)| name.len() + text_of(value) + ENTRY);
        let words = words.iter().map(|word| word.description.len() + ENTRY);
        let ranges = self.selector.iter().map(|row| row.ranges.len() * ENTRY);
        comment + attributes.chain(words).chain(ranges).sum::<usize>()
    }
}

/// About one message.
#[derive(Debug, Default)]
pub(super) struct MessageFacts {
    pub comment: Option<String>,
    pub attributes: Vec<(String, AttributeValue)>,
    pub signals: HashMap<String, SignalFacts>,
    /// The lines that speak of the message itself.
    pub lines: Vec<u64>,
}

/// About all messages.
pub(super) type Facts = HashMap<CanId, MessageFacts>;

//! Which messages and signals of the DBC files are decoded.

use std::collections::HashSet;

use super::pattern::Pattern;
use crate::command::Error;
use crate::dbc::{Database, Message};
use crate::frame::CanId;
use crate::near::nearest;
use crate::report::ChosenMessage;

/// What was asked for; everything, where nothing was named.
#[derive(Debug)]
pub(super) struct Selection {
    messages: Vec<Pattern>,
    signals: Vec<SignalPattern>,
}

/// A signal, perhaps of certain messages only: `SPEED*` or `BODY_STATE.DOOR_*`.
#[derive(Debug)]
struct SignalPattern {
    text: String,
    message: Option<Pattern>,
    signal: Pattern,
}

impl SignalPattern {
    fn new(text: &str) -> Self {
        let (message, signal) = match text.split_once('.') {
            Some((message, signal)) => (Some(Pattern::new(message)), Pattern::new(signal)),
            None => (None, Pattern::new(text)),
        };
        Self { text: text.to_owned(), message, signal }
    }

    fn names(&self, message: &Message, signal: &str) -> bool {
        self.message.as_ref().is_none_or(|pattern| is_message(pattern, message))
            && self.signal.is_name(signal)
    }
}

fn is_message(pattern: &Pattern, message: &Message) -> bool {
    pattern.is_name(&message.name) || pattern.is_id(message.id)
}

impl Selection {
    /// The selection of `--message` and `--signal`.
    pub(super) fn new(messages: &[String], signals: &[String]) -> Self {
        Self {
            messages: messages.iter().map(|text| Pattern::new(text)).collect(),
            signals: signals.iter().map(|text| SignalPattern::new(text)).collect(),
        }
    }

    /// Whether everything is asked for.
    pub(super) fn is_everything(&self) -> bool {
        self.messages.is_empty() && self.signals.is_empty()
    }

    /// Whether frames of `id` are asked for, if no DBC knows it.
    pub(super) fn wants_unknown(&self, id: CanId) -> bool {
        self.messages.is_empty() || self.messages.iter().any(|pattern| pattern.is_id(id))
    }

    /// What is chosen of `databases`. Of several that define one identifier the first counts; `doubled` is told of the
    /// others. With `unknown`, identifiers may be named that no database has.
    ///
    /// # Errors
    /// If something was named that none of them has.
    pub(super) fn choose<'a>(
        &self,
        databases: &[&'a Database],
        unknown: bool,
        mut doubled: impl FnMut(&'a Message, &'a Database),
    ) -> Result<Vec<ChosenMessage<'a>>, Error> {
        self.check(databases, unknown)?;
        let mut seen = HashSet::new();
        let mut chosen = Vec::new();
        for database in databases {
            for message in database.messages() {
                if !seen.insert(message.id) {
                    doubled(message, database);
                    continue;
                }
                if !self.messages.is_empty()
                    && !self.messages.iter().any(|pattern| is_message(pattern, message))
                {
                    continue;
                }
                if self.signals.is_empty() {
                    chosen.push(ChosenMessage { message, signals: None });
                    continue;
                }
                let is_named = |name: &str| self.signals.iter().any(|pattern| pattern.names(message, name));
                let signals: Vec<_> = message.signals().iter().map(|signal| is_named(&signal.name)).collect();
                if signals.contains(&true) {
                    chosen.push(ChosenMessage { message, signals: Some(signals) });
                }
            }
        }
        Ok(chosen)
    }

    fn check(&self, databases: &[&Database], unknown: bool) -> Result<(), Error> {
        let messages = || databases.iter().flat_map(|database| database.messages());
        for pattern in &self.messages {
            let is_there = messages().any(|message| is_message(pattern, message));
            if !(is_there || unknown && pattern.is_plain_id()) {
                let near = nearest(pattern.text(), messages().map(|message| message.name.as_str()));
                let (name, nearest) = (pattern.text().to_owned(), near.map(str::to_owned));
                return Err(Error::NotInDbc { what: "message", name, nearest });
            }
        }
        for pattern in &self.signals {
            let names = |message: &Message| {
                message.signals().iter().any(|signal| pattern.names(message, &signal.name))
            };
            if !messages().any(names) {
                let signals = messages().flat_map(|message| message.signals().iter());
                let near = nearest(pattern.signal.text(), signals.map(|signal| signal.name.as_str()));
                let (name, nearest) = (pattern.text.clone(), near.map(str::to_owned));
                return Err(Error::NotInDbc { what: "signal", name, nearest });
            }
        }
        Ok(())
    }
}

//! From the syntax of a file to its database: every statement finds the object it speaks of, and what speaks
//! of nothing is noted. What one message holds together is for `assemble`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::dbc::assemble::Assembly;
use crate::dbc::attribute::{Attributes, Owner};
use crate::dbc::error::Error;
use crate::dbc::facts::{Facts, SelectorRow};
use crate::dbc::index::Index;
use crate::dbc::lint::Overlaps;
use crate::dbc::read::{Fact, Located, MessageSyntax, Target};
use crate::dbc::repair::Repairs;
use crate::dbc::typing::Types;
use crate::dbc::{Database, Node, read, text};
use crate::frame::CanId;

/// Loads the file called `name`; see [`Database::parse`].
pub(super) fn load(name: &str, bytes: &[u8]) -> Result<Database, Error> {
    let name = name.to_owned();
    let (text, encoding) = text::decode(bytes);
    if text.trim().is_empty() {
        return Err(Error::Empty { name });
    }
    let mut repairs = Repairs::default();
    let mut syntax = read::read(&text, &mut repairs);
    if syntax.messages.is_empty() {
        return Err(refusal(name, &text, syntax.first_broken_message));
    }

    let attribute_definitions = syntax.definitions.len();
    let types = Types::new(std::mem::take(&mut syntax.definitions));
    let defaults = Arc::new(types.defaults(&syntax.defaults));
    let mut database = Database {
        name,
        comment: None,
        nodes: Vec::new(),
        messages: Vec::new(),
        index: Index::new([]),
        attributes: Attributes::new(Owner::Network, &defaults),
        repairs: Vec::new(),
        encoding,
        attribute_definitions,
        value_tables: syntax.tables.len(),
    };
    for node in std::mem::take(&mut syntax.nodes) {
        let attributes = Attributes::new(Owner::Node, &defaults);
        database.nodes.push(Node { name: node, comment: None, attributes });
    }
    let mut facts = sort_facts(std::mem::take(&mut syntax.facts), &types, &mut database, &mut repairs);
    let senders = rename_nodes(&mut database.nodes);

    let mut assembly = Assembly {
        tables: syntax.tables.into_iter().map(|table| (table.name, table.descriptions)).collect(),
        senders,
        defaults,
        overlaps: Overlaps::new(),
        copies_left: text.len().saturating_mul(4).saturating_add(16 << 20),
        repairs: &mut repairs,
    };
    let mut left_out: HashSet<CanId> = syntax.left_out.into_iter().collect();
    for message in last_of_each(syntax.messages, assembly.repairs) {
        let id = message.id;
        let about = facts.remove(&id).unwrap_or_default();
        match assembly.message(message, about) {
            Some(message) => database.messages.push(message),
            None => drop(left_out.insert(id)),
        }
    }
    note_strays(facts, &left_out, &mut repairs);
    database.index = Index::new(database.messages.iter().map(|message| message.id));
    database.repairs = repairs.into_sorted();
    if let (true, Some(first)) = (database.messages.is_empty(), database.repairs.first()) {
        let (line, reason) = (first.line, first.text.clone());
        return Err(Error::NoneReadable { name: database.name, line, reason });
    }
    Ok(database)
}

/// Why a file without a readable message is refused.
fn refusal(name: String, text: &str, broken: Option<Located<String>>) -> Error {
    if let Some(Located { line, value: reason }) = broken {
        return Error::NoneReadable { name, line, reason };
    }
    match text::first_binary_line(text) {
        Some(line) => Error::NotText { name, line },
        None => Error::NoMessage { name, lines: text.lines().count() as u64 },
    }
}

/// Gives the network and its nodes what is said of them, and returns what is said of messages and signals.
fn sort_facts(
    written: Vec<Located<(Target, Fact)>>,
    types: &Types,
    database: &mut Database,
    repairs: &mut Repairs,
) -> Facts {
    let nodes: HashMap<String, usize> =
        database.nodes.iter().enumerate().map(|(place, node)| (node.name.clone(), place)).collect();
    let mut facts = Facts::new();
    for Located { line, value: (target, fact) } in written {
        match (target, fact) {
            // Several comments on the network are parts of one, as in Vector's own editor.
            (Target::Network, Fact::Comment(text)) => {
                database.comment.get_or_insert_default().push_str(&text);
            }
            (Target::Network, Fact::Attribute(name, value)) => {
                let value = types.typed(Owner::Network, &name, value);
                database.attributes.set(name, value);
            }
            (Target::Node(node), fact) => match (nodes.get(&node), fact) {
                (Some(place), Fact::Comment(text)) => database.nodes[*place].comment = Some(text),
                (Some(place), Fact::Attribute(name, value)) => {
                    let value = types.typed(Owner::Node, &name, value);
                    database.nodes[*place].attributes.set(name, value);
                }
                (None, _) if node.eq_ignore_ascii_case("Vector__XXX") => {}
                _ => repairs
                    .add(line, || format!("left out what is said of node {node}: BU_ does not list it")),
            },
            (Target::Message(id), fact) => {
                let about = facts.entry(id).or_default();
                about.lines.push(line);
                match fact {
                    Fact::Comment(text) => about.comment = Some(text),
                    Fact::Attribute(name, value) => {
                        let value = types.typed(Owner::Message, &name, value);
                        about.attributes.push((name, value));
                    }
                    Fact::Words(_) | Fact::Type(_) | Fact::Multiplex(..) => {}
                }
            }
            (Target::Signal(id, signal), fact) => {
                let about = facts.entry(id).or_default().signals.entry(signal).or_default();
                about.lines.push(line);
                match fact {
                    Fact::Comment(text) => about.comment = Some(text),
                    Fact::Attribute(name, value) => {
                        let value = types.typed(Owner::Signal, &name, value);
                        about.attributes.push((name, value));
                    }
                    Fact::Words(words) => about.words = Some((line, words)),
                    Fact::Type(value_type) => about.value_type = Some((line, value_type)),
                    Fact::Multiplex(switch, ranges) => about.selector = Some(SelectorRow { switch, ranges }),
                }
            }
            (Target::Network, _) => {}
        }
    }
    facts
}

/// Gives nodes their long names; returns the long name of each short one.
fn rename_nodes(nodes: &mut [Node]) -> HashMap<String, String> {
    let mut long_names = HashMap::new();
    for node in nodes {
        if let Some(long) = node.attributes.own("SystemNodeLongSymbol").and_then(|name| name.as_text()) {
            let long = long.to_owned();
            long_names.insert(std::mem::replace(&mut node.name, long.clone()), long);
        }
    }
    long_names
}

/// Of messages with one identifier only the last, which other tools take too.
fn last_of_each(messages: Vec<MessageSyntax>, repairs: &mut Repairs) -> Vec<MessageSyntax> {
    let last: HashMap<CanId, u64> = messages.iter().map(|message| (message.id, message.line)).collect();
    let is_last = |message: &MessageSyntax| {
        let line = last.get(&message.id).copied().unwrap_or(message.line);
        if line != message.line {
            repairs.add(message.line, || {
                format!(
                    "left out message {} ({}): line {line} defines the identifier again",
                    message.name, message.id
                )
            });
        }
        line == message.line
    };
    let mut messages = messages;
    messages.retain(is_last);
    messages
}

/// Notes what is said of messages that do not exist.
fn note_strays(facts: Facts, left_out: &HashSet<CanId>, repairs: &mut Repairs) {
    for (id, about) in facts {
        if left_out.contains(&id) {
            continue;
        }
        let of_signals = about.signals.into_values().flat_map(|signal| signal.lines);
        for line in about.lines.into_iter().chain(of_signals) {
            repairs.add(line, || format!("left out what is said of message {id}: there is no such message"));
        }
    }
}

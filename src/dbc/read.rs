//! From statements to their syntax, one at a time, so that a broken one costs only itself and each is known
//! by its line. The grammar is `can-dbc`'s; what the statements mean together is for `load`.

use can_dbc::{
    AttributeDefault, AttributeDefinition, AttributeValue, Comment, Dbc, DbcError, SignalExtendedValueType,
    ValDescription, ValueDescription, ValueTable,
};

use pest::error::InputLocation;

use crate::dbc::recover::{self, Labels};
use crate::dbc::repair::Repairs;
use crate::dbc::statement::{Keyword, Statement, Statements};
use crate::dbc::text::excerpt;
use crate::frame::CanId;

/// Something and the line it stands in.
#[derive(Debug)]
pub(super) struct Located<T> {
    pub line: u64,
    pub value: T,
}

/// A message line with the signal lines below it.
#[derive(Debug)]
pub(super) struct MessageSyntax {
    pub line: u64,
    pub id: CanId,
    pub name: String,
    pub size: u64,
    pub sender: Option<String>,
    pub signals: Vec<Located<can_dbc::Signal>>,
}

/// What a statement refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Network,
    Node(String),
    Message(CanId),
    Signal(CanId, String),
}

/// The words of a signal.
#[derive(Debug)]
pub(super) enum Words {
    Own(Vec<ValDescription>),
    Table(String),
}

/// What a statement says about its target.
#[derive(Debug)]
pub(super) enum Fact {
    Comment(String),
    Attribute(String, AttributeValue),
    Words(Words),
    Type(SignalExtendedValueType),
    /// The switch, and the ranges of its values.
    Multiplex(String, Vec<(u64, u64)>),
}

/// Everything a file says that is of use, in its order.
#[derive(Debug, Default)]
pub(super) struct Syntax {
    pub nodes: Vec<String>,
    pub messages: Vec<MessageSyntax>,
    pub facts: Vec<Located<(Target, Fact)>>,
    pub definitions: Vec<AttributeDefinition>,
    pub defaults: Vec<AttributeDefault>,
    pub tables: Vec<ValueTable>,
    /// Messages that could not be read: what refers to them is not worth a word of its own.
    pub left_out: Vec<CanId>,
    /// The first message line that could not be read, and why.
    pub first_broken_message: Option<Located<String>>,
}

/// The container that some editors give signals without a message; it has no frame.
const WITHOUT_MESSAGE: &str = "VECTOR__INDEPENDENT_SIG_MSG";
/// Its identifier, beyond all real ones.
const WITHOUT_MESSAGE_ID: u64 = 0xC000_0000;

const TOO_LONG: &str = "its message identifier has more than 29 bits";

/// Where the signal lines that come next belong.
enum Open {
    /// Before the first message.
    Nothing,
    /// To the last message that was read.
    Last,
    /// To one that was left out; so many signals went with it.
    LeftOut { line: u64, name: String, signals: usize },
    /// To [`WITHOUT_MESSAGE`].
    WithoutMessage,
}

/// Reads all statements of `text`.
pub(super) fn read(text: &str, repairs: &mut Repairs) -> Syntax {
    walk(text, repairs, |_| {})
}

/// The same, and hands each statement that can be read to `each`.
pub(super) fn walk(text: &str, repairs: &mut Repairs, mut each: impl FnMut(&Statement<'_>)) -> Syntax {
    let mut reader = Reader { syntax: Syntax::default(), repairs, open: Open::Nothing };
    let mut statements = Statements::new(text);
    while let Some(statement) = statements.next() {
        let done = match statement.keyword {
            Keyword::Message => reader.message(&statement),
            Keyword::Signal => reader.signal(&statement),
            Keyword::Other => reader.other(&statement),
            Keyword::Unused => Ok(()),
            Keyword::Unknown => Err("it begins with no keyword of a DBC file".to_owned()),
        };
        if done.is_ok() {
            each(&statement);
        }
        if let Err(reason) = done {
            let text = excerpt(&statement.text);
            reader.repairs.add(statement.line, || format!("left out `{text}`: {reason}"));
            statements.cut_short(&statement);
        }
    }
    reader.close();
    reader.syntax
}

struct Reader<'r> {
    syntax: Syntax,
    repairs: &'r mut Repairs,
    open: Open,
}

impl Reader<'_> {
    fn message(&mut self, statement: &Statement<'_>) -> Result<(), String> {
        self.close();
        let raw = message_id(&statement.text);
        if statement.text.contains(WITHOUT_MESSAGE) || raw == Some(WITHOUT_MESSAGE_ID) {
            self.open = Open::WithoutMessage;
            return Ok(());
        }
        let id = raw.and_then(can_id);
        let read = match id {
            Some(id) => read_message(statement, id, self.repairs),
            None => Err(raw.map_or_else(
                || "its identifier is no number".to_owned(),
                |raw| format!("identifier {raw} has more than 29 bits"),
            )),
        };
        match read {
            Ok(message) => {
                if message.id.is_extended() && raw.is_some_and(|raw| raw <= u64::from(CanId::MAX_EXTENDED)) {
                    self.repairs.add(statement.line, || {
                        format!(
                            "{} has 29 bits without the mark for it (bit 31); taken as extended",
                            message.name
                        )
                    });
                }
                self.syntax.messages.push(message);
                self.open = Open::Last;
                Ok(())
            }
            Err(reason) => {
                self.syntax.left_out.extend(id);
                let first = &mut self.syntax.first_broken_message;
                first.get_or_insert(Located { line: statement.line, value: reason.clone() });
                let name = excerpt(&statement.text);
                self.open = Open::LeftOut { line: statement.line, name, signals: 0 };
                Err(reason)
            }
        }
    }

    fn signal(&mut self, statement: &Statement<'_>) -> Result<(), String> {
        match &mut self.open {
            Open::WithoutMessage => Ok(()),
            Open::Nothing => Err("it stands before the first message".to_owned()),
            Open::LeftOut { signals, .. } => {
                *signals += 1;
                Ok(())
            }
            Open::Last => {
                let value = read_signal(statement, self.repairs)?;
                if let Some(message) = self.syntax.messages.last_mut() {
                    message.signals.push(Located { line: statement.line, value });
                }
                Ok(())
            }
        }
    }

    /// Says how many signals went with a message that was left out.
    fn close(&mut self) {
        if let Open::LeftOut { line, name, signals: signals @ 1.. } = &self.open {
            self.repairs.add(*line, || format!("left out all signals below `{name}` too ({signals})"));
        }
        self.open = Open::Nothing;
    }

    fn other(&mut self, statement: &Statement<'_>) -> Result<(), String> {
        let line = statement.line;
        let raw = message_id(&statement.text);
        if raw == Some(WITHOUT_MESSAGE_ID) {
            return Ok(());
        }
        let id = || raw.and_then(can_id).ok_or_else(|| TOO_LONG.to_owned());
        let mut dbc = match parse(&statement.text) {
            Ok(dbc) => dbc,
            Err(reason) => return self.second_reading(statement, id).unwrap_or(Err(reason)),
        };
        let syntax = &mut self.syntax;
        syntax.nodes.extend(dbc.nodes.drain(..).map(|node| node.0));
        syntax.definitions.append(&mut dbc.attribute_definitions);
        syntax.defaults.append(&mut dbc.attribute_defaults);
        syntax.tables.append(&mut dbc.value_tables);
        let mut facts = Vec::new();
        for comment in dbc.comments {
            let (target, text) = match comment {
                Comment::Plain { comment } => (Target::Network, comment),
                Comment::Node { name, comment } => (Target::Node(name), comment),
                Comment::Message { comment, .. } => (Target::Message(id()?), comment),
                Comment::Signal { name, comment, .. } => (Target::Signal(id()?, name), comment),
                Comment::EnvVar { .. } => continue,
            };
            facts.push((target, Fact::Comment(text.replace("\\\"", "\""))));
        }
        for value in dbc.attribute_values_database {
            facts.push((Target::Network, Fact::Attribute(value.name, value.value)));
        }
        for value in dbc.attribute_values_node {
            facts.push((Target::Node(value.node_name), Fact::Attribute(value.name, value.value)));
        }
        for value in dbc.attribute_values_message {
            facts.push((Target::Message(id()?), Fact::Attribute(value.name, value.value)));
        }
        for value in dbc.attribute_values_signal {
            facts.push((Target::Signal(id()?, value.signal_name), Fact::Attribute(value.name, value.value)));
        }
        for value in dbc.value_descriptions {
            if let ValueDescription::Signal { name, value_descriptions, .. } = value {
                facts.push((Target::Signal(id()?, name), Fact::Words(Words::Own(value_descriptions))));
            }
        }
        for value in dbc.signal_extended_value_type_list {
            let target = Target::Signal(id()?, value.signal_name);
            facts.push((target, Fact::Type(value.signal_extended_value_type)));
        }
        for value in dbc.extended_multiplex {
            let ranges = value.mappings.iter().map(|range| (range.min_value, range.max_value)).collect();
            let target = Target::Signal(id()?, value.signal_name);
            facts.push((target, Fact::Multiplex(value.multiplexor_signal_name, ranges)));
        }
        syntax.facts.extend(facts.into_iter().map(|value| Located { line, value }));
        Ok(())
    }

    /// `None` if there is no second way to read the statement.
    fn second_reading(
        &mut self,
        statement: &Statement<'_>,
        id: impl Fn() -> Result<CanId, String>,
    ) -> Option<Result<(), String>> {
        let labels = recover::labels(&statement.text)?;
        let id = match id() {
            Ok(id) => id,
            Err(reason) => return Some(Err(reason)),
        };
        let (signal, words) = match labels {
            Labels::Table { signal, table } => (signal, Words::Table(table)),
            Labels::Own { pairs, .. } if pairs.is_empty() => return None,
            Labels::Own { signal, pairs, lost } => {
                if lost > 0 {
                    self.repairs.add(statement.line, || {
                        format!("left out {lost} words of {signal}: their values are no 64-bit integers")
                    });
                }
                (signal, Words::Own(pairs))
            }
        };
        let value = (Target::Signal(id, signal), Fact::Words(words));
        self.syntax.facts.push(Located { line: statement.line, value });
        Some(Ok(()))
    }
}

fn read_message(
    statement: &Statement<'_>,
    id: CanId,
    repairs: &mut Repairs,
) -> Result<MessageSyntax, String> {
    let parsed = parse(&statement.text).or_else(|reason| {
        let whole = recover::message(&statement.text).ok_or_else(|| reason.clone())?;
        let dbc = parse(&whole).map_err(|_| reason.clone())?;
        repairs.add(statement.line, || {
            format!("read `{}` without its sender: {reason}", excerpt(&statement.text))
        });
        Ok::<_, String>(dbc)
    })?;
    let message = parsed.messages.into_iter().next().ok_or("it is no message line")?;
    Ok(MessageSyntax {
        line: statement.line,
        id,
        name: message.name,
        size: message.size,
        sender: message.transmitter,
        signals: Vec::new(),
    })
}

fn read_signal(statement: &Statement<'_>, repairs: &mut Repairs) -> Result<can_dbc::Signal, String> {
    let below_message = |line: &str| parse(&format!("BO_ 0 M: 8 Vector__XXX\n {line}"));
    let parsed = below_message(&statement.text).or_else(|reason| {
        let whole = recover::signal(&statement.text).ok_or_else(|| reason.clone())?;
        let dbc = below_message(&whole).map_err(|_| reason.clone())?;
        repairs.add(statement.line, || {
            format!("read `{}` without its receivers: {reason}", excerpt(&statement.text))
        });
        Ok::<_, String>(dbc)
    })?;
    let signal = parsed.messages.into_iter().next().and_then(|message| message.signals.into_iter().next());
    signal.ok_or_else(|| "it is no signal line".to_owned())
}

fn parse(text: &str) -> Result<Dbc, String> {
    // The grammar wants a line end behind a list of nodes.
    let line = format!("{text}\n");
    Dbc::try_from(line.as_str()).map_err(|error| match error {
        DbcError::Pest(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            match line.get(at..).map(str::trim) {
                None | Some("") => "it ends too early".to_owned(),
                Some(rest) => format!("not understood from `{}` on", excerpt(rest)),
            }
        }
        DbcError::InvalidInt(number) | DbcError::InvalidUint(number) => {
            format!("{} is no whole number of 64 bits", excerpt(&number))
        }
        DbcError::MessageIdOutOfRange(_) => TOO_LONG.to_owned(),
        DbcError::UnknownMultiplexIndicator(_) => "its multiplexer mark is none of M, m1, m1M".to_owned(),
        other => format!("the parser refuses it: {other}"),
    })
}

/// The identifier of the message that a statement is or refers to, as written. The parser keeps only 16 bits
/// of some.
fn message_id(text: &str) -> Option<u64> {
    let mut rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').trim_start();
    if rest.starts_with('"') {
        rest = rest[crate::dbc::statement::quote_end(rest)..].trim_start();
    }
    let rest = rest.strip_prefix("BO_").or_else(|| rest.strip_prefix("SG_")).unwrap_or(rest).trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

/// The message that a statement is or speaks of, if it is one of the kinds that name one.
pub(super) fn message_of(text: &str) -> Option<CanId> {
    message_id(text).and_then(can_id)
}

/// The identifier that `raw` stands for: bit 31 marks 29 bits; without it, more than 11 bits are 29 too.
fn can_id(raw: u64) -> Option<CanId> {
    const EXTENDED: u32 = 1 << 31;
    let raw = u32::try_from(raw).ok()?;
    if raw & EXTENDED != 0 {
        CanId::extended(raw & !EXTENDED)
    } else {
        CanId::standard(raw).or_else(|| CanId::extended(raw))
    }
}

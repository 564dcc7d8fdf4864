//! One message from its syntax and everything said about it: signals that cannot be in its frames are left
//! out, the others get their types, words and multiplexers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use can_dbc::{MultiplexIndicator, NumericValue, SignalExtendedValueType, ValDescription};

use crate::dbc::attribute::{AttributeValue, Attributes, Defaults, Owner};
use crate::dbc::bits::{ByteOrder, Field, MAX_SIZE};
use crate::dbc::facts::{MessageFacts, SignalFacts};
use crate::dbc::links::{self, Link};
use crate::dbc::lint::Overlaps;
use crate::dbc::message::Message;
use crate::dbc::multiplex::Multiplex;
use crate::dbc::read::{Located, MessageSyntax, Words};
use crate::dbc::repair::Repairs;
use crate::dbc::signal::{Kind, Signal};

/// Longest message that is believed, in bytes: start bits end at 65535. Transport protocols carry less
/// (J1939-21: 1785).
const MAX_LENGTH: u64 = 8192;

/// What all messages of a file share.
pub(super) struct Assembly<'r> {
    /// `VAL_TABLE_` by name.
    pub tables: HashMap<String, Vec<ValDescription>>,
    /// Long names of nodes by their short ones.
    pub senders: HashMap<String, String>,
    pub defaults: Arc<Defaults>,
    pub overlaps: Overlaps,
    /// How many more bytes of comments, words and attributes may be copied to signals. Signals of one name
    /// each get their own, and so does each that names a table: a small file could ask for gigabytes.
    pub copies_left: usize,
    pub repairs: &'r mut Repairs,
}

impl Assembly<'_> {
    /// The message; `None`, noted, if no frame can be it.
    pub(super) fn message(&mut self, syntax: MessageSyntax, about: MessageFacts) -> Option<Message> {
        let mut attributes = Attributes::new(Owner::Message, &self.defaults);
        about.attributes.into_iter().for_each(|(name, value)| attributes.set(name, value));
        let MessageSyntax { line, id, name, size, .. } = syntax;
        let name = long_name(&attributes, "SystemMessageLongSymbol").unwrap_or(name);
        if size > MAX_LENGTH {
            self.repairs
                .add(line, || format!("left out message {name}: {size} bytes are more than {MAX_LENGTH}"));
            return None;
        }
        let length = usize::try_from(size).ok()?;
        let found = self.signals(&name, length, syntax.signals, about.signals);
        let linked = links::resolve(&name, found, self.repairs);
        self.overlaps.note(&name, &linked, self.repairs);
        let signals = linked.into_iter().map(|(_, signal)| signal).collect();
        let sender = syntax.sender.map(|sender| self.senders.get(&sender).cloned().unwrap_or(sender));
        let cycle = attributes.get("GenMsgCycleTime").as_ref().and_then(milliseconds);
        Some(Message { line, id, name, length, sender, cycle, comment: about.comment, signals, attributes })
    }

    /// The signals that fit the message, and for each what is needed to find its multiplexer.
    fn signals(
        &mut self,
        message: &str,
        length: usize,
        written: Vec<Located<can_dbc::Signal>>,
        mut about: HashMap<String, SignalFacts>,
    ) -> Vec<(Link, Signal)> {
        let repeated = repeated(&written);
        let mut names = HashSet::new();
        let mut found = Vec::new();
        for (place, Located { line, value: written }) in written.into_iter().enumerate() {
            let short_name = written.name.clone();
            let facts = about.entry(short_name.clone()).or_default();
            let nothing = SignalFacts::default();
            let facts = if self.can_afford(line, facts) { &*facts } else { &nothing };
            let indicator = written.multiplexer_indicator;
            let built = if repeated.contains(&place) {
                Err("a later line defines the same name".to_owned())
            } else {
                self.signal(line, length, written, facts)
            };
            match built {
                Ok(signal) => {
                    let (is_switch, value) = match indicator {
                        MultiplexIndicator::Plain => (false, None),
                        MultiplexIndicator::Multiplexor => (true, None),
                        MultiplexIndicator::MultiplexedSignal(value) => (false, Some(value)),
                        MultiplexIndicator::MultiplexorAndMultiplexedSignal(value) => (true, Some(value)),
                    };
                    let row = facts.selector.clone();
                    let link = Link { line, short_name: short_name.clone(), is_switch, value, row };
                    found.push((link, signal));
                }
                Err(reason) => {
                    self.repairs.add(line, || format!("left out signal {short_name} of {message}: {reason}"));
                }
            }
            names.insert(short_name);
        }
        for (name, facts) in about.into_iter().filter(|(name, _)| !names.contains(name)) {
            for line in facts.lines {
                self.repairs.add(line, || {
                    format!("left out what is said of signal {name}: message {message} has no such signal")
                });
            }
        }
        found
    }

    fn signal(
        &mut self,
        line: u64,
        length: usize,
        written: can_dbc::Signal,
        facts: &SignalFacts,
    ) -> Result<Signal, String> {
        let order = match written.byte_order {
            can_dbc::ByteOrder::LittleEndian => ByteOrder::LittleEndian,
            can_dbc::ByteOrder::BigEndian => ByteOrder::BigEndian,
        };
        let size = u16::try_from(written.size).ok().filter(|size| (1..=MAX_SIZE).contains(size));
        let size = size.ok_or_else(|| format!("{} bits; 1 to {MAX_SIZE} can be read", written.size))?;
        let outside = || format!("it runs out of the {length} bytes");
        let start_bit = u16::try_from(written.start_bit).map_err(|_| outside())?;
        let field = Field::new(start_bit, size, order).filter(|field| field.end() <= length);
        let field = field.ok_or_else(outside)?;
        let kind = self.kind(line, &written, size, facts)?;
        if written.factor == 0.0 {
            let (name, offset) = (&written.name, written.offset);
            self.repairs.add(line, || format!("factor of signal {name} is 0: it always reads {offset}"));
        }
        let mut attributes = Attributes::new(Owner::Signal, &self.defaults);
        facts.attributes.iter().cloned().for_each(|(name, value)| attributes.set(name, value));
        let (minimum, maximum) = (number(written.min), number(written.max));
        let says_nothing = minimum == 0.0 && maximum == 0.0;
        Ok(Signal {
            line,
            name: long_name(&attributes, "SystemSignalLongSymbol").unwrap_or(written.name),
            start_bit,
            size,
            order,
            kind,
            factor: written.factor,
            offset: written.offset,
            minimum: (!says_nothing).then_some(minimum),
            maximum: (!says_nothing).then_some(maximum),
            unit: written.unit,
            comment: facts.comment.clone(),
            labels: self.labels(facts),
            multiplex: Multiplex::default(),
            field,
            attributes,
        })
    }

    fn kind(
        &mut self,
        line: u64,
        written: &can_dbc::Signal,
        size: u16,
        facts: &SignalFacts,
    ) -> Result<Kind, String> {
        let (said_in, promised) = match facts.value_type {
            Some((line, SignalExtendedValueType::IEEEfloat32Bit)) => (line, 32),
            Some((line, SignalExtendedValueType::IEEEdouble64bit)) => (line, 64),
            Some((_, SignalExtendedValueType::SignedOrUnsignedInteger)) | None => {
                return Ok(match written.value_type {
                    can_dbc::ValueType::Signed => Kind::Signed,
                    can_dbc::ValueType::Unsigned => Kind::Unsigned,
                });
            }
        };
        let kind = match size {
            32 => Kind::Float,
            64 => Kind::Double,
            _ => return Err(format!("line {said_in} makes it a float, which has 32 or 64 bits, not {size}")),
        };
        if size != promised {
            let name = &written.name;
            self.repairs.add(said_in, || {
                format!("signal {name} has {size} bits (line {line}): read as a float of that size, not {promised}")
            });
        }
        Ok(kind)
    }

    /// Pays for a copy of `facts`; `false` once the file has asked for too much.
    fn can_afford(&mut self, line: u64, facts: &SignalFacts) -> bool {
        if self.copies_left == 0 {
            return false;
        }
        let size = facts.size(self.words(facts));
        self.copies_left = self.copies_left.saturating_sub(size);
        if self.copies_left == 0 {
            self.repairs.add(line, || {
                "left out comments, words and attributes of signals from here on: repeated too often"
                    .to_owned()
            });
        }
        self.copies_left > 0
    }

    /// The words that `facts` give or refer to.
    fn words<'a>(&'a self, facts: &'a SignalFacts) -> &'a [ValDescription] {
        match &facts.words {
            None => &[],
            Some((_, Words::Own(pairs))) => pairs,
            Some((_, Words::Table(table))) => self.tables.get(table).map_or(&[], Vec::as_slice),
        }
    }

    /// Words by ascending value; of two for one value, the later.
    fn labels(&mut self, facts: &SignalFacts) -> Vec<(i64, String)> {
        if let Some((line, Words::Table(table))) = &facts.words
            && !self.tables.contains_key(table)
        {
            self.repairs.add(*line, || format!("left out the words: there is no VAL_TABLE_ {table}"));
        }
        let pairs = self.words(facts);
        let mut labels: Vec<_> =
            pairs.iter().rev().map(|pair| (pair.id, pair.description.replace("\\\"", "\""))).collect();
        labels.sort_by_key(|(value, _)| *value);
        labels.dedup_by_key(|(value, _)| *value);
        labels
    }
}

/// The places of signals whose name a later signal has too. Multiplexed ones may share a name.
fn repeated(signals: &[Located<can_dbc::Signal>]) -> HashSet<usize> {
    let is_multiplexed = |signal: &can_dbc::Signal| {
        matches!(signal.multiplexer_indicator, MultiplexIndicator::MultiplexedSignal(_))
    };
    let mut last = HashMap::new();
    let mut repeated = HashSet::new();
    for (place, Located { value: signal, .. }) in signals.iter().enumerate() {
        if let Some((earlier, multiplexed)) = last.insert(&signal.name, (place, is_multiplexed(signal)))
            && !(multiplexed && is_multiplexed(signal))
        {
            repeated.insert(earlier);
        }
    }
    repeated
}

fn long_name(attributes: &Attributes, attribute: &str) -> Option<String> {
    attributes.own(attribute)?.as_text().filter(|name| !name.is_empty()).map(str::to_owned)
}

fn number(value: NumericValue) -> f64 {
    match value {
        NumericValue::Uint(value) => value as f64,
        NumericValue::Int(value) => value as f64,
        NumericValue::Double(value) => value,
    }
}

/// A positive number of milliseconds.
fn milliseconds(value: &AttributeValue) -> Option<Duration> {
    let cycle = match value {
        AttributeValue::Integer(value) => Duration::from_millis(u64::try_from(*value).ok()?),
        AttributeValue::Float(value) => Duration::try_from_secs_f64(value / 1000.0).ok()?,
        AttributeValue::Text(_) => return None,
    };
    (!cycle.is_zero()).then_some(cycle)
}

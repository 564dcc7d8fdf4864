//! The types of attributes (`BA_DEF_`): they turn a written value into the one that is meant, and give each
//! kind of object its defaults.

use std::collections::HashMap;

use can_dbc::{AttributeDefault, AttributeDefinition, AttributeValueType};

use crate::dbc::attribute::{AttributeValue, Defaults, Owner};

/// The definitions of one file.
#[derive(Debug, Default)]
pub(super) struct Types(HashMap<(Owner, String), AttributeValueType>);

impl Types {
    pub(super) fn new(definitions: Vec<AttributeDefinition>) -> Self {
        Self(
            definitions
                .into_iter()
                .filter_map(|definition| match definition {
                    AttributeDefinition::Plain(name, kind) => Some(((Owner::Network, name), kind)),
                    AttributeDefinition::Node(name, kind) => Some(((Owner::Node, name), kind)),
                    AttributeDefinition::Message(name, kind) => Some(((Owner::Message, name), kind)),
                    AttributeDefinition::Signal(name, kind) => Some(((Owner::Signal, name), kind)),
                    AttributeDefinition::EnvironmentVariable(..) => None,
                })
                .collect(),
        )
    }

    /// The defaults, each for the kinds of object that can have the attribute.
    pub(super) fn defaults(&self, written: &[AttributeDefault]) -> Defaults {
        let by_name: HashMap<_, _> = written.iter().map(|default| (&default.name, &default.value)).collect();
        let mut defaults = Defaults::new();
        for (owner, name) in self.0.keys() {
            if let Some(value) = by_name.get(name) {
                let value = self.typed(*owner, name, (*value).clone());
                defaults.entry(*owner).or_default().insert(name.clone(), value);
            }
        }
        defaults
    }

    /// The value that `written` means for the attribute `name` of an `owner`.
    pub(super) fn typed(&self, owner: Owner, name: &str, written: can_dbc::AttributeValue) -> AttributeValue {
        use can_dbc::AttributeValue as Written;
        let kind = self.0.get(&(owner, name.to_owned()));
        match (kind, written) {
            (_, Written::String(text)) => AttributeValue::Text(text.replace("\\\"", "\"")),
            (Some(AttributeValueType::Enum(words)), Written::Uint(index)) => {
                let word = usize::try_from(index).ok().and_then(|index| words.get(index));
                word.map_or_else(|| integer(index), |word| AttributeValue::Text(word.clone()))
            }
            (Some(AttributeValueType::Float(..)), Written::Uint(value)) => {
                AttributeValue::Float(value as f64)
            }
            (Some(AttributeValueType::Float(..)), Written::Int(value)) => AttributeValue::Float(value as f64),
            (Some(AttributeValueType::Int(..) | AttributeValueType::Hex(..)), Written::Double(value)) => {
                whole(value)
            }
            (_, Written::Uint(value)) => integer(value),
            (_, Written::Int(value)) => AttributeValue::Integer(value),
            (_, Written::Double(value)) => AttributeValue::Float(value),
        }
    }
}

/// `value`, as a float if it is too large for an integer.
fn integer(value: u64) -> AttributeValue {
    i64::try_from(value).map_or(AttributeValue::Float(value as f64), AttributeValue::Integer)
}

/// `value` without its fraction: an integer attribute that an editor wrote as `100.0`.
#[expect(clippy::cast_possible_truncation, reason = "the cast stops at the ends of the range")]
fn whole(value: f64) -> AttributeValue {
    AttributeValue::Integer(value.trunc() as i64)
}

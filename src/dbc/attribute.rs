//! Attributes (`BA_`): typed values by name, with the defaults the file gives. It knows no attribute's meaning.

use std::collections::HashMap;
use std::sync::Arc;

/// The value of an attribute, of the type its `BA_DEF_` gives; one without definition keeps the type it is
/// written in.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributeValue {
    /// `INT` and `HEX`.
    Integer(i64),
    /// `FLOAT`.
    Float(f64),
    /// `STRING`, and `ENUM` as the word that the index stands for.
    Text(String),
}

impl AttributeValue {
    /// The text of a `STRING` or `ENUM`.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The value of an `INT` or `HEX`.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Integer(value) = self { Some(*value) } else { None }
    }

    /// The value of any numeric type.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            Self::Text(_) => None,
        }
    }
}

/// What kind of object an attribute belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Network,
    Node,
    Message,
    Signal,
}

/// The defaults (`BA_DEF_DEF_`) of the attributes that each kind of object can have.
pub(super) type Defaults = HashMap<Owner, HashMap<String, AttributeValue>>;

/// The attributes of one object.
#[derive(Debug, Clone)]
pub(super) struct Attributes {
    owner: Owner,
    own: HashMap<String, AttributeValue>,
    defaults: Arc<Defaults>,
}

impl Attributes {
    pub(super) fn new(owner: Owner, defaults: &Arc<Defaults>) -> Self {
        Self { owner, own: HashMap::new(), defaults: Arc::clone(defaults) }
    }

    /// Sets `name`; a later value of the same name replaces the earlier one.
    pub(super) fn set(&mut self, name: String, value: AttributeValue) {
        self.own.insert(name, value);
    }

    /// The value set for this object, without the default.
    pub(super) fn own(&self, name: &str) -> Option<&AttributeValue> {
        self.own.get(name)
    }

    /// The value set for this object, else the default for its kind.
    pub(super) fn get(&self, name: &str) -> Option<AttributeValue> {
        let default = || self.defaults.get(&self.owner)?.get(name);
        self.own(name).or_else(default).cloned()
    }
}

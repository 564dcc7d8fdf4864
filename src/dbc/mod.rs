//! DBC files: loading whatever is sound in one, and turning payloads into values. It knows no car, reads no
//! file by itself and gives attributes no meaning beyond cycle times and long names.

mod assemble;
mod attribute;
mod bits;
mod draft;
mod error;
mod facts;
mod index;
mod links;
mod lint;
mod load;
mod message;
mod multiplex;
mod raw;
mod read;
mod recover;
mod repair;
mod signal;
mod statement;
mod text;
mod typing;

use crate::frame::CanId;

pub use attribute::AttributeValue;
pub use bits::ByteOrder;
pub use draft::Draft;
pub use error::Error;
pub use lint::{Lint, LintKind};
pub use message::{Decoded, Message, Undefined};
pub use multiplex::{Multiplex, Ranges, Selector};
pub use raw::Raw;
pub use repair::Repair;
pub use signal::{Kind, Signal};
pub use text::{Encoding, encode};

pub(crate) use index::Index;

use attribute::Attributes;

/// The contents of one DBC file.
#[derive(Debug, Clone)]
pub struct Database {
    /// The name it was loaded under.
    pub name: String,
    comment: Option<String>,
    nodes: Vec<Node>,
    messages: Vec<Message>,
    index: Index,
    attributes: Attributes,
    repairs: Vec<Repair>,
    encoding: Encoding,
    attribute_definitions: usize,
    value_tables: usize,
}

/// A control unit on the bus (`BU_`).
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name; the long one where the file gives one (`SystemNodeLongSymbol`).
    pub name: String,
    /// Its comment (`CM_ BU_`).
    pub comment: Option<String>,
    attributes: Attributes,
}

impl Node {
    /// The value of the attribute `name` (`BA_ ... BU_`), or its default.
    pub fn attribute(&self, name: &str) -> Option<AttributeValue> {
        self.attributes.get(name)
    }
}

impl Database {
    /// Loads a DBC file. `name` is what messages call it. Statements that cannot be read, and signals that
    /// cannot be in their message's frames, are left out and listed in [`Database::repairs`].
    ///
    /// # Errors
    ///
    /// If not one message can be read.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        load::load(name, bytes)
    }

    /// The messages, in the order of the file, each identifier once.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The message with this identifier.
    pub fn message(&self, id: CanId) -> Option<&Message> {
        self.messages.get(self.index.place(id)?)
    }

    /// The control units, in the order of the file.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The value of the network's attribute `name` (`BA_`), or its default.
    pub fn attribute(&self, name: &str) -> Option<AttributeValue> {
        self.attributes.get(name)
    }

    /// The network's comment (`CM_`).
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// How its text is written.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How many attributes it defines (`BA_DEF_`).
    pub fn attribute_definitions(&self) -> usize {
        self.attribute_definitions
    }

    /// How many lists of words it names (`VAL_TABLE_`).
    pub fn value_tables(&self) -> usize {
        self.value_tables
    }

    /// What is doubtful in it though it can be read, by line.
    pub fn lints(&self) -> Vec<Lint> {
        lint::lints(self)
    }

    /// What loading repaired or left out, by line; empty for a sound file.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }
}

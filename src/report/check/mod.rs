//! What is to be said of a DBC file itself: what loading repaired, what is doubtful, what it holds.

mod json;
mod text;

pub use json::{json, schema};
pub use text::text;

use crate::car::Car;
use crate::dbc::{Lint, Message};

/// One file that was looked at.
#[derive(Debug)]
pub struct Check<'a> {
    /// The file, as the person named it.
    pub name: &'a str,
    /// What was read of it.
    pub car: &'a Car,
    /// What is doubtful in it.
    pub lints: Vec<Lint>,
}

impl<'a> Check<'a> {
    /// Looks at the file called `name`, of which `car` was read.
    pub fn new(name: &'a str, car: &'a Car) -> Self {
        Self { name, car, lints: car.database().lints() }
    }

    /// Whether there is nothing to say of it.
    pub fn is_clean(&self) -> bool {
        self.lints.is_empty() && self.car.repairs().is_empty()
    }

    fn counts(&self) -> Counts {
        let database = self.car.database();
        let signals = || database.messages().iter().flat_map(Message::signals);
        Counts {
            messages: database.messages().len(),
            signals: signals().count(),
            multiplexed: signals().filter(|signal| signal.multiplex.selector.is_some()).count(),
            labelled: signals().filter(|signal| !signal.labels.is_empty()).count(),
            nodes: database.nodes().len(),
            attributes: database.attribute_definitions(),
            value_tables: database.value_tables(),
        }
    }
}

/// How much there is in a file.
#[derive(Debug, Clone, Copy, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Counts {
    /// Messages (`BO_`).
    messages: usize,
    /// Signals (`SG_`).
    signals: usize,
    /// Signals that a multiplexer brings.
    multiplexed: usize,
    /// Signals with words for values (`VAL_`).
    labelled: usize,
    /// Control units (`BU_`).
    nodes: usize,
    /// Attributes that are defined (`BA_DEF_`).
    attributes: usize,
    /// Lists of words with a name (`VAL_TABLE_`).
    value_tables: usize,
}

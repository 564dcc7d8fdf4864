//! Loading DBC files and decoding payloads with them.

mod encode;
pub(crate) mod hostile;
mod lint;
mod load;
mod multiplex;
mod repair;
mod values;

use doorjamb::dbc::{Database, Message};
use doorjamb::frame::CanId;

/// The file of everything that is hard to read.
pub(crate) const TORTURE: &[u8] = include_bytes!("../dbc/torture.dbc");

fn parse(text: &str) -> Database {
    Database::parse("test.dbc", text.as_bytes()).unwrap()
}

fn message(database: &Database, id: u32) -> &Message {
    database.message(CanId::standard(id).unwrap()).unwrap()
}

/// The repairs as `line: text`.
fn repairs(database: &Database) -> Vec<String> {
    database.repairs().iter().map(|repair| format!("{}: {}", repair.line, repair.text)).collect()
}

//! `schema`: the JSON Schema of the JSON report.

use std::io::Write;

use clap::Args;

use super::{Error, Exit, Streams};
use crate::report;

/// Print the JSON Schema of `replay --format json`.
///
/// Draft 2020-12; it describes one line, which is one object.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let Self {} = self;
        serde_json::to_writer_pretty(&mut *streams, &report::schema()).map_err(std::io::Error::from)?;
        writeln!(streams)?;
        Ok(Exit::Clean)
    }
}

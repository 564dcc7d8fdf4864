//! `schema`: the JSON Schemas of everything that is written as JSON lines.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Error, Exit, Streams};
use crate::report;

/// Print the JSON Schema of a command's `--format json`.
///
/// Draft 2020-12; it describes one line, which is one object.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The command whose lines it describes.
    #[arg(value_enum, value_name = "COMMAND", default_value_t = Of::Replay)]
    of: Of,
}

/// Commands that write JSON lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// What a car did, and findings
    Replay,
    /// What a capture is and what is in it
    Inspect,
    /// Decoded frames
    Decode,
    /// What is to be said of DBC files
    DbcCheck,
    /// What was blanked in a capture
    Scrub,
    /// What a car's units said when they were asked
    Ask,
    /// What was learned of a car
    Learn,
}

impl Schema {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let schema = match self.of {
            Of::Replay => report::schema(),
            Of::Inspect => report::inspection_schema(),
            Of::Decode => report::frames_schema(),
            Of::DbcCheck => report::check_schema(),
            Of::Scrub => report::scrub_schema(),
            Of::Ask => report::asked_schema(),
            Of::Learn => report::learned_schema(),
        };
        serde_json::to_writer_pretty(&mut *streams, &schema).map_err(std::io::Error::from)?;
        writeln!(streams)?;
        Ok(Exit::Clean)
    }
}

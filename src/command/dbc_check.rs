//! `dbc-check`: what is wrong or doubtful in DBC files, and what they hold.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::choice::Choice;
use super::format::Format;
use super::{Error, Exit, Streams};
use crate::report::{Check, check_json, check_text};

/// Say what is wrong or doubtful in DBC files, and what they hold.
///
/// Exit code 0: nothing to say. 1: something was repaired, left out or is doubtful. 2: a file has nothing to use.
#[derive(Debug, Args)]
pub(super) struct DbcCheck {
    /// DBC files, or cars that `doorjamb cars` lists.
    #[arg(value_name = "FILE.dbc|NAME", required = true)]
    files: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object a file, described by `doorjamb schema dbc-check`"), default_value = Format::TEXT)]
    format: Format,
}

impl DbcCheck {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let err = streams.err().clone();
        let mut worst = Exit::Clean;
        let mut written = 0;
        for file in &self.files {
            let choice = match Choice::make(file, Path::new("")) {
                Ok(choice) => choice,
                Err(error) => {
                    worst = err.survive(error)?;
                    continue;
                }
            };
            let name = choice.file.as_deref().unwrap_or(choice.car.name());
            let check = Check::new(name, &choice.car);
            self.write(streams, &check, written > 0)?;
            written += 1;
            worst = worst.max(if check.is_clean() { Exit::Clean } else { Exit::Found });
        }
        Ok(worst)
    }

    fn write(&self, streams: &mut Streams, check: &Check<'_>, is_later: bool) -> io::Result<()> {
        let palette = streams.palette();
        match self.format {
            Format::Text if is_later => {
                writeln!(streams)?;
                check_text(streams, palette, check)
            }
            Format::Text => check_text(streams, palette, check),
            Format::Json => check_json(streams, check),
        }
    }
}

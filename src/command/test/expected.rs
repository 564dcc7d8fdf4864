//! The report expected of a capture: the command in its first line, and its text.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Parser;

use super::find::report_of;
use crate::command::Error;
use crate::command::reading::{Reading, Settings};

/// What the first line of a report begins with.
const COMMAND: &str = "$ doorjamb replay";

/// The report expected of one capture.
#[derive(Debug)]
pub(super) struct Expected {
    path: PathBuf,
    folder: PathBuf,
    capture: String,
    /// Between `replay` and the capture's name.
    options: String,
    text: Option<String>,
}

/// The options in the first line of a report.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Options {
    #[command(flatten)]
    reading: Reading,
}

impl Expected {
    /// The report expected of `capture`; without text if there is none yet.
    ///
    /// # Errors
    /// If it cannot be read, or does not begin with the command that gives it.
    pub(super) fn of(capture: &Path) -> Result<Self, Error> {
        let path = report_of(capture);
        let text = match fs::read(&path) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(Error::Read { path, source }),
        };
        let folder = capture.parent().unwrap_or(Path::new("")).to_owned();
        let capture = capture.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let options = match &text {
            None => String::new(),
            Some(text) => {
                let line = text.lines().next().unwrap_or_default();
                let options = line.strip_prefix(COMMAND).and_then(|line| line.strip_suffix(capture.as_str()));
                let is_whole = |options: &&str| options.starts_with(' ') && options.ends_with(' ');
                let Some(options) = options.filter(is_whole) else {
                    return Err(Error::NoCommand {
                        path,
                        expected: format!("{COMMAND} [OPTIONS] {capture}"),
                    });
                };
                options.trim().to_owned()
            }
        };
        Ok(Self { path, folder, capture, options, text })
    }

    /// How the capture is to be read. Files in the options are looked for beside it.
    ///
    /// # Errors
    /// If the options are not those of `replay`.
    pub(super) fn settings(&self) -> Result<Settings, Error> {
        let words = self.options.split_ascii_whitespace();
        let options = Options::try_parse_from(words).map_err(|error| Error::BadCommand {
            path: self.path.clone(),
            // The first line says what is wrong; the others are about the whole program.
            problem: error.to_string().lines().next().unwrap_or_default().to_owned(),
        })?;
        options.reading.settings(&self.folder)
    }

    /// The first line.
    pub(super) fn command(&self) -> String {
        let space = if self.options.is_empty() { "" } else { " " };
        format!("{COMMAND}{space}{} {}", self.options, self.capture)
    }

    /// Where it is, or should be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The name of its capture, without its folder.
    pub(super) fn capture(&self) -> &str {
        &self.capture
    }

    /// All of it, the first line included; `None` if there is none yet.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

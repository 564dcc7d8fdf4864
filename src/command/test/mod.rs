//! `test`: captures against the reports expected beside them.

mod expected;
mod find;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::follow::Follower;
use super::interrupt::Interrupt;
use super::progress::Watch;
use super::{Error, Exit, Streams};
use crate::report::{Escaped, Outcome, Palette, Text, difference, junit, number};
use expected::Expected;
use find::{Found, find};

/// Compare the report of each capture with the one expected beside it.
///
/// The report expected of `x.log` (or `x.log.gz`) is `x.report`. Its first line is the command that gives it, such as
/// `$ doorjamb replay --handed right x.log`, with any options of `replay` but `--format`; the rest is the report in text.
/// A capture without a report fails, and so does a report without a capture.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Captures, or directories of them (and of further directories).
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Write what was found as what is expected; look at the changes before you commit them.
    #[arg(long)]
    bless: bool,
    /// Write the outcome as `JUnit` XML, too.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// Why a test failed: in one line, and in as many as it takes.
type Failure = (String, String);

impl Test {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let palette = streams.palette();
        let mut outcomes = Vec::new();
        let mut blessed = 0;
        for found in find(&self.paths)? {
            if interrupt.is_asked() {
                return Ok(Exit::Failed);
            }
            let failure = match &found {
                Found::Orphan(report) => Some((
                    "there is no capture beside this report; remove the report, or restore the capture"
                        .to_owned(),
                    format!("{}\n", report.display()),
                )),
                Found::Capture(capture) => self.compare(capture, &interrupt, palette, &mut blessed).err(),
            };
            let name = found.path().display().to_string();
            if let Some((line, shown)) = &failure {
                let style = palette.severity(crate::rules::Severity::Fault);
                writeln!(streams, "{style}failed{style:#} {}: {}\n{shown}", Escaped(&name), Escaped(line))?;
            }
            outcomes.push(Outcome { name, failure });
        }
        if let Some(path) = &self.junit {
            let write = |source| Error::Write { path: path.clone(), source };
            let mut xml = Vec::new();
            junit(&outcomes, &mut xml).map_err(|error| write(std::io::Error::other(error)))?;
            fs::write(path, xml).map_err(write)?;
        }
        let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
        let passed = outcomes.len() - failed;
        if blessed > 0 {
            writeln!(streams, "{} blessed: look at the changes before you commit them", number(blessed))?;
        }
        writeln!(streams, "{passed} passed, {failed} failed")?;
        Ok(if failed > 0 { Exit::Found } else { Exit::Clean })
    }

    fn compare(
        &self,
        capture: &std::path::Path,
        interrupt: &Interrupt,
        palette: Palette,
        blessed: &mut u64,
    ) -> Result<(), Failure> {
        let brief = |error: &dyn std::fmt::Display| (Escaped(&error.to_string()).to_string(), String::new());
        let expected = Expected::of(capture).map_err(|error| brief(&error))?;
        let settings = expected.settings().map_err(|error| brief(&error))?;
        let bar = indicatif::ProgressBar::hidden();
        let follower = Follower { settings: &settings, watch: Watch { interrupt, bar: &bar } };
        let mut text = expected.command().into_bytes();
        text.push(b'\n');
        let outcome = follower
            .follow(capture, expected.capture(), &mut Text::new(&mut text, Palette::default()))
            .map_err(|error| brief(&error))?;
        if let Some(failure) = outcome.failure() {
            return Err(brief(&failure));
        }
        let found = String::from_utf8_lossy(&text);
        if expected.text() == Some(found.as_ref()) {
            return Ok(());
        }
        if self.bless {
            *blessed += 1;
            return fs::write(expected.path(), found.as_bytes()).map_err(|source| {
                let path = expected.path().to_owned();
                brief(&Error::Write { path, source })
            });
        }
        let report = expected.path().display().to_string();
        let Some(text) = expected.text() else {
            let line =
                format!("there is no {report}; if the report below is right, `test --bless` writes it");
            return Err((line, found.into_owned()));
        };
        let line = format!(
            "the report differs from {report} (- expected, + found); if it is right now, `test --bless` writes it"
        );
        Err((line, difference(text, &found, palette)))
    }
}

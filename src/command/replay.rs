//! `replay`: the story of recorded captures and every contradiction in them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::follow::{Follower, name_of};
use super::format::Format;
use super::interrupt::Interrupt;
use super::onto::Sending;
use super::page::Handout;
use super::progress::Watch;
use super::reading::Reading;
use super::watch::watch;
use super::{Error, Exit, Streams};
use crate::report::{Json, Report, Text};

/// Read captures and say what the car did, what contradicts itself, and what could not be watched.
///
/// Each capture is judged by itself. Formats are recognised by content; gzip is unpacked.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The captures; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object a line, described by `doorjamb schema`"), default_value = Format::TEXT)]
    format: Format,
    /// Play one capture on the screen as if it were happening: pause, step, change the speed, mark what you saw.
    #[arg(long, conflicts_with_all = ["format", "html"])]
    screen: bool,
    #[command(flatten)]
    handout: Handout,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    sending: Sending,
}

impl Replay {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let settings = self.reading.settings(Path::new(""))?;
        if let Some(exit) = self.sending.run(&self.files, &settings, streams)? {
            return Ok(exit);
        }
        let mut page = self.handout.begin()?;
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let err = streams.err().clone();
        if self.screen {
            let [file] = self.files.as_slice() else { return Err(Error::OneCapture) };
            let followed = watch(file, &settings, &interrupt, streams)?;
            if let Some(failure) = followed.failure() {
                err.complain(&failure);
            }
            return Ok(followed.exit());
        }
        let follower =
            Follower { settings: &settings, watch: Watch { interrupt: &interrupt, bar: err.bar() } };
        let palette = streams.palette();
        let mut report: Box<dyn Report + '_> = match self.format {
            Format::Text => Box::new(Text::new(streams, palette)),
            Format::Json => Box::new(Json::new(streams)),
        };
        if page.is_some() && self.files.len() > 1 {
            return Err(Error::OnePage);
        }
        let mut worst = Exit::Clean;
        for file in &self.files {
            let exit = match follower.diagnose(file, &name_of(file), report.as_mut(), page.as_mut()) {
                Ok((outcome, _)) => {
                    if let Some(failure) = outcome.failure() {
                        err.complain(&failure);
                    }
                    outcome.exit()
                }
                Err(error) => {
                    page = None;
                    err.survive(error)?
                }
            };
            worst = worst.max(exit);
            if interrupt.is_asked() {
                break;
            }
        }
        drop(report);
        self.handout.write(page, None)?;
        Ok(worst)
    }
}

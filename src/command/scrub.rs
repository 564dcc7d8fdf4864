//! `scrub`: a copy of a capture fit to share, and what was blanked in it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::choice::Choice;
use super::follow::{CAPTURE, name_of};
use super::format::Format;
use super::interrupt::{Interrupt, Unfinished};
use super::passage::Passage;
use super::progress::Watch;
use super::rewrite::{Fate, Writing};
use super::{Error, Exit, Streams};
use crate::capture::write::Target;
use crate::capture::{Item, Reader};
use crate::frame::Frame;
use crate::report::{Scrubbed, scrub_json, scrub_text};
use crate::scrub::{Plan, Survey};

/// Write a copy of a capture that does not tell whose car it is and where it was.
///
/// VINs, serial numbers, traces of workshops and positions are blanked, in diagnostic messages across their frames, in
/// broadcasts, and in signals that a DBC file marks; lengths and times stay. The capture is read twice and not changed. What was
/// blanked is listed, but not what it said; and what cannot be known.
#[derive(Debug, Args)]
pub(super) struct Scrub {
    /// The capture: a file, for it is read twice.
    #[arg(value_name = "IN")]
    input: PathBuf,
    #[command(flatten)]
    writing: Writing,
    /// What frames mean: signals that are marked by `DoorjambPrivate`, or called VIN, latitude, serial number and the like, are
    /// blanked. A DBC file, or a car that `doorjamb cars` lists.
    #[arg(long, value_name = "FILE.dbc|NAME")]
    dbc: Vec<PathBuf>,
    /// How to report what was blanked.
    #[arg(long, value_parser = Format::parser("one JSON object, described by `doorjamb schema scrub`"), default_value = Format::TEXT)]
    format: Format,
}

impl Scrub {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let name = name_of(&self.input);
        if self.input == Path::new("-") || self.input.metadata().is_ok_and(|about| !about.is_file()) {
            return Err(Error::ReadTwice { name });
        }
        if self.writing.replaces(&self.input) {
            return Err(Error::Itself { name });
        }
        let files = self.dbc.iter().map(|file| Ok(Choice::make(file, Path::new(""))?.car.database().clone()));
        let survey = Survey::new(files.collect::<Result<_, Error>>()?);
        let unfinished = Unfinished::default();
        let interrupt = Interrupt::listen_for(&unfinished).map_err(Error::Signals)?;
        let err = streams.err().clone();
        let watch = Watch { interrupt: &interrupt, bar: err.bar() };
        let mut plan = self.survey(survey, watch)?;
        let mut passage = Passage::new(Reader::open(&self.input, CAPTURE)?, watch);
        let writing = self.writing.clone().otherwise(Target::like(passage.reader.format()));
        let rewriting = writing.begin(streams, &err, name.clone(), &unfinished)?;
        let mut buses = Vec::new();
        let done = rewriting.go(&mut passage, |frame, channels| {
            if buses.len() < channels.len() {
                buses = channels.to_vec();
            }
            plan.blank(frame).map_err(|changed| Error::Changed { name: name.clone(), changed })?;
            Ok(Fate::Kept)
        })?;
        let (removed, unread) = plan.finish();
        let output = writing.output_name();
        let scrubbed =
            Scrubbed { input: &name, output: &output, frames: done.written, buses: &buses, removed, unread };
        if writing.is_to_stdout() {
            err.tell(|out, palette| match self.format {
                Format::Text => scrub_text(out, palette, &scrubbed),
                Format::Json => scrub_json(out, &scrubbed),
            });
        } else {
            let palette = streams.palette();
            match self.format {
                Format::Text => scrub_text(streams, palette, &scrubbed)?,
                Format::Json => scrub_json(streams, &scrubbed)?,
            }
            streams.flush()?;
        }
        Ok(done.exit())
    }

    /// The first reading. Where it fails the second does, too, and tells it.
    fn survey(&self, mut survey: Survey, watch: Watch<'_>) -> Result<Plan, Error> {
        let mut passage = Passage::new(Reader::open(&self.input, CAPTURE)?, watch);
        let mut frame = Frame::empty();
        while let Some(item) = passage.next(&mut frame) {
            if item == Item::Frame {
                survey.look(&frame);
            }
        }
        Ok(survey.plan())
    }
}

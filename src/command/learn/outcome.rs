//! What becomes of what was learned: the report, and the DBC file, new or merged into another.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::choice::Choice;
use super::super::format::Format;
use super::super::rewrite::Destination;
use super::super::{Error, Exit, Streams};
use crate::learn::{About, Conclusion, Learner, Merged, Outcome as Known, dbc, merge};
use crate::notice::Notices;
use crate::report::{Learned, learned_json, learned_text};

/// Options on what becomes of what was learned.
#[derive(Debug, Clone, Args)]
pub(in crate::command) struct Telling {
    /// Write what was learned to this DBC file, for `live --car`, `replay --car` and every other tool.
    #[arg(long, value_name = "OUT.dbc")]
    dbc: Option<PathBuf>,
    /// Add it to what this DBC file, or that of a documented car, says, and show where they contradict each other. The file itself stays as
    /// it is, unless it is named with `--dbc --force`, too.
    #[arg(long, value_name = "NAME|FILE.dbc", requires = "dbc")]
    merge: Option<PathBuf>,
    /// Replace the DBC file if it is there.
    #[arg(long, requires = "dbc")]
    force: bool,
    /// Check every signal with a fact of a car that is documented: confirmed, contradicted, not exercised and what to do for it, or why
    /// it cannot be checked.
    #[arg(long, value_name = "NAME|FILE.dbc")]
    verify: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object, described by `doorjamb schema learn`"), default_value = Format::TEXT)]
    format: Format,
}

/// Where it was learned from.
#[derive(Debug, Clone, Copy)]
pub(in crate::command) struct From<'a> {
    /// Recordings, or an interface.
    pub(in crate::command) sources: &'a [String],
    /// The bus.
    pub(in crate::command) bus: &'a str,
    /// What was wrong with the input.
    pub(in crate::command) notices: &'a Notices,
}

impl Telling {
    /// Whether nothing but the report may go to standard output.
    pub(in crate::command) fn is_for_programs(&self) -> bool {
        self.format == Format::Json
    }

    /// Checks what can be checked before anything is learned.
    ///
    /// # Errors
    /// If a file is in the way, or the car to check is not known.
    pub(in crate::command) fn check(&self) -> Result<(), Error> {
        self.dbc.as_ref().map(|path| Destination::file(path, self.force)).transpose()?;
        for car in self.verify.iter().chain(&self.merge) {
            Choice::make(car, Path::new(""))?;
        }
        Ok(())
    }

    /// Tells what was learned, and writes it.
    ///
    /// # Errors
    /// If it cannot be written, or a file that was named cannot be read.
    pub(in crate::command) fn tell(
        &self,
        streams: &mut Streams,
        learner: &Learner,
        from: From<'_>,
    ) -> Result<Exit, Error> {
        let conclusions = learner.conclude();
        let start = learner.start().unwrap_or_default();
        // What was learned is told even if it cannot be written.
        let (written, merged, failure) = match self.write(&conclusions, start, from) {
            Ok((written, merged)) => (written, merged, None),
            Err(error) => (None, Vec::new(), Some(error)),
        };
        let car = self.verify.as_ref().map(|car| Choice::make(car, Path::new(""))).transpose()?;
        let verified = car.map(|choice| learner.verify(&choice.car));
        let told = Learned {
            sources: from.sources,
            bus: from.bus,
            frames: learner.frames(),
            identifiers: learner.identifiers(),
            start,
            actions: learner.windows().len(),
            confidence: learner.settings().confidence,
            conclusions: &conclusions,
            next: learner.next_action(),
            set_aside: learner.set_aside(),
            merged: &merged,
            verified: verified.as_deref(),
            dbc: written.as_deref(),
            notices: from.notices,
        };
        let palette = streams.palette();
        match self.format {
            Format::Text => learned_text(streams, palette, &told)?,
            Format::Json => learned_json(streams, &told)?,
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        let is_open = conclusions.iter().any(|one| matches!(one.outcome, Known::Undecided(..)));
        let is_contradicted = verified.iter().flatten().any(|one| one.found.is_contradiction());
        let has_conflict = merged.iter().any(|one| one.met.is_conflict());
        // A check asks for nothing but the check.
        let is_found = if verified.is_some() { is_contradicted } else { is_open };
        Ok(if is_found || has_conflict { Exit::Found } else { Exit::Clean })
    }

    /// Writes the DBC file; says how it is called, if there was anything to write, and how it met the one it was merged into.
    fn write(
        &self,
        conclusions: &[Conclusion],
        start: crate::frame::Time,
        from: From<'_>,
    ) -> Result<(Option<String>, Vec<Merged>), Error> {
        let Some(path) = &self.dbc else { return Ok((None, Vec::new())) };
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let file_name = |source: &String| {
            Path::new(source)
                .file_name()
                .map_or_else(|| source.clone(), |name| name.to_string_lossy().into_owned())
        };
        let names: Vec<String> = from.sources.iter().map(file_name).collect();
        let about = About { title: stem, learned_from: names.join(", "), start };
        let (bytes, merged) = match &self.merge {
            Some(known) => {
                let (choice, bytes) = Choice::with_bytes(known, Path::new(""))?;
                let (bytes, merged) = merge(&bytes, &choice.car, &about, conclusions)?;
                (Some(bytes), merged)
            }
            None => (dbc(&about, conclusions), Vec::new()),
        };
        let Some(bytes) = bytes else { return Ok((None, merged)) };
        Destination::file(path, self.force)?.write(&bytes)?;
        Ok((Some(path.display().to_string()), merged))
    }
}

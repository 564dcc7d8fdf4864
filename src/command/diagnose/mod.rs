//! `diagnose`: from a capture, from listening, or from answers alone, to the probable cause and the next check.

mod interview;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::amount::Period;
use super::follow::{Followed, Follower, name_of};
use super::format::Format;
use super::iface::is_interface;
use super::interrupt::Interrupt;
use super::live::{Listening, hear};
use super::page::Handout;
use super::progress::Watch;
use super::reading::{Reading, Settings};
use super::{Error, Exit, Streams};
use crate::diagnosis::{Answers, Case, Diagnosis, Kind, MAX_BYTES};
use crate::report::{Ending, Json, Page, Report, Session, diagnosis as write_diagnosis};

/// Say what is probably broken, why, and what to check next.
///
/// Reads a capture if one is given, or listens to a car on the screen until q, then asks what the bus cannot know, one
/// question at a time, for as long as the answers tell anything. Without a terminal it listens until Ctrl-C; without one, or
/// with `--answers`, it asks nothing and ranks with what it has.
#[derive(Debug, Args)]
pub(super) struct Diagnose {
    /// The capture; `-` is standard input. An interface such as can0 is listened to. Without either, answers alone decide.
    #[arg(value_name = "FILE|IFACE")]
    file: Option<PathBuf>,
    /// Listen to the interface for this while (30s, 10m), then go on by itself.
    #[arg(long = "for", value_name = "TIME", requires = "file")]
    lasts: Option<Period>,
    /// Answers, one `question answer [place]` a line, such as `sound hum tailgate`; `doorjamb explain questions` lists
    /// them.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object, described by `doorjamb schema`"), default_value = Format::TEXT)]
    format: Format,
    #[command(flatten)]
    handout: Handout,
    #[command(flatten)]
    reading: Reading,
}

impl Diagnose {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let settings = self.reading.clone().settings(Path::new(""))?;
        let mut failed = false;
        let answers = self.answers.as_deref().map(read).transpose()?;
        let mut page = self.handout.begin()?;
        let mut case = if let Some(file) = &self.file {
            let (followed, case) = self.seen(file, &settings, page.as_mut(), streams)?;
            if let Some(failure) = followed.failure() {
                streams.err().complain(&failure);
                failed = true;
            }
            case
        } else {
            let car = settings.car.as_ref().map(|choice| &choice.car);
            let sided = settings.handedness.or_else(|| car.map(|car| car.profile().handed));
            Case::new(car, sided.unwrap_or_default())
        };
        if let Some((path, answers)) = &answers {
            failed |= answers.misread_count > 0;
            complain(streams, path, answers);
            for given in &answers.given {
                case.answer(*given);
            }
        }
        let reads_stdin = self.file.as_deref() == Some(Path::new("-"));
        if answers.is_none() && self.format == Format::Text && streams.can_ask() && !reads_stdin {
            let palette = streams.palette();
            interview::ask(&mut case, &mut io::stdin().lock(), streams, palette)?;
        }
        let diagnosis = case.diagnosis();
        match self.format {
            Format::Text => {
                let palette = streams.palette();
                write_diagnosis(streams, palette, &diagnosis)?;
            }
            Format::Json => {
                let name = self.file.as_deref().map(name_of);
                Json::new(streams).diagnosis(name.as_deref(), &diagnosis)?;
            }
        }
        self.handout.write(page, Some((case.answers(), &diagnosis)))?;
        Ok(if failed { Exit::Failed } else { exit(&diagnosis) })
    }

    /// What is known from the capture, or from listening.
    fn seen(
        &self,
        file: &Path,
        settings: &Settings,
        page: Option<&mut Page>,
        streams: &Streams,
    ) -> Result<(Followed, Case), Error> {
        let name = name_of(file);
        if is_interface(file) {
            if settings.needs_capture() {
                return Err(Error::NoCapture { name });
            }
            let lasts = self.lasts.map(|Period(span)| span);
            let listening = Listening { interfaces: vec![name], lasts, ..Listening::default() };
            let has_screen = self.format == Format::Text && streams.can_ask();
            let report: Option<Box<dyn Report>> = if has_screen { None } else { Some(Box::new(Unreported)) };
            return hear(listening, settings, report, page, streams);
        }
        if self.lasts.is_some() {
            return Err(Error::NotLive { name });
        }
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let err = streams.err().clone();
        let follower = Follower { settings, watch: Watch { interrupt: &interrupt, bar: err.bar() } };
        follower.diagnose(file, &name, &mut Unreported, page)
    }
}

fn read(path: &Path) -> Result<(PathBuf, Answers), Error> {
    use io::Read;
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    // One byte more than is read shows that there was more.
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok((path.to_owned(), Answers::parse(&String::from_utf8_lossy(&bytes))))
}

fn complain(streams: &Streams, path: &Path, answers: &Answers) {
    for (line, problem) in &answers.misread {
        streams.err().complain(&format!("{}:{line}: {problem}", path.display()));
    }
    let more = answers.misread_count - answers.misread.len() as u64;
    if more > 0 {
        streams.err().complain(&format!("{}: {more} more lines say nothing known", path.display()));
    }
}

/// Found, if a fault is suspected at all.
fn exit(diagnosis: &Diagnosis) -> Exit {
    let first = diagnosis.ranked.first();
    if first.is_some_and(|first| first.cause.kind == Kind::Fault) { Exit::Found } else { Exit::Clean }
}

/// The story of a capture is `replay`'s to tell.
struct Unreported;

impl Report for Unreported {
    fn begin(&mut self, _: &Session) -> io::Result<()> {
        Ok(())
    }

    fn output(&mut self, _: &Session, _: crate::monitor::Output) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _: &Session, _: &Ending) -> io::Result<()> {
        Ok(())
    }
}

//! `live`: a car followed while it happens. It listens and never sends, unless it is told to ask.

mod asker;
mod ear;
mod finding_out;
mod following;
mod front;
mod hands;
mod lines;
mod panels;
mod recording;
mod typed;
mod watch;
mod ways;

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::Args;

use super::amount::Period;
use super::follow::Followed;
use super::format::Format;
use super::page::Handout;
use super::reading::{Settings, Watching};
use super::{Error, Exit, Streams};
use crate::diagnosis::Case;
use crate::report::{Json, Page, Report, Text};
use asker::Asking;
pub(super) use ear::Listening;
use lines::Lines;
use panels::Panels;
use recording::Recording;
pub(super) use recording::{begin_recording, log_path};
pub(super) use typed::Typed;

/// Listen to a car and say at once what it does and what contradicts itself.
///
/// It listens and never sends, unless --ask says so, needs no rights but those of any user, and goes on when the adapter is
/// unplugged, until Ctrl-C.
/// What you see of the car can be typed, one mark a line: `tailgate closed`, `driver open`, `fob pressed`, `note ...`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own on the command line")]
pub(super) struct Live {
    /// The interfaces, such as can0; `any` for all there are and will be.
    #[arg(value_name = "IFACE", required = true)]
    interfaces: Vec<String>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object a line, described by `doorjamb schema`"))]
    format: Option<Format>,
    /// Lines of text, whatever standard output is.
    #[arg(long, conflicts_with = "format")]
    plain: bool,
    /// Begin also while an interface is not there, and wait for it.
    #[arg(long)]
    wait: bool,
    /// Once the car is known, have the kernel pass on only the frames that tell something of the body: less work for a slow
    /// machine, and a smaller recording.
    #[arg(long)]
    body_only: bool,
    /// Take marks from standard input also where it is no terminal, or with `--format json`.
    #[arg(long)]
    marks_from_stdin: bool,
    /// End after this while (30s, 10m).
    #[arg(long = "for", value_name = "TIME")]
    lasts: Option<Period>,
    #[command(flatten)]
    handout: Handout,
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    recording: Recording,
    #[command(flatten)]
    asking: Asking,
}

/// Follows a car live for another command, until it ends: on the screen, or told to `report` where there is one. What was
/// seen is given back for a diagnosis, and collected for `page`.
///
/// # Errors
/// If the interface cannot be listened to, or what it says not be shown.
pub(super) fn hear(
    listening: Listening,
    settings: &Settings,
    report: Option<Box<dyn Report>>,
    page: Option<&mut Page>,
    streams: &Streams,
) -> Result<(Followed, Case), Error> {
    let ear = listening.open()?;
    let err = streams.err().clone();
    if let Some(report) = report {
        return ear.follow(settings, page, None, Lines::new(report, None), err);
    }
    let panels = Panels::for_streams(streams).map_err(Error::Terminal)?;
    ear.follow(settings, page, None, panels, err)
}

impl Live {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let settings = self.watching.clone().settings(Path::new(""))?;
        let mut page = self.handout.begin()?;
        let listening = Listening {
            interfaces: self.interfaces.clone(),
            wait: self.wait,
            body_only: self.body_only,
            lasts: self.lasts.map(|Period(span)| span),
        };
        let asker = self.asking.begin(&self.interfaces)?;
        let ear = listening.open()?.asking(asker);
        let recorder = self.recording.clone().begin()?;
        let err = streams.err().clone();
        let (followed, _) = if self.has_screen() {
            let panels = Panels::for_streams(streams).map_err(Error::Terminal)?;
            ear.follow(&settings, page.as_mut(), recorder, panels, err.clone())?
        } else {
            let lines = self.lines(streams)?;
            ear.follow(&settings, page.as_mut(), recorder, lines, err.clone())?
        };
        if let Some(failure) = followed.failure() {
            err.complain(&failure);
        }
        self.handout.write(page, None)?;
        Ok(followed.exit())
    }

    /// Whether there is a person at a terminal who did not ask for lines.
    fn has_screen(&self) -> bool {
        self.format.is_none() && !self.plain && io::stdout().is_terminal() && io::stdin().is_terminal()
    }

    /// The report in lines, with the marks that are typed.
    fn lines<'s>(&self, streams: &'s mut Streams) -> Result<Lines<'s>, Error> {
        let is_json = self.format == Some(Format::Json);
        let is_typed = !is_json && io::stdin().is_terminal() && typed::is_in_foreground();
        let marks =
            (is_typed || self.marks_from_stdin).then(Typed::read).transpose().map_err(Error::Runtime)?;
        let palette = streams.palette();
        let report: Box<dyn Report + '_> =
            if is_json { Box::new(Json::live(streams)) } else { Box::new(Text::live(streams, palette)) };
        Ok(Lines::new(report, marks))
    }
}

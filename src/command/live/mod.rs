//! `live`: a car followed while it happens. It listens and never sends.

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

use super::interrupt::Interrupt;
use super::reading::{Settings, Watching};
use super::replay::Format;
use super::watch::shows_utf8;
use super::{Error, Exit, Streams};
use crate::bus::Listen;
use crate::report::{Json, Report, Session, Text};
use crate::screen::Theme;
use following::Following;
use lines::Lines;
use panels::Panels;
use recording::Recording;
use typed::Typed;
use watch::{FIRST_CHANNEL, Surroundings, Watch};

/// What a report calls the form of the input.
const FORMAT: &str = "live on SocketCAN";

/// Listen to a car and say at once what it does and what contradicts itself.
///
/// It listens and never sends, needs no rights but those of any user, and goes on when the adapter is unplugged, until Ctrl-C.
/// What you see of the car can be typed, one mark a line: `tailgate closed`, `driver open`, `fob pressed`, `note ...`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own on the command line")]
pub(super) struct Live {
    /// The interfaces, such as can0; `any` for all there are and will be.
    #[arg(value_name = "IFACE", required = true)]
    interfaces: Vec<String>,
    /// How to report.
    #[arg(long, value_enum)]
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
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    recording: Recording,
}

impl Live {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let settings = self.watching.clone().settings(Path::new(""))?;
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let wished = Interrupt::listen_for_wishes().map_err(Error::Signals)?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let listen = Listen::to(self.interfaces.clone()).sources_from(FIRST_CHANNEL);
        let listen = if self.wait { listen.wait_for_missing() } else { listen };
        let receiver = {
            let _context = runtime.enter();
            listen.open()?
        };
        let recorder = self.recording.clone().begin()?;
        let session =
            Session { names: self.names(&settings), format: FORMAT.to_owned(), ..Session::default() };
        let err = streams.err().clone();
        let around = Surroundings {
            interrupt: &interrupt,
            wished: &wished,
            err: err.clone(),
            body_only: self.body_only,
        };
        let following = Following::new(&settings, session);
        let followed = if self.has_screen() {
            let theme = Theme::new(streams.is_coloured(), shows_utf8());
            let panels = Panels::open(theme).map_err(Error::Terminal)?;
            runtime.block_on(Watch::new(receiver, following, recorder, panels, around).run())?
        } else {
            let lines = self.lines(streams)?;
            runtime.block_on(Watch::new(receiver, following, recorder, lines, around).run())?
        };
        if let Some(failure) = followed.failure() {
            err.complain(&failure);
        }
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

    /// What reports call the inputs; the interfaces one by one come later.
    fn names(&self, settings: &Settings) -> Vec<String> {
        let file = settings.car.as_ref().and_then(|choice| choice.file.clone());
        vec![self.interfaces.join(", "), "typed marks".to_owned(), file.unwrap_or_default()]
    }
}

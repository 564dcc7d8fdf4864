//! `decode`: frames of captures with the values that any DBC gives their signals.

mod live;
mod pattern;
mod run;
mod selection;
mod trouble;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use tracing::info;

use super::choice::Choice;
use super::follow::name_of;
use super::iface::is_interface;
use super::interrupt::Interrupt;
use super::span::Stretch;
use super::{Error, Exit, Streams};
use crate::ask::conversation::Conversations;
use crate::capture::Interest;
use crate::dbc::Database;
use crate::frame::SourceId;
use crate::report::{Escaped, FrameForm, Frames};
use pattern::Pattern;
use run::Run;
use selection::Selection;
use trouble::Trouble;

/// Write the frames of captures with the values of their signals, by any DBC.
///
/// Without FILE, frames come from standard input: `candump can0 | doorjamb decode --dbc x.dbc`. Error frames and
/// remote requests are shown as what they are. What the DBC does not fit is told at the end on standard error.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Decode {
    /// The captures; `-` is standard input. An interface such as can0 is listened to until Ctrl-C.
    #[arg(value_name = "FILE|IFACE")]
    files: Vec<PathBuf>,
    /// What frames mean: a DBC file, or a car that `doorjamb cars` lists. Of several that know an identifier, the first
    /// counts.
    #[arg(long, required = true, value_name = "FILE.dbc|NAME")]
    dbc: Vec<PathBuf>,
    /// How to write frames.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only these messages: names (`BODY*`) or identifiers in hexadecimal (60D, 18DAF110).
    #[arg(long, value_name = "NAME|ID", value_delimiter = ',')]
    message: Vec<String>,
    /// Only these signals: names (`DOOR_*`), perhaps with their message (`BODY_STATE.DOOR_*`, `60D.*`).
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    signal: Vec<String>,
    /// Show data frames that no DBC knows, too, as bytes.
    #[arg(long)]
    unknown: bool,
    /// Show what testers ask the car's units, too: each question with its service's name and what came of it.
    #[arg(long)]
    diagnostics: bool,
    /// Only frames of these buses, by their names in the capture (`can0`, `can*`).
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    channel: Vec<String>,
    #[command(flatten)]
    stretch: Stretch,
    /// Show times from the capture's first frame on, instead of those the capture stamps.
    #[arg(long)]
    relative: bool,
    /// Hand on every frame at once, as always on a terminal.
    #[arg(long)]
    line_buffered: bool,
}

/// Forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person: one line a frame
    Text,
    /// For programs: one JSON object a line, described by `doorjamb schema decode`
    Json,
    /// A table with one row a signal
    Csv,
}

/// How frames are chosen and written, beside the DBC's part.
#[derive(Debug)]
struct Settings {
    unknown: bool,
    channels: Vec<Pattern>,
    stretch: Stretch,
    relative: bool,
    line_buffered: bool,
}

impl Decode {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let files = self.files();
        if self.files.is_empty() && std::io::stdin().is_terminal() {
            return Err(Error::NoInput);
        }
        self.stretch.check()?;
        let choices: Vec<Choice> =
            self.dbc.iter().map(|name| Choice::make(name, Path::new(""))).collect::<Result<_, _>>()?;
        let err = streams.err().clone();
        for choice in &choices {
            let repairs = choice.car.database().repairs().len();
            if repairs > 0 {
                let name = choice.car.name();
                err.remark(&format!(
                    "{name}: {repairs} of its statements were repaired or left out; \
                     `doorjamb dbc-check {name}` lists them"
                ));
            }
        }
        let databases: Vec<&Database> = choices.iter().map(|choice| choice.car.database()).collect();
        let selection = Selection::new(&self.message, &self.signal);
        let chosen = selection.choose(&databases, self.unknown, |message, database| {
            info!(id = %message.id, message = %Escaped(&message.name), dbc = %Escaped(&database.name), "defined before, left out");
        })?;
        let identifiers = Interest::only(chosen.iter().map(|choice| choice.message.id));
        let conversations =
            self.diagnostics.then(|| Conversations::new(choices.first().map(|choice| &choice.car)));
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let form = match self.format {
            Format::Text => FrameForm::Text(streams.palette()),
            Format::Json => FrameForm::Json,
            Format::Csv => FrameForm::Csv,
        };
        let settings = Settings {
            unknown: self.unknown,
            channels: self.channel.iter().map(|name| Pattern::new(name)).collect(),
            stretch: self.stretch,
            relative: self.relative,
            line_buffered: self.line_buffered,
        };
        let mut run = Run {
            settings: &settings,
            selection: &selection,
            chosen: &identifiers,
            interrupt: &interrupt,
            frames: Frames::new(form, chosen),
            trouble: Trouble::default(),
            conversations,
        };
        run.frames.heading(streams)?;
        let mut worst = Exit::Clean;
        for (number, file) in files.iter().enumerate() {
            if files.len() > 1 && self.format == Format::Text {
                let gap = if number > 0 { "\n" } else { "" };
                writeln!(streams, "{gap}{}:", Escaped(&name_of(file)))?;
            }
            run.forget();
            let source = SourceId(u16::try_from(number).unwrap_or(u16::MAX));
            let done = match file.to_str().filter(|_| is_interface(file)) {
                Some(name) => run.interface(name, source, streams),
                None => run.capture(file, source, streams),
            };
            if let Err(error) = done {
                worst = err.survive(error)?;
            }
            if interrupt.is_asked() {
                break;
            }
        }
        streams.flush()?;
        err.notices(run.trouble.notices(), |origin| {
            let name = files.get(usize::from(origin.source.0)).map(|file| name_of(file)).unwrap_or_default();
            format!("{name}:{}", origin.line)
        });
        Ok(worst)
    }

    fn files(&self) -> Vec<PathBuf> {
        if self.files.is_empty() { vec![PathBuf::from("-")] } else { self.files.clone() }
    }
}

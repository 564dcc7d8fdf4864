//! `ask`: who answers at the plug, what they say of themselves, and the doors as each of them sees them. What is asked can only
//! read.

mod door;
mod wire;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::choice::Choice;
use super::format::Format;
use super::interrupt::Interrupt;
use super::live::log_path;
use super::streams::Complaints;
use super::{Error, Exit, Streams};
use crate::ask::trouble::Texts;
use crate::ask::{Survey, Tester};
use crate::frame::SourceId;
use crate::notice::Notices;
use crate::report::{self, Asked, asked_json, asked_text};
pub(super) use door::door;
pub(super) use wire::{LISTENING, Wire};

/// Before anything is sent.
const WARNING: &str =
    "asking can wake a sleeping car, and set off the alarm of an armed one; what is asked here only reads";

/// How many bad lines of a list of texts are shown.
const SHOWN: usize = 10;

/// Ask a car's control units: who answers, what they are, their trouble codes, their supply, and how each sees the doors.
///
/// It listens for two seconds, then asks one question after the other, all of which only read. Asking can wake a sleeping car
/// and set off the alarm of an armed one. Ctrl-C ends it, and leaves no session open. Exit code 1 if there are trouble codes or
/// units see a door differently, 2 if nobody answers.
#[derive(Debug, Args)]
pub(super) struct Ask {
    /// The CAN interface, such as can0.
    #[arg(value_name = "IFACE")]
    interface: String,
    /// The car: a name that `doorjamb cars` lists, or a DBC file. Without it, the car is recognised from its traffic, if it can
    /// be; of another, whoever answers to OBD-II is asked.
    #[arg(long, value_name = "NAME|FILE.dbc")]
    car: Option<PathBuf>,
    /// Show the vehicle's number and the units' serial numbers, which tell this car from all others.
    #[arg(long)]
    show_vin: bool,
    /// Texts for trouble codes, beside those that are known here: lines such as `U1000,no communication`.
    #[arg(long, value_name = "FILE.csv")]
    codes: Option<PathBuf>,
    /// Record everything on the bus meanwhile, as a candump log: `doorjamb replay` finds the answers in it. A file that is there
    /// is never overwritten.
    #[arg(long, value_name = "FILE", value_parser = log_path)]
    record: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object, described by `doorjamb schema ask`"), default_value = Format::TEXT)]
    format: Format,
}

impl Ask {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let named = self.car.map(|car| Choice::make(&car, Path::new(""))).transpose()?;
        let texts = self.codes.map(|path| texts(&path, streams.err())).transpose()?.unwrap_or_default();
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let named = named.map(|choice| choice.car);
        let mut wire = Wire::open(&self.interface, named.as_ref(), self.record, interrupt)?;
        streams.err().remark(&WARNING);
        let mut survey = Survey::default();
        let is_stopped = Tester::new(&mut wire).listen(LISTENING).is_err();
        let car = named.or_else(|| wire.ears.recognised());
        let heard = wire.ears.frames;
        if is_stopped {
            survey.is_cut_short = true;
        } else {
            if let Some(car) = &car {
                wire.ears.follow(car);
            }
            survey.make(car.as_ref(), &mut wire)?;
        }
        wire.ears.end_recording()?;
        let body = wire.ears.body.as_ref().map(|(monitor, _)| monitor.body());
        let asked = Asked {
            interface: &self.interface,
            car: car.as_ref(),
            survey: &survey,
            body,
            frames_before: heard,
            texts: &texts,
            is_shown: self.show_vin,
        };
        match self.format {
            Format::Text => {
                let palette = streams.palette();
                asked_text(streams, palette, &asked)?;
            }
            Format::Json => asked_json(streams, &asked)?,
        }
        Ok(if !survey.is_answered() {
            Exit::Failed
        } else if asked.has_trouble() {
            Exit::Found
        } else {
            Exit::Clean
        })
    }
}

/// The person's texts for trouble codes; of a line that is none, a word.
fn texts(path: &Path, err: &Complaints) -> Result<Texts, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let mut notices = Notices::default();
    let texts = Texts::parse(SourceId(0), &String::from_utf8_lossy(&bytes), |notice| {
        notices.add(notice);
    });
    let name = path.display().to_string();
    err.tell(|out, palette| {
        report::notices(out, palette, &notices, SHOWN, |origin| format!("{name}:{}", origin.line))
    });
    Ok(texts)
}

//! `ask`: who answers at the plug, what they say of themselves, and the doors as each of them sees them. What is asked can only
//! read.

mod door;
mod wire;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::choice::Choice;
use super::clock::time_of_day;
use super::interrupt::Interrupt;
use super::live::{begin_recording, log_path};
use super::replay::Format;
use super::streams::Complaints;
use super::{Error, Exit, Streams};
use crate::ask::trouble::Texts;
use crate::ask::{Overhearing, Survey, Tester};
use crate::body::Handedness;
use crate::capture::record::Plan;
use crate::car::{Car, Recogniser, Verdict};
use crate::frame::SourceId;
use crate::monitor::Monitor;
use crate::notice::Notices;
use crate::report::{self, Asked, asked_json, asked_text};
pub(super) use door::door;
pub(super) use wire::{Ears, Wire};

/// Before anything is sent.
const WARNING: &str =
    "asking can wake a sleeping car, and set off the alarm of an armed one; what is asked here only reads";

/// How many bad lines of a list of texts are shown.
const SHOWN: usize = 10;

/// How long to listen before anything is asked: by half a second of its body's frames a car is known.
const LISTENING: Duration = Duration::from_secs(2);

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
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Ask {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let named = self.car.map(|car| Choice::make(&car, Path::new(""))).transpose()?;
        let texts = self.codes.map(|path| texts(&path, streams.err())).transpose()?.unwrap_or_default();
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let recogniser = match &named {
            Some(choice) => Recogniser::new([&choice.car]),
            None => Recogniser::embedded(),
        };
        let ears = Ears { recorder: None, recogniser, body: None, frames: 0 };
        let mut wire = Wire::open(&self.interface, ears, interrupt)?;
        let plan = |path| Plan { path, ..Plan::default() };
        wire.ears.recorder = self.record.map(plan).map(begin_recording).transpose()?;
        streams.err().remark(&WARNING);
        let mut survey = Survey::default();
        let is_stopped = Tester::new(&mut wire).listen(LISTENING).is_err();
        let car = named.map(|choice| choice.car).or_else(|| recognised(&wire.ears.recogniser));
        let heard = wire.ears.frames;
        if is_stopped {
            survey.is_cut_short = true;
        } else {
            let handed = car.as_ref().map_or(Handedness::default(), |car| car.profile().handed);
            wire.ears.body = car.as_ref().map(|car| (Monitor::new(car, handed), Overhearing::new(car)));
            survey.make(car.as_ref(), &mut wire)?;
        }
        if let Some(recorder) = wire.ears.recorder.take() {
            let now = time_of_day();
            recorder
                .finish(now)
                .map_err(|(path, why)| Error::Write { path, source: std::io::Error::other(why) })?;
        }
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

/// The car that was heard, if it is known.
pub(super) fn recognised(recogniser: &Recogniser) -> Option<Car> {
    match recogniser.finish() {
        Verdict::Car(name) => Car::by_name(&name)?.ok(),
        _ => None,
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

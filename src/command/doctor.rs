//! `doctor`: the way from the plug to this program, step by step.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressDrawTarget, ProgressStyle};
use tokio::runtime::Builder;

use super::choice::Choice;
use super::format::Format;
use super::streams::Complaints;
use super::{Error, Exit, Streams};
use crate::doctor::{self, Heard, Outcome, Readings};
use crate::frame::Time;
use crate::report;

/// Check the way from the car's plug to this program: kernel, adapter, interface, traffic, car.
///
/// Each step is ok, not ok, or could not be checked; what is not ok comes with the command that puts it right. Nothing is
/// changed and nothing is sent. Without an interface: what interfaces and adapters there are. Exit code 1 if something is
/// not ok, else 2 if something could not be checked, else 0.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// The CAN interface, such as can0.
    #[arg(value_name = "IFACE")]
    interface: Option<String>,
    /// How long to listen.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = wait)]
    listen: Duration,
    /// The car: a name that `doorjamb cars` lists, or a DBC file. Without it, the car is recognised from its traffic.
    #[arg(long, value_name = "NAME|FILE.dbc")]
    car: Option<PathBuf>,
    /// The bit rate to be expected, in bits per second.
    #[arg(long, value_name = "RATE", default_value_t = 500_000, value_parser = clap::value_parser!(u32).range(10_000..=1_000_000))]
    bitrate: u32,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object a line, described by `doorjamb schema`"), default_value = Format::TEXT)]
    format: Format,
}

/// Shortest and longest time to listen, in seconds: a body's frames come every 0.1 s, and a car wakes in less than a
/// minute.
const LISTEN: std::ops::RangeInclusive<i64> = 1..=60;

fn wait(text: &str) -> Result<Duration, &'static str> {
    let time = crate::capture::seconds(text.as_bytes()).map(Time::as_nanos);
    let limits = LISTEN.start() * 1_000_000_000..=LISTEN.end() * 1_000_000_000;
    let nanos = time.filter(|nanos| limits.contains(nanos)).and_then(|nanos| u64::try_from(nanos).ok());
    nanos.map(Duration::from_nanos).ok_or("give seconds from 1 to 60")
}

impl Doctor {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let car = self.car.map(|car| Choice::make(&car, Path::new(""))).transpose()?.map(|choice| choice.car);
        let mut readings = doctor::look(self.interface, self.bitrate, car);
        readings.heard = heard(&readings, self.listen, streams.err());
        let checkup = doctor::check(&readings);
        match self.format {
            Format::Text => {
                let palette = streams.palette();
                report::checkup(streams, palette, &checkup)?;
            }
            Format::Json => report::checkup_json(streams, readings.asked.as_deref(), &checkup)?,
        }
        Ok(match checkup.outcome() {
            Outcome::Ok => Exit::Clean,
            Outcome::NotOk => Exit::Found,
            Outcome::Unchecked => Exit::Failed,
        })
    }
}

/// What can be heard on the interface that is asked about, if it is up.
fn heard(readings: &Readings, wait: Duration, err: &Complaints) -> Option<Result<Heard, String>> {
    let asked = readings.asked.as_deref()?;
    let interface = readings.interfaces.iter().flatten().find(|interface| interface.name == asked)?;
    if !interface.up {
        return None;
    }
    let bar = err.bar();
    bar.set_style(ProgressStyle::default_spinner());
    bar.set_message(format!("listening to {} for {}", report::Escaped(asked), report::duration(wait)));
    bar.set_draw_target(ProgressDrawTarget::stderr());
    bar.tick();
    let runtime = Builder::new_current_thread().enable_io().enable_time().build();
    let heard = match runtime {
        Ok(runtime) => {
            let heard = runtime.block_on(doctor::hear(interface, readings.car.as_ref(), wait));
            heard.map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    bar.finish_and_clear();
    Some(heard)
}

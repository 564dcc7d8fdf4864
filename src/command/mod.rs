//! The command line: one file per subcommand, what they share beside them. Results go to standard output,
//! progress and errors to standard error, and only here.

mod actuate;
mod amount;
mod ask;
mod beside;
mod cars;
mod choice;
mod clock;
mod completions;
mod convert;
mod dbc_check;
mod decode;
mod diagnose;
mod doctor;
mod error;
mod exit;
mod explain;
mod follow;
mod format;
mod guide;
mod iface;
mod inspect;
mod interrupt;
mod learn;
mod live;
mod log;
mod man;
mod moment;
mod progress;
mod onto;
mod outlet;
mod page;
mod passage;
mod reading;
mod replay;
mod rewrite;
mod schema;
mod scrub;
mod serve;
mod simulate;
mod span;
mod streams;
mod test;
mod watch;

use std::io::Write;

use clap::{ColorChoice, Parser, Subcommand};

pub use error::Error;
pub use exit::Exit;
use streams::Streams;

/// Finds out why a car thinks its door is open.
///
/// Reads a recorded capture of the car's CAN bus, follows its doors, locks and key fob, and says where what the
/// car reports contradicts itself, with the frames that show it.
#[derive(Debug, Parser)]
#[command(name = "doorjamb", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 nothing found, 1 faults or warnings found (or tests failed), 2 could not do the job."
)]
pub struct Cli {
    /// Colour the results; `auto` does so on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    /// Tell on standard error what is being done; twice and three times, tell more.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Live(live::Live),
    Ask(ask::Ask),
    Actuate(actuate::Actuate),
    Replay(replay::Replay),
    Diagnose(diagnose::Diagnose),
    Learn(learn::Learn),
    Decode(decode::Decode),
    Test(test::Test),
    Inspect(inspect::Inspect),
    Convert(convert::Convert),
    Scrub(scrub::Scrub),
    Explain(explain::Explain),
    Cars(cars::Cars),
    Doctor(doctor::Doctor),
    DbcCheck(dbc_check::DbcCheck),
    Simulate(simulate::Simulate),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Cli {
    /// Does what was asked for. Errors are told on standard error; a closed pipe is no error.
    pub fn run(self) -> Exit {
        log::begin(self.verbose);
        let mut streams = Streams::standard(self.color);
        let done = self.command.run(&mut streams).and_then(|exit| {
            streams.flush()?;
            Ok(exit)
        });
        match done {
            Ok(exit) => exit,
            Err(Error::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Clean,
            Err(error) => {
                streams.err().complain(&error);
                Exit::Failed
            }
        }
    }
}

impl Command {
    fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        match self {
            Self::Live(live) => live.run(streams),
            Self::Ask(ask) => ask.run(streams),
            Self::Actuate(actuate) => actuate.run(streams),
            Self::Replay(replay) => replay.run(streams),
            Self::Diagnose(diagnose) => diagnose.run(streams),
            Self::Learn(learn) => learn.run(streams),
            Self::Decode(decode) => decode.run(streams),
            Self::Test(test) => test.run(streams),
            Self::Inspect(inspect) => inspect.run(streams),
            Self::Convert(convert) => convert.run(streams),
            Self::Scrub(scrub) => scrub.run(streams),
            Self::Explain(explain) => explain.run(streams),
            Self::Cars(cars) => cars.run(streams),
            Self::Doctor(doctor) => doctor.run(streams),
            Self::DbcCheck(check) => check.run(streams),
            Self::Simulate(simulate) => simulate.run(streams),
            Self::Schema(schema) => schema.run(streams),
            Self::Completions(completions) => completions.run(streams),
            Self::Man(man) => man.run(streams),
        }
    }
}

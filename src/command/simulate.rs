//! `simulate`: a scenario played by a simulated car, as a capture.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::choice::Choice;
use super::follow::name_of;
use super::interrupt::Interrupt;
use super::serve::Serving;
use super::{Error, Exit, Streams};
use crate::capture::candump;
use crate::car::Car;
use crate::frame::Frame;
use crate::report::wrap;
use crate::simulate::unknown::Unknown;
use crate::simulate::{self, MAX_BYTES, Scenario, Simulation};

/// Make a capture from a scenario: who does what when, and which fault sets in when.
///
/// The same scenario and seed always give the same capture, in the format of `candump -l`. With `--unknown` it is a car that nobody
/// has documented, made up from a number, opened and locked by hand for `doorjamb learn` to find out where its doors are.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// The scenario; `-` is standard input.
    #[arg(value_name = "SCENARIO", required_unless_present_any = ["grammar", "unknown"])]
    scenario: Option<PathBuf>,
    /// Write the capture to this file, and what people marked in the scenario to the file with `.marks` for its ending.
    /// Without it, the capture goes to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Another seed than the scenario's: another car of the same make.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Make up a car from this number instead, and a person who opens and locks it: with `--output`, the file with `.marks` for its
    /// ending says what was done when, and the one with `.truth` where each opening and lock really is on the bus.
    #[arg(long, value_name = "SEED", conflicts_with_all = ["scenario", "seed"])]
    unknown: Option<u64>,
    /// Print everything that a scenario can say, and do no more.
    #[arg(long, conflicts_with_all = ["scenario", "output", "seed", "unknown"])]
    grammar: bool,
    /// Another car than the scenario's: a name that `doorjamb cars` lists, or a DBC file.
    #[arg(long, value_name = "NAME|FILE.dbc", conflicts_with_all = ["grammar", "unknown"])]
    car: Option<PathBuf>,
    #[command(flatten)]
    serving: Serving,
}

impl Simulate {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        if let Some(seed) = self.unknown {
            return self.unknown(seed, streams);
        }
        let Some(path) = &self.scenario else {
            grammar(streams)?;
            return Ok(Exit::Clean);
        };
        let mut scenario = Scenario::parse(&name_of(path), &text(path)?)?;
        if let Some(seed) = self.seed {
            scenario.settings.seed = seed;
        }
        let mut simulation = match self.other_car(&scenario)? {
            Some(car) => Simulation::with_car(&scenario, &car),
            None => Simulation::new(&scenario)?,
        };
        if self.serving.is_asked() {
            return self.serving.run(simulation, streams);
        }
        let exit = self.write(streams, |frame| simulation.next(frame))?;
        self.beside("marks", scenario.marks())?;
        Ok(exit)
    }

    /// The car, where it is none that comes with the program: the one that was named, or the file that the scenario names, which
    /// lies beside it.
    fn other_car(&self, scenario: &Scenario) -> Result<Option<Car>, Error> {
        let named = Path::new(&scenario.settings.car);
        let is_file = named.extension().is_some_and(|extension| extension == "dbc");
        let (name, folder) = match (&self.car, &self.scenario) {
            (Some(car), _) => (car.as_path(), Path::new("")),
            (None, Some(path)) if is_file => (named, path.parent().unwrap_or(Path::new(""))),
            _ => return Ok(None),
        };
        Ok(Some(Choice::make(name, folder)?.car))
    }

    fn unknown(&self, seed: u64, streams: &mut Streams) -> Result<Exit, Error> {
        let car = Unknown::new(seed);
        let mut session = car.session();
        let marks: Vec<String> = session.marks().map(|mark| mark.to_string()).collect();
        let exit = self.write(streams, |frame| session.next(frame))?;
        self.beside("marks", Some(marks.concat()))?;
        self.beside("truth", Some(car.truth().to_string()))?;
        Ok(exit)
    }

    /// Writes every frame that `next` gives to where the capture goes.
    fn write(&self, streams: &mut Streams, next: impl FnMut(&mut Frame) -> bool) -> Result<Exit, Error> {
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let Some(path) = &self.output else {
            return Ok(play(next, &interrupt, streams)?);
        };
        let failed = |source| Error::Write { path: path.clone(), source };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        let exit = play(next, &interrupt, &mut file).map_err(failed)?;
        file.flush().map_err(failed)?;
        Ok(exit)
    }

    /// Writes what belongs to the capture to the file beside it with this ending; nowhere if the capture goes to no file.
    fn beside(&self, ending: &str, text: Option<String>) -> Result<(), Error> {
        let (Some(path), Some(text)) = (&self.output, text) else { return Ok(()) };
        let path = path.with_extension(ending);
        fs::write(&path, text).map_err(|source| Error::Write { path, source })
    }
}

fn text(path: &Path) -> Result<String, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    // One byte more than is allowed, so that the scenario's own check sees what is too long.
    let mut text = Vec::new();
    input.by_ref().take(MAX_BYTES as u64 + 1).read_to_end(&mut text).map_err(failed)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn grammar(streams: &mut Streams) -> io::Result<()> {
    let heading = streams.palette().heading();
    for (number, section) in simulate::grammar().into_iter().enumerate() {
        let lead = if number > 0 { "\n" } else { "" };
        writeln!(streams, "{lead}{heading}{}{heading:#}", section.title)?;
        for entry in section.entries {
            writeln!(streams, "  {}{}", section.begins, entry.form)?;
            writeln!(streams, "      {}", wrap(entry.means, 6, 6))?;
        }
    }
    Ok(())
}

/// Writes the frames that `next` gives to `out`.
fn play(
    mut next: impl FnMut(&mut Frame) -> bool,
    interrupt: &Interrupt,
    out: &mut impl Write,
) -> io::Result<Exit> {
    let mut writer = candump::Writer::new(out);
    let mut frame = Frame::empty();
    while next(&mut frame) {
        if interrupt.is_asked() {
            return Ok(Exit::Failed);
        }
        writer.write(&frame, "can0")?;
    }
    Ok(Exit::Clean)
}

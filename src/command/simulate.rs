//! `simulate`: a scenario played by a simulated car, as a capture.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::follow::name_of;
use super::interrupt::Interrupt;
use super::{Error, Exit, Streams};
use crate::capture::candump;
use crate::frame::Frame;
use crate::report::wrap;
use crate::simulate::{self, MAX_BYTES, Scenario, Simulation};

/// Make a capture from a scenario: who does what when, and which fault sets in when.
///
/// The same scenario and seed always give the same capture, in the format of `candump -l`.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// The scenario; `-` is standard input.
    #[arg(value_name = "SCENARIO", required_unless_present = "grammar")]
    scenario: Option<PathBuf>,
    /// Write the capture to this file, and what people marked in the scenario to the file with `.marks` for its ending.
    /// Without it, the capture goes to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Another seed than the scenario's: another car of the same make.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Print everything that a scenario can say, and do no more.
    #[arg(long, conflicts_with_all = ["scenario", "output", "seed"])]
    grammar: bool,
}

impl Simulate {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let Some(path) = &self.scenario else {
            grammar(streams)?;
            return Ok(Exit::Clean);
        };
        let mut scenario = Scenario::parse(&name_of(path), &text(path)?)?;
        if let Some(seed) = self.seed {
            scenario.settings.seed = seed;
        }
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let Some(path) = &self.output else {
            return Ok(play(&scenario, &interrupt, streams)??);
        };
        let failed = |path: &Path, source| Error::Write { path: path.to_owned(), source };
        let mut file = BufWriter::new(File::create(path).map_err(|source| failed(path, source))?);
        let exit = play(&scenario, &interrupt, &mut file)?.map_err(|source| failed(path, source))?;
        file.flush().map_err(|source| failed(path, source))?;
        if let Some(marks) = scenario.marks() {
            let path = path.with_extension("marks");
            fs::write(&path, marks).map_err(|source| failed(&path, source))?;
        }
        Ok(exit)
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

/// Writes what the scenario's bus carries to `out`; the inner result is that of writing.
fn play(scenario: &Scenario, interrupt: &Interrupt, out: &mut impl Write) -> Result<io::Result<Exit>, Error> {
    let mut simulation = Simulation::new(scenario)?;
    let mut writer = candump::Writer::new(out);
    let mut frame = Frame::empty();
    while simulation.next(&mut frame) {
        if interrupt.is_asked() {
            return Ok(Ok(Exit::Failed));
        }
        if let Err(error) = writer.write(&frame, "can0") {
            return Ok(Err(error));
        }
    }
    Ok(Ok(Exit::Clean))
}

//! What stops a command, each with its next step.

use std::io;
use std::path::PathBuf;

use crate::ask;
use crate::{bus, capture, dbc, learn, scrub, simulate};

/// Why a command could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Results could not be written to standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
    /// A capture could not be read.
    #[error(transparent)]
    Capture(#[from] capture::Error),
    /// A file could not be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("{}: cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is there already is no page, and would be lost.
    #[error("{}: is there already and is no page of this program, so it is not overwritten; name another file", path.display())]
    NoPage {
        /// The file.
        path: PathBuf,
    },
    /// Only an interface is listened to for a while.
    #[error(
        "{name}: is no interface, and --for is a time to listen to one; leave it out, or name an interface"
    )]
    NotLive {
        /// What was named.
        name: String,
    },
    /// Something was not said that must be before a car does anything.
    #[error("nothing was done: {0}")]
    Withheld(ask::Withheld),
    /// Nobody knows which car it is.
    #[error("nothing was done: the car is not recognised; name it with --car")]
    NoCarToActuate,
    /// The car's file does not declare it.
    #[error("nothing was done: the file of {car} does not declare `{action}`; it declares {declared}")]
    NotDeclared {
        /// The car.
        car: String,
        /// What was asked for.
        action: String,
        /// What it declares.
        declared: String,
    },
    /// The session that the car's file names is none that may be entered.
    #[error("nothing was done: `{session}` is no session that this program enters")]
    NoSession {
        /// As it stands there.
        session: String,
    },
    /// The person wanted it to end.
    #[error("stopped; if something was sent, the lines above say what")]
    NothingDone,
    /// Questions go to one interface.
    #[error("--ask asks on one interface; name the one that the car is on, and no other")]
    AskOne,
    /// Options that only a capture can follow.
    #[error(
        "{name}: is an interface, and --from, --to, --marks and --channel are for captures; leave them out"
    )]
    NoCapture {
        /// What was named.
        name: String,
    },
    /// A page is of one capture.
    #[error("a page is of one capture; name one, or leave out --html")]
    OnePage,
    /// A recording of that name is there already.
    #[error("{}: is there already, and a recording is never overwritten; name another file", path.display())]
    Recorded {
        /// The file.
        path: PathBuf,
    },
    /// A bus could not be listened to.
    #[error(transparent)]
    Bus(#[from] bus::Error),
    /// What listening needs of the system was refused.
    #[error("cannot begin to listen: {0}")]
    Runtime(io::Error),
    /// Signals cannot be listened to.
    #[error("cannot listen for Ctrl-C: {0}")]
    Signals(io::Error),
    /// The screen has no terminal.
    #[error("standard output is no terminal, so there is no screen to draw on; leave out --screen")]
    NoTerminal,
    /// The terminal failed.
    #[error("the terminal cannot be used: {0}; leave out --screen for a plain report")]
    Terminal(io::Error),
    /// The screen can only play what never keeps it waiting.
    #[error("{name}: not a file, and the screen plays files only; write it to a file, or leave out --screen")]
    NoFile {
        /// What was named.
        name: String,
    },
    /// The screen plays one capture.
    #[error("the screen plays one capture at a time; name one, or leave out --screen")]
    OneCapture,
    /// `--from` is not before `--to`.
    #[error("--from is not before --to (--until), so no frame lies between them; swap them")]
    NoSpan,
    /// There is a file where one is to be written.
    #[error("{}: is there already; --force replaces it", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// No format to write.
    #[error("{}: its name tells no format that is written here ({}); give one with --to", path.display(), targets())]
    NoTarget {
        /// The file.
        path: PathBuf,
    },
    /// A format that is read only.
    #[error("{}: {format} is read here but not written; give one of these with --to: {}", path.display(), targets())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// The format.
        format: &'static str,
    },
    /// No frame is left to write.
    #[error(
        "{name}: of its {read} frames, none was asked for that {target} can hold, so nothing was written"
    )]
    NothingLeft {
        /// The capture.
        name: String,
        /// How many frames it has.
        read: u64,
        /// The format to write.
        target: &'static str,
    },
    /// Someone stopped it before a file was whole.
    #[error("{path}: stopped by hand before all of {name} was read, so nothing was written")]
    Unfinished {
        /// What was to be written.
        path: String,
        /// The capture.
        name: String,
    },
    /// A pipe cannot be read twice.
    #[error("standard input can be sent only once; write it to a file to send it with --loop")]
    LoopOverPipe,
    /// A capture has no bus of that name.
    #[error("{name}: there is no bus {bus} in it; it has {}", buses.join(", "))]
    NoBus {
        /// The capture.
        name: String,
        /// What was asked for.
        bus: String,
        /// Those it has.
        buses: Vec<String>,
    },
    /// What must be read twice cannot be a pipe.
    #[error("{name}: it is read twice, so it must be a file; write it to one")]
    ReadTwice {
        /// What was named.
        name: String,
    },
    /// A copy would replace what it is a copy of.
    #[error("{name}: the copy would replace it; name another file")]
    Itself {
        /// The file.
        name: String,
    },
    /// A capture grew or was replaced meanwhile.
    #[error("{name}: {changed}")]
    Changed {
        /// The capture.
        name: String,
        /// What that means.
        changed: scrub::Changed,
    },
    /// Not one frame of the captures could be sent.
    #[error("not one frame was there to send; look at --from, --to and --channel")]
    NothingSent,
    /// Frames may not or cannot be sent.
    #[error(transparent)]
    Send(#[from] bus::SendError),
    /// No capture was named, and nothing is piped in.
    #[error("no capture to read; give a FILE, or pipe frames in: candump can0 | doorjamb decode --dbc x.dbc")]
    NoInput,
    /// No frame of a capture lies in the stretch that was asked for.
    #[error("{name}: not one of its {frames} frames lies between --from and --to")]
    NothingInSpan {
        /// The capture.
        name: String,
        /// How many frames it has.
        frames: u64,
    },
    /// Nothing of a capture was asked for.
    #[error(
        "{name}: not one of its {frames} frames brings what was asked for; --unknown shows what no DBC knows"
    )]
    NothingDecoded {
        /// The capture.
        name: String,
        /// How many frames were looked at.
        frames: u64,
    },
    /// Something that no DBC file has.
    #[error("no {what} is called {name}{}; `doorjamb dbc-check` and any DBC editor list what there is", meant(nearest.as_deref()))]
    NotInDbc {
        /// What kind of thing.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What was perhaps meant.
        nearest: Option<String>,
    },
    /// Nothing known that somebody did.
    #[error("{problem}")]
    NoAction {
        /// What is wrong, and what could stand there.
        problem: String,
    },
    /// One file of marks for several recordings.
    #[error(
        "--marks is of one recording; put each one's beside it, as <capture>.marks, and leave --marks out"
    )]
    MarksOfMany,
    /// A recording without a frame to learn from.
    #[error("{name}: holds no frame to learn from")]
    NothingHeard {
        /// The recording.
        name: String,
    },
    /// A recording whose frames bear no times.
    #[error(
        "{name}: its frames have no times, so nothing that was done can be matched to them; record with timestamps"
    )]
    NoTimes {
        /// The recording.
        name: String,
    },
    /// Nothing to test.
    #[error("no capture in {}; give captures, or a directory that holds some", listed(paths))]
    NoCaptures {
        /// Where there is none.
        paths: Vec<PathBuf>,
    },
    /// An expected report without the command that gives it.
    #[error("{}:1: the first line is not the command that gives this report; make it `{expected}`", path.display())]
    NoCommand {
        /// The report.
        path: PathBuf,
        /// What its first line should look like.
        expected: String,
    },
    /// An expected report whose command has options that mean nothing.
    #[error("{}:1: {problem}; `doorjamb help replay` lists the options", path.display())]
    BadCommand {
        /// The report.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// No car of that name, and no such file.
    #[error("no car is called {name}{}, and no such file is there; `doorjamb cars` lists the cars", meant(*nearest))]
    UnknownCar {
        /// What was asked for.
        name: String,
        /// A car that was perhaps meant.
        nearest: Option<&'static str>,
    },
    /// A DBC file with nothing in it to use.
    #[error(transparent)]
    Dbc(#[from] dbc::Error),
    /// A DBC file that nothing can be added to.
    #[error(transparent)]
    Merge(#[from] learn::Broken),
    /// A scenario that cannot be played.
    #[error(transparent)]
    Scenario(#[from] simulate::Error),
    /// There is no such subcommand.
    #[error("there is no subcommand {name}; `doorjamb help` lists them")]
    NoSubcommand {
        /// What was asked for.
        name: String,
    },
}

fn targets() -> String {
    let names: Vec<_> = capture::write::Target::all().iter().map(|target| target.name()).collect();
    names.join(", ")
}

fn listed(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    paths.join(", ")
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(" (did you mean {name}?)")).unwrap_or_default()
}

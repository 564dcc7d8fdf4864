//! Writing captures in the formats that are worth writing, and saying what each of them cannot hold.

mod asc;
mod blf;
mod candump;
mod gvret;
mod output;
mod pcapng;
mod trc;

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::Path;

use bitflags::bitflags;

pub use output::Output;

use super::{Compression, Format};
use crate::frame::Frame;

/// Every format that is written.
static TARGETS: [Target; 6] =
    [candump::TARGET, asc::TARGET, blf::TARGET, trc::TARGET, gvret::TARGET, pcapng::TARGET];

bitflags! {
    /// What of a frame its target cannot hold.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Lost: u16 {
        /// A remote request, which was left out.
        const REMOTE = 1;
        /// An error frame, which was left out.
        const ERROR = 1 << 1;
        /// Which error an error frame reports.
        const ERROR_DETAIL = 1 << 2;
        /// That a frame is of CAN FD.
        const FD = 1 << 3;
        /// The bit rate switch or error state of a CAN FD frame.
        const FD_FLAGS = 1 << 4;
        /// A raw DLC above 8.
        const RAW_DLC = 1 << 5;
        /// The stamp below a microsecond.
        const NANOSECONDS = 1 << 6;
        /// A stamp before the start of the capture; zero was written.
        const EARLY_TIME = 1 << 7;
        /// A length that no DLC stands for; zeros were added.
        const LENGTH = 1 << 8;
        /// A bus beyond the numbers the format has.
        const CHANNEL = 1 << 9;
        /// Whether an error frame was sent or received.
        const DIRECTION = 1 << 10;
    }
}

impl Lost {
    /// What makes a format leave out a whole frame.
    pub const LEFT_OUT: Self = Self::REMOTE.union(Self::ERROR);

    /// Each thing that is lost, in words that follow "the format cannot hold".
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(|lost| match lost {
            Self::REMOTE => "remote requests (left out)",
            Self::ERROR => "error frames (left out)",
            Self::ERROR_DETAIL => "what an error frame reports",
            Self::FD => "that short frames are of CAN FD",
            Self::FD_FLAGS => "the bit rate switch and error state of CAN FD",
            Self::RAW_DLC => "raw DLCs above 8",
            Self::NANOSECONDS => "times below a microsecond (cut off)",
            Self::EARLY_TIME => "times before the start (written as zero)",
            Self::LENGTH => "lengths that no DLC stands for (filled up with zeros)",
            Self::DIRECTION => "the direction of error frames",
            _ => "so many buses",
        })
    }
}

/// What becomes of the names of buses in a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buses {
    /// They are kept, as far as Linux could call an interface so.
    Named,
    /// Buses have numbers from this on: [`Frame::channel`] counts from there.
    Numbered {
        /// The first number.
        from: u8,
    },
}

/// The extension that tells the format of `path`: the one before that of a compression, if that is the last.
pub fn extension(path: &Path) -> Option<&OsStr> {
    let unpacked = if Compression::for_path(path).is_some() { Path::new(path.file_stem()?) } else { path };
    unpacked.extension()
}

/// A format that is written.
#[derive(Clone, Copy)]
pub struct Target {
    name: &'static str,
    extension: &'static str,
    /// What becomes of the names of buses.
    buses: Buses,
    start: fn(Output) -> io::Result<Box<dyn Encoder>>,
}

impl Target {
    /// All of them.
    pub fn all() -> &'static [Self] {
        &TARGETS
    }

    /// The one with this name, such as `asc`.
    pub fn named(name: &str) -> Option<Self> {
        TARGETS.iter().find(|target| target.name.eq_ignore_ascii_case(name)).copied()
    }

    /// The one whose files have the extension of `path`, before that of a compression if that is the last; a candump log
    /// for `.log`.
    pub fn for_path(path: &Path) -> Option<Self> {
        let extension = extension(path)?;
        TARGETS.iter().find(|target| extension.eq_ignore_ascii_case(target.extension)).copied()
    }

    /// The one that writes what `format` reads, if one does.
    pub fn like(format: Format) -> Option<Self> {
        let name = match format.name() {
            "candump log" | "candump screen output" => "candump",
            "Vector ASC" => "asc",
            "Vector BLF" => "blf",
            "PEAK TRC" | "CanHacker trace" => "trc",
            "GVRET CSV" => "gvret",
            "pcap" | "pcapng" => "pcapng",
            _ => return None,
        };
        Self::named(name)
    }

    /// Its name for people and on the command line.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The extension of its files, without the dot.
    pub const fn extension(self) -> &'static str {
        self.extension
    }

    /// What becomes of the names of buses in it.
    pub const fn buses(self) -> Buses {
        self.buses
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.name)
    }
}

/// The writing of one format.
trait Encoder: Send {
    /// Writes one frame of the bus called `channel`; says what of it could not be held.
    fn write(&mut self, frame: &Frame, channel: &str) -> io::Result<Lost>;

    /// Writes what the format has at its end, and gives back the output.
    fn finish(self: Box<Self>) -> io::Result<Output>;
}

/// Writes one capture.
pub struct Writer {
    encoder: Box<dyn Encoder>,
    target: Target,
}

impl Writer {
    /// Begins a capture in `output`, which must be empty.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn new(target: Target, output: Output) -> io::Result<Self> {
        Ok(Self { encoder: (target.start)(output)?, target })
    }

    /// Writes one frame of the bus called `channel`, such as `can0`; says what of it the format could not hold.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn write(&mut self, frame: &Frame, channel: &str) -> io::Result<Lost> {
        self.encoder.write(frame, channel)
    }

    /// Ends the capture; without this, what was written may be incomplete.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn finish(self) -> io::Result<()> {
        self.encoder.finish()?.finish()
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({})", self.target.name)
    }
}

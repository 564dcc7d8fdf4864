//! Recorded captures: files of any known format, recognised by content, one frame at a time. It does not judge
//! what was recorded, nor know what a frame means.

mod ahead;
mod asc;
mod blf;
mod busmaster;
mod bytes;
mod calendar;
pub mod candump;
mod canhacker;
mod carbus;
mod channels;
mod compression;
mod crtd;
mod dashed;
mod digits;
mod epoch;
mod error;
mod fields;
mod gvret;
mod id_data_csv;
mod input;
mod interest;
pub mod marks;
mod mf4;
mod microchip;
mod pcap;
mod pcapng;
pub mod quality;
mod recognise;
pub mod record;
mod seekable;
mod slcan;
mod socketcan_packet;
mod source;
mod text;
mod trc;
mod utf16;
pub mod write;

use std::fmt;
use std::io::Read;
use std::path::Path;
use std::thread::available_parallelism;

pub(crate) use calendar::date;
pub use compression::Compression;
pub(crate) use digits::seconds;
pub use error::Error;
pub use interest::Interest;

use crate::frame::{Frame, SourceId};
use crate::notice::{Notice, NoticeKind};
use ahead::Ahead;
use input::Input;
use source::Source;

/// Every format that is read. A text format is recognised by the first line that only it would write, a binary
/// one by its first bytes; where two would do, the earlier wins.
static FORMATS: [Format; 17] = [
    candump::FORMAT,
    candump::screen::FORMAT,
    gvret::FORMAT,
    asc::FORMAT,
    blf::FORMAT,
    mf4::FORMAT,
    trc::FORMAT,
    crtd::FORMAT,
    busmaster::FORMAT,
    carbus::FORMAT,
    microchip::FORMAT,
    canhacker::FORMAT,
    id_data_csv::FORMAT,
    slcan::FORMAT,
    dashed::FORMAT,
    pcap::FORMAT,
    pcapng::FORMAT,
];

/// A format of captures.
#[derive(Clone, Copy)]
pub struct Format {
    name: &'static str,
    sign: Sign,
    /// Begins to read; fails where a header rules out that anything can be read.
    start: fn(&mut Input) -> Result<Box<dyn Decoder>, Error>,
}

/// By what a format is recognised.
#[derive(Clone, Copy)]
enum Sign {
    /// Whether only this format begins with such bytes, of which there are up to sixteen.
    Head(fn(&[u8]) -> bool),
    /// Whether only this format has such a line.
    Line(fn(&[u8]) -> bool),
}

impl Format {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The number of the first bus, where buses have numbers: devices of GVRET count from 0, everybody else from 1.
    pub fn first_bus(self) -> u8 {
        u8::from(self.name != gvret::FORMAT.name)
    }

    /// The names of all formats that are read.
    pub fn known() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|format| format.name)
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Format({})", self.name)
    }
}

/// The reading of one format.
trait Decoder: Send {
    /// Reads the next frame into `frame`, every field of it; `None` at the end.
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Result<Option<Item>, Error>;

    /// The names of the buses met so far, by channel number.
    fn channels(&self) -> &[String];

    /// Tells which payloads matter; a decoder that gains nothing from it reads all.
    fn set_interest(&mut self, interest: Interest);
}

/// What [`Reader::next`] read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A frame, now in the caller's `Frame`.
    Frame,
    /// Something that was wrong with the capture; the caller's `Frame` holds nothing meaningful. Reading goes on.
    Notice(Notice),
}

/// How far a reader has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken from the input as it is stored, that is, before decompression.
    pub bytes_read: u64,
    /// Size of the input as it is stored; `None` for a pipe.
    pub total: Option<u64>,
}

/// What is left of a file must be worth a thread of its own: less is read while one starts.
const WORTH_A_THREAD: u64 = 1 << 20;

/// Reads one capture, in flat memory whatever its size.
pub struct Reader {
    way: Way,
    format: Format,
    name: String,
    compression: Option<Compression>,
}

/// Where reading is done.
enum Way {
    /// Here, when a frame is asked for.
    Here(Input, Box<dyn Decoder>),
    /// On a thread of its own.
    Ahead(Ahead),
}

/// Reads on; see [`Reader::next`].
#[inline]
fn read(decoder: &mut dyn Decoder, input: &mut Input, frame: &mut Frame) -> Result<Option<Item>, Error> {
    // Handed on where it lies: moving it would cost as much as reading a line.
    let result = decoder.next(input, frame);
    if matches!(result, Ok(None)) { Ok(damage(input)) } else { result }
}

/// The notice about damaged compression, once.
#[cold]
fn damage(input: &mut Input) -> Option<Item> {
    let text = input.take_damage()?;
    Some(input.notice(NoticeKind::DamagedCompression, text))
}

impl Reader {
    /// Opens the capture at `path`, or standard input for `-`. `source` goes into each frame's origin.
    ///
    /// # Errors
    /// If it cannot be opened or is no capture; see [`Error`].
    pub fn open(path: &Path, source: SourceId) -> Result<Self, Error> {
        Self::start(Source::open(path)?, source)
    }

    /// Reads a capture from `input`, which people know as `name`.
    ///
    /// # Errors
    /// If it cannot be read or is no capture; see [`Error`].
    pub fn from_read(input: Box<dyn Read + Send>, name: &str, source: SourceId) -> Result<Self, Error> {
        Self::start(Source::new(input, name, None)?, source)
    }

    fn start(source: Source, id: SourceId) -> Result<Self, Error> {
        let mut input = Input::new(source, id);
        let format = recognise::format(&mut input)?;
        let decoder = (format.start)(&mut input)?;
        let (name, compression) = (input.name().to_owned(), input.compression());
        Ok(Self { way: Way::Here(input, decoder), format, name, compression })
    }

    /// From now on reads ahead on a thread of its own, where that is quicker: in what is left of a large file, on a machine with
    /// more than one processor. What is read stays the same. Which payloads matter must have been said before.
    #[must_use]
    pub fn read_ahead(self) -> Self {
        let way = match self.way {
            Way::Here(input, decoder) if is_worth_a_thread(&input) => Ahead::begin(input, decoder)
                .map_or_else(|(input, decoder)| Way::Here(input, decoder), Way::Ahead),
            way => way,
        };
        Self { way, ..self }
    }

    /// Reads on: a frame into `frame`, or a notice; `None` at the end. Allocates nothing for a frame.
    ///
    /// # Errors
    /// If the system fails to read on. What was read before stays good.
    #[inline]
    pub fn next(&mut self, frame: &mut Frame) -> Result<Option<Item>, Error> {
        match &mut self.way {
            Way::Here(input, decoder) => read(decoder.as_mut(), input, frame),
            Way::Ahead(ahead) => ahead.next(frame),
        }
    }

    /// The format it was recognised as.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// How it is compressed, if it is.
    pub const fn compression(&self) -> Option<Compression> {
        self.compression
    }

    /// The names of the buses met so far, such as `can0`, indexed by [`Frame::channel`].
    pub fn channels(&self) -> &[String] {
        match &self.way {
            Way::Here(_, decoder) => decoder.channels(),
            Way::Ahead(ahead) => ahead.channels(),
        }
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let (bytes_read, total) = match &self.way {
            Way::Here(input, _) => input.progress(),
            Way::Ahead(ahead) => ahead.progress(),
        };
        Progress { bytes_read, total }
    }

    /// Says that only the payloads of these identifiers will be looked at. The frames of all others still come, with
    /// the right time, identifier, flags and length, but their payload bytes mean nothing and may be unchecked.
    pub fn set_interest(&mut self, interest: Interest) {
        match &mut self.way {
            Way::Here(_, decoder) => decoder.set_interest(interest),
            Way::Ahead(_) => debug_assert!(false, "which payloads matter is said before reading ahead"),
        }
    }
}

fn is_worth_a_thread(input: &Input) -> bool {
    let (taken, total) = input.progress();
    total.is_some_and(|total| total.saturating_sub(taken) >= WORTH_A_THREAD)
        && available_parallelism().is_ok_and(|processors| processors.get() > 1)
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({}, {})", self.name, self.format.name)
    }
}

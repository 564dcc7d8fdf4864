//! Recorded captures: files of any known format, recognised by content, one frame at a time. It does not judge
//! what was recorded, nor know what a frame means.

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

pub(crate) use calendar::date;
pub use compression::Compression;
pub(crate) use digits::seconds;
pub use error::Error;
pub use interest::Interest;

use crate::frame::{Frame, SourceId};
use crate::notice::{Notice, NoticeKind};
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

/// Reads one capture, in flat memory whatever its size.
pub struct Reader {
    input: Input,
    format: Format,
    decoder: Box<dyn Decoder>,
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
        Ok(Self { input, format, decoder })
    }

    /// Reads on: a frame into `frame`, or a notice; `None` at the end. Allocates nothing for a frame.
    ///
    /// # Errors
    /// If the system fails to read on. What was read before stays good.
    #[inline]
    pub fn next(&mut self, frame: &mut Frame) -> Result<Option<Item>, Error> {
        // Handed on where it lies: moving it would cost as much as reading a line.
        let result = self.decoder.next(&mut self.input, frame);
        if matches!(result, Ok(None)) { Ok(self.damage()) } else { result }
    }

    /// The notice about damaged compression, once.
    #[cold]
    fn damage(&mut self) -> Option<Item> {
        let text = self.input.take_damage()?;
        Some(self.input.notice(NoticeKind::DamagedCompression, text))
    }

    /// The format it was recognised as.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// How it is compressed, if it is.
    pub fn compression(&self) -> Option<Compression> {
        self.input.compression()
    }

    /// The names of the buses met so far, such as `can0`, indexed by [`Frame::channel`].
    pub fn channels(&self) -> &[String] {
        self.decoder.channels()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let (bytes_read, total) = self.input.progress();
        Progress { bytes_read, total }
    }

    /// Says that only the payloads of these identifiers will be looked at. The frames of all others still come, with
    /// the right time, identifier, flags and length, but their payload bytes mean nothing and may be unchecked.
    pub fn set_interest(&mut self, interest: Interest) {
        self.decoder.set_interest(interest);
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({}, {})", self.input.name(), self.format.name)
    }
}

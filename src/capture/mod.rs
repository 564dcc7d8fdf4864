//! Recorded captures: files of any known format, recognised by content, one frame at a time. It does not judge
//! what was recorded, nor know what a frame means.

mod ahead;
mod asc;
mod batch;
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
mod feed;
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
mod reader;
mod recognise;
pub mod record;
mod seekable;
mod slcan;
mod socketcan_packet;
mod source;
mod text;
mod trc;
mod utf16;
mod which_bus;
pub mod write;

use std::fmt;

pub(crate) use calendar::date;
pub use compression::Compression;
pub(crate) use digits::seconds;
pub use error::Error;
pub use interest::Interest;
pub use reader::{Reader, Several};
pub use which_bus::WhichBus;

use crate::frame::Frame;
use crate::notice::Notice;
use input::Input;

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
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Next;

    /// The same for several, as many as are there without waiting: into how many of `frames` one was read, of which there is at
    /// least one, and where none was, what came instead.
    fn fill(&mut self, input: &mut Input, frames: &mut [Frame]) -> (usize, Option<Next>) {
        one(self, input, frames)
    }

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

/// What came next, if anything did.
type Next = Result<Option<Item>, Error>;

/// [`Decoder::fill`] with a single frame.
fn one<D: Decoder + ?Sized>(
    decoder: &mut D,
    input: &mut Input,
    frames: &mut [Frame],
) -> (usize, Option<Next>) {
    let Some(frame) = frames.first_mut() else { return (0, None) };
    match decoder.next(input, frame) {
        Ok(Some(Item::Frame)) => (1, None),
        other => (0, Some(other)),
    }
}

/// How far a reader has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken from the input as it is stored, that is, before decompression.
    pub bytes_read: u64,
    /// Size of the input as it is stored; `None` for a pipe.
    pub total: Option<u64>,
}

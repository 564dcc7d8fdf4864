//! Reading captures through the public surface: what is read, what is said about the rest, and what stops it.

mod ahead;
mod asc;
mod blf;
mod busmaster;
mod candump;
mod candump_screen;
mod compression;
mod crtd;
mod formats;
mod gvret;
pub(crate) mod hostile;
mod inputs;
mod marks;
mod mf4;
mod pcap;
mod quality;
mod recording;
mod slcan;
mod small_formats;
mod trc;
mod writing;

use std::io::{self, Read};

use doorjamb::capture::{Item, Reader};
use doorjamb::frame::{CanId, Flags, Frame, SourceId, Time};
use doorjamb::notice::Notice;
use proptest::prelude::*;

/// Everything one capture gave.
#[derive(Debug, PartialEq, Default)]
pub(crate) struct Contents {
    pub(crate) frames: Vec<Frame>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) channels: Vec<String>,
}

/// Reads to the end.
pub(crate) fn drain(mut reader: Reader) -> Contents {
    let mut contents = Contents::default();
    let mut frame = Frame::empty();
    while let Some(item) = reader.next(&mut frame).expect("the input does not fail") {
        match item {
            Item::Frame => contents.frames.push(frame.clone()),
            Item::Notice(notice) => contents.notices.push(notice),
        }
    }
    contents.channels = reader.channels().to_vec();
    contents
}

/// Reads `bytes` in pieces of at most `piece` bytes; an error as its message.
pub(crate) fn read_in_pieces(bytes: &[u8], piece: usize) -> Result<Contents, String> {
    let input = Pieces { bytes: bytes.to_vec(), at: 0, piece };
    Reader::from_read(Box::new(input), "x.log", SourceId(7)).map(drain).map_err(|error| error.to_string())
}

/// Reads `bytes` at once.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, String> {
    read_in_pieces(bytes, usize::MAX)
}

/// An input that comes in pieces, as a pipe does.
struct Pieces {
    bytes: Vec<u8>,
    at: usize,
    piece: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = &self.bytes[self.at..];
        let count = left.len().min(self.piece).min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.at += count;
        Ok(count)
    }
}

/// A frame without origin, to compare with.
pub(crate) fn frame(nanos: i64, id: CanId, flags: Flags, data: &[u8]) -> Frame {
    Frame::new(Time::from_nanos(nanos), id, flags, data).expect("the data fit")
}

/// An 11-bit identifier.
pub(crate) fn standard(id: u32) -> CanId {
    CanId::standard(id).expect("11 bits")
}

/// A 29-bit identifier.
pub(crate) fn extended(id: u32) -> CanId {
    CanId::extended(id).expect("29 bits")
}

/// Any identifier.
pub(crate) fn any_id() -> impl Strategy<Value = CanId> {
    prop_oneof![(0..=CanId::MAX_STANDARD).prop_map(standard), (0..=CanId::MAX_EXTENDED).prop_map(extended),]
}

/// Any frame that a bus or a controller can give, on one of three channels.
pub(crate) fn any_frame() -> impl Strategy<Value = Frame> {
    let data = || proptest::collection::vec(any::<u8>(), 0..=8);
    let kind = prop_oneof![
        4 => (any_id(), data()).prop_map(|(id, data)| frame(0, id, Flags::empty(), &data)),
        1 => (any_id(), 0..=8_u8, 9..=15_u8).prop_map(|(id, length, dlc)| {
            let mut frame = frame(0, id, Flags::empty(), &[]);
            assert!(frame.set_remote(length));
            frame.len8_dlc = if length == 8 && dlc > 12 { dlc } else { 0 };
            frame
        }),
        1 => (any_id(), any::<[u8; 8]>(), 9..=15_u8).prop_map(|(id, data, dlc)| {
            let mut frame = frame(0, id, Flags::empty(), &data);
            frame.len8_dlc = dlc;
            frame
        }),
        1 => (0..=CanId::MAX_EXTENDED, data())
            .prop_map(|(class, data)| frame(0, extended(class), Flags::ERROR, &data)),
        2 => (any_id(), proptest::collection::vec(any::<u8>(), 0..=64), any::<bool>(), any::<bool>())
            .prop_map(|(id, data, brs, esi)| {
                let mut flags = Flags::FD;
                flags.set(Flags::BRS, brs);
                flags.set(Flags::ESI, esi);
                frame(0, id, flags, &data)
            }),
    ];
    let nanos = prop_oneof![
        any::<i64>(),
        (0..2_000_000_000_000_000_i64).prop_map(|micros| micros * 1000),
        0..2_000_000_000_000_000_000_i64,
    ];
    (kind, nanos, 0..3_u8, any::<bool>()).prop_map(|(mut frame, nanos, channel, sent)| {
        frame.time = Time::from_nanos(nanos);
        frame.channel = channel;
        frame.flags.set(Flags::TX, sent);
        frame
    })
}

//! ASAM MDF 4 (MF4): bus logging of CAN, finished or as a logger left it. The groups of frames are merged by time; all
//! other measurements are passed over.

mod blocks;
mod channels;
mod clock;
mod cursor;
mod data;
mod frames;
mod groups;
mod payloads;
mod records;
mod stream;
mod unpack;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::channels::Channels;
use super::error::Error;
use super::input::Input;
use super::interest::Interest;
use super::seekable::Seekable;
use super::{Decoder, Format, Item, Sign};
use crate::frame::{Frame, Time};
use crate::notice::NoticeKind;
use blocks::{Block, Fields};
use cursor::{Cursor, Next, Shared};
use groups::Contents;

pub(super) const FORMAT: Format = Format {
    name: "ASAM MF4",
    sign: Sign::Head(|head| head.starts_with(b"MDF     4") || head.starts_with(b"UnFinMF 4")),
    start: |input| Ok(Box::new(Mf4::start(input)?)),
};

/// Where the first block stands, behind the identification.
const HEADER: u64 = 64;

/// The most streams of data that are read at once.
const MOST_STREAMS: usize = 512;

/// Bytes that all windows of transposed tables may have together, and the least and the most of each: the standard
/// allows tables of 4 MiB.
const WINDOWS: usize = 64 * 1024 * 1024;
const WINDOW: (usize, usize) = (64 * 1024, 4 * 1024 * 1024);

/// Reads all groups at once.
struct Mf4 {
    shared: Shared,
    groups: Vec<Cursor>,
    /// The frame that each group comes to next.
    heads: Vec<Frame>,
    /// Their times and groups, the earliest first.
    queue: BinaryHeap<Reverse<(Time, usize)>>,
    /// Groups whose next frame was not read yet.
    waiting: Vec<usize>,
    /// What was wrong with the descriptions.
    said: Vec<&'static str>,
}

impl Decoder for Mf4 {
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Result<Option<Item>, Error> {
        if let Some(text) = self.said.pop() {
            return Ok(Some(input.notice(NoticeKind::MalformedLine, text)));
        }
        while let Some(at) = self.waiting.pop() {
            let (Some(group), Some(head)) = (self.groups.get_mut(at), self.heads.get_mut(at)) else {
                continue;
            };
            match group.next(&mut self.shared, head)? {
                Next::Frame => self.queue.push(Reverse((head.time, at))),
                Next::End => {}
                Next::Bad(complaint) => {
                    self.waiting.push(at);
                    input.line += 1;
                    return Ok(Some(input.notice(NoticeKind::MalformedLine, complaint)));
                }
                Next::Damaged(kind, text) => {
                    self.waiting.push(at);
                    return Ok(Some(input.notice(kind, text)));
                }
            }
        }
        let Some(Reverse((_, at))) = self.queue.pop() else {
            self.shared.store.count_all();
            return Ok(None);
        };
        self.waiting.push(at);
        input.line += 1;
        if let Some(head) = self.heads.get_mut(at) {
            std::mem::swap(head, frame);
        }
        frame.origin = input.origin();
        Ok(Some(Item::Frame))
    }

    fn channels(&self) -> &[String] {
        self.shared.channels.names()
    }

    fn set_interest(&mut self, interest: Interest) {
        self.shared.interest = interest;
    }
}

impl Mf4 {
    /// Reads all descriptions.
    fn start(input: &mut Input) -> Result<Self, Error> {
        /// What a logger did not get round to: the length of the last data block, and the places of values.
        const LENGTHS: u16 = 1 << 2;
        const PLACES: u16 = 1 << 6;
        let mut store = Seekable::of(input)?;
        let unreadable = |store: &Seekable, reason: &str| Error::Unreadable {
            name: store.name().to_owned(),
            reason: reason.to_owned(),
        };
        let identification = Fields(store.look(0, 64)?);
        let is_finished = identification.0.starts_with(b"MDF");
        let undone = if is_finished { 0 } else { identification.u16(60) };
        let Some(header) = Block::read_kind(&mut store, HEADER, *b"HD")? else {
            return Err(unreadable(&store, "is an MF4 file whose header is damaged or cut off"));
        };
        let start = clock::start(&mut store, &header)?;
        let mut contents = Contents::read(&mut store, &header)?;
        if !contents.is_of_can {
            let reason = match contents.said.first() {
                Some(said) => format!("is an MF4 file that is damaged: {said}"),
                None => {
                    "is an MF4 file without frames of CAN, only other measurements; record or export the \
                         bus traffic itself (bus logging)"
                        .to_owned()
                }
            };
            return Err(unreadable(&store, &reason));
        }
        let starts = contents.starts(&mut store, &header, undone & LENGTHS != 0)?;
        let values_in_order = undone & PLACES != 0;
        let (channels, interest) = (Channels::default(), Interest::everything());
        let mut shared = Shared { store, channels, interest, start, starts, values_in_order };
        let mut groups = Vec::new();
        let mut streams = 0;
        let mut said = std::mem::take(&mut contents.said);
        for group in std::mem::take(&mut contents.groups) {
            let cursor = Cursor::new(&mut shared, &contents, group)?;
            if streams + cursor.streams() > MOST_STREAMS {
                said.push("there are too many groups to be read at once; the rest is passed over");
                break;
            }
            streams += cursor.streams();
            if cursor.is_timeless() {
                said.push("a group of frames has no times; they are put at the start");
            }
            groups.push(cursor);
        }
        for group in &mut groups {
            group.set_window((WINDOWS / streams.max(1)).clamp(WINDOW.0, WINDOW.1));
        }
        let heads = vec![Frame::empty(); groups.len()];
        let waiting = (0..groups.len()).rev().collect();
        said.reverse();
        Ok(Self { shared, groups, heads, queue: BinaryHeap::new(), waiting, said })
    }
}

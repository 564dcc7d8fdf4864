//! Vector BLF, the binary log of Vector's tools: objects in compressed containers that may be split anywhere. Times
//! count from the start of the measurement, because the date in the header is of no time zone.

mod containers;
mod objects;

use super::bytes::Order;
use super::channels::Channels;
use super::error::Error;
use super::input::Input;
use super::interest::Interest;
use super::{Decoder, Format, Item, Sign, epoch};
use crate::frame::{Frame, Time};
use crate::notice::NoticeKind;
use containers::{Containers, Unpacked};

pub(super) const FORMAT: Format = Format {
    name: "Vector BLF",
    sign: Sign::Head(|head| head.starts_with(b"LOGG")),
    start: |input| Ok(Box::new(Blf::start(input)?)),
};

/// What every object begins with: this word, two lengths, a version and a type.
const OBJECT: &[u8; 4] = b"LOBJ";
const OBJECT_HEADER: usize = 16;

/// At most so many bytes behind an object belong to no other.
const PADDING: usize = 3;

/// The shortest and longest header of a file that is believed; Vector writes 144 bytes.
const FILE_HEADER: std::ops::RangeInclusive<usize> = 16..=4096;

/// The largest object that is held; one of CAN has below 200 bytes. Larger ones are passed over.
const HELD: usize = 16 * 1024;

/// The largest object that is believed. A larger one is damage, behind which the next object is searched.
const LARGEST: usize = 64 * 1024 * 1024;

/// Reads objects.
struct Blf {
    containers: Containers,
    channels: Channels,
    /// Bytes of an object too large to be held that are still to be passed over.
    to_skip: usize,
    /// Bytes dropped since the last object.
    lost: usize,
    /// The moment from which stamps count, where a comment of our own tells it.
    epoch: Time,
}

/// Where the next object stands in what was unpacked.
enum Found {
    /// At the front, with this size.
    Object(usize),
    /// Nowhere yet.
    NeedMore,
    /// Behind this many bytes that are no object.
    Damage(usize),
}

impl Decoder for Blf {
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Result<Option<Item>, Error> {
        loop {
            match self.find() {
                Found::Object(size) => {
                    input.line += 1;
                    let object = self.containers.rest().get(..size).unwrap_or_default();
                    let read = objects::read(object, &mut self.channels, frame);
                    if let Some(epoch) = objects::epoch(object) {
                        self.epoch = epoch;
                    }
                    self.containers.consume(size);
                    frame.time = epoch::after(frame.time, self.epoch);
                    if let Some(item) = input.item(read, frame) {
                        return Ok(Some(item));
                    }
                }
                Found::Damage(bytes) => {
                    input.line += 1;
                    let text = format!("{bytes} bytes that are no object were passed over");
                    return Ok(Some(input.notice(NoticeKind::MalformedLine, text)));
                }
                Found::NeedMore => match self.containers.unpack(input)? {
                    Unpacked::More => {}
                    Unpacked::Damaged(kind, text) => {
                        // What is left of an object must not be taken for one with the bytes that follow.
                        self.drop_rest();
                        input.line += 1;
                        return Ok(Some(input.notice(kind, text)));
                    }
                    Unpacked::End => return Ok(self.end(input)),
                },
            }
        }
    }

    fn channels(&self) -> &[String] {
        self.channels.names()
    }

    fn set_interest(&mut self, _interest: Interest) {}
}

impl Blf {
    fn start(input: &mut Input) -> Result<Self, Error> {
        let is_whole = input.need(8)?;
        let size = Order::Little.u32(input.rest(), 4).and_then(|size| usize::try_from(size).ok());
        match size.filter(|size| is_whole && FILE_HEADER.contains(size)) {
            Some(size) if input.skip(size)? => Ok(Self {
                containers: Containers::new(),
                channels: Channels::default(),
                to_skip: 0,
                lost: 0,
                epoch: Time::ZERO,
            }),
            _ => {
                let reason = "is a BLF file whose header is damaged or cut off".to_owned();
                Err(Error::Unreadable { name: input.name().to_owned(), reason })
            }
        }
    }

    /// Looks for the next object, dropping padding and damage before it.
    fn find(&mut self) -> Found {
        loop {
            let skipped = self.to_skip.min(self.containers.rest().len());
            self.containers.consume(skipped);
            self.to_skip -= skipped;
            let rest = self.containers.rest();
            if self.to_skip > 0 || rest.len() < OBJECT_HEADER {
                return Found::NeedMore;
            }
            if !rest.starts_with(OBJECT) {
                // The last bytes may be the start of the word.
                let found = memchr::memmem::find(rest, OBJECT);
                self.lose(found.unwrap_or(rest.len() - PADDING));
                continue;
            }
            let size = Order::Little.u32(rest, 8).and_then(|size| usize::try_from(size).ok());
            let Some(size) = size.filter(|size| (OBJECT_HEADER..=LARGEST).contains(size)) else {
                self.lose(OBJECT.len());
                continue;
            };
            // Said only now, so that it does not depend on the pieces in which the input came.
            let lost = std::mem::take(&mut self.lost);
            if lost > PADDING {
                return Found::Damage(lost);
            }
            if size <= HELD {
                return if rest.len() < size { Found::NeedMore } else { Found::Object(size) };
            }
            self.to_skip = size;
        }
    }

    fn lose(&mut self, bytes: usize) {
        self.containers.consume(bytes);
        self.lost = self.lost.saturating_add(bytes);
    }

    fn drop_rest(&mut self) {
        self.containers.consume(self.containers.rest().len());
        self.to_skip = 0;
        self.lost = 0;
    }

    /// The notice that the last object is cut off, if anything is left of it.
    fn end(&mut self, input: &mut Input) -> Option<Item> {
        let is_padding = self.lost + self.containers.rest().len() <= PADDING;
        let is_object = self.to_skip > 0 || !is_padding;
        self.drop_rest();
        if !is_object {
            return None;
        }
        input.line += 1;
        Some(input.notice(NoticeKind::CutOff, "the last object is cut off"))
    }
}

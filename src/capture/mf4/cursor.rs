//! Reads the frames of one data group, in the order in which they were recorded.

use std::borrow::Cow;

use super::clock::Clock;
use super::data::Starts;
use super::frames::{Layout, Read, set_apart};
use super::groups::{Contents, DataGroup, FrameGroup};
use super::payloads::{Form, Payloads};
use super::records::{Head, Kinds};
use super::stream::{Found, Stream};
use crate::capture::channels::Channels;
use crate::capture::error::Error;
use crate::capture::interest::Interest;
use crate::capture::seekable::Seekable;
use crate::capture::text::Complaint;
use crate::frame::{Frame, MAX_PAYLOAD, Time};
use crate::notice::NoticeKind;

/// What the reading of all groups shares.
pub(super) struct Shared {
    pub(super) store: Seekable,
    pub(super) channels: Channels,
    pub(super) interest: Interest,
    pub(super) start: Time,
    pub(super) starts: Starts,
    /// The places of values of variable length were never written.
    pub(super) values_in_order: bool,
}

/// What [`Cursor::next`] read.
pub(super) enum Next {
    Frame,
    /// A record that is no frame.
    Bad(Complaint),
    /// Something between records.
    Damaged(NoticeKind, &'static str),
    End,
}

/// The frames of one data group.
pub(super) struct Cursor {
    stream: Stream,
    kinds: Kinds,
    /// By place of the kind.
    frames: Vec<Option<Box<Frames>>>,
    is_broken: bool,
}

/// The frames of one kind of record.
struct Frames {
    layout: Layout,
    values: Option<Payloads>,
    times: Option<Times>,
    /// How many came before.
    count: u64,
}

impl Cursor {
    pub(super) fn new(shared: &mut Shared, contents: &Contents, group: DataGroup) -> Result<Self, Error> {
        let DataGroup { root, kinds, frames: described } = group;
        let stream = Stream::new(&shared.store, root, shared.starts.clone(), true);
        let mut frames = Vec::new();
        for group in described {
            let Some(place) = kinds.place(group.id) else { continue };
            let values = values(shared, contents, &group, root, &kinds);
            let times = Times::new(shared, contents, group.times)?;
            if frames.len() <= place {
                frames.resize_with(place + 1, || None);
            }
            frames[place] = Some(Box::new(Frames { layout: group.layout, values, times, count: 0 }));
        }
        Ok(Self { stream, kinds, frames, is_broken: false })
    }

    /// How many streams it reads at once.
    pub(super) fn streams(&self) -> usize {
        let one =
            |frames: &Frames| usize::from(frames.values.is_some()) + usize::from(frames.times.is_some());
        1 + self.frames.iter().flatten().map(|frames| one(frames)).sum::<usize>()
    }

    /// Allows each stream windows of `most` bytes.
    pub(super) fn set_window(&mut self, most: usize) {
        self.stream.set_window(most);
        for frames in self.frames.iter_mut().flatten() {
            if let Some(values) = &mut frames.values {
                values.set_window(most);
            }
            if let Some(times) = &mut frames.times {
                times.stream.set_window(most);
            }
        }
    }

    /// Whether its frames have no times.
    pub(super) fn is_timeless(&self) -> bool {
        self.frames.iter().flatten().any(|frames| frames.times.is_none() && frames.layout.clock.is_none())
    }

    /// Reads the next frame, everything but its origin.
    pub(super) fn next(&mut self, shared: &mut Shared, frame: &mut Frame) -> Result<Next, Error> {
        loop {
            if self.is_broken {
                return Ok(Next::End);
            }
            let (place, length) = match self.kinds.head(&mut shared.store, &mut self.stream)? {
                Head::Record(place, length) => (place, length),
                other => return Ok(self.stopped(other)),
            };
            let frames = self.frames.get_mut(place).and_then(Option::as_deref_mut);
            let (Some(frames), Some(length)) = (frames, Kinds::holds(length)) else {
                let found = self.stream.skip(&mut shared.store, length)?;
                if found != Found::Enough {
                    let stopped = self.kinds.within(&mut self.stream, found);
                    return Ok(self.stopped(stopped));
                }
                continue;
            };
            let found = self.stream.need(&mut shared.store, length)?;
            if found != Found::Enough {
                let stopped = self.kinds.within(&mut self.stream, found);
                return Ok(self.stopped(stopped));
            }
            let position = self.stream.position();
            let record = self.stream.rest().get(..length).unwrap_or_default();
            // Where damage may have been passed over, the place tells the number.
            let index = self.kinds.index(position).unwrap_or(frames.count);
            frames.count += 1;
            let read = frames.read(shared, record, index, frame)?;
            self.stream.consume(length);
            return Ok(read.map_or_else(Next::Bad, |()| Next::Frame));
        }
    }

    fn stopped(&mut self, head: Head) -> Next {
        match head {
            Head::Damaged(damage) => Next::Damaged(damage.kind, damage.text),
            Head::Broken(damage) => {
                self.is_broken = true;
                Next::Damaged(damage.kind, damage.text)
            }
            Head::End | Head::Record(..) => Next::End,
        }
    }
}

impl Frames {
    fn read(
        &mut self,
        shared: &mut Shared,
        record: &[u8],
        index: u64,
        frame: &mut Frame,
    ) -> Result<Result<(), Complaint>, Error> {
        const NO_TIME: &str = "its time is no number, or beyond all that can be";
        let time = match (&mut self.times, &self.layout.clock) {
            (Some(times), _) => times.at(shared, index)?,
            (None, Some(clock)) => clock.time(shared.start, record, self.layout.data, index),
            (None, None) => Some(shared.start),
        };
        let read = self.layout.read(record, index, &mut shared.channels, frame);
        let wanted = match read {
            Ok(Read::Whole) => None,
            Ok(Read::DataAt(place, length)) => Some((place, length)),
            Err(complaint) => return Ok(Err(complaint)),
        };
        if let Some((place, length)) = wanted {
            let is_wanted = shared.values_in_order || (length != Some(0) && shared.interest.wants(frame.id));
            let set = match (&mut self.values, length) {
                (_, Some(length)) if !is_wanted => set_apart(&[0; MAX_PAYLOAD], Some(length), frame),
                (Some(values), _) => match values.find(&mut shared.store, place)? {
                    Ok(data) => set_apart(data, length, frame),
                    Err(complaint) => Err(complaint),
                },
                (None, _) => Err("its data bytes are nowhere in the file".into()),
            };
            if let Err(complaint) = set {
                return Ok(Err(complaint));
            }
        }
        let Some(time) = time else { return Ok(Err(Cow::Borrowed(NO_TIME))) };
        frame.time = time;
        Ok(Ok(()))
    }
}

/// The values of variable length of a group of frames.
fn values(
    shared: &Shared,
    contents: &Contents,
    group: &FrameGroup,
    root: u64,
    kinds: &Kinds,
) -> Option<Payloads> {
    let (values, starts) = (group.values, shared.starts.clone());
    let (at, form) = match contents.met.get(&values) {
        _ if values == 0 => return None,
        Some(met) if met.root == root => (root, Form::Among(kinds.clone(), kinds.place(met.id)?)),
        Some(_) => return None,
        None => (values, Form::Apart),
    };
    let in_order = shared.values_in_order && at == root;
    Some(Payloads::new(&shared.store, at, starts, form, in_order))
}

/// Times that stand in another group than what they are the times of: one record there for each here.
struct Times {
    stream: Stream,
    clock: Clock,
    data: usize,
    /// Bytes of a record.
    size: usize,
}

impl Times {
    /// The times of the records that the CG block at `at` describes, if there is one.
    fn new(shared: &mut Shared, contents: &Contents, at: u64) -> Result<Option<Self>, Error> {
        let Some(met) = contents.met.get(&at) else { return Ok(None) };
        let Some((clock, data, size)) = Contents::times(&mut shared.store, at, met)? else { return Ok(None) };
        let stream = Stream::new(&shared.store, met.root, shared.starts.clone(), false);
        Ok(Kinds::holds(size).map(|size| Self { stream, clock, data, size }))
    }

    /// The time of record number `index`; it must grow from call to call.
    fn at(&mut self, shared: &mut Shared, index: u64) -> Result<Option<Time>, Error> {
        let store = &mut shared.store;
        loop {
            let place = index.saturating_mul(self.size as u64);
            let Some(skip) = place.checked_sub(self.stream.position()) else { return Ok(None) };
            let mut found = self.stream.skip(store, skip)?;
            if found == Found::Enough {
                found = self.stream.need(store, self.size)?;
            }
            match found {
                Found::Enough => break,
                // It may be before the place that is looked for.
                Found::Damaged(_) => {}
                Found::End => return Ok(None),
            }
        }
        let record = self.stream.rest().get(..self.size).unwrap_or_default();
        Ok(self.clock.time(shared.start, record, self.data, index))
    }
}

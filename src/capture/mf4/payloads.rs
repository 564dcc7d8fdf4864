//! Values of variable length, which stand apart from their records: in a chain of their own, or among the records of
//! their group. A record names the place of its value.

use super::data::Starts;
use super::records::{Head, Kinds};
use super::stream::{Found, Stream};
use crate::capture::error::Error;
use crate::capture::seekable::Seekable;
use crate::capture::text::Complaint;
use crate::frame::MAX_PAYLOAD;

/// How often the reading may start again from the first value, for files in which places do not only grow.
const RESTARTS: u32 = 64;

/// Where the values stand.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// In a chain of their own.
    Apart,
    /// Among records, as those of the kind at this place.
    Among(Kinds, usize),
}

/// The values of one channel.
pub(super) struct Payloads {
    stream: Stream,
    root: u64,
    starts: Starts,
    form: Form,
    window: usize,
    /// The place of the next value, behind `current`.
    next: u64,
    /// The place of the value at the front of the stream, and its length.
    current: Option<(u64, usize)>,
    /// The places in the records were never written: the values are in the order of the records.
    in_order: bool,
    restarts_left: u32,
    broken: Option<&'static str>,
}

impl Payloads {
    /// The values in the chain that begins at `root`.
    pub(super) fn new(store: &Seekable, root: u64, starts: Starts, form: Form, in_order: bool) -> Self {
        let is_counted = matches!(form, Form::Apart);
        Self {
            stream: Stream::new(store, root, starts.clone(), is_counted),
            root,
            starts,
            form,
            window: 0,
            next: 0,
            current: None,
            in_order,
            restarts_left: RESTARTS,
            broken: None,
        }
    }

    /// Allows windows of `most` bytes; see [`Stream::set_window`].
    pub(super) fn set_window(&mut self, most: usize) {
        self.window = most;
        self.stream.set_window(most);
    }

    /// The value at `place`.
    pub(super) fn find(
        &mut self,
        store: &mut Seekable,
        place: u64,
    ) -> Result<Result<&[u8], Complaint>, Error> {
        let is_here = !self.in_order && self.current.is_some_and(|(at, _)| at == place);
        if !is_here && let Some(complaint) = self.seek(store, place)? {
            return Ok(Err(complaint));
        }
        let length = self.current.map_or(0, |(_, length)| length);
        Ok(Ok(self.stream.rest().get(..length).unwrap_or_default()))
    }

    /// Puts the value at `place` to the front of the stream; or says why not.
    fn seek(&mut self, store: &mut Seekable, place: u64) -> Result<Option<Complaint>, Error> {
        if !self.in_order && place < self.start() {
            let Some(left) = self.restarts_left.checked_sub(1) else {
                return Ok(Some("its data bytes stand before those of earlier frames".into()));
            };
            self.restarts_left = left;
            self.stream = Stream::new(store, self.root, self.starts.clone(), false);
            self.stream.set_window(self.window);
            (self.next, self.current, self.broken) = (0, None, None);
        }
        if let Some((_, length)) = self.current.take() {
            self.stream.consume(length);
        }
        if let Some(reason) = self.broken {
            return Ok(Some(unreachable(reason)));
        }
        let complaint = match &self.form {
            Form::Apart => self.seek_apart(store, place)?,
            Form::Among(kinds, kind) => {
                let (kinds, kind) = (kinds.clone(), *kind);
                self.seek_among(store, place, &kinds, kind)?
            }
        };
        Ok(complaint)
    }

    /// The place of what is at the front of the stream.
    fn start(&self) -> u64 {
        self.current.map_or(self.next, |(at, _)| at)
    }

    fn seek_apart(&mut self, store: &mut Seekable, place: u64) -> Result<Option<Complaint>, Error> {
        let place = if self.in_order { self.next } else { place };
        loop {
            // Damage may have been passed over.
            let at = self.stream.position();
            let Some(skip) = place.checked_sub(at) else {
                self.next = at;
                return Ok(Some("its data bytes are damaged".into()));
            };
            let mut found = self.stream.skip(store, skip)?;
            if found == Found::Enough {
                found = self.stream.need(store, 4)?;
            }
            match found {
                Found::Enough => break,
                Found::Damaged(_) => {}
                Found::End => return Ok(Some(self.end())),
            }
        }
        let length = self.stream.rest().iter().take(4).rev().fold(0, |l, byte| l << 8 | u64::from(*byte));
        self.stream.consume(4);
        self.next = place.saturating_add(4).saturating_add(length);
        self.hold(store, place, length)
    }

    fn seek_among(
        &mut self,
        store: &mut Seekable,
        place: u64,
        kinds: &Kinds,
        kind: usize,
    ) -> Result<Option<Complaint>, Error> {
        loop {
            let length = match kinds.head(store, &mut self.stream)? {
                Head::Record(found, length) if found == kind => length,
                Head::Record(_, length) => {
                    let found = self.stream.skip(store, length)?;
                    if found != Found::Enough {
                        return Ok(Some(self.fail(MISSING)));
                    }
                    continue;
                }
                Head::Damaged(_) | Head::Broken(_) => {
                    return Ok(Some(self.fail("the file is damaged before them")));
                }
                Head::End => return Ok(Some(self.end())),
            };
            let at = self.next;
            self.next = at.saturating_add(4).saturating_add(length);
            if at == place || self.in_order {
                return self.hold(store, at, length);
            }
            if at > place {
                self.current = None;
                let found = self.stream.skip(store, length)?;
                if found != Found::Enough {
                    return Ok(Some(self.fail(MISSING)));
                }
                return Ok(Some("no data bytes stand at the place it names".into()));
            }
            if self.stream.skip(store, length)? != Found::Enough {
                return Ok(Some(self.fail(MISSING)));
            }
        }
    }

    /// Keeps the value of `length` bytes that comes next, if a frame can have so many.
    fn hold(&mut self, store: &mut Seekable, place: u64, length: u64) -> Result<Option<Complaint>, Error> {
        let Some(length) = usize::try_from(length).ok().filter(|&length| length <= MAX_PAYLOAD) else {
            if self.stream.skip(store, length)? != Found::Enough {
                return Ok(Some(self.fail(MISSING)));
            }
            return Ok(Some("there are more than 64 data bytes".into()));
        };
        match self.stream.need(store, length)? {
            Found::Enough => {
                self.current = Some((place, length));
                Ok(None)
            }
            Found::Damaged(_) => Ok(Some("its data bytes are damaged".into())),
            Found::End => Ok(Some(self.end())),
        }
    }

    fn end(&mut self) -> Complaint {
        self.fail(MISSING)
    }

    fn fail(&mut self, reason: &'static str) -> Complaint {
        self.broken = Some(reason);
        unreachable(reason)
    }
}

const MISSING: &str = "the file ends before them, or is damaged there";

fn unreachable(reason: &'static str) -> Complaint {
    format!("its data bytes cannot be read: {reason}").into()
}

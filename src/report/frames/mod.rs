//! Decoded frames, written down as they come: for a person, as JSON lines, as a table. It keeps nothing but the last
//! lines of each message, and draws no conclusions.

mod csv;
mod json;
mod layout;
mod number;
mod schema;
mod slot;
mod text;

use std::fmt::Write as _;
use std::io::{self, Write};

pub use schema::schema;
pub use slot::Choice;

use super::Palette;
use crate::ask::conversation::Exchanged;
use crate::bus::error_frame::ErrorFrame;
use crate::dbc::{Decoded, Index, Message};
use crate::frame::{Flags, Frame, Time};
use layout::{Kind, Layout, Stamp};
use slot::Slot;

/// A form of output.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// For a person: one line a frame.
    Text(Palette),
    /// One object a line; see [`schema`].
    Json,
    /// A table with one row a signal.
    Csv,
}

/// Writes frames with the values of their signals.
pub struct Frames<'a> {
    layout: Box<dyn Layout>,
    index: Index,
    slots: Vec<Slot<'a>>,
    file: Vec<u8>,
    /// The names of the buses of this capture, made ready.
    channels: Vec<Vec<u8>>,
    /// What times count from.
    zero: Time,
    /// The lines of one frame.
    lines: Vec<u8>,
    /// The words of an error frame.
    words: String,
}

/// What became of a frame.
#[derive(Debug, Clone, Copy)]
pub enum Written<'a> {
    /// It is of a message that was chosen.
    Decoded {
        /// The message.
        message: &'a Message,
        /// How well it could be decoded.
        decoded: Decoded,
        /// Whether there was anything to write.
        is_written: bool,
    },
    /// Its message was not chosen; nothing was written.
    Unknown,
    /// A remote request or an error frame, written.
    Other,
}

impl<'a> Frames<'a> {
    /// Frames of the messages that were chosen, of which each identifier comes once.
    pub fn new(form: Form, chosen: impl IntoIterator<Item = Choice<'a>>) -> Self {
        let layout: Box<dyn Layout> = match form {
            Form::Text(palette) => Box::new(text::Text(palette)),
            Form::Json => Box::new(json::Json),
            Form::Csv => Box::new(csv::Csv),
        };
        let slots: Vec<_> = chosen.into_iter().map(|choice| Slot::new(layout.as_ref(), choice)).collect();
        let index = Index::new(slots.iter().map(|slot| slot.message.id));
        let (file, channels, lines) = (Vec::new(), Vec::new(), Vec::new());
        Self { layout, index, slots, file, channels, zero: Time::ZERO, lines, words: String::new() }
    }

    /// The line before all others.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn heading(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(self.layout.heading().as_bytes())
    }

    /// From here on frames come from the capture called `name`; their times count from `zero`.
    pub fn begin(&mut self, name: &str, zero: Time) {
        self.file = self.layout.word(name);
        self.channels.clear();
        self.zero = zero;
    }

    /// Writes a frame of a chosen message, a remote request or an error frame. `channels` are the names of the buses
    /// met so far, by number. Allocates nothing once every message and bus was met.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(
        &mut self,
        out: &mut impl Write,
        frame: &Frame,
        channels: &[String],
    ) -> io::Result<Written<'a>> {
        self.learn(channels);
        let place = self.index.place(frame.id);
        if !frame.is_data() {
            self.other(frame, place);
            out.write_all(&self.lines)?;
            return Ok(Written::Other);
        }
        let Self { layout, slots, lines, file, channels, zero, .. } = self;
        let Some(slot) = place.and_then(|place| slots.get_mut(place)) else { return Ok(Written::Unknown) };
        let decoded = slot.decode(layout.as_ref(), frame.payload());
        let stamp = stamp(frame, *zero, file, channels, layout.as_ref());
        lines.clear();
        for line in slot.lines() {
            layout.begin(lines, Kind::Signals, &stamp);
            lines.extend_from_slice(line);
        }
        let (message, is_written) = (slot.message, !lines.is_empty());
        if is_written {
            out.write_all(lines)?;
        }
        Ok(Written::Decoded { message, decoded, is_written })
    }

    /// Writes a data frame as bytes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_bytes(
        &mut self,
        out: &mut impl Write,
        frame: &Frame,
        channels: &[String],
    ) -> io::Result<()> {
        self.learn(channels);
        self.lines.clear();
        let stamp = stamp(frame, self.zero, &self.file, &self.channels, self.layout.as_ref());
        self.layout.begin(&mut self.lines, Kind::Unknown, &stamp);
        self.layout.unknown(&mut self.lines, frame);
        out.write_all(&self.lines)
    }

    /// Writes a tester's question and what came of it; `frame` ended its answer.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_exchange(
        &mut self,
        out: &mut impl Write,
        (frame, exchanged): (&Frame, &Exchanged<'_>),
        channels: &[String],
    ) -> io::Result<()> {
        self.learn(channels);
        self.lines.clear();
        let stamp = stamp(frame, self.zero, &self.file, &self.channels, self.layout.as_ref());
        self.layout.begin(&mut self.lines, Kind::Exchange, &stamp);
        self.layout.exchange(&mut self.lines, exchanged);
        out.write_all(&self.lines)
    }

    fn other(&mut self, frame: &Frame, place: Option<usize>) {
        let Self { layout, slots, lines, file, channels, zero, words, .. } = self;
        let stamp = stamp(frame, *zero, file, channels, layout.as_ref());
        lines.clear();
        if let Some(error) = ErrorFrame::decode(frame) {
            words.clear();
            // Writing to a string cannot fail.
            let _ = write!(words, "{error}");
            layout.begin(lines, Kind::Error, &stamp);
            layout.error(lines, frame, words);
        } else {
            debug_assert!(frame.flags.contains(Flags::REMOTE), "no data frame comes here");
            let slot = place.and_then(|place| slots.get(place));
            layout.begin(lines, Kind::Remote, &stamp);
            layout.remote(lines, frame, slot.map(|slot| slot.message.name.as_str()));
        }
    }

    fn learn(&mut self, channels: &[String]) {
        for name in channels.get(self.channels.len()..).unwrap_or_default() {
            let ready =
                if name.is_empty() { self.layout.nameless().to_vec() } else { self.layout.word(name) };
            self.channels.push(ready);
        }
    }
}

fn stamp<'s>(
    frame: &Frame,
    zero: Time,
    file: &'s [u8],
    channels: &'s [Vec<u8>],
    layout: &dyn Layout,
) -> Stamp<'s> {
    let channel = channels.get(usize::from(frame.channel)).map_or(layout.nameless(), Vec::as_slice);
    let time = frame.time.as_nanos().saturating_sub(zero.as_nanos());
    Stamp { time, file, line: frame.origin.line, channel }
}

//! One capture on its way through the DBC files.

use std::path::Path;

use super::Settings;
use super::pattern::Pattern;
use super::selection::Selection;
use super::trouble::Trouble;
use crate::ask::conversation::Conversations;
use crate::capture::{Interest, Item, Reader};
use crate::command::follow::name_of;
use crate::command::interrupt::Interrupt;
use crate::command::passage::Passage;
use crate::command::span::Within;
use crate::command::{Error, Streams};
use crate::frame::{Flags, Frame, SourceId, Time};
use crate::report::{Frames, Written};

/// What decodes, and what it met so far.
pub(super) struct Run<'a> {
    pub(super) settings: &'a Settings,
    pub(super) selection: &'a Selection,
    /// The identifiers of the messages that were chosen.
    pub(super) chosen: &'a Interest,
    pub(super) interrupt: &'a Interrupt,
    pub(super) frames: Frames<'a>,
    pub(super) trouble: Trouble,
    /// What testers and units say to each other, if it is shown.
    pub(super) conversations: Option<Conversations>,
}

/// How far one capture or interface has come.
#[derive(Debug, Default)]
pub(super) struct Course {
    within: Within,
    wanted: Wanted,
    read: u64,
    /// Between `--from` and `--to`.
    in_span: u64,
    /// And on a bus that was asked for.
    on_channel: u64,
    /// And of a message that was asked for, or shown raw.
    of_interest: u64,
}

impl Run<'_> {
    /// Decodes the capture at `path`. What was read before a failure is written.
    ///
    /// # Errors
    /// If it cannot be read, holds nothing that was asked for, or the output cannot be written.
    pub(super) fn capture(&mut self, path: &Path, source: SourceId, out: &mut Streams) -> Result<(), Error> {
        let mut reader = Reader::open(path, source)?;
        if !self.settings.unknown {
            reader.set_interest(self.interest());
        }
        let bar = out.err().bar().clone();
        let mut passage = Passage::prompt(reader, self.interrupt).shown_on(&bar);
        let mut frame = Frame::empty();
        let mut course = self.course();
        while let Some(item) = passage.next(&mut frame) {
            match item {
                Item::Frame => self.take(path, &frame, passage.reader.channels(), &mut course, out)?,
                Item::Notice(notice) => self.trouble.add(notice),
            }
        }
        match passage.take_failure() {
            Some(failure) => Err(failure.into()),
            None => self.verdict(&name_of(path), &course, passage.reader.channels()),
        }
    }

    /// How far a capture or interface has come of which nothing was read yet.
    pub(super) fn course(&self) -> Course {
        Course { within: Within::new(self.settings.stretch), ..Course::default() }
    }

    /// One frame of the capture or interface `path`, if it is in the stretch and on a bus that was asked for.
    pub(super) fn take(
        &mut self,
        path: &Path,
        frame: &Frame,
        channels: &[String],
        course: &mut Course,
        out: &mut Streams,
    ) -> Result<(), Error> {
        course.read += 1;
        if course.read == 1 {
            let zero = if self.settings.relative { frame.time } else { Time::ZERO };
            self.frames.begin(&name_of(path), zero);
        }
        if !course.within.holds(frame.time)? {
            return Ok(());
        }
        course.in_span += 1;
        if !course.wanted.holds(&self.settings.channels, frame.channel, channels) {
            return Ok(());
        }
        course.on_channel += 1;
        course.of_interest += u64::from(self.frame(frame, channels, out)?);
        course.of_interest += u64::from(self.overhear(frame, channels, out)?);
        Ok(())
    }

    /// Another capture begins, in which nobody has asked anything yet.
    pub(super) fn forget(&mut self) {
        if let Some(conversations) = &mut self.conversations {
            conversations.forget();
        }
    }

    /// Whose payloads are read.
    fn interest(&self) -> Interest {
        let Some(conversations) = &self.conversations else { return self.chosen.clone() };
        self.chosen.clone().with_diagnostics().with(conversations.others().iter().copied())
    }

    /// Writes the exchange between a tester and a unit that `frame` ends; says whether it does.
    fn overhear(&mut self, frame: &Frame, channels: &[String], out: &mut Streams) -> Result<bool, Error> {
        let Some(conversations) = &mut self.conversations else { return Ok(false) };
        if !conversations.wants(frame.id) {
            return Ok(false);
        }
        let Some(exchanged) = conversations.hear(frame) else { return Ok(false) };
        self.frames.write_exchange(out, (frame, &exchanged), channels)?;
        if self.settings.line_buffered {
            std::io::Write::flush(out)?;
        }
        Ok(true)
    }

    /// One frame; says whether it was asked for.
    fn frame(&mut self, frame: &Frame, channels: &[String], out: &mut Streams) -> Result<bool, Error> {
        if !frame.is_data() && !self.wants_other(frame) {
            return Ok(false);
        }
        let is_written = match self.frames.write(out, frame, channels)? {
            Written::Decoded { message, decoded, is_written } => {
                if !decoded.is_complete() {
                    self.trouble.look(frame, message, &decoded);
                }
                is_written
            }
            Written::Other => true,
            Written::Unknown => {
                let is_wanted = self.settings.unknown && self.selection.wants_unknown(frame.id);
                if is_wanted {
                    self.frames.write_bytes(out, frame, channels)?;
                }
                is_wanted
            }
        };
        if is_written && self.settings.line_buffered {
            std::io::Write::flush(out)?;
        }
        Ok(is_written)
    }

    /// Whether a remote request or an error frame is shown.
    fn wants_other(&self, frame: &Frame) -> bool {
        let is_named =
            || self.chosen.wants(frame.id) || self.settings.unknown && self.selection.wants_unknown(frame.id);
        self.selection.is_everything() || !frame.flags.contains(Flags::ERROR) && is_named()
    }

    fn verdict(&self, name: &str, course: &Course, channels: &[String]) -> Result<(), Error> {
        let name = name.to_owned();
        let frames = course.read;
        if self.interrupt.is_asked() || course.of_interest > 0 || frames == 0 {
            return Ok(());
        }
        if course.in_span == 0 {
            return Err(Error::NothingInSpan { name, frames });
        }
        if course.on_channel == 0 {
            let asked: Vec<_> = self.settings.channels.iter().map(Pattern::text).collect();
            return Err(Error::NoBus { name, bus: asked.join(", "), buses: channels.to_vec() });
        }
        Err(Error::NothingDecoded { name, frames: course.on_channel })
    }
}

/// The buses that were asked for, by number.
#[derive(Debug, Default)]
struct Wanted(Vec<bool>);

impl Wanted {
    fn holds(&mut self, asked: &[Pattern], channel: u8, names: &[String]) -> bool {
        if asked.is_empty() {
            return true;
        }
        for name in names.get(self.0.len()..).unwrap_or_default() {
            self.0.push(asked.iter().any(|pattern| pattern.is_name(name)));
        }
        self.0.get(usize::from(channel)).is_some_and(|wanted| *wanted)
    }
}

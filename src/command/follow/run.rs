//! One capture on its way: frames in, the monitor's words out.

use super::beginning::{Beginning, names};
use super::marks::Given;
use super::recognition::Recognition;
use super::{Followed, Follower};
use crate::body::Mark;
use crate::capture::{Item, Reader};
use crate::command::Error;
use crate::command::progress::{self, STEP};
use crate::command::span::Span;
use crate::frame::{Frame, Time};
use crate::monitor::{Monitor, Output};
use crate::notice::Notice;
use crate::report::{Ending, Report, Session, Stop, Tally};

/// Frames between two looks at whether to stop.
const GLANCE: u64 = 1 << 12;

/// A capture being followed.
pub(super) struct Run<'a> {
    follower: &'a Follower<'a>,
    reader: Reader,
    report: &'a mut dyn Report,
    session: Session,
    /// Frames read, of all buses and whether looked at or not.
    read: u64,
    /// Frames looked at.
    frames: u64,
    last: Option<Time>,
    tally: Tally,
    /// The highest number of a finding so far.
    number: u64,
    stop: Stop,
}

impl<'a> Run<'a> {
    /// Ready to begin.
    pub(super) fn new(
        follower: &'a Follower<'a>,
        name: &str,
        reader: Reader,
        report: &'a mut dyn Report,
    ) -> Self {
        let format = reader.format().name().to_owned();
        let session = Session { names: vec![name.to_owned()], format, ..Session::default() };
        Self {
            follower,
            reader,
            report,
            session,
            read: 0,
            frames: 0,
            last: None,
            tally: Tally::default(),
            number: 0,
            stop: Stop::End,
        }
    }

    /// From the first frame to the last.
    pub(super) fn go(mut self, mut recognition: Recognition, mut marks: Given) -> Result<Followed, Error> {
        let settings = self.follower.settings;
        self.session.names = names(self.session.capture(), &marks, settings);
        for notice in marks.take_notices() {
            self.notice(notice)?;
        }
        let mut frame = Frame::empty();
        while self.next(&mut frame)? {
            if recognition.hear(&frame) {
                break;
            }
        }
        let recognised = recognition.answer(self.reader.channels())?;
        let names = std::mem::take(&mut self.session.names);
        let beginning = Beginning::new(names, recognised, marks, settings, &mut self.reader)?;
        let Beginning { session, mut monitor, marks, until, span, channel, is_watched, held, notices } =
            beginning;
        self.session = session;
        for notice in notices {
            self.notice(notice)?;
        }
        self.report.begin(&self.session)?;
        let mut marks = marks.iter().peekable();
        for frame in &held {
            self.take(&mut monitor, &mut marks, span, channel, frame)?;
        }
        drop(held);
        while self.stop == Stop::End && self.next(&mut frame)? {
            self.take(&mut monitor, &mut marks, span, channel, &frame)?;
        }
        for mark in marks {
            monitor.mark(mark);
        }
        // Whoever wrote a note was still listening, though nothing came.
        if let Some(until) = until {
            monitor.advance(until);
        }
        self.pass_on(&mut monitor)?;
        self.end(&monitor, is_watched)
    }

    /// Reads the next frame; `false` at the end, when it is time to stop, and when reading fails.
    fn next(&mut self, frame: &mut Frame) -> Result<bool, Error> {
        loop {
            match self.reader.next(frame) {
                Ok(Some(Item::Frame)) => break,
                Ok(Some(Item::Notice(notice))) => self.notice(notice)?,
                Ok(None) => return Ok(false),
                Err(error) => {
                    self.stop = Stop::Failed(error.to_string());
                    return Ok(false);
                }
            }
        }
        self.read += 1;
        if self.read.is_multiple_of(GLANCE) {
            if self.follower.interrupt.is_asked() {
                self.stop = Stop::Interrupted;
                return Ok(false);
            }
            if self.read.is_multiple_of(STEP) {
                progress::show(self.follower.bar, self.reader.progress());
            }
        }
        Ok(true)
    }

    fn take<'m>(
        &mut self,
        monitor: &mut Monitor,
        marks: &mut std::iter::Peekable<impl Iterator<Item = &'m Mark>>,
        span: Span,
        channel: u8,
        frame: &Frame,
    ) -> Result<(), Error> {
        if !span.holds(frame.time) {
            return Ok(());
        }
        self.frames += 1;
        self.last = Some(frame.time);
        if frame.channel != channel {
            return Ok(());
        }
        while let Some(mark) = marks.next_if(|mark| mark.time <= frame.time) {
            monitor.mark(mark);
        }
        monitor.feed(frame);
        self.pass_on(monitor)
    }

    /// Hands what the monitor said to the report.
    fn pass_on(&mut self, monitor: &mut Monitor) -> Result<(), Error> {
        for output in monitor.drain() {
            if let Output::Finding(finding) = &output {
                if !self.follower.settings.judges(finding.rule) {
                    continue;
                }
                // The clearing of a finding bears the number of its raising.
                if finding.number > self.number {
                    self.number = finding.number;
                    self.tally.add(finding.severity);
                }
            }
            self.report.output(&self.session, output)?;
        }
        Ok(())
    }

    fn notice(&mut self, notice: Notice) -> Result<(), Error> {
        Ok(self.report.output(&self.session, Output::Notice(notice))?)
    }

    fn end(mut self, monitor: &Monitor, is_watched: bool) -> Result<Followed, Error> {
        let settings = self.follower.settings;
        self.follower.bar.finish_and_clear();
        if self.stop == Stop::End && self.frames == 0 && self.read > 0 {
            let name = self.session.capture();
            let why = format!("{name}: not one of its {} frames lies between --from and --to", self.read);
            self.stop = Stop::Failed(why);
        }
        let mut unwatched = monitor.unwatched();
        unwatched.retain(|unwatched| settings.judges(unwatched.rule));
        let ending = Ending {
            stop: self.stop.clone(),
            frames: self.frames,
            last: self.last,
            tally: self.tally,
            rules: settings.rules().count(),
            unwatched,
        };
        self.report.end(&self.session, &ending)?;
        let name = self.session.capture().to_owned();
        Ok(Followed { name, tally: self.tally, stop: self.stop, is_watched })
    }
}

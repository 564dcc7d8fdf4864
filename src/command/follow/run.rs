//! One capture on its way: frames in, the monitor's words out.

use super::beginning::{Beginning, names};
use super::marks::Given;
use super::recognition::Recognition;
use super::{CAPTURE, Followed, Follower};
use crate::ask::Overhearing;
use crate::ask::conversation::Conversations;
use crate::body::Mark;
use crate::capture::quality::Witness;
use crate::capture::{Interest, Item, Reader, Several};
use crate::command::Error;
use crate::command::passage::Passage;
use crate::command::span::Span;
use crate::diagnosis::{Case, Observer};
use crate::frame::{Frame, Time};
use crate::monitor::{Monitor, Output};
use crate::notice::Notice;
use crate::report::{Ending, Page, Report, Session, Stop, Tally};

/// A capture being followed.
pub(super) struct Run<'a> {
    follower: &'a Follower<'a>,
    report: &'a mut dyn Report,
    page: Option<&'a mut Page>,
    session: Session,
    /// Frames read, of all buses and whether looked at or not.
    read: u64,
    /// Frames looked at.
    frames: u64,
    last: Option<Time>,
    tally: Tally,
    observer: Observer,
    /// The highest number of a finding so far.
    number: u64,
    stop: Stop,
    /// When the first frame came, of any bus.
    first: Option<Time>,
    /// What testers and units say to each other.
    conversations: Conversations,
    /// Who hears how good the recording is, until the reader has it.
    witness: Option<Witness>,
}

impl<'a> Run<'a> {
    /// Ready to begin.
    pub(super) fn new(
        follower: &'a Follower<'a>,
        name: &str,
        reader: &Reader,
        report: &'a mut dyn Report,
        page: Option<&'a mut Page>,
    ) -> Self {
        let format = reader.format().name().to_owned();
        let session = Session { names: vec![name.to_owned()], format, ..Session::default() };
        Self {
            follower,
            report,
            page,
            session,
            read: 0,
            frames: 0,
            last: None,
            tally: Tally::default(),
            observer: Observer::default(),
            number: 0,
            stop: Stop::End,
            first: None,
            conversations: Conversations::default(),
            witness: Some(Witness::default()),
        }
    }

    /// From the first frame to the last.
    pub(super) fn go(
        mut self,
        reader: Reader,
        mut recognition: Recognition,
        mut marks: Given,
    ) -> Result<(Followed, Case), Error> {
        let settings = self.follower.settings;
        self.session.names = names(self.session.capture(), &marks, settings);
        for notice in marks.take_notices() {
            self.notice(notice)?;
        }
        let mut passage = Passage::new(reader, self.follower.watch);
        let mut frame = Frame::empty();
        while let Some(item) = passage.next(&mut frame) {
            if let Item::Notice(notice) = item {
                self.notice(notice)?;
                continue;
            }
            self.first.get_or_insert(frame.time);
            if settings.bus.holds(frame.channel, passage.reader.channels()) && recognition.hear(&frame) {
                break;
            }
        }
        (self.read, self.stop) = (passage.read(), passage.stop());
        let mut reader = passage.reader;
        if let (Some(bus), Stop::End, true) = (settings.bus.name(), &self.stop, recognition.is_empty()) {
            let (name, buses) = (self.session.capture().to_owned(), reader.channels().to_vec());
            return Err(Error::NoBus { name, bus: bus.to_owned(), buses });
        }
        let recognised = recognition.answer(reader.channels())?;
        let names = std::mem::take(&mut self.session.names);
        let beginning = Beginning::new(names, recognised, marks, settings, &mut reader, self.first)?;
        let Beginning {
            session, mut monitor, mut overhearing, interest, marks, until, span, channel, ..
        } = beginning;
        let Beginning { is_watched, mut held, notices, case, conversations, .. } = beginning;
        self.conversations = conversations;
        self.session = session;
        if let Some(mut witness) = self.witness.take() {
            let bus = settings.bus.clone();
            witness.heed(span.ends(), bus.clone(), Interest::everything());
            witness.hear(&mut held, reader.channels());
            witness.heed(span.ends(), bus, interest);
            reader.set_witness(witness);
        }
        if self.stop != Stop::End {
            reader.end_here();
        }
        let mut reader = reader.read_ahead();
        for notice in notices {
            self.notice(notice)?;
        }
        self.report.begin(&self.session)?;
        let mut marks = marks.iter().peekable();
        for frame in &held {
            self.take((&mut monitor, &mut overhearing), &mut marks, span, channel, frame)?;
        }
        drop(held);
        let mut read = self.read;
        loop {
            let before = std::mem::replace(&mut read, self.read);
            if !self.follower.watch.goes_on_from(before, read, &reader) && self.stop == Stop::End {
                // The verdict on the recording has heard what was read already, so the monitor does, too.
                self.stop = Stop::Interrupted;
                reader.end_here();
            }
            match reader.next_frames() {
                Ok(Several::Frames(frames, channels)) => {
                    self.read += frames.len() as u64;
                    for frame in frames.iter().filter(|frame| settings.bus.holds(frame.channel, channels)) {
                        self.take((&mut monitor, &mut overhearing), &mut marks, span, channel, frame)?;
                    }
                }
                Ok(Several::Notice(notice)) => self.notice(notice)?,
                Ok(Several::End) => break,
                Err(error) => {
                    self.stop = Stop::Failed(error.to_string());
                    break;
                }
            }
        }
        for mark in marks {
            self.mark(&mut monitor, mark);
        }
        // Whoever wrote a note was still listening, though nothing came.
        if let Some(until) = until {
            monitor.advance(until);
        }
        self.pass_on(&mut monitor)?;
        self.end(&monitor, reader, is_watched, case)
    }

    fn take<'m>(
        &mut self,
        (monitor, overhearing): (&mut Monitor, &mut Overhearing),
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
        if self.conversations.wants(frame.id)
            && let Some(exchanged) = self.conversations.hear(frame)
        {
            self.report.exchanged(&self.session, &exchanged)?;
        }
        if frame.channel != channel {
            return Ok(());
        }
        while let Some(mark) = marks.next_if(|mark| mark.time <= frame.time) {
            self.mark(monitor, mark);
        }
        overhearing.feed(monitor, frame);
        if !monitor.is_quiet() {
            self.pass_on(monitor)?;
        }
        self.observer.look(monitor.body());
        if let Some(page) = &mut self.page {
            page.look(monitor.body());
        }
        Ok(())
    }

    fn mark(&mut self, monitor: &mut Monitor, mark: &Mark) {
        monitor.mark(mark);
        self.observer.mark(mark);
        if let Some(page) = &mut self.page {
            page.mark(mark);
        }
    }

    /// Hands what the monitor said to the report.
    #[cold]
    fn pass_on(&mut self, monitor: &mut Monitor) -> Result<(), Error> {
        let (outputs, body) = monitor.drain_with_body();
        for output in outputs {
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
            self.observer.take(&output, body);
            if let Some(page) = &mut self.page {
                page.output(&output);
            }
            self.report.output(&self.session, output)?;
        }
        Ok(())
    }

    fn notice(&mut self, notice: Notice) -> Result<(), Error> {
        if notice.origin.source == CAPTURE
            && let Some(witness) = &mut self.witness
        {
            witness.notice(&notice);
        }
        let output = Output::Notice(notice);
        if let Some(page) = &mut self.page {
            page.output(&output);
        }
        Ok(self.report.output(&self.session, output)?)
    }

    fn end(
        mut self,
        monitor: &Monitor,
        reader: Reader,
        is_watched: bool,
        case: Case,
    ) -> Result<(Followed, Case), Error> {
        let settings = self.follower.settings;
        self.follower.watch.bar.finish_and_clear();
        if self.stop == Stop::End && self.frames == 0 && self.read > 0 {
            let name = self.session.capture();
            let why = format!("{name}: not one of its {} frames lies between --from and --to", self.read);
            self.stop = Stop::Failed(why);
        }
        let channels = reader.channels().to_vec();
        let unwatched = settings.unwatched(monitor);
        let case = case.with_seen(settings.evidence(&self.observer, &unwatched));
        let ending = Ending {
            stop: self.stop.clone(),
            frames: self.frames,
            last: self.last,
            tally: self.tally,
            rules: settings.rules().count(),
            unwatched,
            conversations: self.conversations.told(),
            diagnosis: case.diagnosis(),
            quality: reader.into_witness().map(|witness| witness.judge(&channels)),
        };
        if let Some(page) = &mut self.page {
            page.end(&self.session, &ending);
        }
        self.report.end(&self.session, &ending)?;
        let name = self.session.capture().to_owned();
        Ok((Followed { name, tally: self.tally, stop: self.stop, is_watched }, case))
    }
}

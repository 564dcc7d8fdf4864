//! A capture that is followed up to a moment at a time, onto a screen. Whose moments they are is not its business.

use std::path::Path;

use crate::ask::Overhearing;
use crate::body::{Mark, MarkWhat};
use crate::capture::{Item, Reader};
use crate::command::Error;
use crate::command::follow::beginning::{Beginning, names};
use crate::command::follow::marks::Given;
use crate::command::follow::recognition::Recognition;
use crate::command::follow::{CAPTURE, Followed, name_of};
use crate::command::interrupt::Interrupt;
use crate::command::passage::Passage;
use crate::command::reading::Settings;
use crate::command::span::Span;
use crate::diagnosis::{Case, Observer};
use crate::frame::{Frame, Origin, SourceId, Time};
use crate::monitor::{Monitor, Output};
use crate::report::{Session, Stop};
use crate::screen::{Bus, Meter, Model};

/// The place, among the names of the session, of what is keyed in.
const KEYS: SourceId = SourceId(3);

/// A capture on its way.
pub(super) struct Playback<'a> {
    settings: &'a Settings,
    passage: Passage<'a>,
    session: Session,
    monitor: Monitor,
    overhearing: Overhearing,
    /// What the diagnosis rests on.
    observer: Observer,
    /// The car as the diagnosis knows it.
    case: Case,
    /// Frames read before the car was known.
    held: std::vec::IntoIter<Frame>,
    /// The frame to come, if there is one.
    next: Option<Frame>,
    marks: std::iter::Peekable<std::vec::IntoIter<Mark>>,
    span: Span,
    channel: u8,
    is_watched: bool,
    /// By channel.
    meters: Vec<Meter>,
    last: Option<Time>,
    stop: Stop,
}

/// How far it was played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Played {
    /// Up to the moment asked for.
    UpTo,
    /// Up to this frame: there was more to do than may be done at once.
    Behind(Time),
    /// Up to this frame, where something happened.
    Happened(Time),
    /// To its end, which is at this frame; `None` if it has none.
    ToEnd(Option<Time>),
}

impl<'a> Playback<'a> {
    /// Opens the capture and finds out which car it is of; what was wrong with it so far is told to `model`.
    ///
    /// # Errors
    /// If it cannot be opened, or its marks or the car's file cannot be read.
    pub(super) fn open(
        file: &Path,
        settings: &'a Settings,
        interrupt: &'a Interrupt,
        model: &mut Model,
    ) -> Result<Self, Error> {
        let mut passage = Passage::prompt(Reader::open(file, CAPTURE)?, interrupt);
        let name = name_of(file);
        let mut marks = Given::read(file, &name, settings)?;
        let mut notices = marks.take_notices();
        let mut recognition = Recognition::new(settings);
        let mut frame = Frame::empty();
        let mut first = None;
        while let Some(item) = passage.next(&mut frame) {
            if let Item::Notice(notice) = item {
                notices.push(notice);
                continue;
            }
            first.get_or_insert(frame.time);
            if settings.bus.holds(frame.channel, passage.reader.channels()) && recognition.hear(&frame) {
                break;
            }
        }
        let stop = passage.stop();
        if let (Some(bus), Stop::End, true) = (settings.bus.name(), &stop, recognition.is_empty()) {
            return Err(Error::NoBus {
                name,
                bus: bus.to_owned(),
                buses: passage.reader.channels().to_vec(),
            });
        }
        let recognised = recognition.answer(passage.reader.channels())?;
        let mut names = names(&name, &marks, settings);
        names.push("keyed in".to_owned());
        let beginning = Beginning::new(names, recognised, marks, settings, &mut passage.reader, first)?;
        model.session(&beginning.session);
        for notice in notices.into_iter().chain(beginning.notices) {
            model.output(Output::Notice(notice));
        }
        let mut playback = Self {
            settings,
            passage,
            session: beginning.session,
            monitor: beginning.monitor,
            overhearing: beginning.overhearing,
            observer: Observer::default(),
            case: beginning.case,
            held: beginning.held.into_iter(),
            next: None,
            marks: beginning.marks.into_iter().peekable(),
            span: beginning.span,
            channel: beginning.channel,
            is_watched: beginning.is_watched,
            meters: Vec::new(),
            last: None,
            stop,
        };
        playback.read(model);
        Ok(playback)
    }

    /// The time of the next frame; `None` at the end.
    pub(super) fn next_time(&self) -> Option<Time> {
        self.next.as_ref().map(|frame| frame.time)
    }

    /// Whether the next frame's clock lies so far back that another time begins.
    pub(super) fn jumps_back(&self) -> bool {
        self.next_time().is_some_and(|time| self.monitor.body().is_backwards(time))
    }

    /// Plays the frames up to `until`, but at most so many, and with `to_event` only until something happens.
    pub(super) fn play(&mut self, until: Time, most: usize, to_event: bool, model: &mut Model) -> Played {
        for number in 0.. {
            let Some(frame) = self.next.take() else {
                self.end(model);
                return Played::ToEnd(self.last);
            };
            let is_jump = number > 0 && self.monitor.body().is_backwards(frame.time);
            if frame.time > until || number >= most || is_jump {
                let (time, is_behind) = (frame.time, frame.time <= until);
                self.next = Some(frame);
                if is_behind {
                    return Played::Behind(time);
                }
                break;
            }
            let happened = self.take(&frame, model);
            self.read(model);
            if happened && to_event {
                return Played::Happened(frame.time);
            }
        }
        // Nothing of the capture lies between here and there, so what falls due may be settled.
        self.monitor.advance(until);
        self.pass_on(model);
        Played::UpTo
    }

    /// Takes in a mark that a person keyed in while the capture stands at `at`.
    pub(super) fn mark(&mut self, at: Time, what: MarkWhat, model: &mut Model) {
        let mark = Mark { time: at, origin: Origin { source: KEYS, line: 0 }, what };
        self.given(&mark, model);
        self.pass_on(model);
    }

    /// Shows the body, what cannot be watched, and the buses as they are at `at`.
    pub(super) fn show(&mut self, at: Time, model: &mut Model) {
        model.body(self.monitor.body(), at);
        let unwatched = self.settings.unwatched(&self.monitor);
        model.unwatched(&unwatched);
        let seen = self.settings.evidence(&self.observer, &unwatched);
        model.case(&self.case.clone().with_seen(seen));
        let names = self.passage.reader.channels();
        let bus = |(meter, channel): (&mut Meter, usize)| Bus {
            name: names.get(channel).cloned().unwrap_or_default(),
            rate: meter.rate(at),
            errors: meter.errors(),
            ..Bus::default()
        };
        model.buses(self.meters.iter_mut().zip(0..).map(bus).collect());
    }

    /// How it went, in the end.
    pub(super) fn into_followed(self, model: &Model) -> Followed {
        let name = self.session.capture().to_owned();
        Followed { name, tally: model.tally(), stop: self.stop, is_watched: self.is_watched }
    }

    /// Hands a frame to the monitor; says whether something happened.
    fn take(&mut self, frame: &Frame, model: &mut Model) -> bool {
        self.last = Some(frame.time);
        let channel = usize::from(frame.channel);
        if self.meters.len() <= channel {
            self.meters.resize(channel + 1, Meter::default());
        }
        if let Some(meter) = self.meters.get_mut(channel) {
            meter.count(frame);
        }
        if frame.channel != self.channel {
            return false;
        }
        while let Some(mark) = self.marks.next_if(|mark| mark.time <= frame.time) {
            self.given(&mark, model);
        }
        self.overhearing.feed(&mut self.monitor, frame);
        let happened = self.pass_on(model);
        self.observer.look(self.monitor.body());
        happened
    }

    fn given(&mut self, mark: &Mark, model: &mut Model) {
        model.mark(mark);
        self.monitor.mark(mark);
        self.observer.mark(mark);
    }

    fn pass_on(&mut self, model: &mut Model) -> bool {
        let before = model.told();
        let (outputs, body) = self.monitor.drain_with_body();
        for output in outputs {
            if matches!(&output, Output::Finding(finding) if !self.settings.judges(finding.rule)) {
                continue;
            }
            self.observer.take(&output, body);
            model.output(output);
        }
        model.told() > before
    }

    /// The marks behind the last frame.
    fn end(&mut self, model: &mut Model) {
        while let Some(mark) = self.marks.next() {
            self.given(&mark, model);
        }
        self.pass_on(model);
    }

    /// Reads the next frame within the span.
    fn read(&mut self, model: &mut Model) {
        if let Some(frame) = self.held.find(|frame| self.span.holds(frame.time)) {
            self.next = Some(frame);
            return;
        }
        let mut frame = Frame::empty();
        while let Some(item) = self.passage.next(&mut frame) {
            match item {
                Item::Frame if self.span.holds(frame.time) => {
                    self.next = Some(frame);
                    return;
                }
                Item::Frame => {}
                Item::Notice(notice) => model.output(Output::Notice(notice)),
            }
        }
        if let (Stop::End, Some(failure)) = (&self.stop, self.passage.take_failure()) {
            let why = failure.to_string();
            model.say(why.clone());
            self.stop = Stop::Failed(why);
        }
    }
}

//! One capture on its way: frames in, the monitor's words out.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tracing::{debug, info};

use super::marks::Given;
use super::recognition::{Recognised, Recognition};
use super::{Followed, Follower};
use crate::body::Mark;
use crate::capture::{self, Interest, Item, Reader};
use crate::car::Car;
use crate::command::Error;
use crate::frame::{Frame, Time};
use crate::monitor::{Monitor, Output};
use crate::notice::Notice;
use crate::report::{Ending, Escaped, Report, Session, Stop, Tally};

/// Frames between two looks at whether to stop.
const GLANCE: u64 = 1 << 12;
/// Frames between two steps of the progress bar, so that it appears only for what takes its time.
const STEP: u64 = 1 << 17;

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

/// The moments between which frames are looked at.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: Time,
    to: Time,
}

impl Span {
    fn holds(self, time: Time) -> bool {
        self.from <= time && time <= self.to
    }
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
        self.session.names.push(marks.name.clone().unwrap_or_default());
        let file = settings.car.as_ref().and_then(|choice| choice.file.clone());
        self.session.names.push(file.unwrap_or_default());
        for notice in marks.take_notices() {
            self.notice(notice)?;
        }
        let mut frame = Frame::empty();
        while self.next(&mut frame)? {
            if recognition.hear(&frame) {
                break;
            }
        }
        let Recognised { car, shown, channel, notices, is_watched, held } =
            recognition.answer(self.reader.channels())?;
        for notice in notices {
            self.notice(notice)?;
        }
        let sided = settings.handedness.or_else(|| car.as_ref().map(|car| car.profile().handed));
        let handedness = sided.unwrap_or_default();
        let mut monitor = car.as_ref().map_or_else(Monitor::without_car, |car| Monitor::new(car, handedness));
        self.reader.set_interest(Interest::only(monitor.body().messages().iter().map(|message| message.id)));
        info!(
            file = %Escaped(&self.session.names[0]),
            format = self.session.format,
            frames_held = held.len(),
            car = car.as_ref().map(Car::name),
            "reading"
        );
        for source in monitor.body().sources() {
            debug!(fact = source.fact.name(), signal = %Escaped(&source.signal), grade = %source.grade, "watching");
        }
        self.session.car = shown;
        self.session.handedness = handedness;
        self.session.messages = monitor.body().messages().to_vec();
        self.session.sources = monitor.body().sources().to_vec();
        self.session.start = held.first().map(|frame| frame.time);
        self.session.channels = self.reader.channels().to_vec();
        let span = self.span()?;
        self.report.begin(&self.session)?;
        let until = marks.until().filter(|until| span.holds(*until));
        let marks = marks.resolve(handedness);
        let mut marks = marks.iter().filter(|mark| span.holds(mark.time)).peekable();
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
                show(self.follower.bar, self.reader.progress());
            }
        }
        Ok(true)
    }

    /// The moments of `--from` and `--to` by this capture's clock.
    fn span(&self) -> Result<Span, Error> {
        let settings = self.follower.settings;
        let first = self.session.start.unwrap_or_default();
        let from = settings.from.map_or(Time::MIN, |moment| moment.from(first));
        let to = settings.to.map_or(Time::MAX, |moment| moment.from(first));
        if from >= to {
            return Err(Error::NoSpan);
        }
        Ok(Span { from, to })
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

/// Shows how far reading has come: how fast, and how long it will take where that is known.
fn show(bar: &ProgressBar, progress: capture::Progress) {
    if bar.is_hidden() || bar.is_finished() {
        let with_end = "{bytes} of {total_bytes} ({percent} %), {bytes_per_sec}, {eta} left";
        let template = if progress.total.is_some() { with_end } else { "{bytes} read, {bytes_per_sec}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.reset();
        bar.set_draw_target(ProgressDrawTarget::stderr());
    }
    if let Some(total) = progress.total {
        bar.set_length(total);
    }
    bar.set_position(progress.bytes_read);
}

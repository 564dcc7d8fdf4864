//! One car being followed live: found out, then watched by the monitor, frame by frame. Time is told to it, so that it
//! finds in a recording what it found in the car.

use std::collections::VecDeque;
use std::time::Duration;

use super::finding_out::FindingOut;
use super::front::Front;
use crate::body::{Body, Handedness, Mark};
use crate::capture::marks::MarkKind;
use crate::command::Error;
use crate::command::follow::marks::what;
use crate::command::follow::recognition::{Buses, Recognised};
use crate::command::follow::{Followed, MARKS};
use crate::command::reading::Settings;
use crate::frame::{CanId, Frame, Origin, Time};
use crate::monitor::{Finding, Monitor, Output, Unwatched};
use crate::report::{Ending, Session, Stop, Tally};
use crate::rules::{self, Severity};

/// Marks that wait for their time at most: a person makes a few a minute, and they wait for less than a second.
const MOST_MARKS: usize = 1000;

/// A car being followed.
pub(super) struct Following<'a> {
    settings: &'a Settings,
    session: Session,
    /// What it takes to find out which car this is; `None` once it is known.
    finding_out: Option<FindingOut>,
    monitor: Monitor,
    /// The bus that is followed; `None` while nothing was heard.
    channel: Option<u8>,
    marks: VecDeque<(Time, u64, MarkKind)>,
    frames: u64,
    last: Option<Time>,
    tally: Tally,
    /// The highest number of a finding that was told.
    number: u64,
    /// The number before the first finding of this monitor.
    base: u64,
    /// When the car became known, if findings were told before.
    known_since: Option<Time>,
    /// A fault or warning was raised since someone asked.
    is_raised: bool,
}

impl<'a> Following<'a> {
    /// Nothing heard yet. `session` has the names of the inputs.
    pub(super) fn new(settings: &'a Settings, session: Session) -> Self {
        Self {
            settings,
            session,
            finding_out: Some(FindingOut::new(settings)),
            monitor: Monitor::without_car(),
            channel: None,
            marks: VecDeque::new(),
            frames: 0,
            last: None,
            tally: Tally::default(),
            number: 0,
            base: 0,
            known_since: None,
            is_raised: false,
        }
    }

    /// What reports must know.
    pub(super) const fn session(&self) -> &Session {
        &self.session
    }

    /// The names of the buses became more.
    pub(super) fn set_names<'n>(&mut self, names: impl Iterator<Item = &'n str>, inputs: usize) {
        self.session.channels = names.map(str::to_owned).collect();
        self.session.names.truncate(inputs);
        self.session.names.extend(self.session.channels.iter().cloned());
    }

    /// The body as it is now.
    pub(super) fn body(&self) -> &Body {
        self.monitor.body()
    }

    /// What cannot be watched so far, of what is judged.
    pub(super) fn unwatched(&self) -> Vec<Unwatched> {
        let mut unwatched = self.monitor.unwatched();
        unwatched.retain(|unwatched| self.settings.judges(unwatched.rule));
        unwatched
    }

    /// The identifiers that tell something of the body; `None` while the car is not known.
    pub(super) fn interest(&self) -> Option<impl Iterator<Item = CanId> + '_> {
        let messages = self.monitor.body().messages();
        (self.finding_out.is_none() && !messages.is_empty())
            .then(|| messages.iter().map(|message| message.id))
    }

    /// Whether a fault or warning was raised since the last call.
    pub(super) fn take_raised(&mut self) -> bool {
        std::mem::take(&mut self.is_raised)
    }

    /// Takes in a frame.
    ///
    /// # Errors
    /// If the file of a recognised car cannot be loaded.
    pub(super) fn hear(&mut self, frame: &Frame, front: &mut impl Front) -> Result<(), Error> {
        self.frames += 1;
        self.last = Some(frame.time);
        self.session.start.get_or_insert(frame.time);
        if let Some(finding_out) = &mut self.finding_out
            && finding_out.hear(frame)
        {
            return self.begin(front);
        }
        if self.channel == Some(frame.channel) {
            self.feed(frame, front);
        }
        Ok(())
    }

    /// Takes a person's mark: it is looked at once everything before it has been.
    pub(super) fn mark(&mut self, time: Time, line: u64, kind: MarkKind) {
        if kind != MarkKind::Note && self.marks.len() < MOST_MARKS {
            let at = self.marks.partition_point(|(earlier, ..)| *earlier <= time);
            self.marks.insert(at, (time, line, kind));
        }
    }

    /// Settles what falls due up to `now`; no frame from before it may come any more. The buses were listened to for
    /// `waited`, whether frames came or not.
    ///
    /// # Errors
    /// If the file of a recognised car cannot be loaded.
    pub(super) fn advance(
        &mut self,
        now: Time,
        waited: Duration,
        front: &mut impl Front,
    ) -> Result<(), Error> {
        if let Some(finding_out) = &mut self.finding_out {
            if finding_out.is_clear(waited) {
                return self.begin(front);
            }
            if let Some(verdict) = finding_out.news(waited) {
                self.session.car = Buses::unknown(&verdict);
                front.car(&self.session);
                self.follow_stranger(front);
            }
        }
        if self.channel.is_some() {
            self.take_marks(now, front);
            self.monitor.advance(now);
            self.pass_on(front);
        }
        Ok(())
    }

    /// Ends it at `now`.
    ///
    /// # Errors
    /// If the file of a recognised car cannot be loaded.
    pub(super) fn finish(mut self, now: Time, front: &mut impl Front) -> Result<Followed, Error> {
        if self.finding_out.is_some() {
            self.begin(front)?;
        }
        self.take_marks(now, front);
        if self.frames > 0 {
            self.monitor.advance(now);
        }
        self.pass_on(front);
        let unwatched = self.unwatched();
        let ending = Ending {
            stop: Stop::End,
            frames: self.frames,
            last: self.last,
            tally: self.tally,
            rules: self.settings.rules().count(),
            unwatched,
        };
        front.end(&self.session, &ending);
        let name = self.session.capture().to_owned();
        let body = self.monitor.body();
        let is_watched = (0..body.messages().len())
            .any(|message| body.heartbeat(message).is_some_and(|heartbeat| heartbeat.ever_seen));
        Ok(Followed { name, tally: self.tally, stop: Stop::End, is_watched })
    }

    /// Begins to watch the car, or what can be watched without knowing it.
    fn begin(&mut self, front: &mut impl Front) -> Result<(), Error> {
        let Some(mut finding_out) = self.finding_out.take() else { return Ok(()) };
        let Recognised { car, shown, channel, notices, .. } = finding_out.answer(&self.session.channels)?;
        self.session.car = shown;
        if car.is_some() || !finding_out.was_told() {
            front.car(&self.session);
        }
        for notice in notices {
            front.tell(&self.session, self.last, notice);
        }
        let Some(car) = car else {
            // Only at the end: until then the car may still become known.
            if self.channel.is_none() && self.frames > 0 {
                self.channel = Some(channel);
                finding_out.release(|frame| self.feed_of(channel, frame, front));
            }
            return Ok(());
        };
        let handedness: Handedness = self.settings.handedness.unwrap_or(car.profile().handed);
        self.monitor = Monitor::new(&car, handedness);
        self.session.handedness = handedness;
        self.session.messages = self.monitor.body().messages().to_vec();
        self.session.sources = self.monitor.body().sources().to_vec();
        self.known_since = if self.channel.is_some() { self.last } else { None };
        self.base = self.number;
        self.channel = Some(channel);
        finding_out.release(|frame| self.feed_of(channel, frame, front));
        Ok(())
    }

    /// Watches the bus of a car that is not known for what needs no car.
    fn follow_stranger(&mut self, front: &mut impl Front) {
        if self.channel.is_some() || self.frames == 0 {
            return;
        }
        let Some(finding_out) = self.finding_out.take() else { return };
        let channel = finding_out.busiest();
        self.channel = Some(channel);
        for frame in finding_out.held() {
            self.feed_of(channel, frame, front);
        }
        self.finding_out = Some(finding_out);
    }

    fn feed_of(&mut self, channel: u8, frame: &Frame, front: &mut impl Front) {
        if frame.channel == channel {
            self.feed(frame, front);
        }
    }

    fn feed(&mut self, frame: &Frame, front: &mut impl Front) {
        self.take_marks(frame.time, front);
        self.monitor.feed(frame);
        self.pass_on(front);
    }

    /// Hands over the marks up to `now`.
    fn take_marks(&mut self, now: Time, front: &mut impl Front) {
        while let Some(&(time, line, kind)) = self.marks.front().filter(|(time, ..)| *time <= now) {
            self.marks.pop_front();
            if let Some(what) = what(kind, self.session.handedness) {
                let mark = Mark { time, origin: Origin { source: MARKS, line }, what };
                self.monitor.mark(&mark);
                front.mark(&mark);
            }
        }
    }

    /// Hands what the monitor said to the front.
    fn pass_on(&mut self, front: &mut impl Front) {
        for mut output in self.monitor.drain() {
            if let Output::Finding(finding) = &mut output {
                if !self.settings.judges(finding.rule) || was_told(finding, self.known_since) {
                    continue;
                }
                finding.number += self.base;
                // The clearing of a finding bears the number of its raising.
                if finding.number > self.number {
                    self.number = finding.number;
                    self.tally.add(finding.severity);
                    self.is_raised |= finding.severity != Severity::Note;
                }
            }
            front.output(&self.session, output);
        }
    }
}

/// Whether a finding that needs no car was told before the car was known.
fn was_told(finding: &Finding, known_since: Option<Time>) -> bool {
    known_since.is_some_and(|since| finding.raised <= since)
        && rules::by_id(finding.rule).is_some_and(|rule| rule.needs.is_empty())
}

//! One car being followed live: found out, then watched by the monitor, frame by frame. Time is told to it, so that it
//! finds in a recording what it found in the car.

use std::collections::VecDeque;
use std::time::Duration;

use super::finding_out::FindingOut;
use super::front::Front;
use crate::ask::Overhearing;
use crate::body::{Body, Handedness, Mark};
use crate::capture::marks::MarkKind;
use crate::car::Car;
use crate::command::Error;
use crate::command::follow::marks::what;
use crate::command::follow::recognition::{Buses, Recognised};
use crate::command::follow::{Followed, MARKS};
use crate::command::reading::Settings;
use crate::diagnosis::{Case, Observer};
use crate::frame::{CanId, Frame, Origin, Time};
use crate::monitor::{Finding, Monitor, Output, Unwatched};
use crate::notice::Notice;
use crate::report::{Ending, Page, Session, Stop, Tally};
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
    /// Once it is known.
    car: Option<Car>,
    /// What hears the answers of the car's units.
    overhearing: Overhearing,
    /// What the diagnosis rests on.
    observer: Observer,
    /// The car as the diagnosis knows it.
    case: Case,
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
    /// Where it is collected for a page.
    page: Option<&'a mut Page>,
}

impl<'a> Following<'a> {
    /// Nothing heard yet. `session` has the names of the inputs.
    pub(super) fn new(settings: &'a Settings, session: Session, page: Option<&'a mut Page>) -> Self {
        Self {
            settings,
            session,
            finding_out: Some(FindingOut::new(settings)),
            monitor: Monitor::without_car(),
            car: None,
            overhearing: Overhearing::of(None),
            observer: Observer::default(),
            case: Case::new(None, Handedness::default()),
            channel: None,
            marks: VecDeque::new(),
            frames: 0,
            last: None,
            tally: Tally::default(),
            number: 0,
            base: 0,
            known_since: None,
            is_raised: false,
            page,
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

    /// The car, once it is known.
    pub(super) const fn car(&self) -> Option<&Car> {
        self.car.as_ref()
    }

    /// The car will be asked: a named one need not speak by itself to be followed.
    pub(super) fn expect_answers(&mut self) {
        if let Some(finding_out) = &mut self.finding_out {
            finding_out.expect_answers();
        }
    }

    /// What cannot be watched so far, of what is judged.
    pub(super) fn unwatched(&self) -> Vec<Unwatched> {
        self.settings.unwatched(&self.monitor)
    }

    /// What is known so far, for a diagnosis.
    pub(super) fn case(&self) -> Case {
        let seen = self.settings.evidence(&self.observer, &self.unwatched());
        self.case.clone().with_seen(seen)
    }

    /// The identifiers that tell something of the body; `None` while the car is not known.
    pub(super) fn interest(&self) -> Option<impl Iterator<Item = CanId> + '_> {
        let messages = self.monitor.body().messages();
        (self.finding_out.is_none() && !messages.is_empty())
            .then(|| messages.iter().map(|message| message.id).chain(self.overhearing.interest()))
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

    /// Takes in what happened to the way frames come, which only a page is told through here.
    pub(super) fn note(&mut self, notice: &Notice) {
        if let Some(page) = &mut self.page {
            page.tell(notice);
        }
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
    pub(super) fn finish(mut self, now: Time, front: &mut impl Front) -> Result<(Followed, Case), Error> {
        if self.finding_out.is_some() {
            self.begin(front)?;
        }
        self.take_marks(now, front);
        if self.frames > 0 {
            self.monitor.advance(now);
        }
        self.pass_on(front);
        let unwatched = self.unwatched();
        let case = self.case();
        let ending = Ending {
            diagnosis: case.diagnosis(),
            stop: Stop::End,
            frames: self.frames,
            last: self.last,
            tally: self.tally,
            rules: self.settings.rules().count(),
            unwatched,
            conversations: Vec::new(),
            quality: None,
        };
        if let Some(page) = &mut self.page {
            page.end(&self.session, &ending);
        }
        front.end(&self.session, &ending);
        let name = self.session.capture().to_owned();
        let body = self.monitor.body();
        let is_watched = (0..body.messages().len())
            .any(|message| body.heartbeat(message).is_some_and(|heartbeat| heartbeat.ever_seen));
        Ok((Followed { name, tally: self.tally, stop: Stop::End, is_watched }, case))
    }

    /// Begins to watch the car, or what can be watched without knowing it.
    fn begin(&mut self, front: &mut impl Front) -> Result<(), Error> {
        let Some(mut finding_out) = self.finding_out.take() else { return Ok(()) };
        let Recognised { car, shown, channel, notices, .. } = finding_out.answer(&self.session.channels)?;
        self.session.car = shown;
        let profile = car.as_ref().map(|car| car.profile().handed);
        let handedness: Handedness = self.settings.handedness.or(profile).unwrap_or_default();
        self.session.handedness = handedness;
        if car.is_some() || !finding_out.was_told() {
            front.car(&self.session);
        }
        for notice in notices {
            self.note(&notice);
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
        self.monitor = Monitor::new(&car, handedness);
        self.overhearing = Overhearing::new(&car);
        self.case = Case::new(Some(&car), handedness);
        self.car = Some(car);
        self.observer = Observer::default();
        if let Some(page) = &mut self.page {
            page.begin_anew();
        }
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
        self.overhearing.feed(&mut self.monitor, frame);
        self.pass_on(front);
        self.observer.look(self.monitor.body());
        if let Some(page) = &mut self.page {
            page.look(self.monitor.body());
        }
    }

    /// Hands over the marks up to `now`.
    fn take_marks(&mut self, now: Time, front: &mut impl Front) {
        while let Some(&(time, line, kind)) = self.marks.front().filter(|(time, ..)| *time <= now) {
            self.marks.pop_front();
            if let Some(what) = what(kind, self.session.handedness) {
                let mark = Mark { time, origin: Origin { source: MARKS, line }, what };
                self.monitor.mark(&mark);
                self.observer.mark(&mark);
                if let Some(page) = &mut self.page {
                    page.mark(&mark);
                }
                front.mark(&mark);
            }
        }
    }

    /// Hands what the monitor said to the front.
    fn pass_on(&mut self, front: &mut impl Front) {
        let (outputs, body) = self.monitor.drain_with_body();
        for mut output in outputs {
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
            self.observer.take(&output, body);
            if let Some(page) = &mut self.page {
                page.output(&output);
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use indicatif::ProgressBar;

    use super::Following;
    use crate::body::Mark;
    use crate::capture::marks::Marks;
    use crate::capture::{Item, Reader};
    use crate::command::follow::{CAPTURE, Follower, MARKS};
    use crate::command::interrupt::Interrupt;
    use crate::command::live::front::{Front, Standing, Wish};
    use crate::command::progress::Watch;
    use crate::command::reading::{Settings, Watching};
    use crate::frame::{CanId, Flags, Frame, Time};
    use crate::monitor::Output;
    use crate::notice::Notice;
    use crate::report::{Car, Ending, Report, Session};

    /// What was told.
    #[derive(Default)]
    struct Told {
        outputs: Vec<Output>,
        cars: Vec<Option<String>>,
    }

    impl Told {
        fn add(&mut self, output: Output) {
            if !matches!(output, Output::Notice(_)) {
                self.outputs.push(output);
            }
        }
    }

    impl Front for Told {
        fn begin(&mut self, _: &Session) {}
        fn car(&mut self, session: &Session) {
            self.cars.push(match &session.car {
                Car::Known { id, .. } => Some(id.clone()),
                Car::Unknown { .. } => None,
            });
        }
        fn output(&mut self, _: &Session, output: Output) {
            self.add(output);
        }
        fn tell(&mut self, _: &Session, _: Option<Time>, _: Notice) {}
        fn frame(&mut self, _: &Frame) {}
        fn mark(&mut self, _: &Mark) {}
        fn advance(&mut self, _: &Session, _: Time) {}
        fn stand(&mut self, _: &Standing<'_>) {}
        fn end(&mut self, _: &Session, _: &Ending) {}
        fn flush(&mut self) {}
        fn failure(&mut self) -> Option<io::Error> {
            None
        }
        async fn wish(&mut self) -> Wish {
            std::future::pending().await
        }
    }

    impl Report for Told {
        fn begin(&mut self, _: &Session) -> io::Result<()> {
            Ok(())
        }
        fn output(&mut self, _: &Session, output: Output) -> io::Result<()> {
            self.add(output);
            Ok(())
        }
        fn end(&mut self, _: &Session, _: &Ending) -> io::Result<()> {
            Ok(())
        }
    }

    fn settings() -> Settings {
        Watching::default().settings(Path::new("")).unwrap()
    }

    /// Follows the capture as if it came from a bus, with time passing every so many milliseconds.
    fn live(path: &Path, settings: &Settings, tick_ms: u64) -> Told {
        let mut told = Told::default();
        let mut following = Following::new(settings, Session::default(), None);
        following.set_names(["can0"].into_iter(), 0);
        if let Some(marks) = Marks::beside(path) {
            for mark in Marks::read(&marks, MARKS).unwrap().marks {
                following.mark(mark.time, mark.line, mark.kind);
            }
        }
        let mut reader = Reader::open(path, CAPTURE).unwrap();
        let (mut frame, mut last, mut tick) = (Frame::empty(), Time::ZERO, Time::MAX);
        while let Some(item) = reader.next(&mut frame).unwrap() {
            assert_eq!(item, Item::Frame);
            tick = tick.min(frame.time);
            while tick < frame.time {
                following
                    .advance(tick.before(Duration::from_millis(200)), Duration::ZERO, &mut told)
                    .unwrap();
                tick = tick.after(Duration::from_millis(tick_ms));
            }
            following.hear(&frame, &mut told).unwrap();
            last = frame.time;
        }
        following.finish(last, &mut told).unwrap();
        told
    }

    #[test]
    fn every_capture_tells_live_what_it_tells_replayed() {
        let settings = settings();
        let interrupt = Interrupt::default();
        let bar = ProgressBar::hidden();
        let follower = Follower { settings: &settings, watch: Watch { interrupt: &interrupt, bar: &bar } };
        let mut captures: Vec<PathBuf> =
            fs::read_dir("captures").unwrap().map(|entry| entry.unwrap().path()).collect();
        captures.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
        assert!(captures.len() > 20);
        for path in captures {
            let mut replayed = Told::default();
            follower.follow(&path, "x", &mut replayed).unwrap();
            for tick_ms in [7, 100] {
                let told = live(&path, &settings, tick_ms);
                assert_eq!(told.outputs, replayed.outputs, "{}, ticks of {tick_ms} ms", path.display());
                assert!(matches!(&told.cars[..], [Some(_)]), "{}", path.display());
            }
        }
    }

    #[test]
    fn silence_is_told_once_and_the_car_when_it_comes() {
        let settings = settings();
        let mut told = Told::default();
        let mut following = Following::new(&settings, Session::default(), None);
        for seconds in 0..10 {
            following.advance(Time::ZERO, Duration::from_secs(seconds), &mut told).unwrap();
        }
        assert_eq!(told.cars, [None]);
        let mut reader = Reader::open(Path::new("captures/locked-while-open.log"), CAPTURE).unwrap();
        let mut frame = Frame::empty();
        while reader.next(&mut frame).unwrap().is_some() {
            following.hear(&frame, &mut told).unwrap();
        }
        assert!(following.take_raised());
        assert_eq!(told.cars, [None, Some("nissan_classic".to_owned())]);
        assert!(following.interest().unwrap().any(|id| Some(id) == CanId::standard(0x60D)));
    }

    #[test]
    fn frames_of_no_known_car_take_bounded_memory_and_their_clock_is_still_watched() {
        let settings = settings();
        let mut told = Told::default();
        let mut following = Following::new(&settings, Session::default(), None);
        let id = CanId::standard(0x123).unwrap();
        for millis in (0..50_000).chain(0..5_000) {
            let time = Time::from_nanos(millis * 1_000_000);
            let frame = Frame::new(time, id, Flags::empty(), &[0]).unwrap();
            following.hear(&frame, &mut told).unwrap();
            following
                .advance(time.before(Duration::from_millis(200)), Duration::from_secs(60), &mut told)
                .unwrap();
        }
        assert_eq!(told.cars, [None]);
        let backwards = |output: &Output| matches!(output, Output::Finding(finding) if finding.rule == "time-went-backwards");
        assert_eq!(told.outputs.iter().filter(|output| backwards(output)).count(), 1);
        let (followed, _) = following.finish(Time::from_nanos(5_000_000_000), &mut told).unwrap();
        assert!(!followed.is_watched);
        assert_eq!(told.cars, [None]);
    }
}

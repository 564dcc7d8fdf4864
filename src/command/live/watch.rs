//! The loop of a live session: frames, time, signals and a person's wishes, in one task. What each of them does is decided
//! in the files beside this one.

use std::time::Duration;
use std::{io, thread};

use tokio::task::{consume_budget, yield_now};
use tokio::time::{MissedTickBehavior, interval};

use super::asker::Asker;
use super::following::Following;
use super::front::{Front, Standing, Wish};
use super::hands::Hands;
use super::recording;
use super::ways::{News, Ways};
use crate::bus::{self, Batch, Event, Interface, Item, Link, Receiver};
use crate::capture::record::{Plan, Recorder};
use crate::command::Error;
use crate::command::follow::Followed;
use crate::command::interrupt::{Interrupt, Wished};
use crate::command::streams::Complaints;
use crate::diagnosis::Case;
use crate::frame::{Origin, SourceId, Time};
use crate::notice::{Notice, NoticeKind};
use crate::report::Stop;

/// The time between two ticks: how late silence, signals and an interface's trouble are noticed at most.
const TICK: Duration = Duration::from_millis(100);
/// How often it is looked whether sessions are left when it is to end.
const BEAT: Duration = Duration::from_millis(10);
/// How long frames that wait are taken in when it is to end.
const MOMENT: Duration = Duration::from_secs(1);
/// Ticks between two flushes of the recording.
const FLUSH: u32 = 3;
/// Ticks between two looks at the interfaces.
const LOOK: u32 = 10;
/// Ticks to wait after the kernel refused to let us listen.
const DEAF: u32 = 10;

/// How much later than a frame's stamp it may come: adapters on USB hold frames back for some milliseconds, busy machines
/// for more. Time that passes without frames is believed only after this.
const LATE: Duration = Duration::from_millis(200);

/// Position of channel 0 among the names of a session, behind the inputs every session has.
pub(super) const FIRST_CHANNEL: SourceId = SourceId(3);

/// What stands around a live session.
pub(super) struct Surroundings<'a> {
    /// When to end.
    pub(super) interrupt: &'a Interrupt,
    /// When someone wishes for the ring to be written.
    pub(super) wished: &'a Wished,
    /// Where to complain when results cannot be written.
    pub(super) err: Complaints,
    /// Have the kernel pass on only frames of the body once the car is known.
    pub(super) body_only: bool,
    /// For how long to listen; `None` until someone asks to end.
    pub(super) lasts: Option<Duration>,
    /// Whoever asks the car's units, if anyone does.
    pub(super) asker: Option<Asker>,
}

/// A live session.
pub(super) struct Watch<'a, F> {
    receiver: Receiver,
    following: Following<'a>,
    recorder: Option<Recorder>,
    front: F,
    around: Surroundings<'a>,
    hands: Hands,
    ways: Ways,
    ticks: u32,
    /// Ticks for which not to listen.
    deaf: u32,
    /// A moment to settle, once everything that waits from before it has been heard.
    due: Option<Time>,
    marks: u64,
    /// The front is gone: only the recording is left.
    is_unseen: bool,
    /// The person wishes to end.
    has_enough: bool,
}

impl<'a, F: Front> Watch<'a, F> {
    /// A session that has heard nothing yet.
    pub(super) fn new(
        receiver: Receiver,
        following: Following<'a>,
        recorder: Option<Recorder>,
        front: F,
        around: Surroundings<'a>,
    ) -> Self {
        Self {
            receiver,
            following,
            recorder,
            front,
            around,
            hands: Hands::new(),
            ways: Ways::default(),
            ticks: 0,
            deaf: 0,
            due: None,
            marks: 0,
            is_unseen: false,
            has_enough: false,
        }
    }

    /// Listens until someone asks to end.
    ///
    /// # Errors
    /// If results cannot be written and nothing is recorded, or the file of a recognised car cannot be loaded.
    pub(super) async fn run(mut self) -> Result<(Followed, Case), Error> {
        let mut ticker = interval(TICK);
        ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Batch::new();
        self.front.begin(self.following.session());
        self.tell_of_recording();
        while !(self.has_enough || self.around.interrupt.is_asked()) {
            let mut has_heard = false;
            tokio::select! {
                biased;
                _ = ticker.tick() => self.tick()?,
                wish = self.front.wish() => self.grant(wish),
                heard = self.receiver.next_batch(&mut batch), if self.deaf == 0 => {
                    self.take(&batch)?;
                    if let Err(error) = heard {
                        self.cannot_hear(&error);
                    }
                    has_heard = true;
                    // Under a flood, the runtime must still get to look at timers.
                    consume_budget().await;
                }
                // Yielding lets the runtime look for frames that wait: only then is nothing left from before.
                () = yield_now(), if self.due.is_some() => self.settle()?,
            }
            self.front.flush();
            if let Some(error) = self.front.failure() {
                self.lose_sight(error)?;
            }
            if has_heard {
                thread::sleep(self.receiver.pause());
            }
        }
        self.leave(&mut batch).await?;
        self.empty(&mut batch).await?;
        self.end()
    }

    /// Lets whoever asks leave the sessions that are open, for a moment at most.
    async fn leave(&mut self, batch: &mut Batch) -> Result<(), Error> {
        let now = self.hands.now();
        let Some(asker) = &mut self.around.asker else { return Ok(()) };
        asker.end(now);
        let mut ticker = interval(BEAT);
        let mut beats = 0..MOMENT.as_millis() / BEAT.as_millis();
        loop {
            self.speak();
            if self.around.asker.as_ref().is_none_or(Asker::is_over) {
                return Ok(());
            }
            tokio::select! {
                biased;
                heard = self.receiver.next_batch(batch) => {
                    self.take(batch)?;
                    if heard.is_err() {
                        return Ok(());
                    }
                    consume_budget().await;
                }
                _ = ticker.tick() => if beats.next().is_none() { return Ok(()) },
            }
        }
    }

    /// Lets whoever asks say what is due.
    fn speak(&mut self) {
        let now = self.hands.now();
        let Some(asker) = &mut self.around.asker else { return };
        asker.look(self.following.car(), self.following.body().moves(), now);
        asker.speak(now, self.around.interrupt);
        for text in asker.take_news() {
            self.tell(News { channel: None, kind: NoticeKind::Asking, time: None, text });
        }
    }

    /// Takes in what waits already, for a moment at most: a flood must not keep it from ending.
    async fn empty(&mut self, batch: &mut Batch) -> Result<(), Error> {
        let mut moment = interval(MOMENT);
        moment.tick().await;
        loop {
            tokio::select! {
                biased;
                _ = moment.tick() => return Ok(()),
                heard = self.receiver.next_batch(batch) => {
                    self.take(batch)?;
                    if heard.is_err() {
                        return Ok(());
                    }
                    consume_budget().await;
                }
                () = yield_now() => return Ok(()),
            }
        }
    }

    /// Takes in what came.
    fn take(&mut self, batch: &Batch) -> Result<(), Error> {
        for item in batch.items() {
            match item {
                Item::Frame(frame) => {
                    self.ways.frame(frame);
                    if let Some(recorder) = &mut self.recorder {
                        recorder.frame(frame);
                    }
                    if let Some(asker) = &mut self.around.asker {
                        asker.hear(frame, frame.time);
                    }
                    self.front.frame(frame);
                    self.following.hear(frame, &mut self.front)?;
                }
                Item::Event(Event::Link { channel, link }) => self.link(channel, link),
                Item::Event(Event::Loss(loss)) => self.ways.loss(loss),
            }
        }
        if let Some(last) = batch.frames().last() {
            self.hands.set(last.time);
        }
        if self.following.take_raised() {
            self.trigger();
        }
        self.speak();
        self.tell_news();
        Ok(())
    }

    fn link(&mut self, channel: u8, link: Link) {
        self.ways.set_names(self.receiver.names());
        self.following.set_names(self.receiver.names(), usize::from(FIRST_CHANNEL.0));
        if let Some(recorder) = &mut self.recorder {
            recorder.set_names(self.receiver.names());
        }
        let name = self.receiver.names().nth(usize::from(channel));
        let interface = name.and_then(|name| Interface::find(name).ok().flatten());
        self.ways.link(channel, link, interface);
        self.hands.listen(self.ways.is_any_up());
    }

    /// What is to be done now and then.
    fn tick(&mut self) -> Result<(), Error> {
        self.ticks = self.ticks.wrapping_add(1);
        self.deaf = self.deaf.saturating_sub(1);
        self.has_enough |= self.around.lasts.is_some_and(|lasts| self.hands.ran() >= lasts);
        // Frames have gone beyond a moment that was never quiet enough to be settled.
        if self.due.is_some_and(|due| self.hands.heard().is_some_and(|heard| heard > due.after(LATE))) {
            self.settle()?;
        }
        let now = self.hands.now();
        self.due = Some(now.before(LATE));
        if self.around.wished.take() {
            self.trigger();
        }
        if self.ticks.is_multiple_of(LOOK) {
            self.look();
        }
        if self.ticks.is_multiple_of(FLUSH)
            && let Some(recorder) = &mut self.recorder
        {
            recorder.flush();
        }
        self.listen_less();
        self.speak();
        self.tell_of_recording();
        self.tell_news();
        let (following, ways, recorder) = (&self.following, self.ways.list(), self.recorder.as_ref());
        self.front.stand(&Standing { following, now, ways, recorder });
        Ok(())
    }

    /// Has the kernel pass on only frames of the body, once it is known which these are.
    fn listen_less(&mut self) {
        if !self.around.body_only {
            return;
        }
        let Some(result) = self.following.interest().map(|only| self.receiver.only(only)) else { return };
        self.around.body_only = false;
        if let Err(error) = result {
            self.cannot_hear(&error);
        }
    }

    /// Settles what falls due though nothing came.
    fn settle(&mut self) -> Result<(), Error> {
        let Some(due) = self.due.take() else { return Ok(()) };
        self.following.advance(due, self.hands.waited(), &mut self.front)?;
        self.front.advance(self.following.session(), due);
        if self.following.take_raised() {
            self.trigger();
        }
        Ok(())
    }

    /// Looks at the interfaces that have a controller.
    fn look(&mut self) {
        for (name, channel) in self.receiver.names().zip(0..=u8::MAX) {
            let has_controller =
                self.ways.list().get(usize::from(channel)).is_some_and(|way| way.controller().is_some());
            if has_controller && let Ok(interface @ Some(_)) = Interface::find(name) {
                self.ways.look(channel, interface);
            }
        }
        self.ways.settle(self.hands.now(), self.receiver.buffer());
    }

    fn grant(&mut self, wish: Wish) {
        let now = self.hands.now();
        match wish {
            Wish::Mark(kind, words) => {
                self.marks += 1;
                self.following.mark(now, self.marks, kind);
                if let Some(recorder) = &mut self.recorder {
                    recorder.mark(now, &words);
                }
            }
            Wish::Puzzled(words, understood) => {
                let text = format!("`{words}` was not understood: {understood}");
                self.tell(News { channel: None, kind: NoticeKind::MalformedMark, time: Some(now), text });
            }
            Wish::Record => self.record(),
            Wish::EndRecord => self.end_recording(),
            Wish::Quit => self.has_enough = true,
            Wish::Nothing => {}
        }
    }

    /// Records from now on, if nothing is recorded, to a file named after the time.
    fn record(&mut self) {
        if self.recorder.is_some() {
            return self.trigger();
        }
        let now = self.hands.now();
        let path = format!("doorjamb-{}.log", now.as_nanos() / 1_000_000_000);
        match Recorder::begin(Plan { path: path.into(), ..Plan::default() }) {
            Ok(mut recorder) => {
                recorder.set_names(self.receiver.names());
                self.recorder = Some(recorder);
                self.tell_of_recording();
            }
            Err((path, error)) => {
                let text = format!("{}: cannot be written: {error}", path.display());
                self.tell(News { channel: None, kind: NoticeKind::RecordingFailed, time: Some(now), text });
            }
        }
    }

    fn end_recording(&mut self) {
        let Some(recorder) = self.recorder.take() else { return };
        let now = self.hands.now();
        let (kind, text) = match recorder.finish(now) {
            Ok(()) => (NoticeKind::Recording, "recording ended".to_owned()),
            Err((path, why)) => {
                let text = format!("{}: the recording is not complete: {why}", path.display());
                (NoticeKind::RecordingFailed, text)
            }
        };
        self.tell(News { channel: None, kind, time: Some(now), text });
    }

    fn trigger(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            recorder.trigger(self.hands.now());
        }
        self.tell_of_recording();
    }

    fn cannot_hear(&mut self, error: &bus::Error) {
        self.deaf = DEAF;
        let text = format!("{error}; it is tried again");
        self.tell(News { channel: None, kind: NoticeKind::Interface, time: None, text });
    }

    fn tell_of_recording(&mut self) {
        let news = self.recorder.as_mut().map(Recorder::take_news).unwrap_or_default();
        for news in news {
            self.tell(recording::words(news));
        }
    }

    fn tell_news(&mut self) {
        for news in self.ways.take_news() {
            // Beside the recording stands what became of the way, so that a gap in it explains itself.
            if let Some(recorder) = &mut self.recorder {
                let name = news.channel.and_then(|channel| self.ways.list().get(usize::from(channel)));
                let name = name.map_or("", |way| way.name.as_str());
                recorder.note(news.time.unwrap_or(self.hands.now()), &format!("{name} {}", news.text));
            }
            self.tell(news);
        }
    }

    fn tell(&mut self, news: News) {
        let source = news.channel.map_or(0, |channel| FIRST_CHANNEL.0 + u16::from(channel));
        let origin = Origin { source: SourceId(source), line: 0 };
        let notice = Notice { kind: news.kind, origin, text: news.text.into() };
        self.following.note(&notice);
        let session = self.following.session();
        let time = session.start.and(news.time.or(Some(self.hands.now())));
        if self.is_unseen && notice.kind == NoticeKind::RecordingFailed {
            self.around.err.complain(&notice.text);
        }
        self.front.tell(session, time, notice);
    }

    /// Nobody sees what is found any more.
    fn lose_sight(&mut self, error: io::Error) -> Result<(), Error> {
        if self.recorder.is_none() {
            return Err(Error::Output(error));
        }
        self.is_unseen = true;
        self.around.err.complain(&format!("cannot write to standard output: {error}; recording goes on"));
        Ok(())
    }

    fn end(mut self) -> Result<(Followed, Case), Error> {
        let now = self.hands.now();
        self.ways.settle(now, self.receiver.buffer());
        self.tell_news();
        // What came later than this may still be on its way.
        let settled = now.before(LATE);
        let end = self.hands.heard().map_or(settled, |heard| heard.max(settled));
        let (mut followed, case) = self.following.finish(end, &mut self.front)?;
        if let Some(recorder) = self.recorder.take()
            && let Err((path, why)) = recorder.finish(end)
        {
            followed.stop = Stop::Failed(format!("{}: the recording is not complete: {why}", path.display()));
        }
        self.front.flush();
        match self.front.failure() {
            Some(error) if !self.is_unseen => Err(Error::Output(error)),
            _ => Ok((followed, case)),
        }
    }
}

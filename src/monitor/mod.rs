//! The loop that everything runs in: `feed` a frame, `advance` the time, and take what came of it. It owns time:
//! holds, look-agains, raising and clearing. It reads no clock, so live and replay are the same.

mod finding;
mod slot;
mod unwatched;
mod watch;

pub use finding::{Finding, Unwatched, WhyUnwatched};

use std::borrow::Cow;

use crate::body::{Body, Event, Handedness, Mark};
use crate::car::{Car, Heard, Listener};
use crate::frame::{Frame, Time};
use crate::notice::{Notice, NoticeKind};
use watch::Watch;

/// Something that came of a frame or of time passing.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// The body did something.
    Event(Event),
    /// A finding was raised (`cleared` is `None`, or equal to `raised` if it is over at once), or cleared: then it
    /// bears the number of its raising.
    Finding(Finding),
    /// A frame was not as its car's DBC says.
    Notice(Notice),
}

/// Follows one car.
pub struct Monitor {
    listener: Option<Listener>,
    body: Body,
    watch: Watch,
    /// Nothing falls due before this; it may be earlier than what does.
    due: Time,
    marked: bool,
    has_clock: bool,
    outputs: Vec<Output>,
}

impl Monitor {
    /// Follows `car`, whose driver sits on that side.
    pub fn new(car: &Car, handed: Handedness) -> Self {
        let car = car.seated(handed);
        let body = Body::new(car.messages().to_vec(), car.sources().to_vec(), handed);
        Self::with(Some(Listener::new(&car)), body)
    }

    /// Follows a bus of which no car is known: only what needs no car can be found.
    pub fn without_car() -> Self {
        Self::with(None, Body::new(Vec::new(), Vec::new(), Handedness::default()))
    }

    /// Follows the same on frames whose times mean nothing, as all of one moment: what happened is told, but no rule is
    /// watched that compares moments.
    #[must_use]
    pub fn without_clock(mut self) -> Self {
        self.has_clock = false;
        self.watch = Watch::new(&self.body, |slot| !slot.needs_clock());
        self
    }

    fn with(listener: Option<Listener>, body: Body) -> Self {
        let watch = Watch::new(&body, |_| true);
        Self {
            listener,
            body,
            watch,
            due: Time::MAX,
            marked: false,
            has_clock: true,
            outputs: Vec::with_capacity(64),
        }
    }

    /// The body as it is now.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Takes a frame; before it, everything that falls due up to its time is settled.
    pub fn feed(&mut self, frame: &Frame) {
        if self.body.is_backwards(frame.time) {
            self.go_backwards(frame);
        }
        if self.due <= frame.time {
            self.settle(frame.time);
        }
        self.body.hear(frame);
        if let Some(listener) = &mut self.listener {
            match listener.hear(frame) {
                Heard::Stranger => {}
                Heard::Same(message) => {
                    if self.body.beat(message, frame) {
                        self.decode(message, frame);
                    }
                }
                Heard::New(message) => {
                    self.body.beat(message, frame);
                    self.decode(message, frame);
                }
            }
        }
        self.look(frame.time);
    }

    /// Settles everything that falls due up to `now`. Calling it often, seldom or never changes no finding.
    pub fn advance(&mut self, now: Time) {
        if self.due <= now {
            self.settle(now);
        }
    }

    /// Takes a person's mark; before it, everything that falls due up to its time is settled.
    pub fn mark(&mut self, mark: &Mark) {
        self.advance(mark.time);
        self.marked = true;
        self.body.mark_seen(*mark);
        self.look(mark.time.max(self.body.now()));
    }

    /// Whether nothing came of anything since what came was last taken.
    #[inline]
    pub fn is_quiet(&self) -> bool {
        self.outputs.is_empty()
    }

    /// What came of everything since the last call, in order.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Output> {
        self.outputs.drain(..)
    }

    /// The same, with the body as it is now.
    pub fn drain_with_body(&mut self) -> (std::vec::Drain<'_, Output>, &Body) {
        (self.outputs.drain(..), &self.body)
    }

    /// Which rules could not be watched so far, wholly or for some subjects, and why.
    pub fn unwatched(&self) -> Vec<Unwatched> {
        let known = unwatched::Known {
            has_car: self.listener.is_some(),
            marked: self.marked,
            has_clock: self.has_clock,
        };
        unwatched::list(&self.body, known)
    }

    fn decode(&mut self, message: usize, frame: &Frame) {
        let Some(listener) = &self.listener else { return };
        let body = &mut self.body;
        let telling = listener.decode(message, frame, |source, value| body.tell(source, value, frame));
        let short = telling.short.map(|short| (short.has, short.needs));
        body.shortness(message, frame.time, short);
        body.told_all(frame.time);
        let name = || self.body.messages().get(message).map_or("", |message| message.name.as_str());
        if let Some((has, needs)) = short {
            let text = format!("{} {} has {has} bytes, its signals need {needs}", frame.id, name());
            self.notice(NoticeKind::ShortFrame, frame, text);
        } else if telling.undefined.is_some() {
            let text =
                format!("{} {} has a multiplexer value that its DBC does not define", frame.id, name());
            self.notice(NoticeKind::UndefinedMultiplexer, frame, text);
        }
    }

    fn notice(&mut self, kind: NoticeKind, frame: &Frame, text: String) {
        let notice = Notice { kind, origin: frame.origin, text: Cow::Owned(text) };
        self.outputs.push(Output::Notice(notice));
    }

    /// Lets every rule look that the last changes concern.
    fn look(&mut self, now: Time) {
        let cues = self.body.take_cues();
        if cues.is_empty() {
            return;
        }
        self.outputs.extend(self.body.drain_events().map(Output::Event));
        let again = self.watch.look(cues, &self.body, now, &mut self.outputs);
        // What these cues did not concern falls due no earlier than before.
        self.due = self.due.min(again).min(self.body.due_after(cues));
    }

    /// Settles what falls due, one by one in order, up to `until`. What changes in the body comes before the rules
    /// that look at the same moment.
    fn settle(&mut self, until: Time) {
        loop {
            let of_body = self.body.next_due();
            let due = of_body.min(self.watch.due());
            self.due = due;
            if due > until {
                return;
            }
            if of_body == due {
                self.body.settle(due);
                self.look(due);
            } else {
                self.watch.settle(&self.body, due, &mut self.outputs);
            }
        }
    }

    /// Ends what belongs to the time before: its findings end with its last frame.
    fn go_backwards(&mut self, frame: &Frame) {
        let last = self.body.now();
        self.watch.end(last, &mut self.outputs);
        self.body.went_backwards(frame);
        self.look(frame.time);
    }
}

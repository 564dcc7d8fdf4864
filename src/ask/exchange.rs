//! A tester's side of a talk with one unit: one question at a time, and the session kept between them. It neither sends nor
//! waits: frames and the time come in, frames and outcomes go out.

use super::isotp::{Event, Fault, Link, Stopped};
use super::{Answer, Deed, Presence, Refusal, Request, Session, Timing};
use crate::frame::{Frame, Time};

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The unit refused.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Nothing came in time.
    #[error("no answer")]
    Silent,
    /// It was busy each time.
    #[error("busy each time it was asked")]
    Busy,
    /// It went on to say that the answer takes time.
    #[error("said again and again that the answer takes time, and never gave one")]
    Pending,
    /// The question could not be sent.
    #[error("the question could not be sent: {0}")]
    NotAsked(#[from] Stopped),
    /// The answer broke off.
    #[error("the answer broke off: {0}")]
    Broken(#[from] Fault),
}

/// What became of a question: the bytes behind what the answer repeats of it, none for one that is not answered.
pub type Outcome = Result<Vec<u8>, NoAnswer>;

/// A question is under way already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the question before has no outcome yet")]
pub struct StillAsking;

/// A talk with one unit.
#[derive(Debug, Clone)]
pub struct Exchange {
    link: Link,
    timing: Timing,
    asked: Option<Asked>,
    session: Option<Session>,
    /// The latest time this side or the other began or ended something.
    stirred: Time,
    /// What comes until then may still be the answer to a question that was given up.
    quiet_until: Time,
    set_aside: u64,
}

/// A question, or a deed, under way.
#[derive(Debug, Clone)]
struct Asked {
    bytes: Vec<u8>,
    /// How many of these an answer repeats.
    echo: usize,
    /// The question; none of a deed.
    request: Option<Request>,
    phase: Phase,
    busy: u8,
    /// When the unit first said that its answer takes time.
    pending_since: Option<Time>,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    /// It may go from then on.
    Queued(Time),
    /// Its frames are going.
    Going,
    /// The answer is to begin until then.
    Waiting(Time),
}

impl Exchange {
    /// A talk over `link`, in no session.
    pub const fn new(link: Link, timing: Timing) -> Self {
        Self {
            link,
            timing,
            asked: None,
            session: None,
            stirred: Time::MIN,
            quiet_until: Time::MIN,
            set_aside: 0,
        }
    }

    /// The session that is kept, if it is not the one a unit is in by itself.
    pub const fn session(&self) -> Option<Session> {
        self.session
    }

    /// Answers that came to no question of ours: repeated, late, or meant for another tester.
    pub const fn set_aside(&self) -> u64 {
        self.set_aside
    }

    /// Asks. After a question that was not answered it waits a little first, so that a late answer to that one is not taken
    /// for the answer to this.
    ///
    /// # Errors
    /// If a question is under way.
    pub fn ask(&mut self, request: Request, now: Time) -> Result<(), StillAsking> {
        self.begin_with(request.bytes(), request.echo(), Some(request), now)
    }

    /// Does what a person has consented to, once: a unit that is busy is not told again.
    ///
    /// # Errors
    /// If a question is under way; the deed is not done then.
    #[expect(clippy::needless_pass_by_value, reason = "what was consented to once is done once")]
    pub fn perform(&mut self, deed: Deed, now: Time) -> Result<(), StillAsking> {
        self.begin_with(deed.bytes().to_vec(), deed.echo(), None, now)
    }

    fn begin_with(
        &mut self,
        bytes: Vec<u8>,
        echo: usize,
        request: Option<Request>,
        now: Time,
    ) -> Result<(), StillAsking> {
        if self.asked.is_some() {
            return Err(StillAsking);
        }
        let phase = Phase::Queued(now.max(self.quiet_until));
        self.asked = Some(Asked { bytes, echo, request, phase, busy: 0, pending_since: None });
        Ok(())
    }

    /// Asks to leave the session that is kept; `false` if there is none. Whatever comes of it, the session is kept no longer.
    ///
    /// # Errors
    /// If a question is under way.
    pub fn leave(&mut self, now: Time) -> Result<bool, StillAsking> {
        let Some(session) = self.session else { return Ok(false) };
        self.ask(session.leave(), now)?;
        self.session = None;
        Ok(true)
    }

    /// Gives up the question under way.
    pub fn give_up(&mut self, now: Time) {
        if self.asked.take().is_some() {
            self.link.reset();
            self.quiet_until = now.after(self.timing.answer);
        }
    }

    /// Takes a frame heard at `now`; those of others change nothing.
    pub fn feed(&mut self, frame: &Frame, now: Time) -> Option<Outcome> {
        let events = self.link.feed(frame, now);
        self.take(events, now)
    }

    /// The next frame that may go by now; see [`Link::outgoing`].
    pub fn outgoing(&mut self, now: Time) -> Option<Frame> {
        self.begin(now);
        self.link.outgoing(now)
    }

    /// When [`Exchange::outgoing`] or [`Exchange::advance`] next has something, if no frame comes before; may lie in the past.
    pub fn due(&self) -> Option<Time> {
        let own = match self.asked.as_ref().map(|asked| asked.phase) {
            Some(Phase::Queued(from)) if !self.link.is_sending() => Some(from),
            Some(Phase::Waiting(until)) if !self.link.is_receiving() => Some(until),
            Some(_) => None,
            None => self.keep_alive(),
        };
        own.into_iter().chain(self.link.due()).min()
    }

    /// What has an outcome by now without a frame.
    pub fn advance(&mut self, now: Time) -> Option<Outcome> {
        self.begin(now);
        let events = self.link.advance(now);
        if let Some(outcome) = self.take(events, now) {
            return Some(outcome);
        }
        let asked = self.asked.as_ref()?;
        let Phase::Waiting(until) = asked.phase else { return None };
        if now < until || self.link.is_receiving() {
            return None;
        }
        let is_pending = asked.pending_since.is_some_and(|since| now.since(since) >= self.timing.longest);
        self.end(Err(if is_pending { NoAnswer::Pending } else { NoAnswer::Silent }), now)
    }

    /// When the unit is to be told that the tester is still there.
    fn keep_alive(&self) -> Option<Time> {
        let is_due = self.session.is_some() && self.asked.is_none() && !self.link.is_sending();
        is_due.then(|| self.stirred.after(self.timing.keep_alive))
    }

    /// Gives the link what is to be said by now.
    fn begin(&mut self, now: Time) {
        if self.link.is_sending() {
            return;
        }
        if self.keep_alive().is_some_and(|due| due <= now) {
            self.say(&Request::TesterPresent(Presence::Silent).bytes(), now);
        } else if let Some(asked) = &mut self.asked
            && matches!(asked.phase, Phase::Queued(from) if from <= now)
        {
            asked.phase = Phase::Going;
            let bytes = asked.bytes.clone();
            self.say(&bytes, now);
        }
    }

    /// The link is free, and requests are short: it refuses none.
    fn say(&mut self, bytes: &[u8], now: Time) {
        let said = self.link.send(bytes, now);
        debug_assert!(said.is_ok(), "a free link takes a short message");
        self.stirred = now;
    }

    fn take(&mut self, events: Vec<Event>, now: Time) -> Option<Outcome> {
        let mut outcome = None;
        for event in events {
            let is_going = self.asked.as_ref().is_some_and(|asked| matches!(asked.phase, Phase::Going));
            let came = match event {
                Event::Sent => self.sent(now),
                Event::Received(message) => self.received(&message, now),
                Event::SendFailed(stopped) if is_going => self.end(Err(stopped.into()), now),
                // What interrupted a message is heard to its end.
                Event::ReceiveFailed(fault) if self.is_waiting() && fault != Fault::Interrupted => {
                    self.end(Err(fault.into()), now)
                }
                Event::SendFailed(_) | Event::ReceiveFailed(_) => None,
            };
            outcome = outcome.or(came);
        }
        outcome
    }

    fn is_waiting(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| matches!(asked.phase, Phase::Waiting(_)))
    }

    fn sent(&mut self, now: Time) -> Option<Outcome> {
        self.stirred = now;
        let asked = self.asked.as_mut()?;
        if !matches!(asked.phase, Phase::Going) {
            return None;
        }
        asked.phase = Phase::Waiting(now.after(self.timing.answer));
        if asked.request.is_none_or(Request::is_answered) { None } else { self.end(Ok(Vec::new()), now) }
    }

    fn received(&mut self, message: &[u8], now: Time) -> Option<Outcome> {
        let is_waiting = self.is_waiting();
        let Some(asked) = self.asked.as_mut().filter(|_| is_waiting) else {
            self.set_aside += 1;
            return None;
        };
        match Answer::to_bytes(&asked.bytes, asked.echo, message) {
            Answer::Data(data) => {
                let data = data.to_vec();
                self.end(Ok(data), now)
            }
            Answer::Refused(refusal) => self.end(Err(NoAnswer::Refused(refusal)), now),
            Answer::Pending => {
                let since = *asked.pending_since.get_or_insert(now);
                let last = since.after(self.timing.longest);
                asked.phase = Phase::Waiting(now.after(self.timing.pending).min(last));
                None
            }
            Answer::Busy if asked.request.is_none() || asked.busy >= self.timing.busy_repeats => {
                self.end(Err(NoAnswer::Busy), now)
            }
            Answer::Busy => {
                asked.busy += 1;
                asked.phase = Phase::Queued(now.after(self.timing.busy_pause));
                None
            }
            Answer::Other => {
                self.set_aside += 1;
                None
            }
        }
    }

    fn end(&mut self, outcome: Outcome, now: Time) -> Option<Outcome> {
        let asked = self.asked.take()?;
        self.stirred = now;
        match (&outcome, asked.request) {
            (Ok(_), Some(Request::Session(session))) => {
                self.session = (!session.is_default()).then_some(session);
            }
            (Ok(_), Some(Request::StopSession)) => self.session = None,
            (Err(NoAnswer::Refused(_)) | Ok(_), _) => {}
            (Err(_), _) => self.quiet_until = now.after(self.timing.answer),
        }
        Some(outcome)
    }
}

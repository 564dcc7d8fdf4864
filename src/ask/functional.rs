//! One question to all units at once, and the answers of those that give one. It neither sends nor waits, as [`Exchange`]
//! does not.
//!
//! [`Exchange`]: super::Exchange

use super::isotp::{Event, Fault, Link, Route, Settings, Stopped};
use super::{Answer, NoAnswer, Outcome, Request, Timing};
use crate::frame::{CanId, Frame, Time};

/// Most units that are listened to at once.
const MOST: usize = 32;

/// To whom OBD's questions to all go, and where the answers come from (ISO 15765-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Everyone {
    /// 7DF, answered from 7E8 to 7EF.
    Short,
    /// 18DB33F1, answered from 18DAF1xx.
    Long,
}

impl Everyone {
    /// The identifier of what is asked.
    pub fn request(self) -> CanId {
        let id = match self {
            Self::Short => CanId::standard(0x7DF),
            Self::Long => CanId::extended(0x18DB_33F1),
        };
        id.unwrap_or(Frame::empty().id)
    }

    /// The identifier by which the unit that answers with `response` alone is asked; `None` if no unit answers so.
    pub fn physical(self, response: CanId) -> Option<CanId> {
        match (self, response.is_extended(), response.value()) {
            (Self::Short, false, id @ 0x7E8..=0x7EF) => CanId::standard(id - 8),
            (Self::Long, true, id) if id >> 8 == 0x0018_DAF1 => {
                CanId::extended(0x18DA_00F1 | (id & 0xFF) << 8)
            }
            _ => None,
        }
    }
}

/// What one unit said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The identifier it answers with.
    pub response: CanId,
    /// What it said.
    pub outcome: Outcome,
}

/// A question to all, and who has answered it.
#[derive(Debug, Clone)]
pub struct Functional {
    everyone: Everyone,
    request: Request,
    settings: Settings,
    timing: Timing,
    call: Link,
    units: Vec<Unit>,
    /// When it ends, unless a unit is still speaking or said that it takes time.
    until: Option<Time>,
    stopped: Option<Stopped>,
}

#[derive(Debug, Clone)]
struct Unit {
    response: CanId,
    link: Link,
    outcome: Option<Outcome>,
    pending: Option<Pending>,
}

#[derive(Debug, Clone, Copy)]
struct Pending {
    since: Time,
    until: Time,
}

impl Functional {
    /// Asks `everyone`, now.
    pub fn new(everyone: Everyone, request: Request, settings: Settings, timing: Timing, now: Time) -> Self {
        let id = everyone.request();
        let mut call = Link::new(Route::new(id, id), settings);
        // A free link takes a short message.
        let stopped = call.send(&request.bytes(), now).err().map(|_| Stopped::Blocked);
        Self { everyone, request, settings, timing, call, units: Vec::new(), until: None, stopped }
    }

    /// Takes a frame heard at `now`; those of others change nothing.
    pub fn feed(&mut self, frame: &Frame, now: Time) {
        if self.until.is_none() {
            return;
        }
        let Some(at) = self.unit(frame.id) else { return };
        let unit = &mut self.units[at];
        let events = unit.link.feed(frame, now);
        unit.take(events, self.request, &self.timing, now);
    }

    /// The next frame that may go by now; see [`Link::outgoing`].
    pub fn outgoing(&mut self, now: Time) -> Option<Frame> {
        let call = self.call.outgoing(now);
        call.or_else(|| self.units.iter_mut().find_map(|unit| unit.link.outgoing(now)))
    }

    /// When [`Functional::outgoing`] or [`Functional::advance`] next has something, if no frame comes before.
    pub fn due(&self) -> Option<Time> {
        let links = self.units.iter().filter_map(|unit| unit.link.due());
        let waits = self.units.iter().filter_map(Unit::runs_out);
        let end = self.until.filter(|_| !self.units.iter().any(Unit::is_speaking));
        links.chain(waits).chain(self.call.due()).chain(end).min()
    }

    /// What all have said, once nobody has more to say: the units in the order of their identifiers.
    ///
    /// # Errors
    /// If the question could not be sent.
    pub fn advance(&mut self, now: Time) -> Option<Result<Vec<Reply>, Stopped>> {
        for event in self.call.advance(now) {
            match event {
                Event::Sent => self.until = Some(now.after(self.timing.answer)),
                Event::SendFailed(stopped) => self.stopped = Some(stopped),
                Event::Received(_) | Event::ReceiveFailed(_) => {}
            }
        }
        if let Some(stopped) = self.stopped {
            return Some(Err(stopped));
        }
        for unit in &mut self.units {
            let events = unit.link.advance(now);
            unit.take(events, self.request, &self.timing, now);
            unit.run_out(&self.timing, now);
        }
        let is_over = self.until.is_some_and(|until| until <= now);
        if !is_over || self.units.iter().any(Unit::is_speaking) {
            return None;
        }
        self.until = None;
        self.units.sort_by_key(|unit| unit.response);
        let replies = self.units.drain(..);
        let reply = |unit: Unit| Some(Reply { response: unit.response, outcome: unit.outcome? });
        Some(Ok(replies.filter_map(reply).collect()))
    }

    /// The place of the unit that answers so; it gets one with its first frame.
    fn unit(&mut self, response: CanId) -> Option<usize> {
        if let Some(at) = self.units.iter().position(|unit| unit.response == response) {
            return Some(at);
        }
        let request = self.everyone.physical(response)?;
        if self.units.len() == MOST {
            return None;
        }
        let link = Link::new(Route::new(request, response), self.settings);
        self.units.push(Unit { response, link, outcome: None, pending: None });
        Some(self.units.len() - 1)
    }
}

impl Unit {
    /// Whether it has begun and not ended.
    fn is_speaking(&self) -> bool {
        self.outcome.is_none() && (self.link.is_receiving() || self.pending.is_some())
    }

    fn take(&mut self, events: Vec<Event>, request: Request, timing: &Timing, now: Time) {
        for event in events {
            let outcome = match event {
                Event::Received(message) => match Answer::to(request, &message) {
                    Answer::Data(data) => Ok(data.to_vec()),
                    Answer::Refused(refusal) => Err(NoAnswer::Refused(refusal)),
                    // Nobody asks all again because one was busy.
                    Answer::Busy => Err(NoAnswer::Busy),
                    Answer::Pending => {
                        let since = self.pending.map_or(now, |pending| pending.since);
                        let until = now.after(timing.pending).min(since.after(timing.longest));
                        self.pending = Some(Pending { since, until });
                        continue;
                    }
                    Answer::Other => continue,
                },
                Event::ReceiveFailed(fault) if fault != Fault::Interrupted => Err(fault.into()),
                Event::Sent | Event::SendFailed(_) | Event::ReceiveFailed(_) => continue,
            };
            self.pending = None;
            self.outcome.get_or_insert(outcome);
        }
    }

    /// When it must have begun the answer that it said takes time.
    fn runs_out(&self) -> Option<Time> {
        self.pending.filter(|_| !self.link.is_receiving()).map(|pending| pending.until)
    }

    fn run_out(&mut self, timing: &Timing, now: Time) {
        if self.runs_out().is_some_and(|until| until <= now)
            && let Some(pending) = self.pending.take()
        {
            let is_longest = now.since(pending.since) >= timing.longest;
            self.outcome.get_or_insert(Err(if is_longest { NoAnswer::Pending } else { NoAnswer::Silent }));
        }
    }
}

//! One identifier that may be a tester's or a unit's: its messages put together, and the question it has asked last.

use std::time::Duration;

use super::exchange::{Head, Said};
use super::pair::Strength;
use crate::ask::answer::{NEGATIVE, POSITIVE};
use crate::ask::isotp::{Addressing, LONGEST_CLASSIC, PATIENCE, Reassembly, Taken};
use crate::ask::trouble::{List, list};
use crate::ask::{Answer, Request};
use crate::frame::{CanId, Frame, Origin, Time};

/// Longest wait for an answer, or for more after "it takes time" (`P2*` of ISO 14229-2, with room).
const LONGEST_WAIT: Duration = Duration::from_secs(6);

/// Who sends with one identifier on one bus.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    pub(super) channel: u8,
    pub(super) id: CanId,
    pub(super) asked: Option<Asked>,
    reassembly: Reassembly,
}

/// A question.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) head: Head,
    pub(super) time: Time,
    pub(super) origin: Origin,
    /// When it was asked, or a unit said last that the answer takes time.
    pub(super) latest: Time,
    pub(super) is_answered: bool,
}

impl Speaker {
    pub(super) const fn new(channel: u8, id: CanId) -> Self {
        let reassembly = Reassembly::new(Addressing::Normal, LONGEST_CLASSIC, PATIENCE);
        Self { channel, id, asked: None, reassembly }
    }

    /// The message that `frame` completes.
    pub(super) fn hear<'a>(&'a mut self, frame: &'a Frame, time: Time) -> Option<&'a [u8]> {
        match self.reassembly.feed(time, frame.payload()).taken? {
            Taken::Whole(message) => Some(message),
            Taken::Begun(_) | Taken::More | Taken::FlowControl(_) => None,
        }
    }
}

impl Asked {
    /// The question that `message` is, if it is one; `frame` ended it.
    pub(super) fn of(message: &[u8], frame: &Frame, time: Time) -> Option<Self> {
        let head = Head::of(message)?;
        Some(Self { head, time, origin: frame.origin, latest: time, is_answered: false })
    }

    /// Whether `message` can be the answer, and how well that shows.
    pub(super) fn is_answered_by(&self, message: &[u8], time: Time) -> Option<Strength> {
        if self.is_answered || time.since(self.latest) > LONGEST_WAIT || time < self.time {
            return None;
        }
        let asked = self.head.bytes();
        match *message {
            [NEGATIVE, service, _] => (service == asked[0]).then_some(Strength::Strong),
            [first, ref rest @ ..] if first == asked[0] | POSITIVE => {
                let repeated = &asked[1..self.head.echo().min(asked.len())];
                if !rest.starts_with(repeated) {
                    return None;
                }
                let is_whole = self.codes(message).is_some_and(|list| list.is_whole());
                Some(if is_whole || !repeated.is_empty() { Strength::Strong } else { Strength::Weak })
            }
            _ => None,
        }
    }

    /// The trouble codes in `message`, if they were asked for.
    pub(super) fn codes(&self, message: &[u8]) -> Option<List> {
        let request = Request::parse(self.head.bytes()).ok()?;
        match Answer::to(request, message) {
            Answer::Data(data) => list(request, data),
            _ => None,
        }
    }
}

impl Said {
    /// What an answer says; `None` for what is none.
    pub(super) fn of(message: &[u8]) -> Option<Self> {
        use crate::ask::Refusal;
        match *message {
            [NEGATIVE, _, code] if Refusal(code) == Refusal::PENDING => Some(Self::Pending),
            [NEGATIVE, _, code] => Some(Self::Refused(Refusal(code))),
            [first, ..] if first != NEGATIVE && first & POSITIVE != 0 => Some(Self::Data),
            _ => None,
        }
    }
}

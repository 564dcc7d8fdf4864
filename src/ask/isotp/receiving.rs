//! Messages on their way in: put together, and their sender told when to go on.

use std::time::Duration;

use super::segment::Segmenter;
use super::{Fault, FlowState, Kind, Part, Reassembly, Route, Settings, Taken};
use crate::frame::{Frame, Time};

/// What one side hears.
#[derive(Debug, Clone)]
pub(super) struct Receiving {
    reassembly: Reassembly,
    /// What is to be said to the sender, from when on, and how often it is told to wait before that.
    answer: Option<Answer>,
    /// Frames until it must be told again.
    block: u8,
    /// When the next frame must have come.
    until: Option<Time>,
}

#[derive(Debug, Clone, Copy)]
struct Answer {
    from: Time,
    waits: u8,
    is_overflow: bool,
}

/// What came of a frame: at most the end of one message and the whole of the next.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) fault: Option<Fault>,
    pub(super) message: Option<Vec<u8>>,
}

impl Receiving {
    pub(super) const fn new(route: Route, settings: &Settings) -> Self {
        // The link's own clock judges what comes too late: pauses it asked for do not count.
        let reassembly = Reassembly::new(route.addressing(), settings.limit, Duration::MAX);
        Self { reassembly, answer: None, block: 0, until: None }
    }

    pub(super) const fn is_receiving(&self) -> bool {
        self.reassembly.is_receiving()
    }

    /// Takes a frame that is no flow control.
    pub(super) fn feed(&mut self, part: &Part, payload: &[u8], settings: &Settings, now: Time) -> Heard {
        let was_receiving = self.is_receiving();
        let fed = self.reassembly.feed(now, payload);
        // What belongs to nothing is passed over, as the standard wants it.
        let fault = fed.abandoned.map(|abandoned| abandoned.fault);
        let is_told = was_receiving || matches!(fault, Some(Fault::TooLong(_)));
        let mut heard = Heard { fault: fault.filter(|_| is_told), message: None };
        let answer = Answer { from: now, waits: settings.waits, is_overflow: false };
        match fed.taken {
            Some(Taken::Whole(message)) => {
                heard.message = Some(message.to_vec());
                (self.answer, self.until) = (None, None);
            }
            Some(Taken::Begun(_)) => {
                (self.answer, self.block, self.until) = (Some(answer), settings.block, None);
            }
            Some(Taken::More) => {
                self.until = Some(now.after(settings.consecutive));
                self.block = self.block.saturating_sub(1);
                if settings.block != 0 && self.block == 0 {
                    (self.answer, self.block, self.until) = (Some(answer), settings.block, None);
                }
            }
            Some(Taken::FlowControl(_)) | None => {
                if matches!(part.kind, Kind::First { .. }) {
                    self.answer = Some(Answer { is_overflow: true, waits: 0, ..answer });
                    self.until = None;
                } else if fault.is_some() && was_receiving {
                    (self.answer, self.until) = (None, None);
                }
            }
        }
        heard
    }

    /// What the sender is to be told, if it may go by now.
    pub(super) fn outgoing(&mut self, segmenter: Segmenter, settings: &Settings, now: Time) -> Option<Frame> {
        let answer = self.answer.filter(|answer| answer.from <= now)?;
        let flow = |state| segmenter.flow(state, settings.block, settings.separation, now);
        if answer.is_overflow {
            self.answer = None;
            return Some(flow(FlowState::Overflow));
        }
        if answer.waits > 0 {
            let from = now.after(settings.wait_pause);
            self.answer = Some(Answer { from, waits: answer.waits - 1, ..answer });
            return Some(flow(FlowState::Wait));
        }
        self.answer = None;
        self.until = Some(now.after(settings.consecutive));
        Some(flow(FlowState::Continue))
    }

    /// When it has to be looked at next.
    pub(super) fn due(&self) -> Option<Time> {
        self.answer.map(|answer| answer.from).or(self.until)
    }

    /// What has run out by now: the message under way is given up.
    pub(super) fn advance(&mut self, settings: &Settings, now: Time) -> Result<(), Fault> {
        let is_mute = self.answer.is_some_and(|answer| now > answer.from.after(settings.transmission));
        let is_late = self.until.is_some_and(|until| now >= until);
        if !is_mute && !is_late {
            return Ok(());
        }
        (self.answer, self.until) = (None, None);
        let was_receiving = self.is_receiving();
        self.reassembly.give_up();
        match (was_receiving, is_mute) {
            (true, true) => Err(Fault::Unanswerable),
            (true, false) => Err(Fault::Late),
            (false, _) => Ok(()),
        }
    }
}

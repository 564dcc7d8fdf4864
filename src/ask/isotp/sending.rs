//! One message on its way out: frame by frame, as fast as the other side lets it.

use super::segment::Segmenter;
use super::{FlowState, Separation, Settings};
use crate::frame::{Frame, Time};

/// Why a message was not sent to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// A frame did not get onto the bus (`N_As`).
    #[error("the bus took none of it")]
    Blocked,
    /// The other side did not say how to go on (`N_Bs`).
    #[error("nobody took it: no flow control came")]
    Unanswered,
    /// The other side has no room for it.
    #[error("it is too long for the other side")]
    Overflow,
    /// The other side asked to wait too often.
    #[error("the other side asked to wait too often")]
    TooManyWaits,
    /// The other side said something that ISO-TP does not have.
    #[error("the other side answered with flow control {0:02X}, which ISO-TP does not have")]
    BadFlowControl(u8),
}

/// A message, and how far it is.
#[derive(Debug, Clone)]
pub(super) struct Sending {
    message: Vec<u8>,
    /// Bytes that have gone.
    gone: usize,
    /// The number of the next frame behind the first.
    number: u8,
    /// Frames that may go before the other side must say so again; `None` for all.
    block: Option<u8>,
    separation: Separation,
    phase: Phase,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    /// A frame may go, from `from` on.
    Ready { from: Time },
    /// The other side is to say how to go on.
    Waiting { until: Time, waits: u8 },
    /// All has gone.
    Gone,
}

impl Sending {
    pub(super) const fn new(message: Vec<u8>, now: Time) -> Self {
        let phase = Phase::Ready { from: now };
        Self { message, gone: 0, number: 0, block: None, separation: Separation::NONE, phase }
    }

    /// Whether all of it has gone.
    pub(super) const fn is_gone(&self) -> bool {
        matches!(self.phase, Phase::Gone)
    }

    /// The next frame, if it may go by now.
    pub(super) fn outgoing(&mut self, segmenter: Segmenter, settings: &Settings, now: Time) -> Option<Frame> {
        let Phase::Ready { from } = self.phase else { return None };
        if now < from {
            return None;
        }
        if self.gone == 0 && self.message.len() <= segmenter.single_holds() {
            self.phase = Phase::Gone;
            return Some(segmenter.single(&self.message, now));
        }
        let waiting = Phase::Waiting { until: now.after(settings.flow_control), waits: 0 };
        if self.gone == 0 {
            let (frame, held) = segmenter.first(&self.message, now);
            (self.gone, self.number, self.phase) = (held, 1, waiting);
            return Some(frame);
        }
        let (frame, held) = segmenter.consecutive(self.number, &self.message[self.gone..], now);
        self.gone += held;
        self.number = (self.number + 1) & 0xF;
        self.block = self.block.map(|left| left.saturating_sub(1));
        self.phase = if self.gone == self.message.len() {
            Phase::Gone
        } else if self.block == Some(0) {
            waiting
        } else {
            Phase::Ready { from: now.after(self.separation.span()) }
        };
        Some(frame)
    }

    /// What the other side says; nothing if it was not asked.
    pub(super) fn flow(
        &mut self,
        state: FlowState,
        block: u8,
        separation: Separation,
        settings: &Settings,
        now: Time,
    ) -> Result<(), Stopped> {
        let Phase::Waiting { waits, .. } = self.phase else { return Ok(()) };
        match state {
            FlowState::Overflow => return Err(Stopped::Overflow),
            FlowState::Wait if waits >= settings.patience_waits => return Err(Stopped::TooManyWaits),
            FlowState::Wait => {
                self.phase = Phase::Waiting { until: now.after(settings.flow_control), waits: waits + 1 };
            }
            FlowState::Continue => {
                self.block = (block != 0).then_some(block);
                self.separation = separation;
                self.phase = Phase::Ready { from: now };
            }
        }
        Ok(())
    }

    /// Flow control of a kind that there is not: an end, if it was waited for.
    pub(super) const fn bad_flow(&self, kind: u8) -> Result<(), Stopped> {
        if matches!(self.phase, Phase::Waiting { .. }) { Err(Stopped::BadFlowControl(kind)) } else { Ok(()) }
    }

    /// When it has to be looked at next.
    pub(super) const fn due(&self) -> Option<Time> {
        match self.phase {
            Phase::Ready { from } => Some(from),
            Phase::Waiting { until, .. } => Some(until),
            Phase::Gone => None,
        }
    }

    /// What has run out by now.
    pub(super) fn advance(&self, settings: &Settings, now: Time) -> Result<(), Stopped> {
        match self.phase {
            Phase::Ready { from } if now > from.after(settings.transmission) => Err(Stopped::Blocked),
            Phase::Waiting { until, .. } if now >= until => Err(Stopped::Unanswered),
            _ => Ok(()),
        }
    }
}

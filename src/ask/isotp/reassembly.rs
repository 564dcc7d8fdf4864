//! Messages of one sender, put together from their frames; what goes wrong is told, never guessed over.

use std::time::Duration;

use super::{Addressing, FlowState, Kind, Malformed, Part};
use crate::frame::Time;

/// Longest message with frames of eight bytes and ordinary first frames.
pub const LONGEST_CLASSIC: usize = 4095;

/// Longest wait for the next frame of a message (`N_Cr` of ISO 15765-2).
pub const PATIENCE: Duration = Duration::from_secs(1);

/// Puts together what one sender says to one receiver. It keeps two messages of up to its limit, whatever lengths are
/// announced, and grows only with what was received.
#[derive(Debug, Clone)]
pub struct Reassembly {
    addressing: Addressing,
    limit: usize,
    patience: Duration,
    state: State,
    message: Vec<u8>,
    /// The one before, while it is told that it was given up.
    given_up: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No message is under way.
    Idle,
    /// One is.
    Receiving {
        length: u32,
        /// The number of the next frame.
        next: u8,
        /// What every frame but the last must hold.
        full: usize,
        latest: Time,
    },
    /// One is, and was given up.
    Skipping,
}

/// What became of one frame: it can end one message and begin the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fed<'a> {
    /// A message that was given up, or a frame that could not be used.
    pub abandoned: Option<Abandoned<'a>>,
    /// What the frame was good for.
    pub taken: Option<Taken<'a>>,
}

/// A message, or a frame, that led nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abandoned<'a> {
    /// Why.
    pub fault: Fault,
    /// What of the message had come.
    pub received: &'a [u8],
}

/// What a frame was good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken<'a> {
    /// It is, or completes, this message.
    Whole(&'a [u8]),
    /// It begins a message of so many bytes.
    Begun(u32),
    /// It goes on with the message.
    More,
    /// It says how the other side is to go on.
    FlowControl(FlowState),
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The frame is none of ISO-TP.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A frame is missing, or came twice.
    #[error("frame {got} came where {expected} was due")]
    Sequence {
        /// The number that was due, 0 to 15.
        expected: u8,
        /// The number that came.
        got: u8,
    },
    /// The next frame took too long.
    #[error("the next frame came too late")]
    Late,
    /// Another message began before its end.
    #[error("another message began before this one ended")]
    Interrupted,
    /// A frame in the middle of it holds less than it must.
    #[error("a frame before the last is not full")]
    NotFull,
    /// A frame goes on with a message whose beginning was not heard.
    #[error("the beginning of this message was not heard")]
    Headless,
    /// Its sender could not be told to go on: our own frame did not get onto the bus.
    #[error("its sender could not be told to go on")]
    Unanswerable,
    /// It is longer than what is kept of one.
    #[error("a message of {0} bytes is longer than what is kept")]
    TooLong(u32),
}

impl Reassembly {
    /// Of messages of up to `limit` bytes whose frames follow each other within `patience`.
    pub const fn new(addressing: Addressing, limit: usize, patience: Duration) -> Self {
        Self { addressing, limit, patience, state: State::Idle, message: Vec::new(), given_up: Vec::new() }
    }

    /// Whether a message is under way that may yet become whole.
    pub const fn is_receiving(&self) -> bool {
        matches!(self.state, State::Receiving { .. })
    }

    /// What of the message under way has come.
    pub fn received(&self) -> &[u8] {
        if self.is_receiving() { &self.message } else { &[] }
    }

    /// Takes the payload of the next frame, heard at `time`.
    pub fn feed<'a>(&'a mut self, time: Time, payload: &'a [u8]) -> Fed<'a> {
        let part = match Part::read(payload, self.addressing) {
            Ok(part) => part,
            Err(malformed) => return Fed::fault(malformed.into(), &[]),
        };
        let data = &payload[part.data];
        match part.kind {
            Kind::FlowControl { state, .. } => Fed::taken(Taken::FlowControl(state)),
            Kind::Consecutive { number } => self.go_on(time, number, data),
            Kind::Single => {
                let interrupted = self.interrupt();
                Fed { taken: Some(Taken::Whole(data)), ..self.beginning(interrupted) }
            }
            Kind::First { length } => {
                let interrupted = self.interrupt();
                if length as usize > self.limit {
                    self.state = State::Skipping;
                    return if interrupted {
                        self.beginning(true)
                    } else {
                        Fed::fault(Fault::TooLong(length), &[])
                    };
                }
                self.message.extend_from_slice(data);
                // A first frame of a classic bus is one byte shorter inside than those that follow.
                let header = if self.addressing == Addressing::Normal { 1 } else { 2 };
                self.state = State::Receiving { length, next: 1, full: payload.len() - header, latest: time };
                Fed { taken: Some(Taken::Begun(length)), ..self.beginning(interrupted) }
            }
        }
    }

    /// Gives up what is under way; frames that go on with it are passed over.
    pub fn give_up(&mut self) {
        if self.is_receiving() {
            self.state = State::Skipping;
        }
    }

    /// Ends what is under way; says whether something was.
    fn interrupt(&mut self) -> bool {
        let was_receiving = self.is_receiving();
        std::mem::swap(&mut self.message, &mut self.given_up);
        self.message.clear();
        self.state = State::Idle;
        was_receiving
    }

    fn beginning(&self, interrupted: bool) -> Fed<'_> {
        let abandoned =
            interrupted.then_some(Abandoned { fault: Fault::Interrupted, received: &self.given_up });
        Fed { abandoned, taken: None }
    }

    fn go_on(&mut self, time: Time, number: u8, data: &[u8]) -> Fed<'_> {
        let State::Receiving { length, next, full, latest } = self.state else {
            let is_told = self.state == State::Skipping;
            return if is_told { Fed::nothing() } else { Fed::fault(Fault::Headless, &[]) };
        };
        let left = (length as usize).saturating_sub(self.message.len());
        let fault = if time.since(latest) > self.patience {
            Some(Fault::Late)
        } else if number != next {
            Some(Fault::Sequence { expected: next, got: number })
        } else if data.len() < left.min(full) {
            Some(Fault::NotFull)
        } else {
            None
        };
        if let Some(fault) = fault {
            self.state = State::Skipping;
            return Fed::fault(fault, &self.message);
        }
        self.message.extend_from_slice(&data[..left.min(data.len())]);
        if left <= data.len() {
            self.state = State::Idle;
            return Fed::taken(Taken::Whole(&self.message));
        }
        self.state = State::Receiving { length, next: (next + 1) & 0xF, full, latest: time };
        Fed::taken(Taken::More)
    }
}

impl<'a> Fed<'a> {
    const fn nothing() -> Self {
        Self { abandoned: None, taken: None }
    }

    const fn taken(taken: Taken<'a>) -> Self {
        Self { abandoned: None, taken: Some(taken) }
    }

    const fn fault(fault: Fault, received: &'a [u8]) -> Self {
        Self { abandoned: Some(Abandoned { fault, received }), taken: None }
    }
}

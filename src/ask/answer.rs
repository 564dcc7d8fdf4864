//! What a unit's message says to a question: the answer, a refusal, not yet, or nothing to do with it.

use super::{Refusal, Request};

/// Added to a service when it is answered.
pub(super) const POSITIVE: u8 = 0x40;

/// Begins a refusal.
pub(super) const NEGATIVE: u8 = 0x7F;

/// A message held against a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// What was asked for: the bytes behind the service and the identifier that it repeats.
    Data(&'a [u8]),
    /// The answer takes its time (`7F .. 78`).
    Pending,
    /// Ask again (`7F .. 21`).
    Busy,
    /// No.
    Refused(Refusal),
    /// It answers another question: a late answer, or one to somebody else.
    Other,
}

impl<'a> Answer<'a> {
    /// What `message` says to `request`.
    pub fn to(request: Request, message: &'a [u8]) -> Self {
        Self::to_bytes(&request.bytes(), request.echo(), message)
    }

    /// What `message` says to what was sent, of which an answer repeats so many bytes; one at least.
    pub(super) fn to_bytes(asked: &[u8], echo: usize, message: &'a [u8]) -> Self {
        match *message {
            [NEGATIVE, service, code, ..] if service == asked[0] => match Refusal(code) {
                Refusal::PENDING => Self::Pending,
                Refusal::BUSY => Self::Busy,
                refusal => Self::Refused(refusal),
            },
            [first, ref rest @ ..] if first == asked[0] | POSITIVE => {
                let repeated = &asked[1..echo];
                rest.strip_prefix(repeated).map_or(Self::Other, Self::Data)
            }
            _ => Self::Other,
        }
    }
}

//! One question and what came of it, as it is told.

use std::fmt;

use crate::ask::service::{is_guarded, parameter, service};
use crate::ask::{Refusal, Request};
use crate::frame::{CanId, Origin, Time};

/// Longest beginning of a question that is kept.
const LONGEST: usize = 8;

/// The beginning of a question: service, identifier, and of what only reads or moves something all of it. What is written
/// into a unit, and what guards a car, is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Head {
    bytes: [u8; LONGEST],
    len: usize,
}

/// What a unit said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// What was asked for.
    Data,
    /// No.
    Refused(Refusal),
    /// Not yet.
    Pending,
}

/// A question that was answered or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchanged<'a> {
    /// When it was answered.
    pub time: Time,
    /// The frame that ended the question.
    pub origin: Origin,
    /// The bus.
    pub channel: u8,
    /// The identifier of the question.
    pub tester: CanId,
    /// The identifier of the answer.
    pub unit: CanId,
    /// The unit's name in the car's DBC.
    pub name: Option<&'a str>,
    /// What the car's DBC calls the question.
    pub about: Option<&'a str>,
    /// What was asked.
    pub head: Head,
    /// What came of it.
    pub said: Said,
    /// Bytes of the answer.
    pub length: usize,
}

impl Exchanged<'_> {
    /// What came of it, in words.
    pub fn outcome(&self) -> String {
        match self.said {
            Said::Data if self.length == 1 => "answered (1 byte)".to_owned(),
            Said::Data => format!("answered ({} bytes)", self.length),
            Said::Pending => "not yet answered".to_owned(),
            Said::Refused(refusal) => format!("refused: {refusal}"),
        }
    }
}

impl Head {
    /// Of `message`, if it can be a question.
    pub(super) fn of(message: &[u8]) -> Option<Self> {
        let &first = message.first()?;
        if !is_question(first) {
            return None;
        }
        let kept = if is_guarded(first) {
            1
        } else {
            match first {
                // Reads, and what moves something.
                0x01..=0x0A | 0x10 | 0x11 | 0x14 | 0x17..=0x24 | 0x28 | 0x2F..=0x33 | 0x3E | 0x85 => LONGEST,
                0x2C | 0x2E => 3,
                0x3B => 2,
                _ => 1,
            }
        };
        let len = message.len().min(kept);
        let mut bytes = [0; LONGEST];
        bytes[..len].copy_from_slice(&message[..len]);
        Some(Self { bytes, len })
    }

    /// Its bytes, one at least.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The service that is asked for.
    pub const fn service(&self) -> u8 {
        self.bytes[0]
    }

    /// Whether it changes nothing, as far as standards go.
    pub fn is_read(&self) -> bool {
        Request::parse(self.bytes()).is_ok()
            || matches!(self.service(), 0x01..=0x03 | 0x05..=0x07 | 0x09 | 0x0A | 0x21 | 0x22)
    }

    /// The name of what is asked for.
    pub fn name(&self) -> Option<String> {
        let parameter = self.bytes().get(1).and_then(|id| parameter(self.service(), *id));
        parameter.or_else(|| service(self.service()))
    }

    /// How many bytes of it an answer repeats.
    pub(super) const fn echo(&self) -> usize {
        match self.service() {
            0x22 | 0x2E | 0x2F => 3,
            0x01
            | 0x02
            | 0x06
            | 0x09
            | 0x10
            | 0x11
            | 0x19
            | 0x1A
            | 0x21
            | 0x28
            | 0x30..=0x33
            | 0x3B
            | 0x85 => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Head {
    /// Its bytes and its name: `21 47 (read data by local identifier)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.bytes().iter().enumerate() {
            write!(f, "{}{byte:02X}", if at > 0 { " " } else { "" })?;
        }
        self.name().map_or(Ok(()), |name| write!(f, " ({name})"))
    }
}

/// Whether a message that begins so can be a question of OBD, KWP2000 or UDS.
const fn is_question(first: u8) -> bool {
    matches!(
        first,
        0x01..=0x0A | 0x10 | 0x11 | 0x14 | 0x17..=0x24 | 0x27..=0x2A | 0x2C | 0x2E..=0x38 | 0x3B | 0x3D | 0x3E | 0x83..=0x87
    )
}

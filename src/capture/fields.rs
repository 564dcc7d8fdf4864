//! What the lines of many text formats are made of: identifiers, lengths and data bytes as words.

use super::digits::{decimal, hex_number};
use super::text::Complaint;
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD};

/// How a format writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Base {
    /// Hexadecimal.
    #[default]
    Hex,
    /// Decimal.
    Decimal,
}

impl Base {
    /// Reads one number.
    pub(super) fn number(self, text: &[u8]) -> Option<u32> {
        match self {
            Self::Hex => hex_number(text),
            Self::Decimal if text.is_empty() => None,
            Self::Decimal => u32::try_from(decimal(text)?).ok(),
        }
    }
}

/// Makes `frame` a classic frame without data on the first channel, to be filled in.
pub(super) fn clear(frame: &mut Frame) {
    frame.flags = Flags::empty();
    frame.channel = 0;
    frame.len8_dlc = 0;
    frame.set_payload(&[]);
}

/// An identifier whose kind the format names beside it.
pub(super) fn identifier(text: &[u8], base: Base, is_extended: bool) -> Result<CanId, Complaint> {
    let value = base.number(text).ok_or("the identifier is no number")?;
    if is_extended {
        CanId::extended(value).ok_or_else(|| "a 29-bit identifier must not be above 1FFFFFFF".into())
    } else {
        CanId::standard(value).ok_or_else(|| "an 11-bit identifier must not be above 7FF".into())
    }
}

/// A decimal length of 0 to 64.
pub(super) fn length(text: &[u8]) -> Result<usize, Complaint> {
    let length = if text.is_empty() { None } else { decimal(text) };
    length
        .and_then(|length| usize::try_from(length).ok())
        .filter(|&length| length <= MAX_PAYLOAD)
        .ok_or_else(|| "the length is no number from 0 to 64".into())
}

/// Sets the length of a classic frame from its DLC: 9 to 15 mean eight bytes, and are kept beside them.
pub(super) fn classic_length(dlc: usize, frame: &mut Frame) -> usize {
    frame.len8_dlc = u8::try_from(dlc).ok().filter(|dlc| (9..=15).contains(dlc)).unwrap_or(0);
    dlc.min(MAX_CLASSIC_PAYLOAD)
}

/// The number of bytes that a CAN FD frame of this DLC carries (ISO 11898-1:2015, table 5).
pub(super) fn fd_length(dlc: usize) -> Option<usize> {
    const LONG: [usize; 7] = [12, 16, 20, 24, 32, 48, 64];
    if dlc <= MAX_CLASSIC_PAYLOAD { Some(dlc) } else { LONG.get(dlc - MAX_CLASSIC_PAYLOAD - 1).copied() }
}

/// The smallest DLC of a CAN FD frame that can carry `length` bytes; 15 above 64.
pub(super) fn fd_dlc(length: usize) -> usize {
    (0..15).find(|&dlc| fd_length(dlc).is_some_and(|fits| fits >= length)).unwrap_or(15)
}

/// Takes `length` data bytes from `words`; the flags must be set before.
pub(super) fn data<'a>(
    words: &mut impl Iterator<Item = &'a [u8]>,
    length: usize,
    base: Base,
    frame: &mut Frame,
) -> Result<(), Complaint> {
    let mut bytes = [0; MAX_PAYLOAD];
    for byte in bytes.get_mut(..length).ok_or("there are more than 64 data bytes")? {
        let word = words.next().ok_or("there are fewer data bytes than the length says")?;
        let value = base.number(word).filter(|_| word.len() <= 3).and_then(|value| u8::try_from(value).ok());
        *byte = value.ok_or("a data byte is no number from 0 to 255")?;
    }
    payload(bytes.get(..length).unwrap_or_default(), frame)
}

/// Sets the data; the flags must be set before.
pub(super) fn payload(bytes: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    if frame.set_payload(bytes) { Ok(()) } else { Err("a classic frame has at most 8 data bytes".into()) }
}

/// Makes it a remote request for `length` bytes.
pub(super) fn remote(length: usize, frame: &mut Frame) -> Result<(), Complaint> {
    if u8::try_from(length).is_ok_and(|length| frame.set_remote(length)) {
        Ok(())
    } else {
        Err("a remote request asks for at most 8 bytes".into())
    }
}

//! The trace of `CanHacker`: `00.102 0000060D 8 10 06 ...` below a heading of column names. It does not say which
//! identifiers have 29 bits.

use super::channels::Channels;
use super::digits::{decimal, seconds};
use super::fields::{Base, clear, data, identifier, length};
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign};
use crate::frame::{CanId, Frame, MAX_CLASSIC_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "CanHacker trace",
    sign: Sign::Line(|line| is_heading(line) || row(line, &mut Frame::empty()).is_ok()),
    start: |_| Text::start(CanHacker),
};

/// Reads rows.
struct CanHacker;

impl LineFormat for CanHacker {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        if trim(line).is_empty() || is_heading(line) {
            return Ok(Parsed::Nothing);
        }
        row(line, frame)?;
        frame.channel = channels.number(b"1").unwrap_or(0);
        Ok(Parsed::Frame)
    }
}

fn is_heading(line: &[u8]) -> bool {
    let mut words = words(line);
    [&b"Time"[..], b"ID", b"DLC"].iter().all(|name| words.next() == Some(name))
}

fn row(line: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let mut words = words(line);
    clear(frame);
    let stamp = words.next().ok_or("the time is missing")?;
    frame.time = time(stamp).ok_or("the time is no decimal number of seconds")?;
    frame.id = identifier_by_value(words.next().ok_or("the identifier is missing")?)?;
    let length = length(words.next().ok_or("the length is missing")?)?;
    if length > MAX_CLASSIC_PAYLOAD {
        return Err("a classic frame has at most 8 data bytes".into());
    }
    data(&mut words, length, Base::Hex, frame)
}

/// Seconds with a decimal point, or a comma where the country writes one; a whole number is microseconds.
fn time(text: &[u8]) -> Option<Time> {
    if let Some(comma) = memchr::memchr(b',', text) {
        let mut copy = [0; 32];
        let copy = copy.get_mut(..text.len())?;
        copy.copy_from_slice(text);
        *copy.get_mut(comma)? = b'.';
        return seconds(copy);
    }
    if text.contains(&b'.') {
        return seconds(text);
    }
    let micros = if text.is_empty() { None } else { decimal(text) };
    i64::try_from(micros?).ok()?.checked_mul(1000).map(Time::from_nanos)
}

/// Identifiers are padded to eight digits whatever their kind: those above 7FF must have 29 bits.
pub(super) fn identifier_by_value(text: &[u8]) -> Result<CanId, Complaint> {
    let value = Base::Hex.number(text).ok_or("the identifier is no hexadecimal number")?;
    identifier(text, Base::Hex, value > CanId::MAX_STANDARD)
}

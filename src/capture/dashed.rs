//! Dashed lines, as sketches for hobby loggers print them: `4126-60D-0806000000000000`, milliseconds, identifier, data.

use super::canhacker::identifier_by_value;
use super::channels::Channels;
use super::digits::{decimal, hex_number};
use super::fields::{Base, clear, identifier, payload};
use super::text::{Complaint, LineFormat, Parsed, Text, trim};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD, Time};

pub(super) const FORMAT: Format =
    Format { name: "dashed list", sign: Sign::Line(is_sure), start: |_| Text::start(Dashed) };

/// Nanoseconds in a millisecond.
const MILLISECOND: i64 = 1_000_000;

/// Reads lines.
struct Dashed;

impl LineFormat for Dashed {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let line = trim(line);
        if line.is_empty() || line.starts_with(b"#") {
            return Ok(Parsed::Nothing);
        }
        row(line, frame)?;
        frame.channel = channels.number(b"1").unwrap_or(0);
        Ok(Parsed::Frame)
    }
}

/// Whether a line is a frame of one byte or more with an identifier of full length: less could be a date.
fn is_sure(line: &[u8]) -> bool {
    let mut frame = Frame::empty();
    let id = line.split(|&byte| byte == b'-').nth(1).unwrap_or_default();
    row(trim(line), &mut frame).is_ok() && !frame.is_empty() && matches!(id.len(), 3 | 8)
}

fn row(line: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    const EXPECTED: &str = "expected `milliseconds-id-data`";
    let mut cells = line.split(|&byte| byte == b'-');
    let (Some(stamp), Some(id), Some(data), None) = (cells.next(), cells.next(), cells.next(), cells.next())
    else {
        return Err(EXPECTED.into());
    };
    clear(frame);
    let stamp = decimal(stamp).filter(|_| !stamp.is_empty()).and_then(|stamp| i64::try_from(stamp).ok());
    let nanos = stamp.and_then(|stamp| stamp.checked_mul(MILLISECOND));
    frame.time = Time::from_nanos(nanos.ok_or("the time is no number of milliseconds")?);
    // Leading zeros may be left out, so fewer digits than eight do not tell which kind it is.
    frame.id = if id.len() == 8 { identifier(id, Base::Hex, true)? } else { identifier_by_value(id)? };
    let (pairs, odd) = data.as_chunks::<2>();
    if !odd.is_empty() {
        return Err("the data has an odd number of digits".into());
    }
    let mut bytes = [0; MAX_PAYLOAD];
    if pairs.len() > bytes.len() {
        return Err("there are more than 64 data bytes".into());
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let value = hex_number(pair).and_then(|value| u8::try_from(value).ok());
        *byte = value.ok_or("a data byte is no hexadecimal number up to FF")?;
    }
    frame.flags.set(Flags::FD, pairs.len() > MAX_CLASSIC_PAYLOAD);
    payload(&bytes[..pairs.len()], frame)
}

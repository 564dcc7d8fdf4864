//! The log of Microchip's CAN BUS Analyzer: `1250;RX;0x60D;8;0x10;0x06;...`, stamps in milliseconds.

use super::channels::Channels;
use super::digits::{decimal, hex_number};
use super::fields::{clear, length, payload};
use super::text::{Complaint, LineFormat, Parsed, Text, trim};
use super::{Format, Sign};
use crate::frame::{CanId, Flags, Frame, MAX_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "Microchip log",
    sign: Sign::Line(|line| row(trim(line), &mut Frame::empty()).is_ok()),
    start: |_| Text::start(Microchip::default()),
};

/// Reads rows; everything between two lines of slashes is a comment.
#[derive(Default)]
struct Microchip {
    in_comment: bool,
}

impl LineFormat for Microchip {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let line = trim(line);
        if line.starts_with(b"//") {
            self.in_comment = !self.in_comment;
            return Ok(Parsed::Nothing);
        }
        if line.is_empty() || self.in_comment {
            return Ok(Parsed::Nothing);
        }
        row(line, frame)?;
        frame.channel = channels.number(b"1").unwrap_or(0);
        Ok(Parsed::Frame)
    }
}

fn row(line: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let mut cells = line.split(|&byte| byte == b';').map(trim);
    let mut next = |complaint: &'static str| cells.next().ok_or(complaint);
    clear(frame);
    let stamp = next("the time is missing")?;
    let millis = if stamp.is_empty() { None } else { decimal(stamp) };
    let nanos =
        millis.and_then(|millis| i64::try_from(millis).ok()).and_then(|millis| millis.checked_mul(1_000_000));
    frame.time = Time::from_nanos(nanos.ok_or("the time is no whole number of milliseconds")?);
    match next("the direction is missing")? {
        b"RX" => {}
        b"TX" => frame.flags |= Flags::TX,
        _ => return Err("the direction is neither `RX` nor `TX`".into()),
    }
    let id = number(next("the identifier is missing")?).ok_or("the identifier is no number")?;
    // The format does not say which identifiers have 29 bits: those above 7FF must.
    let id = CanId::standard(id).or_else(|| CanId::extended(id));
    frame.id = id.ok_or("an identifier must not be above 1FFFFFFF")?;
    let length = length(next("the length is missing")?)?;
    let mut bytes = [0; MAX_PAYLOAD];
    for byte in bytes.iter_mut().take(length) {
        let value = number(next("there are fewer data bytes than the length says")?);
        let value = value.and_then(|value| u8::try_from(value).ok());
        *byte = value.ok_or("a data byte is no number from 0 to 255")?;
    }
    payload(bytes.get(..length).unwrap_or_default(), frame)
}

/// Hexadecimal behind `0x`, else decimal.
fn number(text: &[u8]) -> Option<u32> {
    match text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X")) {
        Some(digits) => hex_number(digits),
        None if text.is_empty() => None,
        None => u32::try_from(decimal(text)?).ok(),
    }
}

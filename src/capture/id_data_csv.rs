//! SavvyCAN's generic CSV: `60D,10 06 00`, an identifier and its data. It has no times: every one is zero.

use super::canhacker::identifier_by_value;
use super::channels::Channels;
use super::fields::{Base, clear, payload};
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD, Time};

pub(super) const FORMAT: Format =
    Format { name: "generic CSV", sign: Sign::Line(is_sure), start: |_| Text::start(IdData) };

/// Reads rows.
struct IdData;

impl LineFormat for IdData {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let line = trim(line);
        if line.is_empty() || line.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"ID")) {
            return Ok(Parsed::Nothing);
        }
        row(line, frame)?;
        frame.channel = channels.number(b"1").unwrap_or(0);
        Ok(Parsed::Frame)
    }
}

/// Whether a line is a row of two bytes or more, each of two digits: less could be any table of numbers.
fn is_sure(line: &[u8]) -> bool {
    let mut frame = Frame::empty();
    let data = line.split(|&byte| byte == b',').nth(1).unwrap_or_default();
    row(trim(line), &mut frame).is_ok() && frame.len() >= 2 && words(data).all(|word| word.len() == 2)
}

fn row(line: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let mut cells = line.split(|&byte| byte == b',').map(trim);
    let id = cells.next().unwrap_or_default();
    let data = cells.next().ok_or("expected `id,data bytes`")?;
    if cells.any(|cell| !cell.is_empty()) {
        return Err("expected `id,data bytes` and nothing behind them".into());
    }
    clear(frame);
    frame.time = Time::ZERO;
    frame.id = identifier_by_value(id.strip_prefix(b"0x").unwrap_or(id))?;
    let mut bytes = [0; MAX_PAYLOAD];
    let mut length = 0;
    for word in words(data) {
        let value = Base::Hex.number(word).and_then(|value| u8::try_from(value).ok());
        *bytes.get_mut(length).ok_or("there are more than 64 data bytes")? =
            value.ok_or("a data byte is no hexadecimal number up to FF")?;
        length += 1;
    }
    frame.flags.set(Flags::FD, length > MAX_CLASSIC_PAYLOAD);
    payload(bytes.get(..length).unwrap_or_default(), frame)
}

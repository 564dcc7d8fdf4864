//! The CRTD log of OVMS and SavvyCAN: `seconds 1R11 7E8 03 41 ...`.

use super::channels::Channels;
use super::digits::{decimal, seconds};
use super::fields::{Base, clear, identifier, payload};
use super::text::{Complaint, LineFormat, Parsed, Text, words};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD};

pub(super) const FORMAT: Format = Format {
    name: "CRTD log",
    sign: Sign::Line(|line| {
        record(line).is_some_and(|(_, kind, _)| matches!(kind, b"CXX" | b"CVR"))
            || Crtd.parse(line, &mut Channels::default(), &mut Frame::empty()) == Ok(Parsed::Frame)
    }),
    start: |_| Text::start(Crtd),
};

/// Reads records; those that are no frames (comments, events, commands) are passed over.
struct Crtd;

impl LineFormat for Crtd {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let mut words = words(line);
        let Some(stamp) = words.next() else { return Ok(Parsed::Nothing) };
        let (bus, kind, _) = record(line).ok_or("expected `seconds R11 id data`")?;
        let is_extended = match kind {
            b"R11" | b"T11" => false,
            b"R29" | b"T29" => true,
            // Everything else that is not of the bus begins with this letter.
            [b'C', ..] => return Ok(Parsed::Nothing),
            _ => return Err("the record is none of R11, R29, T11, T29 and C...".into()),
        };
        clear(frame);
        frame.time = seconds(stamp).ok_or("the time is no decimal number of seconds")?;
        frame.flags.set(Flags::TX, kind.starts_with(b"T"));
        let id = words.nth(1).ok_or("the identifier is missing")?;
        frame.id = identifier(id, Base::Hex, is_extended)?;
        let mut bytes = [0; MAX_PAYLOAD];
        let mut length = 0;
        for word in words {
            let value = Base::Hex.number(word).and_then(|value| u8::try_from(value).ok());
            let value = value.ok_or("a data byte is no hexadecimal number up to FF")?;
            *bytes.get_mut(length).ok_or("there are more than 64 data bytes")? = value;
            length += 1;
        }
        frame.flags.set(Flags::FD, length > MAX_CLASSIC_PAYLOAD);
        payload(bytes.get(..length).unwrap_or_default(), frame)?;
        frame.channel = channels.number(bus).ok_or("the bus has no usable number, or is one of too many")?;
        Ok(Parsed::Frame)
    }
}

/// The bus, the kind of record, and the stamp of a line; a record that names no bus is of the first.
fn record(line: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let mut words = words(line);
    let (stamp, kind) = (words.next()?, words.next()?);
    let digits = kind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (bus, kind) = kind.split_at(digits);
    seconds(stamp)?;
    decimal(bus)?;
    (kind.len() == 3).then_some((if bus.is_empty() { b"1" } else { bus }, kind, stamp))
}

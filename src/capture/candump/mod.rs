//! The log format of `candump -l`, `candump -L` and `canplayer`: `(seconds) interface id#data`, one frame a line.

mod quick;
pub(super) mod screen;
mod writer;

use super::channels::Channels;
use super::digits::{hex_digit, hex_number, seconds};
use super::interest::Interest;
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign};
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD};

pub use writer::Writer;

pub(super) const FORMAT: Format =
    Format { name: "candump log", sign: Sign::Line(is_frame), start: |_| Text::start(Log::default()) };

/// In the identifier of a log line: this is an error frame (`CAN_ERR_FLAG`, `linux/can.h`).
const ERROR_BIT: u32 = 0x2000_0000;

/// Flags of a CAN FD line (`CANFD_BRS`, `CANFD_ESI`, `linux/can.h`).
const FD_BRS: u8 = 1;
const FD_ESI: u8 = 2;

fn is_frame(line: &[u8]) -> bool {
    parse(line, &mut Channels::default(), &mut Frame::empty()) == Ok(Parsed::Frame)
}

/// Reads log lines.
#[derive(Default)]
struct Log {
    quick: quick::Quick,
    interest: Interest,
}

impl LineFormat for Log {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        parse(line, channels, frame)
    }

    #[inline]
    fn quick(&mut self, rest: &[u8], channels: &mut Channels, frame: &mut Frame) -> Option<usize> {
        self.quick.read(rest, channels, &self.interest, frame)
    }

    fn set_interest(&mut self, interest: Interest) {
        self.interest = interest;
    }
}

/// Any log line, however it is written.
fn parse(line: &[u8], channels: &mut Channels, frame: &mut Frame) -> Result<Parsed, Complaint> {
    let line = trim(line);
    let text = match line.split_first() {
        None | Some((b'#', _)) => return Ok(Parsed::Nothing),
        Some((b'(', text)) => text,
        Some(_) => return Err("expected `(seconds) interface id#data`".into()),
    };
    let close = memchr::memchr(b')', text).ok_or("the `)` behind the time is missing")?;
    let (stamp, text) = text.split_at(close);
    frame.time = seconds(trim(stamp)).ok_or("the time is no decimal number of seconds")?;
    let mut words = words(&text[1..]);
    let name = words.next().ok_or("the interface is missing")?;
    let body = words.next().ok_or("the frame is missing, expected `id#data`")?;
    let sent = match words.next() {
        None | Some(b"R") => Flags::empty(),
        Some(b"T") => Flags::TX,
        Some(_) => return Err("behind the frame, only `R` or `T` may follow".into()),
    };
    if words.next().is_some() {
        return Err("behind the frame, only `R` or `T` may follow".into());
    }
    body_of(body, frame)?;
    frame.flags |= sent;
    // Last, so that a bad line adds no bus.
    frame.channel = channels.number(name).ok_or("the interface has no usable name, or is one of too many")?;
    Ok(Parsed::Frame)
}

/// Reads `id#data` and its variants into the frame.
fn body_of(body: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let hash = memchr::memchr(b'#', body).ok_or("there is no `#` between identifier and data")?;
    let (id, data) = (&body[..hash], &body[hash + 1..]);
    frame.flags = Flags::empty();
    frame.len8_dlc = 0;
    identifier(id, frame)?;
    match data {
        [b'#', flags, data @ ..] => {
            let bits = hex_digit(*flags).ok_or("the CAN FD flags are no hexadecimal digit")?;
            frame.flags |= Flags::FD;
            frame.flags.set(Flags::BRS, bits & FD_BRS != 0);
            frame.flags.set(Flags::ESI, bits & FD_ESI != 0);
            payload(data, frame)
        }
        [b'#'] => Err("the CAN FD flags are missing behind `##`".into()),
        [b'R' | b'r', length @ ..] => remote(length, frame),
        _ => {
            let (data, raw_dlc) = split_raw_dlc(data)?;
            payload(data, frame)?;
            set_raw_dlc(raw_dlc, frame)
        }
    }
}

/// Up to three digits are an 11-bit identifier; more are 29 bits, however small, or an error frame.
fn identifier(text: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let value = hex_number(text).ok_or("the identifier is not 3 or 8 hexadecimal digits")?;
    let id = if text.len() <= 3 {
        CanId::standard(value).ok_or("an identifier of 3 digits must not be above 7FF")?
    } else if value & ERROR_BIT != 0 {
        frame.flags |= Flags::ERROR;
        CanId::extended(value & !ERROR_BIT).ok_or("the identifier of an error frame is above 3FFFFFFF")?
    } else {
        CanId::extended(value).ok_or("an identifier of 8 digits must not be above 1FFFFFFF")?
    };
    frame.id = id;
    Ok(())
}

/// Reads pairs of digits, each with a dot before it or not.
fn payload(text: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let mut bytes = [0; MAX_PAYLOAD];
    let mut length = 0;
    let mut rest = text;
    loop {
        rest = match rest {
            [] => break,
            [b'.', high, low, tail @ ..] | [high, low, tail @ ..] => {
                let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low)) else {
                    return Err("the data are not pairs of hexadecimal digits".into());
                };
                *bytes.get_mut(length).ok_or("there are more than 64 data bytes")? = high << 4 | low;
                length += 1;
                tail
            }
            _ => return Err("the last data byte has only one digit".into()),
        };
    }
    let bytes = bytes.get(..length).unwrap_or_default();
    if frame.set_payload(bytes) { Ok(()) } else { Err("a classic frame has at most 8 data bytes".into()) }
}

/// Reads what follows `#R`: the length asked for, and a raw DLC.
fn remote(text: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let (length, raw_dlc) = split_raw_dlc(text)?;
    let length = match length {
        [] => 0,
        [digit @ b'0'..=b'8'] => digit - b'0',
        _ => return Err("behind `R`, only a length of 0 to 8 may follow".into()),
    };
    frame.set_remote(length);
    set_raw_dlc(raw_dlc, frame)
}

/// Splits `_9` to `_F` off the end.
fn split_raw_dlc(text: &[u8]) -> Result<(&[u8], u8), Complaint> {
    let Some(at) = memchr::memchr(b'_', text) else { return Ok((text, 0)) };
    match &text[at + 1..] {
        [digit] => match hex_digit(*digit) {
            Some(dlc @ 9..=15) => Ok((&text[..at], dlc)),
            _ => Err("a raw DLC must be `_9` to `_F`".into()),
        },
        _ => Err("a raw DLC must be `_9` to `_F`".into()),
    }
}

fn set_raw_dlc(raw_dlc: u8, frame: &mut Frame) -> Result<(), Complaint> {
    if raw_dlc != 0 && frame.len() != MAX_CLASSIC_PAYLOAD {
        return Err("a raw DLC above 8 needs 8 bytes".into());
    }
    frame.len8_dlc = raw_dlc;
    Ok(())
}

//! What `candump` prints on the screen: `can0  123   [8]  11 22 ...`, with every `-t` stamp or none, `-x`, `-a`, `-i`,
//! `-S` and `-8`. Without stamps every time is zero.

use super::identifier;
use crate::capture::calendar::date_and_clock;
use crate::capture::channels::Channels;
use crate::capture::digits::{hex_number, seconds};
use crate::capture::fields::{classic_length, clear, length as decimal_length, payload, remote};
use crate::capture::text::{Complaint, LineFormat, Parsed, Text, lines, trim, words};
use crate::capture::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_PAYLOAD, Time};

pub(in crate::capture) const FORMAT: Format = Format {
    name: "candump screen output",
    sign: Sign::Line(|line| {
        Screen::default().parse(line, &mut Channels::default(), &mut Frame::empty()) == Ok(Parsed::Frame)
    }),
    start: |_| Text::start(Screen::default()),
};

/// How much is looked at to tell `-t d` from `-t z`: hundreds of lines.
const FORESIGHT: usize = 32 * 1024;

/// Reads screen lines.
#[derive(Default)]
struct Screen {
    /// `-t d`: each stamp counts from the line before.
    is_delta: bool,
    /// The time so far, for `-t d`.
    time: i64,
    /// The frame read last was an error frame, whose explanation may follow.
    after_error: bool,
}

impl LineFormat for Screen {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        if self.after_error && line.starts_with(b"\t") {
            return Ok(Parsed::Nothing);
        }
        let line = trim(line);
        if line.is_empty() || line.starts_with(b"#") {
            return Ok(Parsed::Nothing);
        }
        if line.starts_with(b"DROPCOUNT") {
            return Err("candump could not keep up and lost frames here".into());
        }
        let (stamp, text) = split_stamp(line)?;
        clear(frame);
        let name = body(text, frame)?;
        let time = stamp.unwrap_or(Time::ZERO);
        frame.time = if self.is_delta {
            self.time = self.time.saturating_add(time.as_nanos());
            Time::from_nanos(self.time)
        } else {
            time
        };
        self.after_error = frame.flags.contains(Flags::ERROR);
        frame.channel =
            channels.number(name).ok_or("the interface has no usable name, or is one of too many")?;
        Ok(Parsed::Frame)
    }

    fn foresight(&self, head: &[u8]) -> usize {
        // Only `-t z` and `-t d` begin at zero, with three digits. Nothing behind the first stamp may be asked: how
        // much of it is there already is chance.
        let first = lines(head).map(trim).find(|line| line.starts_with(b"("));
        if first.is_some_and(|line| line.starts_with(b"(000.000000)")) { FORESIGHT } else { 0 }
    }

    fn foresee(&mut self, head: &[u8]) {
        let stamps = lines(head).filter_map(|line| split_stamp(trim(line)).ok()?.0);
        let (mut steps, mut backwards, mut before) = (0, 0, None);
        for stamp in stamps {
            steps += usize::from(before.is_some());
            backwards += usize::from(before.is_some_and(|before| stamp < before));
            before = Some(stamp);
        }
        // Differences go down about every second line; a clock that counts on does so hardly ever.
        self.is_delta = backwards > 0 && backwards * 4 >= steps;
    }
}

/// Takes the stamp off the front, if there is one.
fn split_stamp(line: &[u8]) -> Result<(Option<Time>, &[u8]), Complaint> {
    let Some(text) = line.strip_prefix(b"(") else { return Ok((None, line)) };
    let close = memchr::memchr(b')', text).ok_or("the `)` behind the time is missing")?;
    let (stamp, text) = text.split_at(close);
    let mut parts = words(stamp);
    let time = match (parts.next(), parts.next()) {
        (Some(date), Some(time)) => date_and_clock(date, time),
        (Some(stamp), None) => seconds(stamp),
        _ => None,
    };
    Ok((Some(time.ok_or("the time is neither seconds nor a date")?), &text[1..]))
}

/// Reads everything behind the stamp; returns the name of the interface.
fn body<'a>(text: &'a [u8], frame: &mut Frame) -> Result<&'a [u8], Complaint> {
    let open = text.iter().position(|byte| matches!(byte, b'[' | b'{'));
    let open = open.ok_or("expected `interface id [length] data`")?;
    let mut front = words(&text[..open]);
    let name = front.next().ok_or("the interface is missing")?;
    let mut id = front.next().ok_or("the identifier is missing")?;
    if matches!(id, b"RX" | b"TX") {
        frame.flags.set(Flags::TX, id == b"TX");
        frame.flags.set(Flags::BRS, front.next() == Some(b"B"));
        frame.flags.set(Flags::ESI, front.next() == Some(b"E"));
        id = front.next().ok_or("the identifier is missing")?;
    }
    if front.next().is_some() || !matches!(id.len(), 3 | 8) {
        return Err("expected `interface id [length] data`".into());
    }
    identifier(id, frame)?;
    let close = text.iter().position(|byte| matches!(byte, b']' | b'}')).filter(|&close| close > open);
    let close = close.ok_or("the `]` behind the length is missing")?;
    let inside = &text[open + 1..close];
    let length = if text[open] == b'{' {
        raw_dlc(inside, frame)?
    } else {
        // Only CAN FD lengths have two digits.
        frame.flags.set(Flags::FD, inside.len() == 2);
        decimal_length(trim(inside))?
    };
    if !frame.flags.contains(Flags::FD) {
        frame.flags.remove(Flags::BRS | Flags::ESI);
    }
    let rest = trim(&text[close + 1..]);
    if rest.starts_with(b"remote request") {
        remote(length, frame)?;
    } else {
        data(rest, length, frame)?;
    }
    Ok(name)
}

/// `{9}` to `{F}`: eight bytes with a raw DLC above 8.
fn raw_dlc(text: &[u8], frame: &mut Frame) -> Result<usize, Complaint> {
    match hex_number(text) {
        Some(dlc @ 9..=15) => Ok(classic_length(dlc as usize, frame)),
        _ => Err("a raw DLC must be {9} to {F}".into()),
    }
}

/// Reads the data column: hexadecimal or binary, and swapped where it is written with back quotes.
fn data(text: &[u8], length: usize, frame: &mut Frame) -> Result<(), Complaint> {
    let mut bytes = [0; MAX_PAYLOAD];
    let bytes = bytes.get_mut(..length).ok_or("there are more than 64 data bytes")?;
    // The ASCII column begins with a quote that a back quote in the data is not.
    let is_swapped = length > 1 && words(text).next().is_some_and(|word| word.contains(&b'`'));
    let mut pieces = text
        .split(|byte| byte.is_ascii_whitespace() || (is_swapped && *byte == b'`'))
        .filter(|piece| !piece.is_empty());
    for byte in bytes.iter_mut() {
        let piece = pieces.next().ok_or("there are fewer data bytes than the length says")?;
        *byte = octet(piece).ok_or("a data byte is neither two hexadecimal nor eight binary digits")?;
    }
    if is_swapped {
        bytes.reverse();
    }
    payload(bytes, frame)
}

fn octet(text: &[u8]) -> Option<u8> {
    match text.len() {
        2 => u8::try_from(hex_number(text)?).ok(),
        8 => text.iter().try_fold(0, |sum: u8, &digit| match digit {
            b'0' | b'1' => Some(sum << 1 | (digit - b'0')),
            _ => None,
        }),
        _ => None,
    }
}

//! Vector ASC, the text log of Vector's tools. The date in its heading is in any language and of no time zone, so
//! times stay what the lines say: seconds since the measurement began.

use super::channels::Channels;
use super::digits::{decimal, hex_number, seconds};
use super::fields::{Base, classic_length, clear, data, fd_length, identifier, remote};
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign, epoch};
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "Vector ASC",
    sign: Sign::Line(|line| {
        line.starts_with(b"base ")
            || Asc::default().parse(line, &mut Channels::default(), &mut Frame::empty()) == Ok(Parsed::Frame)
    }),
    start: |_| Text::start(Asc::default()),
};

/// What lines without a time begin with.
const HEADINGS: [&[u8]; 9] = [
    b"//",
    b"date ",
    b"base ",
    b"internal events",
    b"no internal events",
    b"Begin Trigger",
    b"End Trigger",
    b"previous log file",
    b"start of",
];

/// Flags in a CAN FD line, behind the data (`EDL` and `RTR` of Vector's `CANFD` event).
const FLAG_FD: u32 = 0x1000;
const FLAG_REMOTE: u32 = 0x10;

/// Reads events.
#[derive(Default)]
struct Asc {
    base: Base,
    is_relative: bool,
    /// The sum of relative stamps.
    elapsed: i64,
    /// The moment from which stamps count, where a comment of our own tells it.
    epoch: Time,
}

impl LineFormat for Asc {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let line = trim(line);
        if line.is_empty() || self.heading(line) {
            return Ok(Parsed::Nothing);
        }
        let mut words = words(line);
        let stamp =
            words.next().and_then(seconds).ok_or("expected a line that begins with a time in seconds")?;
        let time = self.time(stamp);
        let kind = words.next().unwrap_or_default();
        clear(frame);
        frame.time = time;
        let (channel, parsed) = if kind == b"CANFD" {
            let channel = words.next().ok_or("the channel is missing")?;
            (channel, self.fd_event(&mut words, frame)?)
        } else if kind.iter().all(u8::is_ascii_digit) {
            (kind, self.event(line, &mut words, frame)?)
        } else {
            // Of another bus, or about the measurement.
            return Ok(Parsed::Nothing);
        };
        if parsed == Parsed::Frame {
            let number = channels.number(channel);
            frame.channel = number.ok_or("the channel has no usable name, or is one of too many")?;
        }
        Ok(parsed)
    }
}

impl Asc {
    /// Takes in a line without a time; says whether it was one.
    fn heading(&mut self, line: &[u8]) -> bool {
        if line.starts_with(b"base ") {
            let has = |word: &[u8]| words(line).any(|other| other.eq_ignore_ascii_case(word));
            self.base = if has(b"dec") { Base::Decimal } else { Base::Hex };
            self.is_relative = has(b"relative");
        }
        if line.starts_with(b"//")
            && let Some(epoch) = epoch::read(line)
        {
            self.epoch = epoch;
        }
        HEADINGS
            .iter()
            .any(|heading| line.get(..heading.len()).is_some_and(|start| start.eq_ignore_ascii_case(heading)))
    }

    fn time(&mut self, stamp: Time) -> Time {
        if !self.is_relative {
            return epoch::after(stamp, self.epoch);
        }
        self.elapsed = self.elapsed.saturating_add(stamp.as_nanos());
        epoch::after(Time::from_nanos(self.elapsed), self.epoch)
    }

    /// What stands behind the channel of a classic event.
    fn event<'a>(
        &self,
        line: &[u8],
        words: &mut impl Iterator<Item = &'a [u8]>,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let Some(id) = words.next() else { return Err("the channel is all there is".into()) };
        if id.eq_ignore_ascii_case(b"ErrorFrame") {
            return Ok(error(frame));
        }
        match words.next() {
            Some(b"Rx") => {}
            Some(b"Tx") => frame.flags |= Flags::TX,
            // A request to send, bus statistics, a protocol above CAN: nothing that was on the bus.
            _ => return Ok(Parsed::Nothing),
        }
        frame.id = self.identifier(id, line)?;
        match words.next() {
            Some(b"d") => {
                let dlc = words.next().ok_or("the length is missing")?;
                let length = classic_length(self.dlc(dlc)?, frame);
                data(words, length, self.base, frame)?;
            }
            Some(b"r") => {
                // Old files leave the length out.
                let dlc = words.next().and_then(|dlc| self.dlc(dlc).ok()).unwrap_or(0);
                remote(classic_length(dlc, frame), frame)?;
            }
            _ => return Err("behind the direction, `d` or `r` was expected".into()),
        }
        Ok(Parsed::Frame)
    }

    /// What stands behind the channel of a CAN FD event, which may hold a classic frame.
    fn fd_event<'a>(
        &self,
        words: &mut impl Iterator<Item = &'a [u8]>,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        match words.next() {
            Some(b"Rx") => {}
            Some(b"Tx") => frame.flags |= Flags::TX,
            _ => return Ok(Parsed::Nothing),
        }
        let mut next = |complaint: &'static str| words.next().ok_or(complaint);
        let id = next("the identifier is missing")?;
        if id.eq_ignore_ascii_case(b"ErrorFrame") {
            return Ok(error(frame));
        }
        frame.id = self.identifier(id, b"")?;
        let mut brs = next("the BRS flag is missing")?;
        if !brs.first().is_some_and(u8::is_ascii_digit) {
            // The symbolic name of the frame.
            brs = next("the BRS flag is missing")?;
        }
        let esi = next("the ESI flag is missing")?;
        let dlc = hex_number(next("the DLC is missing")?).and_then(|dlc| fd_length(dlc as usize));
        let asked = dlc.ok_or("the DLC is no hexadecimal digit")?;
        let length = super::fields::length(next("the length is missing")?)?;
        frame.flags.insert(Flags::FD);
        data(words, length, self.base, frame)?;
        // The duration, the length in bits, then the flags.
        let flags = words.nth(2).and_then(hex_number);
        if flags.is_some_and(|flags| flags & FLAG_FD == 0) && length <= MAX_CLASSIC_PAYLOAD {
            frame.flags.remove(Flags::FD);
            if flags.is_some_and(|flags| flags & FLAG_REMOTE != 0) {
                remote(asked.min(MAX_CLASSIC_PAYLOAD), frame)?;
            }
        } else {
            frame.flags.set(Flags::BRS, brs == b"1");
            frame.flags.set(Flags::ESI, esi == b"1");
        }
        Ok(Parsed::Frame)
    }

    /// An identifier, 29-bit with an `x` behind it. Where a database put a name in its place, `line` may say at its
    /// end `ID = ` and a decimal number.
    fn identifier(&self, text: &[u8], line: &[u8]) -> Result<CanId, Complaint> {
        let (digits, is_extended) = split_extended(text);
        if self.base.number(digits).is_some() {
            return identifier(digits, self.base, is_extended);
        }
        let mark = b"ID = ";
        let at = memchr::memmem::find(line, mark).ok_or("the identifier is no number")?;
        let number = words(&line[at + mark.len()..]).next().unwrap_or_default();
        let (digits, is_extended) = split_extended(number);
        identifier(digits, Base::Decimal, is_extended)
    }

    fn dlc(&self, text: &[u8]) -> Result<usize, Complaint> {
        let dlc = match self.base {
            Base::Hex => hex_number(text).map(u64::from),
            Base::Decimal => decimal(text).filter(|_| !text.is_empty()),
        };
        dlc.and_then(|dlc| usize::try_from(dlc).ok())
            .filter(|&dlc| dlc <= 15)
            .ok_or_else(|| "the DLC is no number from 0 to 15".into())
    }
}

fn split_extended(text: &[u8]) -> (&[u8], bool) {
    match text {
        [digits @ .., b'x' | b'X'] => (digits, true),
        _ => (text, false),
    }
}

/// An error frame, of which the format does not say the class.
fn error(frame: &mut Frame) -> Parsed {
    frame.flags = Flags::ERROR;
    frame.id = CanId::extended(0).unwrap_or(frame.id);
    Parsed::Frame
}

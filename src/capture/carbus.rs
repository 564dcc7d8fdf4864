//! The text trace of CARBUS Analyzer: a heading in at-signs, then rows between tabs that end in a carriage return.

use super::canhacker::identifier_by_value;
use super::channels::Channels;
use super::digits::decimal;
use super::fields::{Base, clear, data, length};
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "CARBUS Analyzer trace",
    sign: Sign::Line(|line| line.starts_with(b"@ TEXT @")),
    start: |_| Text::start(Carbus { fraction_ns: 1000 }),
};

/// Reads rows by the version of their heading.
struct Carbus {
    /// What one stands for behind the comma of a stamp.
    fraction_ns: i64,
}

impl LineFormat for Carbus {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        if trim(line).is_empty() {
            return Ok(Parsed::Nothing);
        }
        if let Some(version) = line.strip_prefix(b"@ TEXT @") {
            // Version 2 counts milliseconds, later ones microseconds.
            self.fraction_ns = if trim(version).starts_with(b"2 ") { 1_000_000 } else { 1000 };
            return Ok(Parsed::Nothing);
        }
        let mut words = words(line);
        let mut next = |complaint: &'static str| words.next().ok_or(complaint);
        clear(frame);
        frame.time = self.time(next("the time is missing")?).ok_or("the time is not `seconds,fraction`")?;
        let bus = next("the bus is missing")?;
        // Flags of the program's own, which its notes do not explain.
        next("the flags are missing")?;
        frame.id = identifier_by_value(next("the identifier is missing")?)?;
        let length = length(next("the length is missing")?)?;
        frame.flags.set(Flags::FD, length > MAX_CLASSIC_PAYLOAD);
        data(&mut words, length, Base::Hex, frame)?;
        frame.channel = channels.number(bus).ok_or("the bus has no usable number, or is one of too many")?;
        Ok(Parsed::Frame)
    }
}

impl Carbus {
    fn time(&self, text: &[u8]) -> Option<Time> {
        let comma = memchr::memchr(b',', text)?;
        let part = |text: &[u8]| i64::try_from(decimal(text).filter(|_| !text.is_empty())?).ok();
        let (whole, fraction) = (part(&text[..comma])?, part(&text[comma + 1..])?);
        let nanos = whole.checked_mul(1_000_000_000)?.checked_add(fraction.checked_mul(self.fraction_ns)?)?;
        Some(Time::from_nanos(nanos))
    }
}

//! The log of BusMaster: sessions with a heading in asterisks, then `22:20:14:9920 Rx 1 0x60D s 8 10 06 ...`.

use super::channels::Channels;
use super::digits::decimal;
use super::fields::{Base, clear, data, identifier, length, remote};
use super::text::{Complaint, LineFormat, Parsed, Text, trim, words};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, Time};

pub(super) const FORMAT: Format = Format {
    name: "BusMaster log",
    sign: Sign::Line(|line| line.starts_with(b"***BUSMASTER Ver") || line.starts_with(b"***<Time><Tx/Rx>")),
    start: |_| Text::start(BusMaster::default()),
};

/// A step back of more than this, by the clock of the day, is midnight.
const HALF_DAY_NS: i64 = 12 * 3_600 * 1_000_000_000;

/// What stamps count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    /// The clock of the day; days go on.
    #[default]
    System,
    /// The start of the session.
    Absolute,
    /// The frame before.
    Relative,
}

/// Reads sessions one behind the other.
#[derive(Default)]
struct BusMaster {
    mode: Mode,
    base: Base,
    /// The stamp before, without days; for relative stamps, their sum.
    before: i64,
    /// Midnights passed, as nanoseconds.
    days: i64,
}

impl LineFormat for BusMaster {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        let line = trim(line);
        if line.is_empty() {
            return Ok(Parsed::Nothing);
        }
        if line.starts_with(b"***") {
            self.heading(line);
            return Ok(Parsed::Nothing);
        }
        let mut words = words(line);
        let mut next = |complaint: &'static str| words.next().ok_or(complaint);
        let stamp =
            clock(next("the time is missing")?).ok_or("the time is not hours:minutes:seconds:fraction")?;
        clear(frame);
        match next("the direction is missing")? {
            b"Rx" => {}
            b"Tx" => frame.flags |= Flags::TX,
            _ => return Err("the direction is neither `Rx` nor `Tx`".into()),
        }
        let bus = next("the channel is missing")?;
        let id = next("the identifier is missing")?;
        let kind = next("the type is missing")?;
        let is_extended = matches!(kind, b"x" | b"xr" | b"rx");
        if !is_extended && !matches!(kind, b"s" | b"sr" | b"rs") {
            return Err("the type is none of `s`, `x`, `sr` and `xr`".into());
        }
        let id = id.strip_prefix(b"0x").unwrap_or(id);
        frame.id = identifier(id, self.base, is_extended)?;
        let length = length(next("the length is missing")?)?;
        if kind.len() == 2 {
            remote(length, frame)?;
        } else {
            data(&mut words, length, self.base, frame)?;
        }
        frame.channel =
            channels.number(bus).ok_or("the channel has no usable name, or is one of too many")?;
        frame.time = self.time(stamp);
        Ok(Parsed::Frame)
    }
}

impl BusMaster {
    fn heading(&mut self, line: &[u8]) {
        match line {
            b"***HEX***" => self.base = Base::Hex,
            b"***DEC***" => self.base = Base::Decimal,
            b"***SYSTEM MODE***" => self.mode = Mode::System,
            b"***ABSOLUTE MODE***" => self.mode = Mode::Absolute,
            b"***RELATIVE MODE***" => self.mode = Mode::Relative,
            _ => {}
        }
    }

    fn time(&mut self, stamp: i64) -> Time {
        match self.mode {
            Mode::Absolute => Time::from_nanos(stamp),
            Mode::Relative => {
                self.before = self.before.saturating_add(stamp);
                Time::from_nanos(self.before)
            }
            Mode::System => {
                if self.before - stamp > HALF_DAY_NS {
                    self.days = self.days.saturating_add(2 * HALF_DAY_NS);
                }
                self.before = stamp;
                Time::from_nanos(self.days.saturating_add(stamp))
            }
        }
    }
}

/// Hours, minutes, seconds, and four digits of a tenth of a millisecond each, or up to three of a millisecond (as
/// SavvyCAN writes them), in nanoseconds.
fn clock(text: &[u8]) -> Option<i64> {
    let mut sum = 0_i64;
    let mut parts = text.split(|&byte| byte == b':');
    for scale in [3_600_000_000_000, 60_000_000_000, 1_000_000_000] {
        let part = parts.next().filter(|part| (1..=4).contains(&part.len()))?;
        sum += i64::try_from(decimal(part)?).ok()? * scale;
    }
    let fraction = parts.next().filter(|part| (1..=4).contains(&part.len()))?;
    let scale = if fraction.len() == 4 { 100_000 } else { 1_000_000 };
    sum += i64::try_from(decimal(fraction)?).ok()? * scale;
    parts.next().is_none().then_some(sum)
}

//! Writing Vector ASC.

use std::io::{self, Write};

use super::{Buses, Encoder, Lost, Output, Target};
use crate::capture::calendar::Civil;
use crate::capture::digits::Seconds;
use crate::capture::epoch;
use crate::capture::fields::fd_dlc;
use crate::frame::{Flags, Frame, Time};

pub(super) const TARGET: Target = Target {
    name: "asc",
    extension: "asc",
    buses: Buses::Numbered { from: 1 },
    start: |output| Ok(Box::new(Asc { output, epoch: None })),
};

struct Asc {
    output: Output,
    /// Known from the first frame on.
    epoch: Option<Time>,
}

/// Flags behind the data of a CAN FD event: the format, the bit rate switch, the error state.
const FD: u32 = 0x1000;
const BRS: u32 = 0x2000;
const ESI: u32 = 0x4000;

impl Encoder for Asc {
    fn write(&mut self, frame: &Frame, _channel: &str) -> io::Result<Lost> {
        let epoch = match self.epoch {
            Some(epoch) => epoch,
            None => self.heading(epoch::of(frame.time))?,
        };
        let stamp = Seconds(epoch::since(frame.time, epoch)).to_string();
        write!(self.output, "{stamp:>11}")?;
        let channel = u16::from(frame.channel) + 1;
        let direction = if frame.flags.contains(Flags::TX) { "Tx" } else { "Rx" };
        if frame.flags.contains(Flags::ERROR) {
            writeln!(self.output, " {channel}  ErrorFrame")?;
            let is_bare = frame.is_empty() && frame.id.value() == 0;
            let mut lost = if is_bare { Lost::empty() } else { Lost::ERROR_DETAIL };
            lost.set(Lost::DIRECTION, frame.flags.contains(Flags::TX));
            return Ok(lost);
        }
        let mark = if frame.id.is_extended() { "x" } else { "" };
        let id = format!("{:X}{mark}", frame.id.value());
        if frame.flags.contains(Flags::FD) {
            self.fd(frame, channel, direction, &id)?;
            return Ok(Lost::empty());
        }
        let dlc = if frame.len8_dlc > 8 { usize::from(frame.len8_dlc) } else { frame.len() };
        let kind = if frame.flags.contains(Flags::REMOTE) { "r" } else { "d" };
        write!(self.output, " {channel}  {id:<15} {direction:<4} {kind} {dlc:X}")?;
        self.data(frame)?;
        writeln!(self.output)?;
        Ok(Lost::empty())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Output> {
        if self.epoch.is_none() {
            self.heading(Time::ZERO)?;
        }
        writeln!(self.output, "End TriggerBlock")?;
        Ok(self.output)
    }
}

impl Asc {
    fn heading(&mut self, epoch: Time) -> io::Result<Time> {
        const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let civil = Civil::of(epoch);
        let date = format!(
            "{} {} {} {:02}:{:02}:{:02}.{:03} {}",
            DAYS[usize::from(civil.weekday) % 7],
            MONTHS[usize::from(civil.month + 11) % 12],
            civil.day,
            civil.hour,
            civil.minute,
            civil.second,
            civil.millisecond,
            civil.year
        );
        writeln!(self.output, "date {date}")?;
        writeln!(self.output, "base hex  timestamps absolute")?;
        writeln!(self.output, "internal events logged")?;
        if let Some(text) = epoch::text(epoch) {
            writeln!(self.output, "// {text}")?;
        }
        writeln!(self.output, "Begin Triggerblock {date}")?;
        writeln!(self.output, "   0.000000 Start of measurement")?;
        self.epoch = Some(epoch);
        Ok(epoch)
    }

    fn fd(&mut self, frame: &Frame, channel: u16, direction: &str, id: &str) -> io::Result<()> {
        let has = |flag| u8::from(frame.flags.contains(flag));
        let bit = |flag, bit| if frame.flags.contains(flag) { bit } else { 0 };
        let flags = FD | bit(Flags::BRS, BRS) | bit(Flags::ESI, ESI);
        let (brs, esi, length) = (has(Flags::BRS), has(Flags::ESI), frame.len());
        let dlc = fd_dlc(length);
        write!(
            self.output,
            " CANFD {channel:>3} {direction:<4} {id:>8} {:>33} {brs} {esi} {dlc:x} {length:>2}",
            ""
        )?;
        self.data(frame)?;
        // Duration and length of the frame on the wire, which are not known; then the flags, check sum, bit timings.
        writeln!(self.output, " 0 0 {flags:X} 0 0 0 0 0")
    }

    fn data(&mut self, frame: &Frame) -> io::Result<()> {
        frame.payload().iter().try_for_each(|byte| write!(self.output, " {byte:02X}"))
    }
}

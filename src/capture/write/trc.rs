//! Writing PEAK TRC 2.1.

use std::io::{self, Write};

use super::{Buses, Encoder, Lost, Output, Target};
use crate::capture::epoch;
use crate::capture::fields::{fd_dlc, fd_length};
use crate::frame::{Flags, Frame, Time};

pub(super) const TARGET: Target = Target {
    name: "trc",
    extension: "trc",
    buses: Buses::Numbered { from: 1 },
    start: |output| Ok(Box::new(Trc { output, epoch: None, row: 0 })),
};

struct Trc {
    output: Output,
    /// Known from the first frame on.
    epoch: Option<Time>,
    row: u64,
}

/// Days from 1899-12-30, from which the format counts, to 1970-01-01.
const DAYS_TO_EPOCH: f64 = 25_569.0;
const SECONDS_PER_DAY: f64 = 86_400.0;

impl Encoder for Trc {
    fn write(&mut self, frame: &Frame, _channel: &str) -> io::Result<Lost> {
        let epoch = match self.epoch {
            Some(epoch) => epoch,
            None => self.heading(epoch::of(frame.time))?,
        };
        let mut lost = Lost::empty();
        let nanos = epoch::since(frame.time, epoch).as_nanos();
        lost.set(Lost::NANOSECONDS, nanos % 1000 != 0);
        let micros = nanos.div_euclid(1000);
        let (sign, micros) = (if micros < 0 { "-" } else { "" }, micros.unsigned_abs());
        let offset = format!("{sign}{}.{:03}", micros / 1000, micros % 1000);
        self.row += 1;
        let (row, bus) = (self.row, u16::from(frame.channel) + 1);
        let direction = if frame.flags.contains(Flags::TX) { "Tx" } else { "Rx" };
        if frame.flags.contains(Flags::ERROR) {
            writeln!(self.output, "{row:>7} {offset:>13} ER {bus:>2}        - {direction} -  0")?;
            lost.set(Lost::ERROR_DETAIL, !frame.is_empty() || frame.id.value() != 0);
            return Ok(lost);
        }
        let digits = if frame.id.is_extended() { 8 } else { 4 };
        let id = format!("{:0digits$X}", frame.id.value());
        let kind = kind(frame.flags);
        let is_fd = frame.flags.contains(Flags::FD);
        let raw = usize::from(frame.len8_dlc);
        let dlc = if is_fd { fd_dlc(frame.len()) } else { raw.max(frame.len()) };
        write!(self.output, "{row:>7} {offset:>13} {kind} {bus:>2} {id:>8} {direction} -  {dlc:<4}")?;
        for byte in frame.payload() {
            write!(self.output, " {byte:02X}")?;
        }
        let missing = if is_fd { fd_length(dlc).unwrap_or(0).saturating_sub(frame.len()) } else { 0 };
        lost.set(Lost::LENGTH, missing > 0);
        for _ in 0..missing {
            write!(self.output, " 00")?;
        }
        writeln!(self.output)?;
        Ok(lost)
    }

    fn finish(mut self: Box<Self>) -> io::Result<Output> {
        if self.epoch.is_none() {
            self.heading(Time::ZERO)?;
        }
        Ok(self.output)
    }
}

impl Trc {
    fn heading(&mut self, epoch: Time) -> io::Result<Time> {
        let days = DAYS_TO_EPOCH + epoch.as_secs_f64() / SECONDS_PER_DAY;
        writeln!(self.output, ";$FILEVERSION=2.1")?;
        writeln!(self.output, ";$STARTTIME={days:.10}")?;
        writeln!(self.output, ";$COLUMNS=N,O,T,B,I,d,R,L,D")?;
        if let Some(text) = epoch::text(epoch) {
            writeln!(self.output, ";   {text}")?;
        }
        writeln!(
            self.output,
            ";   Message number, time offset [ms], type, bus, ID [hex], Rx/Tx, reserved, DLC, data"
        )?;
        self.epoch = Some(epoch);
        Ok(epoch)
    }
}

const fn kind(flags: Flags) -> &'static str {
    if flags.contains(Flags::REMOTE) {
        return "RR";
    }
    match (flags.contains(Flags::FD), flags.contains(Flags::BRS), flags.contains(Flags::ESI)) {
        (false, _, _) => "DT",
        (true, false, false) => "FD",
        (true, true, false) => "FB",
        (true, false, true) => "FE",
        (true, true, true) => "BI",
    }
}

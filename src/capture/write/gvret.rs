//! Writing GVRET CSV, which holds data frames only.

use std::io::{self, Write};

use super::{Buses, Encoder, Lost, Output, Target};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD};

pub(super) const TARGET: Target = Target {
    name: "gvret",
    extension: "csv",
    buses: Buses::Numbered { from: 0 },
    start: |mut output| {
        writeln!(output, "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8")?;
        Ok(Box::new(Gvret { output }))
    },
};

struct Gvret {
    output: Output,
}

impl Encoder for Gvret {
    fn write(&mut self, frame: &Frame, _channel: &str) -> io::Result<Lost> {
        if frame.flags.contains(Flags::REMOTE) {
            return Ok(Lost::REMOTE);
        }
        if frame.flags.contains(Flags::ERROR) {
            return Ok(Lost::ERROR);
        }
        let mut lost = Lost::empty();
        let nanos = frame.time.as_nanos();
        lost.set(Lost::EARLY_TIME, nanos < 0);
        lost.set(Lost::NANOSECONDS, nanos > 0 && nanos % 1000 != 0);
        let is_fd = frame.flags.contains(Flags::FD);
        lost.set(Lost::FD, is_fd && frame.len() <= MAX_CLASSIC_PAYLOAD);
        lost.set(Lost::FD_FLAGS, frame.flags.intersects(Flags::BRS | Flags::ESI));
        lost.set(Lost::RAW_DLC, frame.len8_dlc != 0);
        let direction = if frame.flags.contains(Flags::TX) { "Tx" } else { "Rx" };
        write!(
            self.output,
            "{},{:08X},{},{direction},{},{}",
            nanos.max(0) / 1000,
            frame.id.value(),
            frame.id.is_extended(),
            frame.channel,
            frame.len()
        )?;
        for byte in frame.payload() {
            write!(self.output, ",{byte:02X}")?;
        }
        for _ in frame.len()..MAX_CLASSIC_PAYLOAD {
            write!(self.output, ",00")?;
        }
        writeln!(self.output)?;
        Ok(lost)
    }

    fn finish(self: Box<Self>) -> io::Result<Output> {
        Ok(self.output)
    }
}

//! Writing a candump log that reads back as the same frames.

use std::io::{self, Write};

use super::{ERROR_BIT, FD_BRS, FD_ESI};
use crate::capture::digits::Seconds;
use crate::frame::{Flags, Frame};

/// Writes frames as `candump -l` does: `(seconds) interface id#data`.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
}

impl<W: Write> Writer<W> {
    /// Writes to `out`, in small pieces: give it a buffer.
    pub const fn new(out: W) -> Self {
        Self { out }
    }

    /// Writes one line for `frame` on the interface called `channel`, which must not hold blanks. Stamps have six
    /// decimals, nine where the time is no whole microsecond. The identifier of an error frame is written with 29 bits.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn write(&mut self, frame: &Frame, channel: &str) -> io::Result<()> {
        write!(self.out, "({}) {channel} ", Seconds(frame.time))?;
        if frame.flags.contains(Flags::ERROR) {
            write!(self.out, "{:08X}#", frame.id.value() | ERROR_BIT)?;
        } else {
            write!(self.out, "{}#", frame.id)?;
        }
        if frame.flags.contains(Flags::FD) {
            let brs = if frame.flags.contains(Flags::BRS) { FD_BRS } else { 0 };
            let esi = if frame.flags.contains(Flags::ESI) { FD_ESI } else { 0 };
            write!(self.out, "#{:X}", brs | esi)?;
        }
        if frame.flags.contains(Flags::REMOTE) {
            self.out.write_all(b"R")?;
            if !frame.is_empty() {
                write!(self.out, "{}", frame.len())?;
            }
        }
        for byte in frame.payload() {
            write!(self.out, "{byte:02X}")?;
        }
        if frame.len8_dlc > 8 {
            write!(self.out, "_{:X}", frame.len8_dlc)?;
        }
        self.out.write_all(if frame.flags.contains(Flags::TX) { b" T\n" } else { b"\n" })
    }

    /// Gives back the output.
    pub fn into_inner(self) -> W {
        self.out
    }
}

//! Writing pcapng with SocketCAN packets, for Wireshark.

use std::io::{self, Write};

use super::{Buses, Encoder, Lost, Output, Target};
use crate::frame::{Flags, Frame};

pub(super) const TARGET: Target = Target {
    name: "pcapng",
    extension: "pcapng",
    buses: Buses::Named,
    start: |mut output| {
        let mut section = 0x1A2B_3C4D_u32.to_le_bytes().to_vec();
        // Version 1.0, and a length that is not known.
        section.extend([1, 0, 0, 0]);
        section.extend(u64::MAX.to_le_bytes());
        block(&mut output, SECTION, &section)?;
        Ok(Box::new(Pcapng { output, interfaces: [None; 256], count: 0, body: Vec::new() }))
    },
};

/// Block types, and the link type of CAN frames.
const SECTION: u32 = 0x0A0D_0D0A;
const INTERFACE: u32 = 1;
const PACKET: u32 = 6;
const SOCKETCAN: u16 = 227;

struct Pcapng {
    output: Output,
    /// The number of the interface of each channel that was described.
    interfaces: [Option<u32>; 256],
    count: u32,
    /// The block being made; kept for its memory.
    body: Vec<u8>,
}

impl Encoder for Pcapng {
    fn write(&mut self, frame: &Frame, channel: &str) -> io::Result<Lost> {
        let interface = match self.interfaces[usize::from(frame.channel)] {
            Some(interface) => interface,
            None => self.describe(frame.channel, channel)?,
        };
        let nanos = frame.time.as_nanos();
        let stamp = u64::try_from(nanos).unwrap_or(0);
        let body = &mut self.body;
        body.clear();
        body.extend(interface.to_le_bytes());
        body.extend(((stamp >> 32) as u32).to_le_bytes());
        body.extend(((stamp & 0xFFFF_FFFF) as u32).to_le_bytes());
        let length = u32::try_from(8 + frame.payload().len()).unwrap_or(u32::MAX);
        body.extend(length.to_le_bytes());
        body.extend(length.to_le_bytes());
        packet(frame, body);
        body.resize(body.len().next_multiple_of(4), 0);
        // The option that tells the direction, and the end of options.
        let direction = if frame.flags.contains(Flags::TX) { 2 } else { 1 };
        body.extend([2, 0, 4, 0, direction, 0, 0, 0, 0, 0, 0, 0]);
        block(&mut self.output, PACKET, &self.body)?;
        Ok(if nanos < 0 { Lost::EARLY_TIME } else { Lost::empty() })
    }

    fn finish(self: Box<Self>) -> io::Result<Output> {
        Ok(self.output)
    }
}

impl Pcapng {
    /// Describes the interface of a channel.
    fn describe(&mut self, channel: u8, name: &str) -> io::Result<u32> {
        let mut body = SOCKETCAN.to_le_bytes().to_vec();
        body.extend([0; 6]);
        // Names are short; the length is of 16 bits.
        let name = name.as_bytes().get(..255).unwrap_or(name.as_bytes());
        body.extend([2, 0, u8::try_from(name.len()).unwrap_or(0), 0]);
        body.extend(name);
        body.resize(body.len().next_multiple_of(4), 0);
        // Nanoseconds, and the end of options.
        body.extend([9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
        block(&mut self.output, INTERFACE, &body)?;
        let interface = self.count;
        self.interfaces[usize::from(channel)] = Some(interface);
        self.count += 1;
        Ok(interface)
    }
}

/// A frame as Linux hands it to packet capture (link type 227).
fn packet(frame: &Frame, body: &mut Vec<u8>) {
    let bit = |flag, bit| if frame.flags.contains(flag) { bit } else { 0_u32 };
    let is_error = frame.flags.contains(Flags::ERROR);
    let extended = if frame.id.is_extended() && !is_error { 0x8000_0000 } else { 0 };
    let id = frame.id.value() | extended | bit(Flags::REMOTE, 0x4000_0000) | bit(Flags::ERROR, 0x2000_0000);
    body.extend(id.to_be_bytes());
    let has = |flag| u8::from(frame.flags.contains(flag));
    let flags = has(Flags::BRS) | has(Flags::ESI) << 1 | has(Flags::FD) << 2;
    body.extend([u8::try_from(frame.len()).unwrap_or(64), flags, 0, frame.len8_dlc]);
    body.extend(frame.payload());
}

/// Writes a block, whose body is of whole words.
fn block(output: &mut Output, kind: u32, body: &[u8]) -> io::Result<()> {
    let size = u32::try_from(body.len() + 12).unwrap_or(u32::MAX).to_le_bytes();
    output.write_all(&kind.to_le_bytes())?;
    output.write_all(&size)?;
    output.write_all(body)?;
    output.write_all(&size)
}

//! Writing Vector BLF, in deflated containers.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{Buses, Encoder, Lost, Output, Target};
use crate::capture::calendar::Civil;
use crate::capture::epoch;
use crate::capture::fields::fd_dlc;
use crate::frame::{Flags, Frame, Time};

pub(super) const TARGET: Target = Target {
    name: "blf",
    extension: "blf",
    buses: Buses::Numbered { from: 1 },
    start: |output| {
        let (objects, last) = (Vec::new(), Time::ZERO);
        let mut writer = Blf { output, epoch: None, last, objects, count: 0, size: 0, unpacked: 0 };
        // Sizes and dates follow at the end, where the output lets them.
        let header = writer.header();
        writer.output.write_all(&header)?;
        Ok(Box::new(writer))
    },
};

/// Bytes of the file's header.
const HEADER: usize = 144;

/// Unpacked bytes of a container, as Vector's tools choose them.
const CONTAINER: usize = 128 * 1024;

/// Object types.
const CAN_MESSAGE: u32 = 1;
const LOG_CONTAINER: u32 = 10;
const APP_TEXT: u32 = 65;
const CAN_ERROR_EXT: u32 = 73;
const CAN_FD_MESSAGE_64: u32 = 101;

struct Blf {
    output: Output,
    /// Known from the first frame on.
    epoch: Option<Time>,
    last: Time,
    /// Objects that are not yet in a container.
    objects: Vec<u8>,
    count: u32,
    /// Bytes of containers written, and what they hold.
    size: u64,
    unpacked: u64,
}

impl Encoder for Blf {
    fn write(&mut self, frame: &Frame, _channel: &str) -> io::Result<Lost> {
        let epoch = match self.epoch {
            Some(epoch) => epoch,
            None => self.begin(epoch::of(frame.time)),
        };
        let stamp = epoch::since(frame.time, epoch).as_nanos();
        let mut lost = Lost::empty();
        lost.set(Lost::EARLY_TIME, stamp < 0);
        let stamp = u64::try_from(stamp).unwrap_or(0);
        if frame.time > self.last {
            self.last = frame.time;
        }
        if frame.flags.contains(Flags::ERROR) {
            lost.set(Lost::ERROR_DETAIL, !frame.is_empty() || frame.id.value() != 0);
            lost.set(Lost::DIRECTION, frame.flags.contains(Flags::TX));
            let mut body = [0; 32];
            body[..2].copy_from_slice(&(u16::from(frame.channel) + 1).to_le_bytes());
            self.object(CAN_ERROR_EXT, stamp, &body);
        } else if frame.flags.contains(Flags::FD) {
            // One byte holds the channel of this object, counted from one.
            lost.set(Lost::CHANNEL, frame.channel == u8::MAX);
            self.object(CAN_FD_MESSAGE_64, stamp, &fd_message(frame));
        } else {
            self.object(CAN_MESSAGE, stamp, &message(frame));
        }
        if self.objects.len() >= CONTAINER {
            self.container()?;
        }
        Ok(lost)
    }

    fn finish(mut self: Box<Self>) -> io::Result<Output> {
        self.container()?;
        let header = self.header();
        self.output.rewrite_front(&header)?;
        Ok(self.output)
    }
}

impl Blf {
    fn begin(&mut self, epoch: Time) -> Time {
        self.epoch = Some(epoch);
        if let Some(text) = epoch::text(epoch) {
            // A comment on the measurement: its kind, two words without meaning, the length, the text.
            let mut body = vec![0; 16];
            body[8..12].copy_from_slice(&u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
            body.extend(text.as_bytes());
            self.object(APP_TEXT, 0, &body);
        }
        epoch
    }

    fn object(&mut self, kind: u32, stamp: u64, body: &[u8]) {
        const HEADER: u16 = 32;
        let size = u32::try_from(body.len()).unwrap_or(0) + u32::from(HEADER);
        let objects = &mut self.objects;
        let before = objects.len();
        objects.extend(b"LOBJ");
        objects.extend(HEADER.to_le_bytes());
        objects.extend([1, 0]);
        objects.extend(size.to_le_bytes());
        objects.extend(kind.to_le_bytes());
        // Stamps are nanoseconds.
        objects.extend([2, 0, 0, 0, 0, 0, 0, 0]);
        objects.extend(stamp.to_le_bytes());
        objects.extend(body);
        // Vector pads by the remainder, not up to the next word.
        objects.resize(objects.len() + (objects.len() - before) % 4, 0);
        self.count = self.count.saturating_add(1);
    }

    /// Puts the objects so far into a container.
    fn container(&mut self) -> io::Result<()> {
        if self.objects.is_empty() {
            return Ok(());
        }
        let mut packed = ZlibEncoder::new(vec![0; 32], Compression::default());
        packed.write_all(&self.objects)?;
        let mut container = packed.finish()?;
        let size = u32::try_from(container.len()).unwrap_or(u32::MAX);
        let unpacked = u32::try_from(self.objects.len()).unwrap_or(u32::MAX);
        container[..4].copy_from_slice(b"LOBJ");
        container[4..8].copy_from_slice(&[16, 0, 1, 0]);
        container[8..12].copy_from_slice(&size.to_le_bytes());
        container[12..16].copy_from_slice(&LOG_CONTAINER.to_le_bytes());
        container[16..18].copy_from_slice(&[2, 0]);
        container[24..28].copy_from_slice(&unpacked.to_le_bytes());
        container.resize(container.len() + container.len() % 4, 0);
        self.output.write_all(&container)?;
        self.size += container.len() as u64;
        self.unpacked += self.objects.len() as u64 + 32;
        self.objects.clear();
        Ok(())
    }

    fn header(&self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..4].copy_from_slice(b"LOGG");
        header[4..8].copy_from_slice(&144_u32.to_le_bytes());
        // The application and its version, of which readers make nothing; then the version of the format.
        header[8..16].copy_from_slice(&[0, 0, 0, 0, 2, 6, 8, 1]);
        let total = HEADER as u64;
        header[16..24].copy_from_slice(&(total + self.size).to_le_bytes());
        header[24..32].copy_from_slice(&(total + self.unpacked).to_le_bytes());
        header[32..36].copy_from_slice(&self.count.to_le_bytes());
        let start = self.epoch.unwrap_or(Time::ZERO);
        header[40..56].copy_from_slice(&system_time(start));
        header[56..72].copy_from_slice(&system_time(self.last.max(start)));
        header
    }
}

/// The `SYSTEMTIME` of Windows.
fn system_time(time: Time) -> [u8; 16] {
    let civil = Civil::of(time);
    let year = u16::try_from(civil.year).unwrap_or(1970);
    let [month, weekday, day] = [civil.month, civil.weekday, civil.day].map(u16::from);
    let [hour, minute, second] = [civil.hour, civil.minute, civil.second].map(u16::from);
    let fields = [year, month, weekday, day, hour, minute, second, civil.millisecond];
    let mut bytes = [0; 16];
    for (place, field) in bytes.chunks_exact_mut(2).zip(fields) {
        place.copy_from_slice(&field.to_le_bytes());
    }
    bytes
}

fn id(frame: &Frame) -> [u8; 4] {
    (frame.id.value() | if frame.id.is_extended() { 0x8000_0000 } else { 0 }).to_le_bytes()
}

fn message(frame: &Frame) -> [u8; 16] {
    let remote = if frame.flags.contains(Flags::REMOTE) { 0x80 } else { 0 };
    let mut body = [0; 16];
    body[..2].copy_from_slice(&(u16::from(frame.channel) + 1).to_le_bytes());
    body[2] = remote | u8::from(frame.flags.contains(Flags::TX));
    body[3] = if frame.len8_dlc > 8 { frame.len8_dlc } else { u8::try_from(frame.len()).unwrap_or(8) };
    body[4..8].copy_from_slice(&id(frame));
    let data = frame.payload();
    body[8..8 + data.len().min(8)].copy_from_slice(&data[..data.len().min(8)]);
    body
}

fn fd_message(frame: &Frame) -> Vec<u8> {
    let bit = |flag, bit: u32| if frame.flags.contains(flag) { bit } else { 0 };
    let flags = 0x1000 | bit(Flags::BRS, 0x2000) | bit(Flags::ESI, 0x4000);
    let mut body = vec![0; 40];
    body[0] = frame.channel.saturating_add(1);
    body[1] = u8::try_from(fd_dlc(frame.len())).unwrap_or(15);
    body[2] = u8::try_from(frame.len()).unwrap_or(64);
    body[4..8].copy_from_slice(&id(frame));
    body[12..16].copy_from_slice(&flags.to_le_bytes());
    body[34] = u8::from(frame.flags.contains(Flags::TX));
    body.extend(frame.payload());
    body
}

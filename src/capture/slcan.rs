//! The text that serial adapters speak (Lawicel SLCAN), as terminals log it: `t60D8...`, one frame a line.

use super::channels::Channels;
use super::digits::{hex_digit, hex_number};
use super::fields::{Base, classic_length, clear, fd_length, identifier, payload, remote};
use super::text::{Complaint, LineFormat, Parsed, Text, trim};
use super::{Format, Sign};
use crate::frame::{Flags, Frame, MAX_PAYLOAD, Time};

pub(super) const FORMAT: Format = Format {
    name: "SLCAN text",
    sign: Sign::Line(|line| {
        Slcan::default().parse(line, &mut Channels::default(), &mut Frame::empty()) == Ok(Parsed::Frame)
    }),
    start: |_| Text::start(Slcan::default()),
};

/// Stamps count milliseconds up to 59,999 (LAWICEL CANUSB manual, command `Z`).
const LAP_MS: i64 = 60_000;

/// A step back of more than this is a new lap; less is an adapter that mixed up two frames.
const JITTER_MS: i64 = 1_000;

/// ASCII bell.
const BELL: u8 = 7;

/// Reads frames, and passes over what else an adapter answers.
#[derive(Default)]
struct Slcan {
    lap: i64,
    stamp: i64,
}

impl LineFormat for Slcan {
    fn parse(
        &mut self,
        line: &[u8],
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Parsed, Complaint> {
        // A bell is the adapter's "no" to some command before.
        let bells = line.iter().take_while(|&&byte| byte == BELL).count();
        let line = trim(&line[bells..]);
        let Some((&kind, rest)) = line.split_first() else { return Ok(Parsed::Nothing) };
        if is_answer(kind, rest) {
            return Ok(Parsed::Nothing);
        }
        clear(frame);
        let (is_extended, is_remote) = match kind {
            b't' | b'T' => (kind == b'T', false),
            b'r' | b'R' => (kind == b'R', true),
            b'd' | b'D' | b'b' | b'B' => {
                frame.flags |= Flags::FD;
                frame.flags.set(Flags::BRS, matches!(kind, b'b' | b'B'));
                (matches!(kind, b'D' | b'B'), false)
            }
            _ => return Err("expected a frame such as `t60D3AABBCC`".into()),
        };
        let (id, rest) = split(rest, if is_extended { 8 } else { 3 }, "the identifier is cut short")?;
        frame.id = identifier(id, Base::Hex, is_extended)?;
        let (dlc, rest) = split(rest, 1, "the length is missing")?;
        let dlc = usize::from(hex_digit(dlc[0]).ok_or("the length is no hexadecimal digit")?);
        let stamp = if is_remote {
            remote(classic_length(dlc, frame), frame)?;
            rest
        } else {
            let is_fd = frame.flags.contains(Flags::FD);
            let length = if is_fd { fd_length(dlc).unwrap_or(0) } else { classic_length(dlc, frame) };
            let (data, stamp) = split(rest, 2 * length, "there are fewer data bytes than the length says")?;
            bytes(data, frame)?;
            stamp
        };
        frame.time = self.time(stamp)?;
        frame.channel = channels.number(b"1").unwrap_or(0);
        Ok(Parsed::Frame)
    }
}

impl Slcan {
    /// The time of a stamp; without one, that of the frame before.
    fn time(&mut self, stamp: &[u8]) -> Result<Time, Complaint> {
        if !stamp.is_empty() {
            let stamp = hex_number(stamp).filter(|_| stamp.len() == 4).map(i64::from);
            let stamp = stamp.filter(|&stamp| stamp < LAP_MS);
            let stamp = stamp.ok_or("behind the data, only a stamp of four digits up to EA5F may follow")?;
            if self.stamp - stamp > JITTER_MS {
                self.lap += LAP_MS;
            }
            self.stamp = stamp;
        }
        // Laps are counted, one a line at most: no file is long enough to overflow this.
        Ok(Time::from_nanos((self.lap + self.stamp).saturating_mul(1_000_000)))
    }
}

fn split<'a>(text: &'a [u8], at: usize, complaint: &'static str) -> Result<(&'a [u8], &'a [u8]), Complaint> {
    text.split_at_checked(at).ok_or_else(|| complaint.into())
}

fn bytes(text: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    let mut bytes = [0; MAX_PAYLOAD];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let value = hex_number(pair).and_then(|value| u8::try_from(value).ok());
        *byte = value.ok_or("the data are not pairs of hexadecimal digits")?;
    }
    payload(bytes.get(..text.len() / 2).unwrap_or_default(), frame)
}

/// What an adapter or a terminal writes between frames: versions, flags, acknowledgements, the log's own heading.
fn is_answer(kind: u8, rest: &[u8]) -> bool {
    let is_short = rest.len() <= 8 && rest.iter().all(u8::is_ascii_alphanumeric);
    kind == b'=' || kind == b'#' || (is_short && b"VvNFzZOCLSsMmXQWU".contains(&kind))
}

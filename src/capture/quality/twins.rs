//! Frames that are in a capture twice: one bus recorded on two channels. It keeps a fixed number of frames' traces.

use crate::frame::{Flags, Frame};

/// Frames remembered; a bus at full load carries fewer in [`WITHIN_NS`].
const REMEMBERED: usize = 256;

/// Two interfaces stamp one frame at most this far apart.
const WITHIN_NS: u64 = 2_000_000;

/// Pairs of channels told apart; real captures have two or three channels.
const MOST_PAIRS: usize = 32;

/// What is remembered of a frame.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    print: u64,
    nanos: i64,
    channel: u8,
    is_set: bool,
}

/// Finds the same frame on two channels.
#[derive(Debug, Clone)]
pub(super) struct Twins {
    seen: Box<[Seen; REMEMBERED]>,
    /// Channels and how many frames they share.
    pairs: Vec<((u8, u8), u64)>,
}

impl Default for Twins {
    fn default() -> Self {
        Self { seen: Box::new([Seen::default(); REMEMBERED]), pairs: Vec::new() }
    }
}

impl Twins {
    /// Takes note of a frame with this [`print`].
    pub(super) fn hear(&mut self, frame: &Frame, print: u64) {
        let nanos = frame.time.as_nanos();
        let seen = &mut self.seen[usize::from(print.to_le_bytes()[0]) % REMEMBERED];
        let is_twin = seen.is_set
            && seen.print == print
            && seen.channel != frame.channel
            && seen.nanos.abs_diff(nanos) <= WITHIN_NS;
        if !is_twin {
            *seen = Seen { print, nanos, channel: frame.channel, is_set: true };
            return;
        }
        seen.is_set = false;
        let pair = (seen.channel.min(frame.channel), seen.channel.max(frame.channel));
        if let Some((_, count)) = self.pairs.iter_mut().find(|(known, _)| *known == pair) {
            *count += 1;
        } else if self.pairs.len() < MOST_PAIRS {
            self.pairs.push((pair, 1));
        }
    }

    /// Channels with the number of frames they share.
    pub(super) fn pairs(&self) -> &[((u8, u8), u64)] {
        &self.pairs
    }
}

/// A number that frames of equal identifier, kind and bytes share, and others almost never.
pub(super) fn print(frame: &Frame) -> u64 {
    // Who sent it depends on the interface that recorded it.
    let kind = frame.flags.difference(Flags::TX).bits();
    let mut print = u64::from(frame.id.value()) << 32;
    print |= u64::from(frame.id.is_extended()) << 24;
    print |= u64::from(kind) << 16;
    print = mix(print | frame.len() as u64);
    for chunk in frame.payload().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        print = mix(print ^ u64::from_le_bytes(bytes));
    }
    print
}

/// Multiplication by an odd constant, then the high half folded down: every bit in reaches every low bit out.
const fn mix(value: u64) -> u64 {
    let product = value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ (product >> 32)
}

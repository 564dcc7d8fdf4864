//! What a signal said of its fact from moment to moment, rebuilt from the changes of its bits. What it should have said is not
//! known here.

use super::lane::{Lane, Track, Words};
use super::timeline::Millis;
use crate::dbc::Signal;
use crate::frame::MAX_PAYLOAD;

/// A fact as a signal told it.
#[derive(Debug)]
pub(super) struct Saying {
    /// When it changed, as if it were one bit.
    pub(super) track: Track,
    /// When it first said anything.
    pub(super) since: Millis,
}

/// Why nothing can be said of what a signal said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silent {
    /// One of its bits moves too often to be followed.
    Busy,
    /// No frame was long enough for it.
    Short,
    /// It never had a value that says anything.
    Wordless,
}

impl Saying {
    /// What `signal` said in the frames of `lane`, the longest of which has `len` bytes; `says` is what a payload says by it. A value
    /// that says nothing changes nothing.
    pub(super) fn of(
        lane: &Lane,
        len: usize,
        signal: &Signal,
        says: impl Fn(&[u8]) -> Option<bool>,
    ) -> Result<Self, Silent> {
        if !signal.fits(len) || len > MAX_PAYLOAD {
            return Err(Silent::Short);
        }
        let mut payload = *lane.last();
        let mut edges: Vec<(Millis, u16)> = Vec::new();
        let bits: Vec<u16> = signal.bit_positions().filter_map(|bit| u16::try_from(bit).ok()).collect();
        for bit in &bits {
            if lane.is_busy(*bit) {
                return Err(Silent::Busy);
            }
            if let Some(track) = lane.track(*bit) {
                edges.extend(track.edges.iter().map(|edge| (*edge, *bit)));
                if level(&payload, *bit) != track.first {
                    turn(&mut payload, *bit);
                }
            }
        }
        edges.sort_by_key(|(at, _)| *at);
        let said = |payload: &Words| says(&bytes(payload)[..len]);
        let mut first = said(&payload).map(|level| (level, lane.since));
        let mut last = first.map(|(level, _)| level);
        let mut changes = Vec::new();
        for moment in edges.chunk_by(|(one, _), (other, _)| one == other) {
            for (_, bit) in moment {
                turn(&mut payload, *bit);
            }
            let (Some((at, _)), Some(now)) = (moment.first(), said(&payload)) else { continue };
            match last.replace(now) {
                None => first = Some((now, *at)),
                Some(before) if before != now => changes.push(*at),
                Some(_) => {}
            }
        }
        let (first, since) = first.ok_or(Silent::Wordless)?;
        let bit = bits.first().copied().unwrap_or_default();
        Ok(Self { track: Track { bit, first, edges: changes, along: u64::MAX }, since })
    }
}

fn level(payload: &Words, bit: u16) -> bool {
    payload[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
}

fn turn(payload: &mut Words, bit: u16) {
    payload[usize::from(bit / 64)] ^= 1 << (bit % 64);
}

fn bytes(payload: &Words) -> [u8; MAX_PAYLOAD] {
    let mut bytes = [0; MAX_PAYLOAD];
    for (eight, word) in bytes.chunks_exact_mut(8).zip(payload) {
        eight.copy_from_slice(&word.to_le_bytes());
    }
    bytes
}

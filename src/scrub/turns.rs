//! A VIN that is broadcast in turns: frames of one identifier whose first byte counts them, each with some of its letters.

use std::collections::{HashMap, HashSet};

use super::numbers::{Known, LETTERS, is_vin_letter, runs};
use crate::frame::{CanId, Frame, MAX_CLASSIC_PAYLOAD};

/// Identifiers that are looked at: more than any car has.
const MOST_IDENTIFIERS: usize = 4096;

/// Turns of one identifier. With a byte to count, seven letters at a time take three.
const MOST_TURNS: usize = 8;

/// The longest text that is taken for a VIN and what fills it up.
const LONGEST: usize = 24;

/// Letters of one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Turn {
    count: u8,
    letters: [u8; MAX_CLASSIC_PAYLOAD],
    len: usize,
}

/// The turns of all identifiers, and which of them are those of a VIN.
#[derive(Debug, Default)]
pub(super) struct Turns {
    heard: HashMap<(u8, CanId), Vec<Turn>>,
    found: HashSet<(u8, CanId, u8)>,
}

impl Turns {
    /// Looks at a frame; adds to `known` what becomes clear by it.
    pub(super) fn look(&mut self, frame: &Frame, known: &mut Known) {
        let Some(turn) = Turn::of(frame.payload()) else { return };
        let key = (frame.channel, frame.id);
        if self.heard.len() >= MOST_IDENTIFIERS && !self.heard.contains_key(&key) {
            return;
        }
        let turns = self.heard.entry(key).or_default();
        let is_full = turns.len() == MOST_TURNS;
        match turns.iter_mut().find(|known| known.count == turn.count) {
            Some(same) if *same == turn => return,
            Some(other) => *other = turn,
            None if is_full => return,
            None => turns.push(turn),
        }
        turns.sort_by_key(|turn| turn.count);
        for chain in turns.chunk_by(|one, next| one.count + 1 == next.count) {
            let text: Vec<u8> = chain.iter().flat_map(|turn| &turn.letters[..turn.len]).copied().collect();
            if (LETTERS..=LONGEST).contains(&text.len()) && runs(&text).next().is_some() {
                known.add(&text);
                self.found.extend(chain.iter().map(|turn| (key.0, key.1, turn.count)));
            }
        }
    }

    /// Which bytes of a frame are letters of a VIN, as bits.
    pub(super) fn private(&self, frame: &Frame) -> u64 {
        let payload = frame.payload();
        let is_one =
            payload.first().is_some_and(|count| self.found.contains(&(frame.channel, frame.id, *count)));
        if !is_one || Turn::of(payload).is_none() {
            return 0;
        }
        let letters = payload.iter().enumerate().skip(1).filter(|(_, byte)| is_vin_letter(**byte));
        letters.fold(0, |bits, (at, _)| bits | 1 << at)
    }
}

impl Turn {
    /// The letters behind the first byte, if there is nothing else but what fills up.
    fn of(payload: &[u8]) -> Option<Self> {
        let (&count, rest) = payload.split_first()?;
        if rest.len() >= MAX_CLASSIC_PAYLOAD {
            return None;
        }
        let begin = rest.iter().position(|byte| is_vin_letter(*byte))?;
        let len = rest[begin..].iter().take_while(|byte| is_vin_letter(**byte)).count();
        let is_filler = |byte: &u8| matches!(byte, 0 | 0x20 | 0xFF);
        if !rest[..begin].iter().all(is_filler) || !rest[begin + len..].iter().all(is_filler) {
            return None;
        }
        let mut letters = [0; MAX_CLASSIC_PAYLOAD];
        letters[..len].copy_from_slice(&rest[begin..begin + len]);
        // The last of all counts has none behind it.
        (count < u8::MAX).then_some(Self { count, letters, len })
    }
}

//! The bits of one stream of payloads and when each moved. Only payloads that change cost anything; a bit that moves too
//! often is marked busy and forgotten.

use super::timeline::Millis;
use crate::frame::MAX_PAYLOAD;

/// A payload as words, its first byte lowest.
pub(super) type Words = [u64; MAX_PAYLOAD / 8];

/// When one bit moved.
#[derive(Debug, Clone)]
pub(super) struct Track {
    /// Its number: eight times the byte plus the bit.
    pub(super) bit: u16,
    /// Its level before the first change.
    pub(super) first: bool,
    /// The changes, in the order they came.
    pub(super) edges: Vec<Millis>,
    /// The bits of the same eight bytes that moved with it every time, itself among them.
    pub(super) along: u64,
}

/// What is remembered of all lanes together.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    /// Changes of one bit remembered at most.
    pub(super) each: usize,
    /// Changes remembered now.
    pub(super) held: usize,
}

/// A stream of payloads.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    /// When it was first heard.
    pub(super) since: Millis,
    len: usize,
    last: Words,
    busy: Words,
    tracks: Vec<Track>,
}

/// `payload` as words.
pub(super) fn words(payload: &[u8]) -> Words {
    let mut words = Words::default();
    for (word, bytes) in words.iter_mut().zip(payload.chunks(8)) {
        let mut whole = [0; 8];
        whole[..bytes.len()].copy_from_slice(bytes);
        *word = u64::from_le_bytes(whole);
    }
    words
}

/// The numbers of the bits that are set.
pub(super) fn bits(word: u64) -> impl Iterator<Item = u16> {
    let mut left = word;
    std::iter::from_fn(move || {
        let bit = left.trailing_zeros();
        left &= left.wrapping_sub(1);
        u16::try_from(bit).ok().filter(|bit| *bit < 64)
    })
}

impl Lane {
    /// A stream that begins with this payload.
    pub(super) fn new(payload: &Words, len: usize, at: Millis) -> Self {
        Self { since: at, len, last: *payload, busy: Words::default(), tracks: Vec::new() }
    }

    /// Whether the last payload was this one.
    pub(super) fn repeats(&self, payload: &Words, len: usize) -> bool {
        len == self.len && *payload == self.last
    }

    /// The last payload.
    pub(super) fn last(&self) -> &Words {
        &self.last
    }

    /// Takes in a payload that may differ from the last.
    pub(super) fn hear(&mut self, payload: &Words, len: usize, at: Millis, budget: &mut Budget) {
        let shared = self.len.min(len);
        for (place, word) in payload.iter().enumerate().take(shared.div_ceil(8)) {
            let bytes = shared - place * 8;
            let inside = if bytes >= 8 { u64::MAX } else { (1 << (8 * bytes)) - 1 };
            let moved = (self.last[place] ^ word) & inside;
            for bit in bits(moved & !self.busy[place]) {
                self.move_bit(place, bit, moved, at, budget);
            }
        }
        self.last = *payload;
        self.len = len;
    }

    fn move_bit(&mut self, place: usize, bit: u16, moved: u64, at: Millis, budget: &mut Budget) {
        let level = self.last[place] >> bit & 1 == 1;
        let number = u16::try_from(place * 64).unwrap_or(0) + bit;
        let found = self.tracks.binary_search_by_key(&number, |track| track.bit);
        let slot = found.unwrap_or_else(|slot| {
            self.tracks.insert(slot, Track { bit: number, first: level, edges: Vec::new(), along: u64::MAX });
            slot
        });
        let track = &mut self.tracks[slot];
        if track.edges.len() >= budget.each {
            budget.held -= track.edges.len();
            self.busy[place] |= 1 << bit;
            self.tracks.remove(slot);
        } else {
            track.edges.push(at);
            track.along &= moved;
            budget.held += 1;
        }
    }

    /// Forgets the bits that moved more often than `budget` allows by now.
    pub(super) fn trim(&mut self, budget: &mut Budget) {
        let busy = &mut self.busy;
        self.tracks.retain(|track| {
            let keeps = track.edges.len() <= budget.each;
            if !keeps {
                budget.held -= track.edges.len();
                busy[usize::from(track.bit) / 64] |= 1 << (track.bit % 64);
            }
            keeps
        });
    }

    /// The bits that moved, but not too often.
    pub(super) fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// When a bit moved; `None` if it never did, or too often.
    pub(super) fn track(&self, bit: u16) -> Option<&Track> {
        let found = self.tracks.binary_search_by_key(&bit, |track| track.bit);
        found.ok().map(|at| &self.tracks[at])
    }

    /// Whether a bit moved too often to be followed.
    pub(super) fn is_busy(&self, bit: u16) -> bool {
        self.busy.get(usize::from(bit) / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// How many bits moved too often.
    pub(super) fn busy_count(&self) -> u32 {
        self.busy.iter().map(|word| word.count_ones()).sum()
    }
}

//! One identifier: its payloads as a whole and, where the first byte says what a frame holds, by first byte.

use super::checks::Checks;
use super::lane::{Budget, Lane, Words, words};
use super::place::Place;
use super::rhythm::Rhythm;
use super::timeline::Millis;
use crate::frame::{CanId, MAX_CLASSIC_PAYLOAD};

/// Different first bytes followed at most; a first byte with more is a number, not a selector.
const MOST_PAGES: usize = 32;

/// What is remembered of one identifier.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// The identifier.
    pub(super) id: CanId,
    /// Bytes of its longest frame.
    pub(super) len: usize,
    /// How often it comes.
    pub(super) rhythm: Rhythm,
    whole: Lane,
    pages: Option<Vec<(u8, Lane)>>,
    frames: u64,
    turns: u64,
    /// How often one half of the first byte, or all of it, went on by one.
    counts: [u64; 3],
    /// Whether the last frame was all zero.
    is_blank: bool,
    checks: Checks,
}

impl Message {
    /// An identifier that comes for the first time.
    pub(super) fn new(id: CanId, payload: &[u8], at: Millis) -> Self {
        let lane = Lane::new(&words(payload), payload.len(), at);
        let pages = payload.first().map(|first| vec![(*first, lane.clone())]);
        let mut rhythm = Rhythm::default();
        rhythm.hear(at, true);
        Self {
            id,
            len: payload.len(),
            rhythm,
            whole: lane,
            pages,
            frames: 1,
            turns: 0,
            counts: [0; 3],
            is_blank: payload.iter().all(|byte| *byte == 0),
            checks: Checks::default(),
        }
    }

    /// The identifier comes again.
    pub(super) fn hear(&mut self, payload: &[u8], at: Millis, budget: &mut Budget) {
        let len = payload.len();
        let bytes = payload;
        let payload = words(payload);
        let is_blank = payload == Words::default();
        if self.frames == 1 && self.is_blank && !is_blank {
            *self = Self::new(self.id, bytes, at);
            return;
        }
        self.frames += 1;
        let is_first = self.rhythm.is_pause(at);
        if is_first && is_blank && !self.is_blank {
            // Units that wake send a first frame before they know anything. If it means what it says, it comes again.
            self.rhythm.hear(at, false);
            self.is_blank = true;
            return;
        }
        self.is_blank = is_blank;
        let is_news = !self.whole.repeats(&payload, len);
        self.rhythm.hear(at, is_news);
        if !is_news {
            return;
        }
        self.len = self.len.max(len);
        let before = self.whole.last()[0];
        self.turn(before.to_le_bytes()[0], payload[0].to_le_bytes()[0]);
        if len <= MAX_CLASSIC_PAYLOAD {
            self.checks.hear(before, payload[0], len);
        }
        self.whole.hear(&payload, len, at, budget);
        if let Some(pages) = &mut self.pages {
            let [first, ..] = payload[0].to_le_bytes();
            if let Some((_, lane)) = pages.iter_mut().find(|(page, _)| *page == first) {
                lane.hear(&payload, len, at, budget);
            } else if pages.len() < MOST_PAGES {
                pages.push((first, Lane::new(&payload, len, at)));
            } else {
                for track in pages.iter().flat_map(|(_, lane)| lane.tracks()) {
                    budget.held -= track.edges.len();
                }
                self.pages = None;
            }
        }
    }

    /// Forgets bits that moved more often than `budget` allows by now.
    pub(super) fn trim(&mut self, budget: &mut Budget) {
        self.whole.trim(budget);
        self.pages.iter_mut().flatten().for_each(|(_, lane)| lane.trim(budget));
    }

    fn turn(&mut self, before: u8, after: u8) {
        if before == after {
            return;
        }
        self.turns += 1;
        let lower = before & 0xF0 | before.wrapping_add(1) & 0xF;
        for (count, next) in
            self.counts.iter_mut().zip([lower, before.wrapping_add(0x10), before.wrapping_add(1)])
        {
            *count += u64::from(after == next);
        }
    }

    /// Whether the first byte goes round a few values, frame by frame, and does not just count.
    pub(super) fn is_multiplexed(&self) -> bool {
        let pages = self.pages.as_ref().map_or(0, Vec::len) as u64;
        // A selector that goes on by one begins anew after the last; a counter only where its bits end.
        let counts = self.counts.iter().any(|count| count * 100 >= self.turns * 98);
        pages >= 2 && !counts && self.turns * 10 >= self.frames * 3 && self.frames >= pages * 3
    }

    /// The streams to look at, each with the first byte that selects it.
    pub(super) fn lanes(&self) -> impl Iterator<Item = (Option<u8>, &Lane)> {
        let pages = self.pages.iter().flatten().filter(|_| self.is_multiplexed());
        std::iter::once((None, &self.whole)).chain(pages.map(|(page, lane)| (Some(*page), lane)))
    }

    /// The lane that a place is in.
    pub(super) fn lane(&self, page: Option<u8>) -> Option<&Lane> {
        self.lanes().find(|(selector, _)| *selector == page).map(|(_, lane)| lane)
    }

    /// The frames that begin with this byte, whether or not first bytes seem to select anything; `None` if none came, or if there
    /// are too many different ones to follow.
    pub(super) fn beginning_with(&self, first: u8) -> Option<&Lane> {
        self.pages.iter().flatten().find(|(page, _)| *page == first).map(|(_, lane)| lane)
    }

    /// Whether frames are followed by their first byte.
    pub(super) const fn follows_pages(&self) -> bool {
        self.pages.is_some()
    }

    /// Whether a bit belongs to a checksum over the rest of its frame.
    pub(super) fn is_check(&self, bit: u16) -> bool {
        self.checks.byte() == Some(bit / 8)
    }

    /// Whether there is a checksum.
    pub(super) fn has_check(&self) -> bool {
        self.checks.byte().is_some()
    }

    /// How long a bit of this lane may take to be seen: the period of the frames that carry it, in milliseconds.
    pub(super) fn delay(&self, page: Option<u8>) -> Millis {
        let period = self.rhythm.period().unwrap_or(0);
        let pages = self.pages.as_ref().map_or(1, Vec::len);
        if page.is_some() { period.saturating_mul(u32::try_from(pages).unwrap_or(1)) } else { period }
    }

    /// A bit of this message.
    pub(super) fn place(&self, page: Option<u8>, bit: u16) -> Place {
        Place { id: self.id, page, bit }
    }

    /// How many bits moved too often to be a switch.
    pub(super) fn busy_count(&self) -> u32 {
        self.whole.busy_count()
    }
}

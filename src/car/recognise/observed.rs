//! What was seen on one bus: for each identifier how many frames, how long and how far apart. Bounded,
//! whatever is sent.

use std::collections::HashMap;
use std::time::Duration;

use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, Time};

/// What was seen of one identifier. Moments are on the clock of [`Observed::listened`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Frames by number of data bytes; the last counts all longer ones.
    by_length: [u32; MAX_CLASSIC_PAYLOAD + 2],
    first: Duration,
    last: Duration,
}

impl Tally {
    /// Frames seen.
    pub fn frames(&self) -> u32 {
        self.of_length(0)
    }

    /// Frames of at least `length` data bytes; beyond nine bytes lengths are not told apart.
    pub fn of_length(&self, length: usize) -> u32 {
        self.by_length[length.min(self.by_length.len() - 1)..].iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// The most frequent number of data bytes, 9 for all longer ones.
    pub fn usual_length(&self) -> usize {
        (0..self.by_length.len()).max_by_key(|length| self.by_length[*length]).unwrap_or(0)
    }

    /// When the first frame came.
    pub fn first(&self) -> Duration {
        self.first
    }

    /// From the first frame to the last.
    pub fn span(&self) -> Duration {
        self.last.saturating_sub(self.first)
    }
}

/// Everything seen on one bus.
#[derive(Debug, Clone)]
pub struct Observed {
    standard: Box<[Tally]>,
    extended: HashMap<u32, Tally>,
    latest: Option<Time>,
    listened: Duration,
    frames: u64,
    diagnostic: u64,
    errors: u64,
}

/// How many 29-bit identifiers are told apart; no car has as many, a fuzzed bus has.
const EXTENDED_KEPT: usize = 1024;

/// The most that one pause between frames adds to the time listened: what a sleeping bus, or a logger that
/// was stopped, does not say was not heard.
const LONGEST_STEP: Duration = Duration::from_secs(1);

impl Default for Observed {
    fn default() -> Self {
        Self {
            standard: vec![Tally::default(); CanId::MAX_STANDARD as usize + 1].into(),
            extended: HashMap::with_capacity(EXTENDED_KEPT),
            latest: None,
            listened: Duration::ZERO,
            frames: 0,
            diagnostic: 0,
            errors: 0,
        }
    }
}

impl Observed {
    /// Counts `frame`.
    pub fn add(&mut self, frame: &Frame) {
        let step = self.latest.map_or(Duration::ZERO, |latest| frame.time.since(latest));
        self.listened = self.listened.saturating_add(step.min(LONGEST_STEP));
        self.latest = Some(frame.time);
        if frame.flags.contains(Flags::ERROR) {
            self.errors += 1;
            return;
        }
        // What this machine sent shows nothing of the car.
        if !frame.is_data() || frame.flags.contains(Flags::TX) {
            return;
        }
        self.frames += 1;
        self.diagnostic += u64::from(is_diagnostic(frame.id));
        let listened = self.listened;
        let Some(tally) = self.slot(frame.id) else { return };
        if tally.frames() == 0 {
            tally.first = listened;
        }
        tally.last = listened;
        let slot = &mut tally.by_length[frame.payload().len().min(MAX_CLASSIC_PAYLOAD + 1)];
        *slot = slot.saturating_add(1);
    }

    /// What was seen of `id`; all zero if nothing was.
    pub fn of(&self, id: CanId) -> Tally {
        let seen = if id.is_extended() {
            self.extended.get(&id.value())
        } else {
            self.standard.get(id.value() as usize)
        };
        seen.copied().unwrap_or_default()
    }

    /// How long there was something to hear, by the frames' own stamps: pauses count for one second at most,
    /// jumps back for nothing.
    pub fn listened(&self) -> Duration {
        self.listened
    }

    /// Data frames seen.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Data frames with identifiers that diagnostics use.
    pub fn diagnostic(&self) -> u64 {
        self.diagnostic
    }

    /// Error frames seen.
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// How many different identifiers carried data.
    pub fn identifiers(&self) -> usize {
        self.standard.iter().filter(|tally| tally.frames() > 0).count() + self.extended.len()
    }

    fn slot(&mut self, id: CanId) -> Option<&mut Tally> {
        if !id.is_extended() {
            return self.standard.get_mut(id.value() as usize);
        }
        if self.extended.len() >= EXTENDED_KEPT && !self.extended.contains_key(&id.value()) {
            return None;
        }
        Some(self.extended.entry(id.value()).or_default())
    }
}

/// Whether `id` belongs to requests and answers: 700 to 7FF with 11 bits, ISO 15765-4's 18DA and 18DB
/// with 29.
fn is_diagnostic(id: CanId) -> bool {
    if id.is_extended() { matches!(id.value() >> 16, 0x18DA | 0x18DB) } else { id.value() >= 0x700 }
}

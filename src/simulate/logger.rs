//! What the recorder can do to a recording, the car being well: gaps, a clock that jumps, lost frames.

use std::time::Duration;

use crate::frame::Time;

use super::form::Phrase;
use super::random::Random;

/// Something the recorder does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// Records nothing for so long.
    Gap(Duration),
    /// Its clock jumps back.
    ClockBack(Duration),
    /// Its clock jumps ahead.
    ClockAhead(Duration),
    /// From now on it loses so many frames in a thousand.
    Loses(u64),
}

/// Every slip a step can set, after the word `logger`.
pub(super) const SLIPS: &[Phrase<Slip>] = &[
    Phrase {
        form: "gap <number> s",
        example: "gap 30 s",
        means: "records nothing for so long, while the car goes on",
        build: |words| Some(Slip::Gap(words.number(1)?.seconds())),
    },
    Phrase {
        form: "clock-back <number> s",
        example: "clock-back 120 s",
        means: "stamps go back by so much from here on",
        build: |words| Some(Slip::ClockBack(words.number(1)?.seconds())),
    },
    Phrase {
        form: "clock-ahead <number> s",
        example: "clock-ahead 120 s",
        means: "stamps go ahead by so much from here on",
        build: |words| Some(Slip::ClockAhead(words.number(1)?.seconds())),
    },
    Phrase {
        form: "loses <number> %",
        example: "loses 30 %",
        means: "loses this share of all frames from here on; 0 ends it",
        build: |words| {
            let per_mille = words.number(1)?.millionths() / 100_000;
            (per_mille <= 1000).then_some(Slip::Loses(per_mille))
        },
    },
];

/// The recorder: which frames it keeps, and the stamps it gives them.
#[derive(Debug)]
pub(super) struct Logger {
    random: Random,
    deaf_until: Time,
    /// What its clock is off by, in nanoseconds.
    offset: i64,
    loses: u64,
}

impl Logger {
    pub(super) const fn new(seed: u64, epoch: Time) -> Self {
        Self { random: Random::new(seed, 0x10C), deaf_until: Time::MIN, offset: epoch.as_nanos(), loses: 0 }
    }

    pub(super) fn slip(&mut self, slip: Slip, now: Time) {
        let nanos = |span: Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
        match slip {
            Slip::Gap(span) => self.deaf_until = now.after(span),
            Slip::ClockBack(span) => self.offset = self.offset.saturating_sub(nanos(span)),
            Slip::ClockAhead(span) => self.offset = self.offset.saturating_add(nanos(span)),
            Slip::Loses(per_mille) => self.loses = per_mille,
        }
    }

    /// Whether a frame on the bus at `now` gets into the recording.
    pub(super) fn keeps(&mut self, now: Time) -> bool {
        now >= self.deaf_until && (self.loses == 0 || !self.random.chance(self.loses))
    }

    /// The stamp its clock gives.
    pub(super) const fn stamp(&self, now: Time) -> Time {
        Time::from_nanos(now.as_nanos().saturating_add(self.offset))
    }
}

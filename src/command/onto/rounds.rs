//! How often captures are sent.

use std::num::NonZeroU64;
use std::str::FromStr;

/// A number of rounds, or no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rounds(Option<NonZeroU64>);

impl Rounds {
    /// Just once.
    pub(super) const ONE: Self = Self(Some(NonZeroU64::MIN));

    /// What `--loop` without a number stands for.
    pub(super) const ENDLESS: &str = "endless";

    /// Whether there is a round of this number, counted from 0.
    pub(super) fn has(self, round: u64) -> bool {
        self.0.is_none_or(|rounds| round < rounds.get())
    }
}

impl FromStr for Rounds {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == Self::ENDLESS {
            return Ok(Self(None));
        }
        text.parse().map(|rounds| Self(Some(rounds))).map_err(|_| "give how many rounds, 1 or more")
    }
}

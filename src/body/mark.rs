//! What a person saw or did, written beside a capture or keyed in live. It parses nothing.

use super::part::Opening;
use crate::frame::{Origin, Time};

/// One thing a person saw or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When, by the capture's clock.
    pub time: Time,
    /// Where it is written.
    pub origin: Origin,
    /// What.
    pub what: MarkWhat,
}

/// The kinds of mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkWhat {
    /// The opening was seen open (`true`) or closed.
    Opening(Opening, bool),
    /// The key fob was pressed.
    FobPressed,
    /// The tailgate button was pressed.
    TailgatePressed,
}

/// The last marks of each kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    /// By position in [`Opening::ALL`].
    pub(super) openings: [Option<Mark>; 6],
    pub(super) fob: Option<Mark>,
    pub(super) tailgate: Option<Mark>,
}

impl Marks {
    pub(super) fn add(&mut self, mark: Mark) {
        match mark.what {
            MarkWhat::Opening(opening, _) => self.openings[opening as usize] = Some(mark),
            MarkWhat::FobPressed => self.fob = Some(mark),
            MarkWhat::TailgatePressed => self.tailgate = Some(mark),
        }
    }
}

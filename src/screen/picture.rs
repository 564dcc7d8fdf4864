//! What the panels show of the body: a copy of its values at one moment, so that a screen can be frozen.

use crate::body::{Body, Fact, Grade, Handedness, MarkWhat, Opening, Phase, Value};

/// The body at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Picture {
    facts: [Telling; Fact::COUNT],
    /// What a person last saw: open or closed, by position in [`Opening::ALL`].
    seen: [Option<bool>; 6],
    pub(super) handed: Handedness,
    pub(super) phase: Phase,
}

/// What is told of one fact.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Telling {
    /// No signal of this car is known to tell it.
    Never,
    /// Not seen yet, or not lately, or the car itself is not known: never the same as closed, off or unlocked.
    #[default]
    Unknown,
    /// A value, and how well the signal that tells it is known.
    Known(Value, Grade),
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            facts: [Telling::default(); Fact::COUNT],
            seen: [None; 6],
            handed: Handedness::default(),
            phase: Phase::Unknown,
        }
    }
}

impl Picture {
    pub(super) fn of(body: &Body) -> Self {
        let seen = |opening| match body.mark(opening)?.what {
            MarkWhat::Opening(_, open) => Some(open),
            MarkWhat::FobPressed | MarkWhat::TailgatePressed => None,
        };
        Self {
            facts: Fact::ALL.map(|fact| telling(body, fact)),
            seen: Opening::ALL.map(seen),
            handed: body.handed(),
            phase: body.phase(),
        }
    }

    pub(super) fn telling(&self, fact: Fact) -> Telling {
        self.facts.get(fact.index()).copied().unwrap_or_default()
    }

    /// What a person last saw of `opening`.
    pub(super) fn seen(&self, opening: Opening) -> Option<bool> {
        self.seen.get(opening as usize).copied().flatten()
    }
}

fn telling(body: &Body, fact: Fact) -> Telling {
    if !body.can_tell(fact) {
        let is_car_known = !body.sources().is_empty();
        return if is_car_known { Telling::Never } else { Telling::Unknown };
    }
    let history = body.history(fact);
    match (history.value, body.sources().get(history.source)) {
        (Some(value), Some(source)) => Telling::Known(value, source.grade),
        _ => Telling::Unknown,
    }
}

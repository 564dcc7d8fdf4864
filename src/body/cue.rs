//! What can make a rule look again, as a set of bits, so that a change costs only the rules it concerns.

use super::fact::Fact;

/// Something in the body that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// A fact: its value, or whether it is known. Of the speed, only whether it is above [`AT_SPEED`](super::AT_SPEED).
    Fact(Fact),
    /// A fact that is a number, as any of its sources tells it.
    Number(Fact),
    /// A lock change was put down to someone.
    LockChange,
    /// A flash of both turn lamps was judged.
    AnswerBack,
    /// A request for the tailgate was made or judged.
    Request,
    /// A message stopped or came back.
    Message,
    /// The bus fell silent or spoke again, time jumped, the module restarted.
    Bus,
    /// A frame was too short.
    Short,
    /// A person's mark.
    Mark,
    /// The phase of the car.
    Phase,
}

/// A set of [`Cue`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cues(u64);

impl Cues {
    /// No cue.
    pub const NONE: Self = Self(0);
    /// Every cue.
    pub const ALL: Self = Self(u64::MAX);

    /// Adds `cue`.
    pub const fn insert(&mut self, cue: Cue) {
        self.0 |= 1 << Self::bit(cue);
    }

    /// The set with `cue` in it.
    #[must_use]
    pub const fn with(mut self, cue: Cue) -> Self {
        self.insert(cue);
        self
    }

    /// Whether the two sets share a cue.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it holds no cue.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each cue alone, by its bit.
    pub fn each() -> impl Iterator<Item = Self> {
        (0..u64::BITS).map(|bit| Self(1 << bit))
    }

    /// The bit of its cue, if it holds a single one.
    pub const fn single(self) -> Option<usize> {
        if self.0.is_power_of_two() { Some(self.0.trailing_zeros() as usize) } else { None }
    }

    const fn bit(cue: Cue) -> usize {
        match cue {
            Cue::Fact(fact) => fact.index(),
            Cue::LockChange => Fact::COUNT,
            Cue::AnswerBack => Fact::COUNT + 1,
            Cue::Request => Fact::COUNT + 2,
            Cue::Message => Fact::COUNT + 3,
            Cue::Bus => Fact::COUNT + 4,
            Cue::Short => Fact::COUNT + 5,
            Cue::Mark => Fact::COUNT + 6,
            Cue::Phase => Fact::COUNT + 7,
            Cue::Number(Fact::Speed) => Fact::COUNT + 8,
            // The supply: there is no third number.
            Cue::Number(_) => Fact::COUNT + 9,
        }
    }
}

impl FromIterator<Cue> for Cues {
    fn from_iter<I: IntoIterator<Item = Cue>>(cues: I) -> Self {
        let mut set = Self::NONE;
        for cue in cues {
            set.insert(cue);
        }
        set
    }
}

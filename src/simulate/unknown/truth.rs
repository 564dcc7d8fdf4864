//! Where each fact truly stands on the bus of an unknown car: what a learner's claims are held against.

use std::fmt;

use crate::body::{Fact, Lock, Opening};
use crate::frame::CanId;

/// One bit that carries a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// The message.
    pub id: CanId,
    /// The bit: eight times the byte, plus the bit in it, both from 0 and the lowest.
    pub bit: u8,
    /// What the bit is while the fact is true.
    pub when_true: bool,
    /// The first byte of the frames that have it; `None` if every frame has.
    pub page: Option<u8>,
    /// What makes it easy or hard to find.
    pub traits: Vec<Trait>,
}

/// What a carrier is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// Stands in some frames of its message only, as the first byte says.
    Paged,
    /// One of two bits that say the same, one of them the other way round.
    TwoBit,
    /// One of two bits, the other of which is set on the way only.
    Passing,
    /// Bounces before it settles.
    Bounces,
    /// Has a copy in another message.
    Copied,
    /// Zero says that the fact is true.
    Inverted,
    /// Its message is guarded by a checksum.
    Guarded,
    /// Its message falls asleep.
    Rests,
}

impl Trait {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Paged => "paged",
            Self::TwoBit => "two-bit",
            Self::Passing => "passing",
            Self::Bounces => "bounces",
            Self::Copied => "copied",
            Self::Inverted => "inverted",
            Self::Guarded => "guarded",
            Self::Rests => "rests",
        }
    }
}

/// What the bus of one car carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    carriers: Vec<(Fact, Carrier)>,
    two_doors: bool,
}

/// What is asked of every car.
const ASKED: [Fact; 10] = [
    Fact::Open(Opening::FrontLeft),
    Fact::Open(Opening::FrontRight),
    Fact::Open(Opening::RearLeft),
    Fact::Open(Opening::RearRight),
    Fact::Open(Opening::Tailgate),
    Fact::Open(Opening::Bonnet),
    Fact::Locked(Lock::Driver),
    Fact::Locked(Lock::Others),
    Fact::Commanded(Lock::Driver),
    Fact::Commanded(Lock::Others),
];

impl Truth {
    pub(super) const fn new(carriers: Vec<(Fact, Carrier)>, two_doors: bool) -> Self {
        Self { carriers, two_doors }
    }

    /// The facts that could be on the bus of any car, in the order people read them.
    pub const fn asked() -> &'static [Fact] {
        &ASKED
    }

    /// Every bit that carries `fact`, any of them as good as the others; none if the bus does not carry it.
    pub fn carriers(&self, fact: Fact) -> impl Iterator<Item = &Carrier> {
        self.carriers.iter().filter(move |(of, _)| *of == fact).map(|(_, carrier)| carrier)
    }

    /// Whether the car has no rear doors at all, so that nobody opens them.
    pub const fn two_doors(&self) -> bool {
        self.two_doors
    }
}

impl fmt::Display for Truth {
    /// The truth file: one line for each carrier, `FACT IDENTIFIER BYTE.BIT VALUE-WHEN-TRUE [page FIRST-BYTE]`, and `FACT absent` for
    /// what the bus does not carry.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# fact, identifier, byte.bit from 0, the bit while the fact is true, first byte if it selects"
        )?;
        for fact in ASKED {
            let mut absent = true;
            for carrier in self.carriers(fact) {
                absent = false;
                let Carrier { id, bit, when_true, page, .. } = carrier;
                write!(f, "{} {id} {}.{} {}", fact.name(), bit / 8, bit % 8, u8::from(*when_true))?;
                if let Some(page) = page {
                    write!(f, " page {page:02X}")?;
                }
                writeln!(f)?;
            }
            if absent {
                writeln!(f, "{} absent", fact.name())?;
            }
        }
        Ok(())
    }
}

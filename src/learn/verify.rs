//! The check of a car that is documented: what each of its signals said of its fact, beside what somebody did. What cannot be held
//! against anything is named with the reason.

use std::fmt;

use super::action::Action;
use super::conclusion::Evidence;
use super::deeds::Deeds;
use super::learner::Learner;
use super::place::Place;
use crate::body::{Fact, FactKind, Grade};
use crate::car::Car;
use crate::dbc::{self, Signal};

/// What a recording says of one signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It said each time what was done, and nothing else.
    Confirmed(Evidence),
    /// It moved each time, but mostly to the opposite of what was done.
    Turned(Evidence),
    /// It did not move when it should, or moved when it should not.
    Contradicted(Evidence),
    /// Nobody moved what it tells, or not both ways.
    NotExercised,
    /// Its message, or the page of it that holds the signal, was never heard.
    NeverHeard,
    /// It cannot be held against what people do.
    NotCheckable(Unchecked),
}

impl Found {
    /// Whether the recording says something else than the car's file.
    pub const fn is_contradiction(&self) -> bool {
        matches!(self, Self::Turned(_) | Self::Contradicted(_))
    }

    /// What it rests on, if anything was seen.
    pub const fn evidence(&self) -> Option<&Evidence> {
        match self {
            Self::Confirmed(evidence) | Self::Turned(evidence) | Self::Contradicted(evidence) => {
                Some(evidence)
            }
            _ => None,
        }
    }
}

/// Why a signal cannot be held against what people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchecked {
    /// It tells a number, and an action has but two words.
    Number,
    /// It tells one of several positions.
    Position,
    /// Each frame of its message is an event of its own.
    Event,
    /// The lamp it tells of flashes while it is on.
    Flashes,
    /// It is told to whoever asks, and a recording of broadcasts does not hold it.
    Asked,
    /// It moves too often to be followed.
    Busy,
    /// No frame of its message was long enough for it.
    Short,
    /// It never had a value that has one of its fact's words.
    Wordless,
    /// Which frames hold it is told by something else than one value of the whole first byte.
    Selector,
    /// The first byte of its message has too many values to be what selects it.
    Pages,
}

impl fmt::Display for Unchecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "it tells a number, and what people do has but two words",
            Self::Position => "it tells one of several positions, and what people do has but two words",
            Self::Event => "each of its frames is an event, not a state",
            Self::Flashes => "its lamp flashes while it is on",
            Self::Asked => "its unit says it only when asked",
            Self::Busy => "it moves too often to be followed",
            Self::Short => "no frame of its message is long enough for it",
            Self::Wordless => "it never had a value with one of its words",
            Self::Selector => {
                "only pages that one value of the whole first byte selects are followed, and it is on another kind"
            }
            Self::Pages => "the first byte of its message has too many values to be followed",
        })
    }
}

/// One signal of a documented car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it is said to tell.
    pub fact: Fact,
    /// Its message and its name.
    pub signal: String,
    /// How well that is known so far.
    pub grade: Grade,
    /// Where its least significant bit stands; `None` for one that is not broadcast.
    pub place: Option<Place>,
    /// How many bits it has.
    pub bits: u16,
    /// What the recording says.
    pub found: Found,
    /// What would tell more if somebody did it, and then undid it: of what was not exercised, what moves it; of what was confirmed, what
    /// would show that it tells of nothing else.
    pub next: Option<Action>,
}

impl Learner {
    /// Holds everything that `car` tells against what was done, in the order of its sources.
    pub fn verify(&self, car: &Car) -> Vec<Verified> {
        let deeds = Deeds::new(self);
        let verified = |(number, source): (usize, &crate::body::Source)| {
            let (message, signal) = car.signal(number)?;
            let is_asked = car.messages().get(source.message)?.request.is_some();
            let page = page(message, signal);
            let found = match (unchecked(source.fact), &page) {
                _ if is_asked => Found::NotCheckable(Unchecked::Asked),
                (Some(reason), _) => Found::NotCheckable(reason),
                (None, Err(reason)) => Found::NotCheckable(*reason),
                (None, Ok(page)) => {
                    let says = |payload: &[u8]| car.decode(number, payload)?.switch();
                    deeds.found(message, signal, *page, source.fact, says)
                }
            };
            let bit = signal.bit_positions().next().and_then(|bit| u16::try_from(bit).ok());
            let place =
                bit.filter(|_| !is_asked).map(|bit| Place { id: message.id, page: page.ok().flatten(), bit });
            Some(Verified {
                fact: source.fact,
                signal: format!("{} {}", message.name, signal.name),
                grade: source.grade,
                place,
                bits: signal.size,
                next: deeds.next(source.fact, &found),
                found,
            })
        };
        car.sources().iter().enumerate().filter_map(verified).collect()
    }
}

/// Why a fact is none that actions move to and fro.
const fn unchecked(fact: Fact) -> Option<Unchecked> {
    match (fact.kind(), fact) {
        (FactKind::Number(_), _) => Some(Unchecked::Number),
        (FactKind::Ignition, _) => Some(Unchecked::Position),
        (FactKind::Pulse, _) => Some(Unchecked::Event),
        (FactKind::Switch, Fact::TurnLeft | Fact::TurnRight) => Some(Unchecked::Flashes),
        (FactKind::Switch, _) => None,
    }
}

/// The first byte of the frames that hold `signal`; `None` if all do.
fn page(message: &dbc::Message, signal: &Signal) -> Result<Option<u8>, Unchecked> {
    let Some(selector) = &signal.multiplex.selector else { return Ok(None) };
    let switch = message.signals().get(selector.switch).ok_or(Unchecked::Selector)?;
    let is_first_byte = switch.multiplex.selector.is_none() && switch.bit_positions().eq(0..8);
    let mut values = selector.values.iter();
    match (values.next(), values.next()) {
        (Some((low, high)), None) if is_first_byte && low == high => {
            u8::try_from(low).map(Some).map_err(|_| Unchecked::Selector)
        }
        _ => Err(Unchecked::Selector),
    }
}

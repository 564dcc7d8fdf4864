//! The check of a car that is documented: what its signals of one bit did while somebody moved what they are said to tell.

use super::action::Subject;
use super::conclusion::Evidence;
use super::learner::Learner;
use super::place::Place;
use crate::body::{Fact, FactKind, Grade};
use crate::car::Car;
use crate::dbc::Signal;

/// What a recording says of one signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It moved as it should, and never when it should not.
    Confirmed(Evidence),
    /// It did not move when it should, moved when it should not, or the other way round.
    Contradicted(Evidence),
    /// Nobody moved what it tells.
    NotExercised,
    /// Its message was never heard.
    NeverHeard,
    /// It has several bits, which are not checked.
    SeveralBits,
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
    /// Its bit, if it has but one.
    pub place: Option<Place>,
    /// What the recording says.
    pub found: Found,
}

impl Learner {
    /// Holds every switch that `car`'s broadcasts tell against what was done.
    pub fn verify(&self, car: &Car) -> Vec<Verified> {
        let is_heard = |source: &&crate::body::Source| {
            let message = car.messages().get(source.message);
            source.fact.kind() == FactKind::Switch && message.is_some_and(|message| message.request.is_none())
        };
        let verified = |source: &crate::body::Source| {
            let id = car.messages().get(source.message)?.id;
            let message = car.database().messages().iter().find(|message| message.id == id)?;
            let signal = message.signal(&source.signal)?;
            let place = single(signal).map(|bit| Place { id, page: page(signal), bit });
            let found = match place {
                None => Found::SeveralBits,
                Some(place) => self.found(place, source.fact, is_inverted(source.fact, signal)),
            };
            let signal = format!("{} {}", message.name, signal.name);
            Some(Verified { fact: source.fact, signal, grade: source.grade, place, found })
        };
        car.sources().iter().filter(is_heard).filter_map(verified).collect()
    }

    fn found(&self, place: Place, fact: Fact, inverted: bool) -> Found {
        // The complement of an opening moves with the opening, the other way round.
        let (fact, inverted) = match fact {
            Fact::Closed(opening) => (Fact::Open(opening), !inverted),
            _ => (fact, inverted),
        };
        if !self.has_heard(place.id) {
            return Found::NeverHeard;
        }
        let Some((evidence, moves)) = self.examine(place, Subject::Fact(fact)) else {
            return Found::NotExercised;
        };
        let is_turned = moves.is_some_and(|moves| moves != inverted);
        if evidence.contradicted.is_empty() && !evidence.agreed.is_empty() && !is_turned {
            Found::Confirmed(evidence)
        } else {
            Found::Contradicted(evidence)
        }
    }
}

/// The bit of a signal that has one.
fn single(signal: &Signal) -> Option<u16> {
    let mut bits = signal.bit_positions();
    let only = bits.next()?;
    if bits.next().is_some() { None } else { u16::try_from(only).ok() }
}

fn page(signal: &Signal) -> Option<u8> {
    let (value, _) = signal.multiplex.selector.as_ref()?.values.iter().next()?;
    u8::try_from(value).ok()
}

/// Whether a zero says that the fact is so, by the signal's words.
fn is_inverted(fact: Fact, signal: &Signal) -> bool {
    let (yes, _) = fact.words();
    let of = |wanted: i64| {
        signal.labels.iter().find(|(value, _)| *value == wanted).map(|(_, label)| label.as_str())
    };
    let says_yes =
        |label: &str| label.split(',').next().is_some_and(|word| word.trim().eq_ignore_ascii_case(yes));
    of(0).is_some_and(says_yes)
}

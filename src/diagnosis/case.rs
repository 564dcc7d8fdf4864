//! A case: what car it is, what was seen of it, what the person answered; and the diagnosis that follows. Answers
//! come and go, what was seen stays.

use super::belief::Belief;
use super::evidence::{Evidence, Given};
use super::place::Place;
use super::question::{About, DONT_KNOW, Effort, Question};
use super::questions;
use super::ranking::Diagnosis;
use crate::body::Handedness;
use crate::car::Car;

/// A question less telling than this, in bits, is not worth a person's time: it would leave odds of ten to one
/// between nine and twelve to one.
const WORTH_ASKING: f64 = 0.02;
/// Checks that differ by less than this, in bits, tell about as much: the cheaper one is taken.
const TIE: f64 = 0.05;
/// Questions about a place are asked about this many of the likeliest places.
const PLACES: usize = 3;

/// What is known of one car with one trouble.
#[derive(Debug, Clone, Default)]
pub struct Case {
    generation: String,
    handed: Handedness,
    seen: Vec<Evidence>,
    answers: Vec<Given>,
}

/// A question put to a person, about a place or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// The question.
    pub question: &'static Question,
    /// What it is asked about.
    pub place: Option<Place>,
    /// How much its answer can be expected to tell, in bits.
    pub bits: f64,
}

impl Asked {
    /// The question as a person reads it.
    pub fn text(&self) -> String {
        self.question.text_at(self.place)
    }
}

impl Case {
    /// A case of which nothing is known but the car; `None` for an unknown one.
    pub fn new(car: Option<&Car>, handed: Handedness) -> Self {
        let generation = car.map(|car| car.profile().generation.clone()).unwrap_or_default();
        Self { generation, handed, ..Self::default() }
    }

    /// The same with what was seen, in place of what was seen before.
    #[must_use]
    pub fn with_seen(mut self, seen: Vec<Evidence>) -> Self {
        self.seen = seen;
        self
    }

    /// What was seen.
    pub fn seen(&self) -> &[Evidence] {
        &self.seen
    }

    /// The answers so far, in the order they were given.
    pub fn answers(&self) -> &[Given] {
        &self.answers
    }

    /// Takes in an answer, in place of an earlier one to the same question about the same place.
    pub fn answer(&mut self, given: Given) {
        self.answers.retain(|known| known.question != given.question || known.place != given.place);
        self.answers.push(given);
    }

    /// Takes the last answer back; `None` if there is none.
    pub fn take_back(&mut self) -> Option<Given> {
        self.answers.pop()
    }

    /// The diagnosis as things stand.
    pub fn diagnosis(&self) -> Diagnosis {
        let belief = self.belief();
        let evidence = self.evidence();
        let next = self.best(&belief, |effort| effort > Effort::Ask);
        Diagnosis::of(&belief, &evidence, self.handed, next)
    }

    /// The question that a person can answer at once and that tells most; `None` if none is worth asking.
    pub fn next_question(&self) -> Option<Asked> {
        self.best(&self.belief(), |effort| effort == Effort::Ask)
    }

    fn evidence(&self) -> Vec<Evidence> {
        let given = self.answers.iter().filter(|given| given.answer != DONT_KNOW);
        self.seen.iter().copied().chain(given.copied().map(Evidence::Answered)).collect()
    }

    fn belief(&self) -> Belief {
        Belief::of(&self.evidence(), &self.generation, self.handed)
    }

    /// The most telling question of that effort that has not been asked; of those that tie, the cheapest.
    fn best(&self, belief: &Belief, effort: impl Fn(Effort) -> bool) -> Option<Asked> {
        let places = Self::likeliest_places(belief);
        let mut worth: Vec<Asked> = Vec::new();
        for question in questions::all().filter(|question| effort(question.effort)) {
            let about: Vec<Option<Place>> = match question.about {
                About::Place if !places.is_empty() => places.iter().copied().map(Some).collect(),
                About::Place | About::Car | About::Where => vec![None],
            };
            for place in about {
                let is_asked = |given: &Given| {
                    given.question == question && (given.place.is_none() || given.place == place)
                };
                if !self.answers.iter().any(is_asked) {
                    let bits = belief.information(question, place);
                    worth.push(Asked { question, place, bits });
                }
            }
        }
        let most = worth.iter().map(|asked| asked.bits).fold(0.0, f64::max);
        if most < WORTH_ASKING {
            return None;
        }
        // Of equals the first stands first in the list of questions.
        worth.into_iter().filter(|asked| asked.bits > most - TIE).min_by_key(|asked| asked.question.effort)
    }

    /// The likeliest places, as far as any stands out.
    fn likeliest_places(belief: &Belief) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for (suspicion, share) in belief.ranked() {
            if share < STANDS_OUT || places.len() == PLACES {
                break;
            }
            if suspicion.place != Place::Car && !places.contains(&suspicion.place) {
                places.push(suspicion.place);
            }
        }
        places
    }
}

/// A place whose suspicion is less likely than this is not asked about by name.
const STANDS_OUT: f64 = 0.05;

//! Weighs what a bus carries against the signatures of the known cars, and says what else explains it.

use std::time::Duration;

use super::advice::{self, Explanation};
use super::observed::Observed;
use super::signature::{Match, Signature};
use crate::car::Car;
use crate::frame::Frame;

/// What a bus turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Too little was heard to say.
    Listening,
    /// The car of this name.
    Car(String),
    /// Frames, but of no car that is known.
    UnknownCar {
        /// How many different identifiers.
        identifiers: usize,
    },
    /// Nothing but questions and answers: a plug behind a gateway.
    DiagnosticsOnly,
    /// No data frame at all.
    Silence {
        /// Whether the controller reported bus errors, so that something is there.
        errors: bool,
    },
}

impl Verdict {
    /// What was heard, in one line for a person; lower-case, no full stop.
    pub fn headline(&self) -> String {
        match self {
            Self::Listening => "still listening".to_owned(),
            Self::Car(name) => format!("recognised by its traffic as {name}"),
            Self::UnknownCar { identifiers } => {
                let s = if *identifiers == 1 { "" } else { "s" };
                format!("traffic ({identifiers} identifier{s}), but of no car that is known")
            }
            Self::DiagnosticsOnly => "nothing but diagnostic questions and answers".to_owned(),
            Self::Silence { errors: false } => "silence: not one frame".to_owned(),
            Self::Silence { errors: true } => "no data, only bus errors".to_owned(),
        }
    }

    /// What can explain it, likeliest first, with how to tell each from the others; empty where there is
    /// nothing to explain.
    pub fn explanations(&self) -> &'static [Explanation] {
        match self {
            Self::Listening | Self::Car(_) => &[],
            Self::UnknownCar { .. } => &advice::UNKNOWN_CAR,
            Self::DiagnosticsOnly => &advice::DIAGNOSTICS_ONLY,
            Self::Silence { errors: false } => &advice::SILENCE,
            Self::Silence { errors: true } => &advice::ERRORS_ONLY,
        }
    }
}

/// How long to listen with the ignition on before something is called missing.
pub(super) const SETTLE: Duration = Duration::from_secs(2);

/// How long to go on while a signature has begun to fit.
const PATIENCE: Duration = Duration::from_secs(5);

/// Recognises the car on one bus. Use one for each bus: identifiers of two buses must not be mixed.
#[derive(Debug, Clone)]
pub struct Recogniser {
    candidates: Vec<(String, Signature)>,
    seen: Observed,
    /// Position of the car in `candidates`, once it is certain.
    found: Option<usize>,
}

impl Recogniser {
    /// A recogniser that knows `cars`; those without signature are never recognised.
    pub fn new<'a>(cars: impl IntoIterator<Item = &'a Car>) -> Self {
        let candidates =
            cars.into_iter().filter_map(|car| Some((car.name.clone(), car.signature.clone()?))).collect();
        Self { candidates, seen: Observed::default(), found: None }
    }

    /// A recogniser that knows the embedded cars.
    pub fn embedded() -> Self {
        let cars: Vec<Car> = Car::embedded().filter_map(Car::by_name).filter_map(Result::ok).collect();
        Self::new(&cars)
    }

    /// Takes note of `frame`.
    pub fn observe(&mut self, frame: &Frame) {
        self.seen.add(frame);
        if self.found.is_none() && self.candidates.iter().any(|(_, signature)| signature.wants(frame.id)) {
            self.found = self.best(self.seen.listened(), false, Match::Yes);
        }
    }

    /// Whether [`Recogniser::verdict`] is a car, at next to no cost: ask after every frame.
    pub fn is_found(&self) -> bool {
        self.found.is_some() || self.best(self.seen.listened(), false, Match::Yes).is_some()
    }

    /// The verdict on what was heard so far. It is not final: a car may wake.
    pub fn verdict(&self) -> Verdict {
        self.verdict_after(Duration::ZERO)
    }

    /// As [`Recogniser::verdict`], on a live bus that was listened to for `waited`, whether frames came or
    /// not: silence has no stamps of its own.
    pub fn verdict_after(&self, waited: Duration) -> Verdict {
        let listened = self.seen.listened().max(waited);
        if let Some(found) = self.found.or_else(|| self.best(listened, false, Match::Yes)) {
            return self.car(found);
        }
        let promising = self.best(Duration::MAX, false, Match::Perhaps).is_some();
        if listened < if promising { PATIENCE } else { SETTLE } {
            Verdict::Listening
        } else {
            self.stranger()
        }
    }

    /// The verdict when no more frames will come, as at the end of a recording.
    pub fn finish(&self) -> Verdict {
        let found = self.found.or_else(|| self.best(Duration::MAX, true, Match::Yes));
        found.map_or_else(|| self.stranger(), |found| self.car(found))
    }

    /// Everything that was seen.
    pub fn observed(&self) -> &Observed {
        &self.seen
    }

    fn best(&self, listened: Duration, complete: bool, least: Match) -> Option<usize> {
        self.candidates.iter().position(|(_, signature)| {
            (listened >= SETTLE || !signature.needs_time())
                && signature.compare(&self.seen, complete) >= least
        })
    }

    fn car(&self, found: usize) -> Verdict {
        Verdict::Car(self.candidates[found].0.clone())
    }

    fn stranger(&self) -> Verdict {
        if self.seen.frames() == 0 {
            Verdict::Silence { errors: self.seen.errors() > 0 }
        } else if self.seen.diagnostic() == self.seen.frames() {
            Verdict::DiagnosticsOnly
        } else {
            Verdict::UnknownCar { identifiers: self.seen.identifiers() }
        }
    }
}

//! What a cause is: data. What fails, how it shows, how to confirm it, what mends it, and how strongly each piece
//! of evidence speaks for or against it. The causes themselves stand in `causes`.

use super::place::Place;
use super::sign::Sign;
use super::strength::Strength;
use super::warning::Warning;

/// One thing that can be behind what a car shows.
#[derive(Debug)]
pub struct Cause {
    /// Kebab-case, names what is broken.
    pub id: &'static str,
    /// Whether anything is broken at all.
    pub kind: Kind,
    /// Where it can sit: each place is a suspicion of its own.
    pub places: &'static [Place],
    /// One line, with `{place}` in it where the place matters: lower-case, no full stop.
    pub title: &'static str,
    /// What fails, and why.
    pub fails: &'static str,
    /// How a person, and the bus, meets it.
    pub shows: &'static str,
    /// How to make sure, in order.
    pub confirm: &'static [Step],
    /// What mends it; for what is no fault, what to do.
    pub remedy: &'static str,
    /// What to heed while doing so.
    pub warnings: &'static [Warning],
    /// How hard it is to mend.
    pub difficulty: Difficulty,
    /// What the parts cost.
    pub cost: Cost,
    /// How often it happens, on a car of no particular make.
    pub frequency: Frequency,
    /// By which of the tables of generations its frequency changes.
    pub kin: Kin,
    /// What speaks for and against it. What is not listed is neutral.
    pub weights: &'static [Weight],
}

/// Whether anything is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something is.
    Fault,
    /// Nothing is: the car does as it was built to, or was left so.
    NotAFault,
}

/// One step of making sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What to do, where, with what.
    pub act: &'static str,
    /// What a sound part shows.
    pub good: &'static str,
    /// What shows this cause.
    pub bad: &'static str,
}

/// How hard it is to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difficulty {
    /// By anyone, without taking anything apart.
    Low,
    /// With trim off and some tools.
    Average,
    /// For a workshop.
    High,
}

/// What the parts cost, compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// Little or nothing.
    Low,
    /// A part.
    Average,
    /// An assembly or a unit.
    High,
}

/// How often it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    /// A workshop sees it every week.
    Common,
    /// Now and then.
    Average,
    /// Once in a while.
    Rare,
}

/// The groups whose frequency is known by generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kin {
    /// Drive cables.
    Cable,
    /// Locks: motors, gears, latches and the switches in them.
    Lock,
    /// Electronics: modules, sensors, radio.
    Electronics,
    /// Handles and buttons.
    Handle,
    /// Anything whose frequency is the same on all generations, as far as known.
    Any,
}

/// One cell of the table: how strongly some evidence speaks for or against the cause, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// What evidence.
    pub column: Column,
    /// How strongly.
    pub strength: Strength,
    /// Why: lower-case, no full stop.
    pub why: &'static str,
}

/// The columns of the table: what can be evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// This rule raised a finding about the cause's place, or about the car.
    Raised(&'static str),
    /// This rule raised a finding about all locks at once.
    RaisedForAll(&'static str),
    /// This rule was watched, had its occasion, and raised nothing about the cause's place.
    Quiet(&'static str),
    /// Something else that was seen on the bus.
    Seen(Sign),
    /// A person gave this answer to this question.
    Answered(&'static str, &'static str),
}

impl Cause {
    /// Its title with the place in it.
    pub fn title_at(&self, place: Place) -> String {
        let is_unplaced = place == Place::Car && self.places.len() > 1;
        let place = if is_unplaced { "door not yet known".to_owned() } else { place.to_string() };
        self.title.replace("{place}", &place)
    }

    /// How strongly evidence of this column speaks for it, and why; `None` for a neutral cell.
    pub fn weight(&self, column: Column) -> Option<&'static Weight> {
        self.weights.iter().find(|weight| weight.column == column)
    }
}

impl Difficulty {
    /// The word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Average => "average",
            Self::High => "high",
        }
    }
}

impl Cost {
    /// The word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Average => "average",
            Self::High => "high",
        }
    }
}

pub(super) const fn raised(rule: &'static str, strength: Strength, why: &'static str) -> Weight {
    Weight { column: Column::Raised(rule), strength, why }
}

pub(super) const fn for_all(rule: &'static str, strength: Strength, why: &'static str) -> Weight {
    Weight { column: Column::RaisedForAll(rule), strength, why }
}

pub(super) const fn quiet(rule: &'static str, strength: Strength, why: &'static str) -> Weight {
    Weight { column: Column::Quiet(rule), strength, why }
}

pub(super) const fn seen(sign: Sign, strength: Strength, why: &'static str) -> Weight {
    Weight { column: Column::Seen(sign), strength, why }
}

pub(super) const fn answer(
    question: &'static str,
    answer: &'static str,
    strength: Strength,
    why: &'static str,
) -> Weight {
    Weight { column: Column::Answered(question, answer), strength, why }
}

//! What a rule is: data and a pure function. Time and history belong to the monitor and the body, so no rule
//! keeps state.

use std::cell::Cell;
use std::fmt;
use std::time::Duration;

use crate::body::{Body, Cite, Cue, Cues, Fact, FactKind, Grade, Lock, Opening};
use crate::frame::Time;

/// How bad a finding is. Only faults and warnings make the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something is broken.
    Fault,
    /// Something may be broken, or will be.
    Warning,
    /// Worth knowing; nothing is broken.
    Note,
}

impl Severity {
    /// The word for it, in text and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// One opening.
    Opening(Opening),
    /// One lock.
    Lock(Lock),
    /// One fact (of which two sources disagree).
    Fact(Fact),
    /// The car, or the capture, as a whole.
    Car,
}

impl Subject {
    /// The kebab-case word for it, in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Opening(opening) => opening.id(),
            Self::Lock(lock) => lock.id(),
            Self::Fact(fact) => fact.name(),
            Self::Car => "car",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening(opening) => opening.fmt(f),
            Self::Lock(lock) => lock.fmt(f),
            Self::Fact(fact) => fact.fmt(f),
            Self::Car => f.write_str("car"),
        }
    }
}

/// A fact that a rule cannot do without: of its subject, or of the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The subject's opening reported open.
    Open,
    /// The subject's opening reported closed by its own signal.
    Closed,
    /// The subject's lock reported locked.
    Locked,
    /// The subject's lock as commanded.
    Commanded,
    /// This fact, whatever the subject.
    Fact(Fact),
    /// At least one of these.
    AnyOf(&'static [Fact]),
    /// Two sources of the subject's fact.
    TwoSources,
    /// A person's marks beside the capture.
    Marks,
}

/// One rule of the catalogue.
pub struct Rule {
    /// Kebab-case, names the fault.
    pub id: &'static str,
    /// How bad.
    pub severity: Severity,
    /// How sure the reasoning is; a finding's own grade is the worse of this and its evidence's.
    pub grade: Grade,
    /// What it is checked for, one by one.
    pub subjects: &'static [Subject],
    /// What it cannot do without; a car without it does not have the rule watched.
    pub needs: &'static [Need],
    /// What else makes it look again.
    pub cues: &'static [Cue],
    /// How long it must stay broken before it is a finding.
    pub hold: Duration,
    /// One line with `{subject}` in it: lower-case, no full stop.
    pub title: &'static str,
    /// What it means, each possible reading said.
    pub meaning: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// What to look at next.
    pub look: &'static str,
    /// The rule itself.
    pub check: fn(&Look<'_>) -> Verdict,
}

impl Need {
    /// The facts of which at least one must be known, for this subject; empty if it needs no fact.
    pub fn facts(&self, subject: Subject) -> Vec<Fact> {
        match (self, subject) {
            (Self::Open, Subject::Opening(opening)) => vec![Fact::Open(opening)],
            (Self::Closed, Subject::Opening(opening)) => vec![Fact::Closed(opening)],
            (Self::Locked, Subject::Lock(lock)) => vec![Fact::Locked(lock)],
            (Self::Commanded, Subject::Lock(lock)) => vec![Fact::Commanded(lock)],
            (Self::TwoSources, Subject::Fact(fact)) => vec![fact],
            (Self::Fact(fact), _) => vec![*fact],
            (Self::AnyOf(facts), _) => facts.to_vec(),
            _ => Vec::new(),
        }
    }
}

impl Rule {
    /// What makes it look again for `subject`: the facts it needs and its own cues.
    pub fn cues_for(&self, subject: Subject) -> Cues {
        let facts = self.needs.iter().flat_map(|need| need.facts(subject)).map(Cue::Fact);
        let compared = if let Subject::Fact(fact) = subject { Some(fact) } else { None };
        let numbers = compared.filter(|fact| matches!(fact.kind(), FactKind::Number(_)));
        let numbers = numbers.filter(|_| self.needs.contains(&Need::TwoSources)).map(Cue::Number);
        facts.chain(self.cues.iter().copied()).chain(numbers).collect()
    }

    /// Whether it compares moments, so that it cannot be watched on frames without times.
    pub fn needs_clock(&self) -> bool {
        !super::WITHOUT_CLOCK.iter().any(|rule| rule.id == self.id)
    }

    /// Its title with the subject's name in it.
    pub fn title_for(&self, subject: Subject) -> String {
        self.title.replace("{subject}", &subject.to_string())
    }
}

/// What a rule sees: the body at one moment, for one subject.
pub struct Look<'a> {
    /// The body.
    pub body: &'a Body,
    /// What the rule is checked for.
    pub subject: Subject,
    /// The moment.
    pub now: Time,
    again: Cell<Time>,
}

impl<'a> Look<'a> {
    /// A look at `body` at `now`.
    pub fn new(body: &'a Body, subject: Subject, now: Time) -> Self {
        Self { body, subject, now, again: Cell::new(Time::MAX) }
    }

    /// Whether `span` has passed since `moment`; if not, asks to look again when it has.
    pub fn passed(&self, moment: Time, span: Duration) -> bool {
        let due = moment.after(span);
        if due <= self.now {
            return true;
        }
        self.again.set(self.again.get().min(due));
        false
    }

    /// Asks to look again after `span`, though nothing may change.
    pub fn again_in(&self, span: Duration) {
        self.again.set(self.again.get().min(self.now.after(span)));
    }

    /// When to look again though nothing changed; [`Time::MAX`] for never.
    pub fn again(&self) -> Time {
        self.again.get()
    }

    /// The opening the rule is checked for.
    pub fn opening(&self) -> Option<Opening> {
        if let Subject::Opening(opening) = self.subject { Some(opening) } else { None }
    }

    /// The lock the rule is checked for.
    pub fn lock(&self) -> Option<Lock> {
        if let Subject::Lock(lock) = self.subject { Some(lock) } else { None }
    }
}

/// What a rule says of the body at one moment.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// A fact it needs is not known: it neither raises nor clears.
    Unknown,
    /// Nothing wrong.
    Holds,
    /// Wrong, for as long as this is said.
    Broken(Cites),
    /// Went wrong at that moment and is over; said for as long as the body remembers, raised once.
    Happened(Time, Cites),
}

impl Verdict {
    /// Broken, resting on these.
    pub fn broken(cites: &[Cite]) -> Self {
        Self::Broken(Cites::new(cites))
    }

    /// Went wrong at `at` and is over, resting on these.
    pub fn happened(at: Time, cites: &[Cite]) -> Self {
        Self::Happened(at, Cites::new(cites))
    }
}

/// Most pieces of evidence one finding cites.
pub const MAX_CITES: usize = 6;

/// What a finding rests on, as references into the body: nothing is copied until a finding is raised.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cites([Option<Cite>; MAX_CITES]);

impl Cites {
    /// These, as far as they fit.
    pub fn new(cites: &[Cite]) -> Self {
        let mut all = Self::default();
        for (slot, cite) in all.0.iter_mut().zip(cites) {
            *slot = Some(*cite);
        }
        all
    }

    /// Each in order.
    pub fn iter(&self) -> impl Iterator<Item = Cite> + '_ {
        self.0.iter().flatten().copied()
    }
}

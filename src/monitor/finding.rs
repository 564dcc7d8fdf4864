//! A finding: a rule that was broken, when, and what shows it. Plain data for reports and screens.

use crate::body::{Evidence, Fact, Grade};
use crate::frame::Time;
use crate::rules::{Severity, Subject};

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Counts the findings of a session from 1; the clearing of a finding bears the number of its raising.
    pub number: u64,
    /// Id of the rule.
    pub rule: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// How bad.
    pub severity: Severity,
    /// How sure: the worse of the rule's own grade and that of the signals it rests on.
    pub grade: Grade,
    /// When it began to be wrong.
    pub since: Time,
    /// When it had been wrong for long enough.
    pub raised: Time,
    /// When it ended; `None` while it lasts. Equal to `raised` for what is over in a moment.
    pub cleared: Option<Time>,
    /// What shows it, oldest first.
    pub evidence: Vec<Evidence>,
}

/// A rule that could not be watched, wholly or for some subjects, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Unwatched {
    /// Id of the rule.
    pub rule: &'static str,
    /// The subjects concerned; empty when the rule was watched for none.
    pub subjects: Vec<Subject>,
    /// Why.
    pub reason: WhyUnwatched,
}

/// Why a rule could not be watched.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyUnwatched {
    /// The car's DBC has no signal for these facts.
    NotOnCar(Vec<Fact>),
    /// The messages of these facts were never seen.
    NeverSeen(Vec<Fact>),
    /// These facts were always "no" on a car of a kind that may never say "yes".
    NeverProven(Vec<Fact>),
    /// The messages of these facts came, and always said that the value is not available.
    NeverTold(Vec<Fact>),
    /// No fact has two sources.
    OneSource,
    /// These facts, or a second source of them, are told by units that were not asked.
    NotAsked(Vec<Fact>),
    /// No marks were given.
    NoMarks,
    /// The car was not recognised: no fact is known.
    NoCar,
    /// The frames bear no times, or all the same: nothing that takes time can be judged.
    NoClock,
}

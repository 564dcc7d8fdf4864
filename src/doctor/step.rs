//! What came of a step, and what to do about it. It judges nothing itself.

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// As it should be.
    Ok,
    /// It could not be found out.
    Unchecked,
    /// Something is in the way.
    NotOk,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// Type this. Several commands follow each other.
    Command(String),
    /// Know this, or look at that. Lower-case, no full stop.
    Hint(String),
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one, in one word.
    pub name: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// What was found, in words. It may quote names of devices, so it must be escaped before it is shown.
    pub found: String,
    /// What to do, in this order.
    pub advice: Vec<Advice>,
}

impl Step {
    pub(super) fn new(name: &'static str, outcome: Outcome, found: impl Into<String>) -> Self {
        Self { name, outcome, found: found.into(), advice: Vec::new() }
    }

    pub(super) fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self::new(name, Outcome::Ok, found)
    }

    pub(super) fn not_ok(name: &'static str, found: impl Into<String>) -> Self {
        Self::new(name, Outcome::NotOk, found)
    }

    pub(super) fn unchecked(name: &'static str, found: impl Into<String>) -> Self {
        Self::new(name, Outcome::Unchecked, found)
    }

    /// Adds a command to type.
    #[must_use]
    pub(super) fn command(mut self, command: impl Into<String>) -> Self {
        self.advice.push(Advice::Command(command.into()));
        self
    }

    /// Adds something to know.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.advice.push(Advice::Hint(hint.into()));
        self
    }
}

/// All steps that were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checkup {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// The steps that make no sense before the last one is put right.
    pub not_taken: Vec<&'static str>,
}

impl Checkup {
    /// The worst of all steps.
    pub fn outcome(&self) -> Outcome {
        self.steps.iter().map(|step| step.outcome).max().unwrap_or(Outcome::Ok)
    }

    /// How many steps came out like this.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.steps.iter().filter(|step| step.outcome == outcome).count()
    }
}

//! What can stop a simulation before it starts: a scenario that says nothing known, or a car that is not.

use std::fmt;

use super::form::Miss;

/// Why a scenario cannot be simulated. Each names the file, the line, and what would be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A line that says nothing known.
    #[error("{file}:{line}: {problem}")]
    Line {
        /// Name of the scenario, as it was given.
        file: String,
        /// Line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: Problem,
    },
    /// The head names no car.
    #[error("{file}: no line says which car it is; begin with one such as 'car nissan_qashqai_j10'")]
    NoCar {
        /// Name of the scenario, as it was given.
        file: String,
    },
    /// No car of that name.
    #[error("{file}: no car is called '{car}'{}; 'doorjamb cars' lists them", meant(.nearest.as_deref()))]
    UnknownCar {
        /// Name of the scenario, as it was given.
        file: String,
        /// The name it gives.
        car: String,
        /// A car that was perhaps meant.
        nearest: Option<String>,
    },
    /// The car's DBC cannot be read.
    #[error("{file}: {problem}")]
    Car {
        /// Name of the scenario, as it was given.
        file: String,
        /// What is wrong with the DBC.
        problem: String,
    },
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A word that is not understood there, or is missing.
    Word {
        /// The word; `None` where the line ends too early.
        word: Option<String>,
        /// What was understood before it.
        after: String,
        /// What would be understood; empty where the line should end.
        understood: Vec<&'static str>,
        /// What was perhaps meant.
        nearest: Option<&'static str>,
    },
    /// A number outside what the form allows.
    OutOfRange {
        /// How the line is written.
        form: &'static str,
    },
    /// A setting after the first step, or twice.
    Setting {
        /// Its first word.
        word: String,
        /// Whether it was said before (else it stands too late).
        twice: bool,
    },
    /// A step earlier than the one before it.
    Backwards,
    /// A step after `end`.
    AfterEnd,
    /// `until` on a fault that happens once, or not later than its onset.
    Until {
        /// Whether the fault happens once.
        once: bool,
    },
    /// `repeat` without `end`.
    EndlessRound,
    /// The file is larger than any story.
    TooLong,
}

impl Problem {
    pub(super) fn from_miss(miss: Miss, words: &[&str]) -> Self {
        if let Some(form) = miss.out_of_range {
            return Self::OutOfRange { form };
        }
        Self::Word {
            word: words.get(miss.depth).map(|word| shown(word)),
            after: shown(&words.get(..miss.depth).unwrap_or_default().join(" ")),
            understood: miss.understood,
            nearest: miss.nearest,
        }
    }
}

/// A piece of the file as it may be printed: no control characters, not longer than a line.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push_str("...");
    }
    shown
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|word| format!("; did you mean '{word}'?")).unwrap_or_default()
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word { word, after, understood, nearest } => {
                match word {
                    Some(word) => write!(f, "'{word}' is not understood")?,
                    None => f.write_str("the line ends too early")?,
                }
                if !after.is_empty() {
                    write!(f, " after '{after}'")?;
                }
                f.write_str(&meant(*nearest))?;
                if understood.is_empty() {
                    f.write_str("; the line should end there")
                } else {
                    write!(f, "; understood: {}", understood.join(", "))
                }
            }
            Self::OutOfRange { form } => write!(f, "a number is outside what '{form}' allows"),
            Self::Setting { word, twice: true } => write!(f, "'{word}' is said twice; keep one of the lines"),
            Self::Setting { word, twice: false } => {
                write!(f, "'{word}' holds for the whole story; move it above the first step")
            }
            Self::Backwards => f.write_str("earlier than the step before it; put the steps in order of time"),
            Self::AfterEnd => f.write_str("nothing happens after 'end'; move it up or take it out"),
            Self::Until { once: true } => f.write_str("this fault happens once; take out 'until'"),
            Self::Until { once: false } => f.write_str("'until' must be later than the onset"),
            Self::EndlessRound => f.write_str("a story that repeats needs a last step 'end'"),
            Self::TooLong => f.write_str("longer than any story (1 MiB); is this a scenario?"),
        }
    }
}

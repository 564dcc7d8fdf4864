//! One piece of evidence, and which cell of a cause's table it falls into. It weighs nothing.

use super::cause::{Cause, Column, Weight};
use super::place::{Concern, Place};
use super::question::{About, Answer, Question};
use super::sign::Sign;
use crate::body::{Handedness, Opening};
use crate::rules::{self, Subject};

/// Something known that may speak for or against causes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Evidence {
    /// A rule raised a finding.
    Raised(&'static str, Subject),
    /// A rule was watched, had its occasion, and raised nothing. [`Subject::Car`] of a rule with several subjects:
    /// about none of them.
    Quiet(&'static str, Subject),
    /// A sign was seen.
    Seen(Sign, Place),
    /// A person answered.
    Answered(Given),
}

/// An answer that a person gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// The question.
    pub question: &'static Question,
    /// The answer; [`super::DONT_KNOW`] for none.
    pub answer: Answer,
    /// What it was asked about; `None` for whatever is in question.
    pub place: Option<Place>,
}

impl Evidence {
    /// The cell of `cause` at `place` that it falls into; `None` if that is neutral.
    pub(super) fn cell(&self, cause: &Cause, place: Place, handed: Handedness) -> Option<&'static Weight> {
        let column = match *self {
            Self::Raised(rule, subject) => match place.concern(subject, has_several(rule), handed) {
                Concern::Own => Column::Raised(rule),
                // That all locks are concerned speaks for what they share, not for one of them.
                Concern::All if place == Place::Car => Column::RaisedForAll(rule),
                Concern::All | Concern::None => return None,
            },
            Self::Quiet(rule, subject) => {
                let concern = place.concern(subject, has_several(rule), handed);
                let whole = place == Place::Car;
                let counts = match concern {
                    // Of the whole car only that a rule was quiet everywhere says something, and only once.
                    Concern::Own => !whole || subject == Subject::Car,
                    Concern::All => whole,
                    Concern::None => false,
                };
                if !counts {
                    return None;
                }
                Column::Quiet(rule)
            }
            Self::Seen(sign, at) => {
                if !shows_at(at, place, handed) {
                    return None;
                }
                Column::Seen(sign)
            }
            Self::Answered(given) => {
                let own = given.question.about != About::Place
                    || given.place.is_none_or(|asked| asked.meets(place, handed));
                if !own {
                    return None;
                }
                Column::Answered(given.question.id, given.answer.id)
            }
        };
        cause.weight(column)
    }

    /// The rule it is about; `None` if it is about none.
    pub const fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Raised(rule, _) | Self::Quiet(rule, _) => Some(rule),
            Self::Seen(..) | Self::Answered(_) => None,
        }
    }

    /// What it says, for a person.
    pub fn words(&self) -> String {
        match self {
            Self::Raised(rule, subject) => title(rule, *subject),
            Self::Quiet(rule, subject) if *subject == Subject::Car && has_several(rule) => {
                format!("watched, and never seen: {rule}")
            }
            Self::Quiet(rule, subject) => format!("watched, and not seen ({subject}): {rule}"),
            Self::Seen(sign, _) => sign.words().to_owned(),
            Self::Answered(given) => format!("you said: {}", given.answer.text),
        }
    }

    /// Whether it is a finding of something wrong.
    pub(super) fn needs_a_cause(&self) -> bool {
        let Self::Raised(rule, _) = self else { return false };
        rules::by_id(rule).is_some_and(|rule| rule.severity != rules::Severity::Note)
    }

    /// Whether somebody or something says by it that all is not well.
    pub(super) fn is_complaint(&self) -> bool {
        // Somebody took note of a press because nothing came of it.
        self.needs_a_cause() || matches!(self, Self::Answered(_) | Self::Seen(Sign::PressUnseen, _))
    }
}

fn title(rule: &str, subject: Subject) -> String {
    rules::by_id(rule).map_or_else(|| rule.to_owned(), |rule| rule.title_for(subject))
}

fn has_several(rule: &str) -> bool {
    rules::by_id(rule).is_some_and(|rule| rule.subjects.len() > 1)
}

/// Whether a sign at `at` says something of a cause at `place`. What all locks do together says nothing of the
/// tailgate, which has a circuit of its own, and the other way round.
fn shows_at(at: Place, place: Place, handed: Handedness) -> bool {
    const LID: Place = Place::Opening(Opening::Tailgate);
    match (at, place) {
        (LID, _) | (_, LID) => at == place,
        _ => at.meets(place, handed),
    }
}

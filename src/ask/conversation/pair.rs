//! Two identifiers of which one may answer the other: how sure that is, and what was asked, each question counted.

use super::exchange::{Head, Said};
use super::speaker::Asked;
use crate::ask::Refusal;
use crate::ask::trouble::{Code, List};
use crate::frame::{CanId, Origin, Time};

/// How sure a pair must be to be told.
const SURE: u8 = 3;

/// Different questions that are kept of one pair.
const MOST_QUESTIONS: usize = 200;

/// Different refusals that are kept of one question.
const MOST_REFUSALS: usize = 8;

/// Trouble codes that are kept of one question.
const MOST_CODES: usize = 64;

/// How well a message shows that it is the answer to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// By its service alone.
    Weak,
    /// It repeats what was asked, refuses it, or is a whole list of what was asked for.
    Strong,
}

/// Two identifiers.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) channel: u8,
    pub(super) tester: CanId,
    pub(super) unit: CanId,
    pub(super) questions: Vec<Question>,
    pub(super) untold: u64,
    sure: u8,
}

/// A question, and what came of it each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What was asked.
    pub head: Head,
    /// What the car's DBC calls it.
    pub about: Option<String>,
    /// When it was first asked.
    pub first: Time,
    /// When it was last asked.
    pub last: Time,
    /// The frame that ended it when it was first asked.
    pub origin: Origin,
    /// How often it was answered.
    pub answered: u64,
    /// How often it was refused, and how.
    pub refused: Vec<(Refusal, u64)>,
    /// How often nothing came.
    pub unanswered: u64,
    /// Trouble codes in the latest answer.
    pub codes: Vec<Code>,
}

impl Question {
    /// How often it was asked.
    pub fn times(&self) -> u64 {
        self.answered + self.unanswered + self.refused.iter().map(|(_, times)| times).sum::<u64>()
    }
}

impl Pair {
    pub(super) const fn new(channel: u8, tester: CanId, unit: CanId) -> Self {
        Self { channel, tester, unit, questions: Vec::new(), untold: 0, sure: 0 }
    }

    /// Identifiers that belong together need one good answer; others three.
    pub(super) const fn trust(&mut self, is_related: bool, strength: Strength) {
        let more = match (is_related, strength) {
            (true, Strength::Strong) => SURE,
            (true, Strength::Weak) | (false, Strength::Strong) => 1,
            (false, Strength::Weak) => 0,
        };
        self.sure = self.sure.saturating_add(more);
    }

    pub(super) const fn is_trusted(&self) -> bool {
        self.sure >= SURE
    }

    /// The unit said something to a question.
    pub(super) fn said(&mut self, asked: &Asked, said: Said, time: Time, codes: Option<List>) {
        if said == Said::Pending {
            return;
        }
        let Some(question) = self.question(asked) else { return };
        question.last = question.last.max(asked.time.min(time));
        match said {
            Said::Data => question.answered += 1,
            Said::Refused(refusal) => {
                let known = question.refused.iter_mut().find(|(known, _)| *known == refusal);
                if let Some((_, times)) = known {
                    *times += 1;
                } else if question.refused.len() < MOST_REFUSALS {
                    question.refused.push((refusal, 1));
                }
            }
            Said::Pending => {}
        }
        if let Some(mut list) = codes {
            list.codes.truncate(MOST_CODES);
            question.codes = list.codes;
        }
    }

    /// Nothing came.
    pub(super) fn unanswered(&mut self, asked: &Asked) {
        if let Some(question) = self.question(asked) {
            question.last = question.last.max(asked.time);
            question.unanswered += 1;
        }
    }

    fn question(&mut self, asked: &Asked) -> Option<&mut Question> {
        if let Some(at) = self.questions.iter().position(|question| question.head == asked.head) {
            return Some(&mut self.questions[at]);
        }
        if self.questions.len() >= MOST_QUESTIONS {
            self.untold += 1;
            return None;
        }
        self.questions.push(Question {
            head: asked.head.clone(),
            about: None,
            first: asked.time,
            last: asked.time,
            origin: asked.origin,
            answered: 0,
            refused: Vec::new(),
            unanswered: 0,
            codes: Vec::new(),
        });
        self.questions.last_mut()
    }
}

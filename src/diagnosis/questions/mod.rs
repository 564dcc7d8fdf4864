//! Every question: what a person is asked, and the checks that take a hand or an instrument.
//!
//! To add one: an entry in `asked` or `checked`, and cells for it in the causes it tells apart.

mod asked;
mod checked;

use super::question::{Answer, Question};

/// Every question, those that only need an answer first.
pub fn all() -> impl Iterator<Item = &'static Question> {
    asked::ASKED.iter().chain(checked::CHECKED)
}

/// The question of that id.
pub fn by_id(id: &str) -> Option<&'static Question> {
    all().find(|question| question.id == id)
}

const fn answer(id: &'static str, text: &'static str) -> Answer {
    Answer { id, text }
}

//! A file of answers: a question's id and an answer's on each line, and where the place matters a place. What a
//! line says wrongly is told with its place and left out.

use super::evidence::Given;
use super::place::Place;
use super::question::About;
use super::questions;
use crate::near::nearest;

/// Longest file that is read, in bytes: every question answered for every place has a twentieth of it.
pub const MAX_BYTES: usize = 1 << 16;
/// Most lines that are told to be wrong; the rest are of the same kind.
const MOST_TOLD: usize = 10;
/// Longest word that is shown back, in letters.
const SHOWN: usize = 40;

/// What a file of answers says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// The answers, in the order of their lines.
    pub given: Vec<Given>,
    /// Lines that say nothing known, by number from 1, with what would be understood; the first ten.
    pub misread: Vec<(u64, String)>,
    /// How many such lines there are.
    pub misread_count: u64,
}

impl Answers {
    /// Reads the text of a file. Empty lines, and what follows a `#`, are passed over.
    pub fn parse(text: &str) -> Self {
        let mut answers = Self::default();
        let mut end = text.len().min(MAX_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for (line, number) in text[..end].lines().zip(1..) {
            let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().collect();
            if words.is_empty() {
                continue;
            }
            match read(&words) {
                Ok(given) => answers.given.push(given),
                Err(problem) => answers.misread(number, problem),
            }
        }
        if end < text.len() {
            let line = text[..end].lines().count() as u64;
            answers.misread(line, format!("the file is longer than {MAX_BYTES} bytes; the rest is not read"));
        }
        answers
    }

    fn misread(&mut self, line: u64, problem: String) {
        self.misread_count += 1;
        if self.misread.len() < MOST_TOLD {
            self.misread.push((line, problem));
        }
    }
}

fn read(words: &[&str]) -> Result<Given, String> {
    let (id, answer, place) = match words {
        [question, answer] => (*question, *answer, None),
        [question, answer, place] => (*question, *answer, Some(*place)),
        _ => {
            return Err(
                "expected a question, an answer and perhaps a place, such as `sound hum tailgate`".to_owned()
            );
        }
    };
    let Some(question) = questions::by_id(id) else {
        let known = questions::all().map(|question| question.id);
        return Err(format!("there is no question {}{}", shown(id), meant(id, known)));
    };
    let Some(answer) = question.answer(answer) else {
        let known = || question.lettered().into_iter().map(|(_, answer)| answer.id);
        let list: Vec<&str> = known().collect();
        let meant = meant(answer, known());
        return Err(format!(
            "{} is no answer to {id}{meant}; its answers are {}",
            shown(answer),
            list.join(", ")
        ));
    };
    let place = match place {
        None => None,
        Some(word) if question.about != About::Place => {
            return Err(format!("{id} is not asked about a place, leave {} out", shown(word)));
        }
        Some(word) => Some(Place::from_id(word).filter(|place| *place != Place::Car).ok_or_else(|| {
            format!(
                "{} is no place; front-left, front-right, rear-left, rear-right, tailgate, bonnet, driver and others \
                 are (the last two are locks)",
                shown(word)
            )
        })?),
    };
    Ok(Given { question, answer, place })
}

fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(word, known).map(|known| format!(" (did you mean {known}?)")).unwrap_or_default()
}

/// A word of the file, short enough to be shown.
fn shown(word: &str) -> String {
    let mut shown: String = word.chars().take(SHOWN).collect();
    if shown.len() < word.len() {
        shown.push('…');
    }
    format!("`{shown}`")
}

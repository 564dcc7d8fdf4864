//! A form says how a line is written, and reads lines written so: one list of phrases is the grammar, the
//! error messages and the help. It knows no phrase.
//!
//! A form is words apart by spaces: `open|close` is one of these words, `<number>` and its like are a value,
//! `km/h` stands for itself, and `[` ... `]` at the end may be left out.

use crate::body::{Fact, Opening};
use crate::frame::CanId;

use super::quantity::Quantity;
use crate::near::nearest;

/// One thing a person can write.
#[derive(Debug)]
pub(super) struct Phrase<T: 'static> {
    /// How it is written.
    pub(super) form: &'static str,
    /// One line written so.
    pub(super) example: &'static str,
    /// What it means, in a few words.
    pub(super) means: &'static str,
    /// Makes the meaning of the words; `None` if a value is out of its range.
    pub(super) build: fn(&Words) -> Option<T>,
}

/// An opening as a person names it: by its side, or by who gets in there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The driver's door, whichever side that is.
    Driver,
    /// The front passenger's door.
    Passenger,
    /// This one.
    At(Opening),
}

/// One word of a line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Plain(&'static str),
    Place(Place),
    Fact(Fact),
    Number(Quantity),
    Id(CanId),
    Name(String),
}

/// The words of a line, by their position in the form.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<Word>);

impl Words {
    /// Whether the word at `index` is this one.
    pub(super) fn is(&self, index: usize, word: &str) -> bool {
        matches!(self.0.get(index), Some(Word::Plain(plain)) if *plain == word)
    }

    pub(super) fn place(&self, index: usize) -> Option<Place> {
        if let Some(&Word::Place(place)) = self.0.get(index) { Some(place) } else { None }
    }

    pub(super) fn fact(&self, index: usize) -> Option<Fact> {
        if let Some(&Word::Fact(fact)) = self.0.get(index) { Some(fact) } else { None }
    }

    pub(super) fn number(&self, index: usize) -> Option<Quantity> {
        if let Some(&Word::Number(number)) = self.0.get(index) { Some(number) } else { None }
    }

    pub(super) fn name(&self, index: usize) -> Option<&str> {
        if let Some(Word::Name(name)) = self.0.get(index) { Some(name) } else { None }
    }

    /// Every identifier from `index` on.
    pub(super) fn ids(&self, index: usize) -> impl Iterator<Item = CanId> {
        self.0.iter().skip(index).filter_map(|word| if let &Word::Id(id) = word { Some(id) } else { None })
    }
}

/// Where a line stopped being understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Miss {
    /// How many words were understood before.
    pub(super) depth: usize,
    /// What would have been understood there; empty where the line should have ended.
    pub(super) understood: Vec<&'static str>,
    /// The word that was perhaps meant.
    pub(super) nearest: Option<&'static str>,
    /// The form that fitted, but with a number outside what it allows.
    pub(super) out_of_range: Option<&'static str>,
}

const DOORS: [&str; 6] =
    ["driver-door", "passenger-door", "front-left", "front-right", "rear-left", "rear-right"];
const OPENINGS: [&str; 8] = [
    "driver-door",
    "passenger-door",
    "front-left",
    "front-right",
    "rear-left",
    "rear-right",
    "tailgate",
    "bonnet",
];

/// Reads `words` as the first of `phrases` that fits; otherwise says where the best one stopped fitting.
pub(super) fn read<T>(phrases: &'static [Phrase<T>], words: &[&str]) -> Result<T, Miss> {
    let mut miss = Miss::default();
    for phrase in phrases {
        let (depth, wanted) = match fit(phrase.form, words) {
            Ok(found) => match (phrase.build)(&found) {
                Some(built) => return Ok(built),
                None => return Err(Miss { out_of_range: Some(phrase.form), ..Miss::default() }),
            },
            Err(stopped) => stopped,
        };
        if depth > miss.depth {
            miss = Miss { depth, ..Miss::default() };
        }
        if depth == miss.depth && !wanted.is_empty() {
            for option in options(wanted) {
                if !miss.understood.contains(&option) {
                    miss.understood.push(option);
                }
            }
        }
    }
    miss.nearest = words.get(miss.depth).and_then(|word| nearest(word, miss.understood.iter().copied()));
    Err(miss)
}

/// The words as the form names them, or how many fitted and the element that did not; an empty element
/// means that the line should have ended.
fn fit(form: &'static str, words: &[&str]) -> Result<Words, (usize, &'static str)> {
    let mut found = Vec::new();
    let mut optional = false;
    let mut rest = words.iter();
    for (depth, element) in form.split(' ').enumerate() {
        optional |= element.starts_with('[');
        let element = element.trim_matches(['[', ']']);
        let Some(&word) = rest.next() else {
            return if optional { Ok(Words(found)) } else { Err((depth, element)) };
        };
        found.push(understand(element, word).ok_or((depth, element))?);
        if element == "<id>..." {
            for &word in rest.by_ref() {
                found.push(understand(element, word).ok_or((found.len(), element))?);
            }
        }
    }
    if rest.next().is_some() { Err((found.len(), "")) } else { Ok(Words(found)) }
}

fn understand(element: &'static str, word: &str) -> Option<Word> {
    let place = |words: &[&str]| {
        let &word = words.iter().find(|known| **known == word)?;
        Some(Word::Place(match word {
            "driver-door" => Place::Driver,
            "passenger-door" => Place::Passenger,
            _ => Place::At(Opening::from_id(word)?),
        }))
    };
    match element {
        "<door>" => place(&DOORS),
        "<opening>" => place(&OPENINGS),
        "<fact>" => Fact::from_name(word).map(Word::Fact),
        "<number>" => Quantity::parse(word).map(Word::Number),
        "<id>" | "<id>..." => identifier(word).map(Word::Id),
        "<name>" => Some(Word::Name(word.to_owned())),
        _ => element.split('|').find(|known| *known == word).map(Word::Plain),
    }
}

/// As captures write it: up to three hexadecimal digits for 11 bits, eight for 29.
fn identifier(word: &str) -> Option<CanId> {
    if !word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(word, 16).ok()?;
    if word.len() == 8 { CanId::extended(value) } else { CanId::standard(value) }
}

/// What can be written for an element of a form.
fn options(element: &'static str) -> Vec<&'static str> {
    match element {
        "<door>" => DOORS.to_vec(),
        "<opening>" => OPENINGS.to_vec(),
        "<fact>" => Fact::ALL.into_iter().map(Fact::name).collect(),
        "<number>" => vec!["a number"],
        "<id>" | "<id>..." => vec!["an identifier such as 60D"],
        "<name>" => vec!["a name"],
        _ => element.split('|').collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASES: &[Phrase<u64>] = &[
        Phrase {
            form: "<door> open|close",
            example: "",
            means: "",
            build: |words| Some(u64::from(words.is(1, "open"))),
        },
        Phrase {
            form: "drive <number> km/h [in <number> s]",
            example: "",
            means: "",
            build: |words| Some(words.number(1)?.floor() * 100 + words.number(4).map_or(0, Quantity::floor)),
        },
    ];

    fn read(line: &str) -> Result<u64, Miss> {
        super::read(PHRASES, &line.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn the_optional_end_may_be_left_out() {
        assert_eq!(read("drive 50 km/h in 8 s"), Ok(5008));
        assert_eq!(read("drive 50 km/h"), Ok(5000));
        assert_eq!(read("rear-left open"), Ok(1));
    }

    #[test]
    fn a_miss_names_what_fits_at_the_deepest_place() {
        let miss = read("rear-left opne").unwrap_err();
        assert_eq!((miss.depth, miss.nearest), (1, Some("open")));
        assert_eq!(miss.understood, ["open", "close"]);
        let miss = read("drive 50 km/h in 8 s now").unwrap_err();
        assert_eq!((miss.depth, miss.understood.len()), (6, 0));
        let miss = read("drive").unwrap_err();
        assert_eq!((miss.depth, miss.understood), (1, vec!["a number"]));
    }
}

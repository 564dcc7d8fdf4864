//! Everything a scenario can say, for help texts and the README: the same lists that read it.

use super::act::ACTS;
use super::fault::FAULTS;
use super::form::Phrase;
use super::logger::SLIPS;
use super::setting::SETTINGS;
use super::unit::MANNERS;

/// One kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// How it is written, after the section's beginning: `a|b` is one of these words, `[`...`]` may be left out.
    pub form: &'static str,
    /// One line written so.
    pub example: &'static str,
    /// What it means.
    pub means: &'static str,
}

/// Lines that begin alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What they say.
    pub title: &'static str,
    /// What stands before their form.
    pub begins: &'static str,
    /// The kinds of line.
    pub entries: Vec<Entry>,
}

/// The whole grammar, in the order in which a person needs it.
pub fn grammar() -> [Section; 5] {
    [
        section("What holds for the whole story, above the first step", "", SETTINGS),
        section("Who does what, after the time in seconds", "<seconds> ", ACTS),
        section("What breaks; `until <seconds>` may end what lasts", "<seconds> fault ", FAULTS),
        section("How units answer; `until <seconds>` may end it", "<seconds> unit ", MANNERS),
        section("What the recorder does", "<seconds> logger ", SLIPS),
    ]
}

fn section<T>(title: &'static str, begins: &'static str, phrases: &'static [Phrase<T>]) -> Section {
    let entry =
        |phrase: &Phrase<T>| Entry { form: phrase.form, example: phrase.example, means: phrase.means };
    Section { title, begins, entries: phrases.iter().map(entry).collect() }
}

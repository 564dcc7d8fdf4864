//! What a question is: something the bus cannot know, which a person can remember, try, or measure. "Don't know" is
//! always an answer and stands in no list. The questions themselves stand in `questions`.

use super::place::Place;

/// The answer that every question has: it changes nothing.
pub const DONT_KNOW: Answer = Answer { id: "unknown", text: "don't know" };

/// Something to ask a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Kebab-case.
    pub id: &'static str,
    /// The answer on a car where nothing is wrong that the question is about; `None` where no answer is more usual
    /// than another.
    pub usual: Option<&'static str>,
    /// What it takes to answer.
    pub effort: Effort,
    /// What it is about: with [`About::Place`], `{place}` stands in its text.
    pub about: About,
    /// The question; for a check, what to do and what to look at.
    pub text: &'static str,
    /// Its answers, besides "don't know".
    pub answers: &'static [Answer],
}

/// One answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Kebab-case.
    pub id: &'static str,
    /// What a person reads.
    pub text: &'static str,
}

/// What it takes to answer, cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// It is known, or seen and heard at once: a question.
    Ask,
    /// Something is tried by hand: a check.
    Try,
    /// Something is changed that costs little: a fob's battery, a fuse.
    Swap,
    /// A multimeter, or the data monitor, or this program while something is moved.
    Measure,
    /// Trim comes off.
    Dismantle,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// One opening or lock.
    Place,
    /// The car, or its fob.
    Car,
    /// Where the trouble is: its answers are places.
    Where,
}

impl Effort {
    /// The word for it, in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Try => "try",
            Self::Swap => "swap",
            Self::Measure => "measure",
            Self::Dismantle => "dismantle",
        }
    }

    /// What is needed, for a person; empty where nothing is.
    pub const fn needs(self) -> &'static str {
        match self {
            Self::Ask => "",
            Self::Try => "your hands",
            Self::Swap => "some minutes, and at most a part that costs little",
            Self::Measure => "a multimeter, or this program and a second person",
            Self::Dismantle => "tools: trim comes off",
        }
    }
}

/// How often the usual answer is given where the question is not to the point.
const USUAL: f64 = 0.9;

impl Question {
    /// How often each answer is given where the question is not to the point, in the order of its answers.
    pub(super) fn chances(&self) -> Vec<f64> {
        let count = self.answers.len() as f64;
        let chance = |answer: &Answer| match self.usual {
            None => 1.0 / count,
            Some(usual) if usual == answer.id => USUAL,
            Some(_) => (1.0 - USUAL) / (count - 1.0),
        };
        self.answers.iter().map(chance).collect()
    }

    /// Its text, about `place`.
    pub fn text_at(&self, place: Option<Place>) -> String {
        let place = place.map_or_else(|| "door or lid in question".to_owned(), |place| place.to_string());
        self.text.replace("{place}", &place)
    }

    /// The answer of that id, "don't know" among them.
    pub fn answer(&self, id: &str) -> Option<Answer> {
        self.answers.iter().copied().chain([DONT_KNOW]).find(|answer| answer.id == id)
    }

    /// The answer of that letter; "don't know" has the letter after the last.
    pub fn by_letter(&self, letter: char) -> Option<Answer> {
        let letters = self.lettered();
        letters.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(&letter)).map(|(_, answer)| answer)
    }

    /// Every answer with its letter, "don't know" last.
    pub fn lettered(&self) -> Vec<(char, Answer)> {
        ('a'..='z').zip(self.answers.iter().copied().chain([DONT_KNOW])).collect()
    }
}

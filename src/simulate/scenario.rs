//! A story that a person wrote: who does what when, and which fault sets in when. It simulates nothing.

use std::time::Duration;

use super::act::{ACTS, Act};
use super::error::{Error, Problem};
use super::fault::{FAULTS, Fault};
use super::form::{Miss, Phrase, read};
use super::logger::{SLIPS, Slip};
use super::quantity::Quantity;
use super::setting::{SETTINGS, Settings};
use super::unit::MANNERS;
use crate::near::nearest;

/// Longest scenario that is read, in bytes: the longest story told so far has a fiftieth of it.
pub const MAX_BYTES: usize = 1 << 20;

/// A story: settings, and steps in order of time.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name as it was given, for messages.
    pub name: String,
    /// What holds throughout.
    pub settings: Settings,
    pub(super) steps: Vec<Step>,
    /// When the recording ends.
    pub(super) end: Duration,
}

/// One thing that happens at its time after the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) at: Duration,
    pub(super) what: Doing,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Act(Act),
    Sets(Fault),
    Clears(Fault),
    Slip(Slip),
}

/// How long a recording goes on after the last step of a story that has no `end`.
const TAIL: Duration = Duration::from_secs(3);

impl Scenario {
    /// Reads the text of a scenario; `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// The first line that says nothing known, with what would be understood there; or that no car is named.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let at = |line: usize, problem| Error::Line { file: name.to_owned(), line: line as u64, problem };
        if text.len() > MAX_BYTES {
            return Err(at(1, Problem::TooLong));
        }
        let mut reading = Reading::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default();
            let words = split(line);
            if !words.is_empty() {
                reading.line(&words).map_err(|problem| at(index + 1, problem))?;
            }
        }
        let Reading { settings, mut steps, end, last, .. } = reading;
        if settings.car.is_empty() {
            return Err(Error::NoCar { file: name.to_owned() });
        }
        if settings.rounds > 1 && end.is_none() {
            return Err(at(text.lines().count().max(1), Problem::EndlessRound));
        }
        // Ends of faults were noted where the fault was set; of equal times, the line that came first goes first.
        steps.sort_by_key(|step| step.at);
        Ok(Self { name: name.to_owned(), settings, steps, end: end.unwrap_or(last + TAIL) })
    }
}

#[derive(Default)]
struct Reading {
    settings: Settings,
    said: Vec<String>,
    steps: Vec<Step>,
    last: Duration,
    end: Option<Duration>,
}

impl Reading {
    fn line(&mut self, words: &[&str]) -> Result<(), Problem> {
        match words {
            [time, rest @ ..] if time.starts_with(|first: char| first.is_ascii_digit() || first == '.') => {
                self.step(time, rest)
            }
            _ => self.setting(words),
        }
    }

    fn setting(&mut self, words: &[&str]) -> Result<(), Problem> {
        let apply = read(SETTINGS, words).map_err(|mut miss| {
            if miss.depth == 0 {
                miss.understood.push("a time such as 1.5");
            }
            Problem::from_miss(miss, words)
        })?;
        let word = words[0].to_owned();
        let twice = self.said.contains(&word);
        if twice || !self.steps.is_empty() {
            return Err(Problem::Setting { word, twice });
        }
        self.said.push(word);
        apply(&mut self.settings);
        Ok(())
    }

    fn step(&mut self, time: &str, words: &[&str]) -> Result<(), Problem> {
        let Some(at) = Quantity::parse(time).map(Quantity::seconds) else {
            let miss = Miss { understood: vec!["a time such as 1.5"], ..Miss::default() };
            return Err(Problem::from_miss(miss, &[time]));
        };
        if self.end.is_some() {
            return Err(Problem::AfterEnd);
        }
        if at < self.last {
            return Err(Problem::Backwards);
        }
        self.last = at;
        let what = match words {
            ["fault", rest @ ..] => return self.fault(at, FAULTS, rest),
            ["unit", rest @ ..] => return self.fault(at, MANNERS, rest),
            ["logger", rest @ ..] => {
                Doing::Slip(read(SLIPS, rest).map_err(|miss| Problem::from_miss(miss, rest))?)
            }
            _ => Doing::Act(read(ACTS, words).map_err(|mut miss| {
                if miss.depth == 0 {
                    miss.understood.extend(["fault", "unit", "logger"]);
                    miss.nearest =
                        words.first().and_then(|word| nearest(word, miss.understood.iter().copied()));
                }
                Problem::from_miss(miss, words)
            })?),
        };
        if what == Doing::Act(Act::End) {
            self.end = Some(at);
        } else {
            self.steps.push(Step { at, what });
        }
        Ok(())
    }

    fn fault(
        &mut self,
        at: Duration,
        phrases: &'static [Phrase<Fault>],
        words: &[&str],
    ) -> Result<(), Problem> {
        let (words, until) = match words {
            [rest @ .., "until", time] => (rest, Some(*time)),
            _ => (words, None),
        };
        let fault = read(phrases, words).map_err(|mut miss| {
            if miss.understood.is_empty() {
                miss.understood.push("until and a time");
            }
            Problem::from_miss(miss, words)
        })?;
        self.steps.push(Step { at, what: Doing::Sets(fault) });
        if let Some(time) = until {
            let end = Quantity::parse(time).map(Quantity::seconds).filter(|end| *end > at);
            let (Some(end), true) = (end, fault.lasts()) else {
                return Err(Problem::Until { once: !fault.lasts() });
            };
            self.steps.push(Step { at: end, what: Doing::Clears(fault) });
        }
        Ok(())
    }
}

/// The words of a line; a unit written against its number (`8s`, `50km/h`) is a word of its own.
fn split(line: &str) -> Vec<&str> {
    const UNITS: [&str; 4] = ["km/h", "s", "V", "%"];
    let mut words = Vec::new();
    for word in line.split_whitespace() {
        let unit = UNITS
            .into_iter()
            .find(|unit| word.strip_suffix(unit).is_some_and(|number| Quantity::parse(number).is_some()));
        match unit.and_then(|unit| word.split_at_checked(word.len() - unit.len())) {
            Some((number, unit)) => words.extend([number, unit]),
            None => words.push(word),
        }
    }
    words
}

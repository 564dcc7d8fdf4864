//! What the reader of a story was told of each fact, so that a fact that was lost for a moment, or told again as
//! before, is no news.

use std::time::Duration;

use crate::body::{Event, Fact, Phase, Value, What};
use crate::frame::Time;

/// How long a fact must stay untold before a person is told of it: loggers drop frames, and a bus on its way to sleep
/// says so itself within the 2 to 3 s its last messages take.
const WORTH_SAYING: Duration = Duration::from_secs(5);

/// What was told of one fact.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    value: Option<Value>,
    /// When it was lost, if it is and the reader does not know.
    lost: Option<Time>,
    /// Whether the reader knows that it is lost.
    missing: bool,
}

/// What an event of a fact means to the reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum News {
    /// Nothing.
    None,
    /// It is told for the first time, or again after the reader was told that it is not.
    Told,
    /// It changed while it was not told, from this value.
    ChangedUnseen(Value),
    /// Not about a fact being told or not.
    Other,
}

/// Facts that the reader should know are no longer told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Missing {
    /// When it was worth saying.
    pub(super) time: Time,
    /// When the first of them was lost.
    pub(super) since: Time,
    /// Which.
    pub(super) facts: Vec<Fact>,
}

/// What was told of all facts.
#[derive(Debug)]
pub(super) struct AllTold {
    facts: [Told; Fact::COUNT],
    /// The earliest time at which something lost is worth saying.
    due: Time,
}

impl Default for AllTold {
    fn default() -> Self {
        Self { facts: [Told::default(); Fact::COUNT], due: Time::MAX }
    }
}

impl AllTold {
    /// Takes in an event; says what it means to the reader.
    pub(super) fn hear(&mut self, event: &Event) -> News {
        match event.what {
            What::Seen(fact, value) => {
                let known = &mut self.facts[fact.index()];
                let before = known.value.replace(value);
                let was_missing = known.missing;
                (known.lost, known.missing) = (None, false);
                match before {
                    Some(before) if before != value => News::ChangedUnseen(before),
                    Some(_) if !was_missing => News::None,
                    _ => News::Told,
                }
            }
            What::Changed(fact, _, value) => {
                self.facts[fact.index()].value = Some(value);
                News::Other
            }
            What::Lost(fact) => {
                self.facts[fact.index()].lost = Some(event.time);
                self.due = self.due.min(event.time.after(WORTH_SAYING));
                News::None
            }
            What::Phase(_, Phase::Asleep) => {
                // A sleeping car tells nothing: that says it all.
                self.facts.iter_mut().for_each(|known| known.lost = None);
                News::Other
            }
            _ => News::Other,
        }
    }

    /// The facts lost for so long, by `now`, that the reader should know; none most of the time.
    pub(super) fn missing(&mut self, now: Time) -> Option<Missing> {
        if now < self.due {
            return None;
        }
        let (mut since, mut latest) = (Time::MAX, Time::MIN);
        let mut facts = Vec::new();
        let mut due = Time::MAX;
        for (known, fact) in self.facts.iter_mut().zip(Fact::ALL) {
            let Some(lost) = known.lost else { continue };
            if lost.after(WORTH_SAYING) <= now {
                (known.lost, known.missing) = (None, true);
                (since, latest) = (since.min(lost), latest.max(lost));
                facts.push(fact);
            } else {
                due = due.min(lost.after(WORTH_SAYING));
            }
        }
        self.due = due;
        if facts.is_empty() { None } else { Some(Missing { time: latest.after(WORTH_SAYING), since, facts }) }
    }
}

#[cfg(test)]
mod tests {
    use super::{AllTold, Missing, News};
    use crate::body::{Event, Fact, Phase, Value, What};
    use crate::frame::Time;

    const FACT: Fact = Fact::Brake;

    fn event(seconds: i64, what: What) -> Event {
        Event { time: Time::from_nanos(seconds * 1_000_000_000), what, evidence: None }
    }

    #[test]
    fn a_fact_lost_for_a_moment_is_no_news() {
        let mut told = AllTold::default();
        let seen = What::Seen(FACT, Value::Switch(true));
        assert_eq!(told.hear(&event(0, seen)), News::Told);
        assert_eq!(told.hear(&event(1, What::Lost(FACT))), News::None);
        assert_eq!(told.missing(Time::from_nanos(5_999_999_999)), None);
        assert_eq!(told.hear(&event(6, seen)), News::None);
        assert_eq!(told.missing(Time::MAX), None);
    }

    #[test]
    fn a_fact_lost_for_long_is_told_of_and_so_is_its_return() {
        let mut told = AllTold::default();
        let seen = What::Seen(FACT, Value::Switch(true));
        told.hear(&event(0, seen));
        told.hear(&event(1, What::Lost(FACT)));
        let at = |seconds: i64| Time::from_nanos(seconds * 1_000_000_000);
        let missing = Missing { time: at(6), since: at(1), facts: vec![FACT] };
        assert_eq!(told.missing(at(9)), Some(missing));
        assert_eq!(told.hear(&event(10, seen)), News::Told);
    }

    #[test]
    fn a_fact_that_changed_while_it_was_lost_is_news() {
        let mut told = AllTold::default();
        told.hear(&event(0, What::Seen(FACT, Value::Switch(true))));
        told.hear(&event(1, What::Lost(FACT)));
        let news = told.hear(&event(2, What::Seen(FACT, Value::Switch(false))));
        assert_eq!(news, News::ChangedUnseen(Value::Switch(true)));
    }

    #[test]
    fn what_a_sleeping_car_does_not_tell_is_no_news() {
        let mut told = AllTold::default();
        told.hear(&event(0, What::Seen(FACT, Value::Switch(true))));
        told.hear(&event(1, What::Lost(FACT)));
        told.hear(&event(2, What::Phase(Phase::Awake, Phase::Asleep)));
        assert_eq!(told.missing(Time::MAX), None);
    }
}

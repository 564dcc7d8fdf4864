//! The last events in words, a bounded number of them. What the panels show anyway is no event here: values seen
//! for the first time, numbers, turn lamps.

use std::collections::VecDeque;
use std::time::Duration;

use crate::body::{Event, Fact, FactKind, Mark, MarkWhat, Shows, Value, What};
use crate::frame::Time;
use crate::monitor::Finding;
use crate::notice::Notice;
use crate::report::{Session, change, sentence};
use crate::rules::{self, Severity};

/// Lines that are kept: more than fit any terminal.
const KEPT: usize = 200;

/// Changes of one fact this close belong to one run: no hand opens and shuts a door more than once a second.
const CLOSE: Duration = Duration::from_secs(1);
/// Changes of a run that have a line each: opening and shutting twice. The others share the last line.
const TOLD: u32 = 4;

/// Facts lost together that are named; the panels show which the others are.
const NAMED: usize = 3;

/// What happened, a line each.
#[derive(Debug, Clone, Default)]
pub(super) struct Journal {
    lines: VecDeque<Line>,
    /// What each fact was when it was last told.
    last: Vec<Option<Value>>,
    /// The facts that the last line says are lost, if that is what it says.
    lost: Vec<Fact>,
    /// The fact whose changes came last and one close after the other, and how many there were.
    run: Option<(Fact, u32)>,
    added: u64,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// `None` for what happened before the first frame: there is nothing to count it from.
    pub(super) time: Option<Time>,
    pub(super) words: String,
    pub(super) kind: Kind,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The car.
    Car,
    /// A finding that begins.
    Finding(Severity),
    /// What a person saw or did.
    Person,
    /// Something wrong with the input.
    Input,
}

impl Journal {
    /// The lines, newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().rev()
    }

    /// How many lines were ever added.
    pub(super) const fn added(&self) -> u64 {
        self.added
    }

    pub(super) fn event(&mut self, session: &Session, event: &Event) {
        let words = match event.what {
            What::Lost(fact) => return self.lose(event.time, fact),
            What::Seen(fact, value) => match self.remember(fact, value) {
                Some(before) if before != value => {
                    Some(format!("{} (while it was not told)", change(fact, before, value)))
                }
                _ if fact.kind() == FactKind::Pulse => Some(change(fact, value, value)),
                _ => None,
            },
            What::Changed(fact, _, value) => {
                self.remember(fact, value);
                // Lamps only flash, a request is an event of its own, and a signal of its own for closed follows the other.
                let is_told = matches!(
                    fact,
                    Fact::TurnLeft | Fact::TurnRight | Fact::TailgateRequest | Fact::Closed(_)
                );
                if is_told { None } else { sentence(session, event) }
            }
            _ => sentence(session, event),
        };
        let Some(mut words) = words else { return };
        if let Some(doubt) = event.evidence.as_ref().and_then(|shown| match shown.shows {
            Shows::Fact { source, .. } => session.doubt(source),
            _ => None,
        }) {
            words.push(' ');
            words.push_str(doubt);
        }
        let run = match event.what {
            What::Changed(fact, ..) => Some((fact, self.run_of(fact, event.time))),
            _ => None,
        };
        if let Some((_, changes)) = run.filter(|(_, changes)| *changes > TOLD) {
            self.lines.pop_back();
            words = format!("{words} ({changes} changes)");
        }
        self.add(event.time, words, Kind::Car);
        self.run = run;
    }

    /// How many changes the run of `fact` has with one at `time`.
    fn run_of(&self, fact: Fact, time: Time) -> u32 {
        let is_close =
            self.lines.back().and_then(|line| line.time).is_some_and(|last| time.since(last) <= CLOSE);
        match self.run {
            Some((same, changes)) if same == fact && is_close => changes.saturating_add(1),
            _ => 1,
        }
    }

    pub(super) fn finding(&mut self, finding: &Finding) {
        let title = rules::by_id(finding.rule)
            .map_or_else(|| finding.rule.to_owned(), |rule| rule.title_for(finding.subject));
        match finding.cleared {
            Some(cleared) if cleared != finding.raised => {
                self.add(cleared, format!("over: {title}"), Kind::Car);
            }
            _ => {
                let words = format!("{}: {title}", finding.severity.id());
                self.add(finding.raised, words, Kind::Finding(finding.severity));
            }
        }
    }

    pub(super) fn mark(&mut self, mark: &Mark) {
        let words = match mark.what {
            MarkWhat::Opening(opening, open) => {
                format!("you saw: {opening} {}", if open { "open" } else { "closed" })
            }
            MarkWhat::FobPressed => "you pressed the key fob".to_owned(),
            MarkWhat::TailgatePressed => "you pressed the tailgate button".to_owned(),
        };
        self.add(mark.time, words, Kind::Person);
    }

    pub(super) fn notice(&mut self, session: &Session, now: Option<Time>, notice: &Notice) {
        let words = format!("{}: {}: {}", notice.kind.id(), session.place(notice.origin), notice.text);
        self.add(now, words, Kind::Input);
    }

    fn remember(&mut self, fact: Fact, value: Value) -> Option<Value> {
        self.last.resize(Fact::COUNT, None);
        self.last.get_mut(fact.index()).and_then(|last| last.replace(value))
    }

    /// Facts that are lost together share a line.
    fn lose(&mut self, time: Time, fact: Fact) {
        let shared = self.lines.back().is_some_and(|line| line.time == Some(time) && !self.lost.is_empty());
        if shared {
            self.lines.pop_back();
        } else {
            self.lost.clear();
        }
        let mut lost = std::mem::take(&mut self.lost);
        lost.push(fact);
        let names: Vec<_> = lost.iter().take(NAMED).map(|fact| fact.name()).collect();
        let more = match lost.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        self.add(time, format!("no longer told: {}{more}", names.join(", ")), Kind::Car);
        self.lost = lost;
    }

    fn add(&mut self, time: impl Into<Option<Time>>, words: String, kind: Kind) {
        self.lost.clear();
        self.run = None;
        self.added += 1;
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(Line { time: time.into(), words, kind });
    }
}

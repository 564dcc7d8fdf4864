//! One lane of the timeline: its name, what there is to say of all of it, its drawing, and the same as data for the script.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::lanes::{Found, Happened, Moment};
use super::plot::{LOW, Shape, millis};
use super::track::{State, Track};
use crate::body::{Fact, FactKind, Ignition, MarkWhat, Value};
use crate::report::words::{count, value_words};
use crate::rules::Severity;

/// One lane.
pub(super) struct Lane<'a> {
    pub(super) name: String,
    pub(super) what: What<'a>,
}

/// What a lane shows.
pub(super) enum What<'a> {
    /// A kind of finding, and its number on the page.
    Found(&'a Found, Option<usize>),
    /// A fact.
    Fact(Fact, &'a Track),
    /// Moments, of those that a person noted or of the others.
    Moments(&'a [Moment], bool),
}

impl Lane<'_> {
    /// Its name, with the way to the finding it is of.
    pub(super) fn title(&self) -> Markup {
        let What::Found(found, number) = &self.what else { return html! { (self.name) } };
        let class = found.severity.id();
        html! {
            @match number {
                Some(number) => a .severity .(class) href={ "#finding-" (number + 1) } { (self.name) },
                None => span .severity .(class) { (self.name) },
            }
        }
    }

    /// What there is to say of all of it.
    pub(super) fn summary(&self) -> String {
        match &self.what {
            What::Found(found, _) => {
                let times = found.track.changes().div_ceil(2).max(1);
                if found.severity == Severity::Note {
                    "noted".to_owned()
                } else {
                    format!("wrong {}", count(times, "time"))
                }
            }
            What::Fact(fact, track) => {
                let last = match track.last() {
                    State::Told(value) => short(*fact, value),
                    _ if track.runs().is_empty() => return "never told".to_owned(),
                    State::Between(low, high) => format!("{low:.1} to {high:.1}"),
                    State::Unknown | State::Many(_) => "unknown".to_owned(),
                };
                match (fact.kind(), track.changes()) {
                    (FactKind::Number(_), _) => format!("{last} at the end"),
                    (_, 0) => format!("{last} throughout"),
                    (_, changes) => format!("{last} at the end, {}", count(changes, "change")),
                }
            }
            What::Moments(moments, is_noted) => {
                let those = moments.iter().filter(|moment| is_of(moment, *is_noted)).count();
                count(those as u64, "moment")
            }
        }
    }

    /// Its drawing, so many milliseconds wide; all of it ends at `end`, in nanoseconds.
    pub(super) fn plot(&self, wide: u64, end: u64) -> Markup {
        let (class, height, paths) = match &self.what {
            What::Found(found, _) => (found.severity.id(), LOW, Shape::Switch.paths(&found.track, end)),
            What::Fact(fact, track) => {
                let shape = shape(*fact, track);
                let class = if let Shape::Number(..) = shape { "number" } else { class(*fact) };
                (class, shape.height(), shape.paths(track, end))
            }
            What::Moments(moments, is_noted) => {
                let mut paths = super::plot::Paths::default();
                for moment in moments.iter().filter(|moment| is_of(moment, *is_noted)) {
                    let _ = write!(paths.on, "M{},3 V17 ", millis(moment.at));
                }
                (if *is_noted { "noted" } else { "moment" }, LOW, paths)
            }
        };
        html! {
            svg .plot .(class) viewBox={ "0 0 " (wide) " " (height) } preserveAspectRatio="none" height=(height) role="img"
                aria-label={ (self.name) ": " (self.summary()) } {
                @if !paths.off.is_empty() { path .off d=(paths.off.trim_end()) {} }
                @if !paths.many.is_empty() { path .many d=(paths.many.trim_end()) {} }
                @if !paths.on.is_empty() { path .on d=(paths.on.trim_end()) {} }
            }
        }
    }

    /// The same as JSON.
    pub(super) fn data(&self) -> String {
        match &self.what {
            What::Found(found, _) => {
                let words = ["right", "wrong", "wrong again and again"];
                state_data(&words, &Shape::Switch.runs(&found.track))
            }
            What::Fact(fact, track) => {
                let shape = shape(*fact, track);
                let runs = shape.runs(track);
                match (shape, fact.kind()) {
                    (Shape::Ignition, _) => {
                        let positions = Ignition::ALL.map(Ignition::word);
                        state_data(&[&positions[..], &["changing"]].concat(), &runs)
                    }
                    (Shape::Number(..), FactKind::Number(unit)) => {
                        format!("{{\"unit\":\"{unit}\",\"runs\":{runs}}}")
                    }
                    _ => {
                        let word = |is_on| short(*fact, Value::Switch(is_on));
                        state_data(&[&word(false), &word(true), "changing"], &runs)
                    }
                }
            }
            What::Moments(moments, is_noted) => {
                let those = moments.iter().filter(|moment| is_of(moment, *is_noted));
                let those = those.map(|moment| format!("[{},\"{}\"]", millis(moment.at), said(moment.what)));
                format!("{{\"moments\":[{}]}}", those.collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// A value in few words, beside the name of its lane.
fn short(fact: Fact, value: Value) -> String {
    match (fact, value) {
        (Fact::Commanded(_), Value::Switch(true)) => "to lock".to_owned(),
        (Fact::Commanded(_), Value::Switch(false)) => "to unlock".to_owned(),
        _ => value_words(fact, value),
    }
}

fn state_data(words: &[&str], runs: &str) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("{{\"words\":[{}],\"runs\":{runs}}}", words.join(","))
}

/// Whether a moment is one that a person noted, or is none.
pub(super) fn is_of(moment: &Moment, is_noted: bool) -> bool {
    matches!(moment.what, Happened::Noted(_)) == is_noted
}

fn said(what: Happened) -> String {
    match what {
        Happened::KeyFob(true) => "key fob pressed to lock (inferred)".to_owned(),
        Happened::KeyFob(false) => "key fob pressed to unlock (inferred)".to_owned(),
        Happened::AnswerBack => "answer-back of the turn lamps".to_owned(),
        Happened::TailgateRequest => "tailgate asked to open".to_owned(),
        Happened::Noted(MarkWhat::FobPressed) => "a person pressed the key fob".to_owned(),
        Happened::Noted(MarkWhat::TailgatePressed) => "a person pressed the tailgate button".to_owned(),
        Happened::Noted(MarkWhat::Opening(opening, is_open)) => {
            format!("a person saw: {opening} {}", if is_open { "open" } else { "closed" })
        }
    }
}

const fn class(fact: Fact) -> &'static str {
    match fact {
        Fact::Open(_) => "opening",
        Fact::Locked(_) => "lock",
        Fact::Commanded(_) | Fact::TailgateRequest => "request",
        _ => "state",
    }
}

/// How a fact is drawn; numbers between bounds that hold all of them.
pub(super) fn shape(fact: Fact, track: &Track) -> Shape {
    match fact.kind() {
        FactKind::Ignition => Shape::Ignition,
        FactKind::Switch | FactKind::Pulse => Shape::Switch,
        FactKind::Number(_) if track.runs().is_empty() => Shape::Switch,
        FactKind::Number(_) => {
            // A car at rest, and a sound battery, are drawn as such, not as noise.
            let usual: (f64, f64) = if fact == Fact::Speed { (0.0, 10.0) } else { (11.0, 15.0) };
            let ranges = track.runs().iter().filter_map(|run| run.state.range());
            let (low, high) =
                ranges.fold(usual, |(low, high), (lower, higher)| (low.min(lower), high.max(higher)));
            Shape::Number(low.floor(), high.ceil())
        }
    }
}

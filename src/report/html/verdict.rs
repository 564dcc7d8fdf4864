//! The head of a page: what is probably wrong, how sure that is, and what to check next, before anything else.

use maud::{Markup, html};

use super::{Facts, clipped};
use crate::diagnosis::Conclusion;
use crate::report::reasoning::{check, headline, odds};
use crate::report::words::count;
use crate::report::{Car, Tally};

/// The head.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    let tally = facts.ending.map(|ending| ending.tally).unwrap_or_default();
    html! {
        header #verdict .(tone(facts, tally)) {
            p .brand { "doorjamb " span { "what the car said of its doors" } }
            (concluded(facts, tally))
            @if let Some(ending) = facts.ending {
                p .tally { strong { (tally.words()) } ". " (watched(ending.rules, ending.watched())) }
            }
            (car(facts))
            @if let Some(next) = facts.diagnosis.filter(|_| is_concluded(facts, tally)).and_then(|diagnosis| diagnosis.next.as_ref()) {
                p .next { strong { "Check next: " } (check(next)) }
            }
        }
    }
}

/// Whether there is anything that a cause is to be named for.
pub(super) fn is_concluded(facts: &Facts<'_>, tally: Tally) -> bool {
    let is_asked = facts.making.diagnosis.is_some();
    facts.diagnosis.is_some_and(|diagnosis| !diagnosis.ranked.is_empty()) && (tally.total() > 0 || is_asked)
}

fn concluded(facts: &Facts<'_>, tally: Tally) -> Markup {
    let is_unknown = facts.ending.is_some() && matches!(facts.session.car, Car::Unknown { .. });
    let first = facts.diagnosis.filter(|_| is_concluded(facts, tally));
    let first = first.and_then(|diagnosis| Some((diagnosis, diagnosis.ranked.first()?)));
    html! {
        @match first {
            Some((diagnosis, first)) => {
                h1 { span .lead { (headline(diagnosis)) ": " } (first.title()) }
                @if let Some(odds) = odds(diagnosis, first) { p .odds { "odds " (odds) } }
            }
            None if is_unknown => h1 { "The car was not recognised, so hardly anything could be watched" },
            None => h1 { "Nothing was seen to be wrong" },
        }
    }
}

/// The colour of the head: by the worst that was found.
fn tone(facts: &Facts<'_>, tally: Tally) -> &'static str {
    let is_likely =
        facts.making.diagnosis.as_ref().is_some_and(|diagnosis| diagnosis.conclusion == Conclusion::Likely);
    match tally {
        Tally { faults: 1.., .. } => "fault",
        Tally { warnings: 1.., .. } => "warning",
        _ if is_likely => "warning",
        _ => "note",
    }
}

fn watched(rules: usize, watched: usize) -> String {
    format!("{}: {watched} watched, {} not.", count(rules as u64, "rule"), rules - watched)
}

fn car(facts: &Facts<'_>) -> Markup {
    html! {
        @if facts.ending.is_some() {
            p .car {
                @match &facts.session.car {
                    Car::Known { title, how, .. } => { (clipped(title)) ", " (clipped(how)) "." },
                    Car::Unknown { explanation } => {
                        @for paragraph in explanation { (clipped(paragraph)) " " }
                    }
                }
                br;
                "From " code { (clipped(facts.session.capture())) }
                @if let Some(date) = facts.session.start.and_then(crate::capture::date) { ", " (date) }
            }
        }
    }
}

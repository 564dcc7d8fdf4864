//! The causes that come into question, the likeliest in full: what speaks for and against each, how to make sure, what mends
//! it; then the next check, and what a person answered. Which is likely is not decided here.

use maud::{Markup, html};

use super::{Facts, verdict};
use crate::diagnosis::{DONT_KNOW, Kind, Ranked};
use crate::report::reasoning::{because, check, effort, headline, how, odds, others};

/// Other causes that are told.
const TOLD: usize = 5;

/// The section; nothing where no cause is to be named.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    let tally = facts.ending.map(|ending| ending.tally).unwrap_or_default();
    let diagnosis = facts.diagnosis.filter(|_| verdict::is_concluded(facts, tally));
    let Some((diagnosis, first)) =
        diagnosis.and_then(|diagnosis| Some((diagnosis, diagnosis.ranked.first()?)))
    else {
        return html! {};
    };
    html! {
        section #causes {
            h2 { "Causes" }
            p .hint { "Ranked by what was seen and said. Two may be true at once." }
            article .cause .first {
                h3 { span .lead { (headline(diagnosis)) ": " } (first.title()) }
                p .id { code { (first.cause.id) } @if let Some(odds) = odds(diagnosis, first) { ", odds " (odds) } }
                (reasons(first))
                (full(first))
            }
            @if let Some(next) = &diagnosis.next {
                article .check {
                    h3 { "Check next" }
                    p { (check(next)) }
                    p { "It can come to:" }
                    ul { @for answer in next.question.answers { li { (answer.text) } } }
                }
            }
            @for other in others(diagnosis).take(TOLD) {
                article .cause {
                    h3 { span .lead { "or else: " } (other.title()) }
                    p .id { code { (other.cause.id) } ", odds " (other.odds()) }
                    (reasons(other))
                }
            }
            (answers(facts))
        }
    }
}

fn reasons(one: &Ranked) -> Markup {
    html! {
        ul .reasons {
            @for (reasons, class) in [(&one.supports, "for"), (&one.opposes, "against")] {
                @for reason in reasons {
                    li .(class) { strong { (how(reason.strength)) ": " } (because(reason)) }
                }
            }
        }
    }
}

fn full(one: &Ranked) -> Markup {
    let cause = one.cause;
    html! {
        dl {
            dt { "what fails" } dd { (cause.fails) }
            dt { "how it shows" } dd { (cause.shows) }
            @if !cause.confirm.is_empty() {
                dt { "to make sure" }
                dd { ol { @for step in cause.confirm {
                    li { (step.act) br; span .good { "good: " (step.good) } br; span .bad { "bad: " (step.bad) } }
                } } }
            }
            dt { @if cause.kind == Kind::Fault { "remedy" } @else { "what to do" } } dd { (cause.remedy) }
            @if cause.kind == Kind::Fault { dt { "effort" } dd { (effort(one)) } }
            @if !cause.warnings.is_empty() {
                dt { "mind" }
                dd { @for warning in cause.warnings { p { (warning.words()) } } }
            }
        }
    }
}

fn answers(facts: &Facts<'_>) -> Markup {
    let known = facts.making.answers.iter().filter(|given| given.answer != DONT_KNOW);
    let known: Vec<_> = known.collect();
    html! {
        @if !known.is_empty() {
            article .answers {
                h3 { "What was answered" }
                ul { @for given in known { li { (given.question.text_at(given.place)) " " strong { (given.answer.text) } } } }
            }
        }
    }
}

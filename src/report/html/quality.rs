//! How good what was heard is: how much there was, the verdict on the recording and why, what was wrong with the input, and
//! what the grades mean. It judges nothing.

use maud::{Markup, html};

use super::{Facts, clipped};
use crate::body::Grade;
use crate::capture::quality::{Quality, Reason};
use crate::report::number;
use crate::report::timing::heard;

/// Notices of one kind that are shown with their place.
const SHOWN: usize = 3;

/// The section; nothing where nothing was heard.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    let Some(ending) = facts.ending else { return html! {} };
    html! {
        section #quality {
            h2 { "Quality of the capture" }
            p { (clipped(&heard(facts.session, ending))) ", " (clipped(&facts.session.format)) "." }
            @if let Some(quality) = &ending.quality { (recording(facts, quality)) }
            @if facts.notices.is_empty() {
                p { "Nothing was wrong with the input." }
            } @else {
                p { "What was wrong with the input:" }
                ul {
                    @for &(kind, times) in facts.notices.counts() {
                        li {
                            (number(times)) " " code { (kind.id()) }
                            ul {
                                @for notice in facts.notices.kept().iter().filter(|notice| notice.kind == kind).take(SHOWN) {
                                    li { (clipped(&format!("{}: {}", facts.session.place(notice.origin), notice.text))) }
                                }
                            }
                        }
                    }
                }
            }
            p .hint {
                "How well a signal's meaning is known: "
                @for (at, grade) in Grade::ALL.iter().enumerate() {
                    @if at > 0 { "; " }
                    strong { (grade) } " " (grade.words())
                }
                "."
            }
        }
    }
}

/// The verdict on the recording, what is wrong with it, and what is worth knowing.
fn recording(facts: &Facts<'_>, quality: &Quality) -> Markup {
    let place = |reason: &Reason| reason.origin.map(|origin| format!(" ({})", facts.session.place(origin)));
    html! {
        p { "As a recording it is " strong .verdict .(quality.verdict.id()) { (quality.verdict) }
            @if quality.reasons.is_empty() { "." } @else { ":" }
        }
        @if !quality.reasons.is_empty() || !quality.remarks.is_empty() {
            ul {
                @for reason in quality.reasons.iter().chain(&quality.remarks) {
                    li { (clipped(&format!("{}{}", reason.text, place(reason).unwrap_or_default()))) }
                }
            }
        }
    }
}

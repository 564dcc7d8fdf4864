//! What could not be watched and why: a finding that is missing there says nothing.

use maud::{Markup, html};

use super::Facts;
use crate::report::words::{count, reason};
use crate::report::{gaps, partial};

/// The section; nothing where everything was watched.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    let all = facts.ending.map(|ending| ending.unwatched.as_slice()).unwrap_or_default();
    if all.is_empty() {
        return html! {};
    }
    html! {
        section #unwatched {
            h2 { "What could not be watched" }
            p .hint { "That nothing was found there says nothing." }
            ul {
                @for gap in gaps(all) {
                    li { (reason(&gap.reason)) ": "
                        @for (at, rule) in gap.rules.iter().enumerate() { @if at > 0 { ", " } code { (rule) } }
                    }
                }
                @for (why, rules) in partial(all) {
                    li { "in part, " (count(rules as u64, "rule")) ": " (reason(&why)) }
                }
            }
        }
    }
}

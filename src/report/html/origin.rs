//! Where a page comes from: the program's version, and the command that makes it again.

use maud::{Markup, html};

use super::Facts;

/// The section.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    let making = facts.making;
    html! {
        footer #origin {
            h2 { "How this page was made" }
            p { "doorjamb " (env!("CARGO_PKG_VERSION")) ", which listens and never sends. This command makes it again:" }
            pre { code { (making.command) } }
            @if !making.shows_vin {
                p .hint { "What reads like a vehicle identification number is hidden; --show-vin shows it." }
            }
            p .hint { "The page is one file: it loads nothing, and nothing in it leaves your device." }
        }
    }
}

//! The document around a page: its head with the policy that lets nothing be loaded or run but what stands in it, the style,
//! the data and the script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::guard::guard;

/// How it looks.
const STYLE: &str = include_str!("page.css");
/// What makes the timeline move.
const SCRIPT: &str = include_str!("page.js");

/// The page with this body; `data` is JSON made of numbers and words of our own.
pub(super) fn page(body: &str, data: &str, shows_vin: bool) -> String {
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(concat!("doorjamb ", env!("CARGO_PKG_VERSION")));
                title { "doorjamb report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (PreEscaped(guard(body, shows_vin)))
                // Not a script to a browser, so the policy need not know it.
                script type="application/json" id="data" { (PreEscaped(data)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// A text as a Content-Security-Policy names it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, STYLE, hash};

    #[test]
    fn a_text_is_named_by_its_hash() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(hash("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
    }

    #[test]
    fn style_and_script_name_nothing_outside_and_end_nothing_early() {
        for text in [STYLE, SCRIPT] {
            let lower = text.to_lowercase();
            for word in ["http", "url(", "@import", "</", "fetch", "eval", "innerhtml", "<!--"] {
                assert!(!lower.contains(word), "{word}");
            }
        }
    }
}

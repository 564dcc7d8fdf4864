//! Texts for trouble codes: the few of body units that service manuals name in the open, and a person's own list.

use std::collections::HashMap;

use super::Code;
use crate::frame::{Origin, SourceId};
use crate::notice::{Notice, NoticeKind};

/// Codes of Nissan's body units by the two bytes they travel as, the kind of failure where it matters, and what they are
/// about (service manuals of the cars we serve).
const KNOWN: [(u16, Option<u8>, &str); 15] = [
    (0xC415, None, "the vehicle's speed, as it comes over the bus, is not plausible"),
    (0xD000, None, "no communication over CAN"),
    (0xD010, None, "the unit's own CAN controller"),
    (0xA553, None, "ignition relay"),
    (0xA562, None, "low supply voltage (below 8.8 V)"),
    (0xA600, Some(0x46), "configuration of the CAN gateway"),
    (0xA600, Some(0x55), "configuration of the CAN gateway"),
    (0xA617, None, "the BCM itself"),
    (0xA618, None, "the BCM itself"),
    (0xA621, None, "inside antenna"),
    (0xA622, None, "inside antenna"),
    (0xA623, None, "inside antenna"),
    (0xA626, None, "outside antenna"),
    (0xA627, None, "outside antenna"),
    (0xA628, None, "outside antenna"),
];

/// Most codes that are kept of a person's list: more than any maker has.
const MOST: usize = 100_000;

/// Longest text of one code, in characters.
const LONGEST: usize = 500;

/// What trouble codes say.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// A person's own, by number and kind of failure.
    own: HashMap<(u16, Option<u8>), String>,
}

impl Texts {
    /// A person's list: on each line a code (`U1000`, or with the kind of failure `B2600-46`), a comma, semicolon or tab, and
    /// a text, in quotation marks or not. Empty lines, lines that begin with `#`, and a first line of column names are passed
    /// over; of a code that stands there twice the later counts. What is wrong with another line goes to `notice`.
    pub fn parse(source: SourceId, text: &str, mut notice: impl FnMut(Notice)) -> Self {
        let mut texts = Self::default();
        for (line, number) in text.trim_start_matches('\u{FEFF}').lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut malformed = |what: String| {
                let origin = Origin { source, line: number };
                notice(Notice { kind: NoticeKind::MalformedCode, origin, text: what.into() });
            };
            let Some((code, words)) = line.split_once([',', ';', '\t']) else {
                malformed("expected a code, a comma and a text".to_owned());
                continue;
            };
            let code = unquoted(code);
            match code.parse::<Code>() {
                Ok(code) if texts.own.len() < MOST || texts.own.contains_key(&key(code)) => {
                    let words: String = unquoted(words).chars().take(LONGEST).collect();
                    if words.is_empty() {
                        malformed(format!("{code} has no text"));
                    } else {
                        texts.own.insert(key(code), words);
                    }
                }
                Ok(_) => malformed(format!("more than {MOST} codes are not kept")),
                Err(_) if number == 1 && code.eq_ignore_ascii_case("code") => {}
                Err(error) => malformed(format!("not a trouble code: {error}")),
            }
        }
        texts
    }

    /// How many codes a person's list has.
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether there is no person's list, or nothing in it.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// What `code` is about: by a person's list if it has the code, with its kind of failure or without, else what service
    /// manuals say.
    pub fn of(&self, code: Code) -> Option<&str> {
        let own = self.own.get(&key(code)).or_else(|| self.own.get(&(code.number, None)));
        own.map(String::as_str).or_else(|| {
            let is_it = |(number, failure, _): &&(u16, Option<u8>, &str)| {
                *number == code.number && (failure.is_none() || *failure == code.failure)
            };
            KNOWN.iter().find(is_it).map(|(.., text)| *text)
        })
    }
}

const fn key(code: Code) -> (u16, Option<u8>) {
    (code.number, code.failure)
}

/// Without quotation marks round it; doubled ones inside are one.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.map_or_else(|| text.to_owned(), |inner| inner.replace("\"\"", "\"").trim().to_owned())
}

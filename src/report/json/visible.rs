//! JSON whose strings hold nothing that steers a terminal: such characters are written as `\u` escapes, which
//! every JSON reader turns back.

use std::io::{self, Write};

use serde_json::ser::Formatter;

use crate::report::escape::is_safe;

/// The compact form, with unsafe characters escaped.
pub(super) struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|character| !is_safe(character)) {
            let (safe, from) = rest.split_at(at);
            out.write_all(safe.as_bytes())?;
            let Some(character) = from.chars().next() else { break };
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &from[character.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use serde::Serialize;

    use super::{Visible, is_safe};

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Visible)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(written("a\u{9b}2J\u{202e}\u{e0041}\n"), r#""a\u009b2J\u202e\udb40\udc41\n""#);
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_is_unsafe(text in any::<String>()) {
            let written = written(&text);
            prop_assert!(written.chars().all(is_safe));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}

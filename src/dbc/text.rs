//! From the bytes of a file to text with plain line ends. It does not know what the text says.

use std::borrow::Cow;

use can_dbc::encodings::{Encoding, WINDOWS_1252};

/// The text of `bytes`: UTF-8, or UTF-16 with a byte order mark, or else Windows-1252 (of which Latin-1 is
/// a part), the code page DBC editors write. Marks are dropped; lines end in `\n`.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        encoding.decode_without_bom_handling(&bytes[mark..]).0
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    };
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// The line, from 1, of the first control character that no text file holds.
pub(super) fn first_binary_line(text: &str) -> Option<u64> {
    let at = text.find(|c: char| c == '\0' || (c < ' ' && !"\t\n\u{b}\u{c}\u{1a}\u{1b}".contains(c)))?;
    Some(line_at(text, at))
}

/// The line, from 1, that byte `at` of `text` stands in.
pub(super) fn line_at(text: &str, at: usize) -> u64 {
    1 + text[..at].matches('\n').count() as u64
}

/// The start of `text` in one line, fit to quote in a message: at most 60 characters, control characters
/// replaced.
pub(super) fn excerpt(text: &str) -> String {
    const KEPT: usize = 60;
    let mut quoted: String =
        text.trim().chars().take(KEPT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().chars().nth(KEPT).is_some() {
        quoted.push_str("...");
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_in_the_wild_reads_the_same() {
        let wide: Vec<u8> = "\u{feff}0°\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in ["0°\n".as_bytes(), "\u{feff}0°\r\n".as_bytes(), b"0\xB0\r", b"0\xB0\r\n", &wide] {
            assert_eq!(decode(bytes), "0°\n", "{bytes:?}");
        }
        assert_eq!(decode(b"\x80\x9C"), "€œ");
    }

    #[test]
    fn excerpts_are_short_and_hold_no_control_characters() {
        assert_eq!(excerpt(" a\tb\u{1b}[2J\n"), "a b [2J");
        assert_eq!(excerpt(&"ü".repeat(1000)).chars().count(), 63);
    }
}

//! From the bytes of a file to text with plain line ends. It does not know what the text says.

use std::borrow::Cow;

use can_dbc::encodings::{self, UTF_8, WINDOWS_1252};

/// How the text of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// No byte above 127.
    Ascii,
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with one, which most DBC tools do not expect.
    Utf8Marked,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// Windows-1252, of which Latin-1 is a part: the code page DBC editors write. Taken for whatever is nothing else.
    Windows1252,
}

impl Encoding {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ASCII",
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with a byte order mark",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// The text of `bytes` and how it was written. Marks are dropped; lines end in `\n`.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let (text, encoding) = if let Some((found, mark)) = encodings::Encoding::for_bom(bytes) {
        let encoding = if found == UTF_8 { Encoding::Utf8Marked } else { Encoding::Utf16 };
        (found.decode_without_bom_handling(&bytes[mark..]).0, encoding)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (Cow::Borrowed(text), if text.is_ascii() { Encoding::Ascii } else { Encoding::Utf8 })
    } else {
        (WINDOWS_1252.decode_without_bom_handling(bytes).0, Encoding::Windows1252)
    };
    let has_returns = text.contains('\r');
    let text = if has_returns { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text };
    (text, encoding)
}

/// The bytes of a text that is to be a DBC file, as DBC tools take it: Windows-1252 where it is not plain ASCII, with `?` for what has
/// no place there, and for every such letter if the bytes would be taken for UTF-8.
pub fn encode(text: &str) -> Vec<u8> {
    let byte = |c: char| {
        let mut buffer = [0; 4];
        match WINDOWS_1252.encode(c.encode_utf8(&mut buffer)) {
            (bytes, _, false) => bytes.first().copied().unwrap_or(b'?'),
            _ => b'?',
        }
    };
    let bytes: Vec<u8> = text.chars().map(byte).collect();
    let is_misread = !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok();
    if is_misread {
        bytes.into_iter().map(|byte| if byte.is_ascii() { byte } else { b'?' }).collect()
    } else {
        bytes
    }
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
        for (bytes, encoding) in [
            ("0°\n".as_bytes(), Encoding::Utf8),
            ("\u{feff}0°\r\n".as_bytes(), Encoding::Utf8Marked),
            (b"0\xB0\r", Encoding::Windows1252),
            (b"0\xB0\r\n", Encoding::Windows1252),
            (&wide, Encoding::Utf16),
        ] {
            assert_eq!(decode(bytes), ("0°\n".into(), encoding), "{bytes:?}");
        }
        assert_eq!(decode(b"\x80\x9C").0, "€œ");
        assert_eq!(decode(b"plain\n"), ("plain\n".into(), Encoding::Ascii));
    }

    #[test]
    fn what_is_written_is_read_back_as_far_as_the_code_page_goes() {
        for (text, read) in [("Škoda é", "Škoda é"), ("Лада 1", "???? 1"), ("plain", "plain"), ("Ã©", "??")]
        {
            assert_eq!(decode(&encode(text)).0, read);
        }
    }

    #[test]
    fn excerpts_are_short_and_hold_no_control_characters() {
        assert_eq!(excerpt(" a\tb\u{1b}[2J\n"), "a b [2J");
        assert_eq!(excerpt(&"ü".repeat(1000)).chars().count(), 63);
    }
}

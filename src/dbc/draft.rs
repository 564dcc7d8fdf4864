//! A DBC file that statements are added to: where those of each kind end in it, and new ones behind them. Not one of its own bytes
//! changes, whatever its encoding and line ends. What is worth adding is not known here.

use std::ops::Range;

use crate::dbc::read;
use crate::dbc::repair::Repairs;
use crate::frame::CanId;

/// The order in which DBC editors write the kinds of statements, and some of them insist on; each with those that go beside it.
const ORDER: [&[&str]; 8] = [
    &["VERSION", "NS_", "NS_DESC_", "BS_", "BU_", "VAL_TABLE_"],
    &["BO_", "SG_"],
    &["BO_TX_BU_", "EV_", "ENVVAR_DATA_", "EV_DATA_", "SGTYPE_", "SGTYPE_VAL_"],
    &["CM_"],
    &["BA_DEF_", "BA_DEF_SGTYPE_", "BA_DEF_REL_"],
    &["BA_DEF_DEF_", "BA_DEF_DEF_REL_"],
    &["BA_", "BA_SGTYPE_", "BA_REL_"],
    &["VAL_"],
];

/// Beyond every character of a text: units that are none by themselves are put here.
const BEYOND: u32 = 0x10_0000;

/// A DBC file and what is to be added to it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The file, each of its units one character.
    text: String,
    /// The same, as long, with plain line ends and no mark.
    plain: String,
    units: Units,
    line_end: &'static str,
    pieces: Vec<Piece>,
    added: Vec<(usize, String)>,
}

/// What the text of a file is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Units {
    Bytes,
    /// UTF-16, the higher byte of each unit last.
    Pairs,
    /// UTF-16, the higher byte first.
    PairsReversed,
}

/// One statement that can be read.
#[derive(Debug, Clone)]
struct Piece {
    rank: usize,
    text: String,
    message: Option<CanId>,
    span: Range<usize>,
}

impl Piece {
    fn is(&self, keyword: &str) -> bool {
        self.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next() == Some(keyword)
    }
}

impl Draft {
    /// The file with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let (units, text) = Units::read(bytes);
        let marks = ["\u{feff}", "\u{1ef}\u{1bb}\u{1bf}"];
        let mark = marks.iter().find(|mark| text.starts_with(*mark)).map_or(0, |mark| mark.len());
        let plain =
            format!("{}{}", " ".repeat(mark), &text[mark..]).replace("\r\n", " \n").replace('\r', "\n");
        let line_end = match text.find(['\r', '\n']).map(|at| &text[at..]) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        };
        let mut pieces = Vec::new();
        read::walk(&plain, &mut Repairs::default(), |statement| {
            let keyword = statement.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
            let rank = ORDER.iter().position(|kinds| keyword.is_some_and(|keyword| kinds.contains(&keyword)));
            pieces.push(Piece {
                rank: rank.unwrap_or(ORDER.len()),
                message: read::message_of(&statement.text),
                text: statement.text.to_string(),
                span: statement.span(),
            });
        });
        Self { text, plain, units, line_end, pieces, added: Vec::new() }
    }

    /// Adds lines behind the last statement of the kind that `keyword` begins, or where such statements belong.
    pub fn add(&mut self, keyword: &str, lines: &str) {
        let rank = ORDER.iter().position(|kinds| kinds.contains(&keyword)).unwrap_or(ORDER.len());
        let last = self.pieces.iter().rposition(|piece| piece.rank <= rank);
        self.put(last.map_or(self.text.len(), |last| self.end(last)), lines);
    }

    /// Adds lines behind the signals of the message `id`; `false`, adding nothing, if it has none that can be read.
    pub fn add_signals(&mut self, id: CanId, lines: &str) -> bool {
        let Some(head) = self.head(id) else { return false };
        let signals = self.pieces[head + 1..].iter().take_while(|piece| piece.is("SG_")).count();
        self.put(self.end(head + signals), lines);
        true
    }

    /// The identifier of a message as this file writes it; bit 31 for 29 bits is left out by some.
    pub fn number(&self, id: CanId) -> Option<u32> {
        let text = &self.pieces[self.head(id)?].text;
        text.split_whitespace().nth(1)?.parse().ok()
    }

    /// Whether a value of this attribute is given for the message, though it be the default.
    pub fn gives(&self, attribute: &str, id: CanId) -> bool {
        let named = format!("\"{attribute}\"");
        self.pieces.iter().any(|piece| {
            piece.is("BA_")
                && piece.message == Some(id)
                && piece.text.split_whitespace().skip(1).take(2).eq([named.as_str(), "BO_"])
        })
    }

    /// Whether the attribute is defined.
    pub fn defines(&self, attribute: &str) -> bool {
        self.definition(attribute).is_some()
    }

    /// The number of a word of an attribute with a list of them (`ENUM`), where it is put at the end if it is not there; `None` if the
    /// attribute has no list.
    pub fn word(&mut self, attribute: &str, word: &str) -> Option<usize> {
        let piece = self.definition(attribute)?;
        let list = &piece.text[piece.text.find("ENUM")?..];
        let words: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        if let Some(known) = words.iter().position(|known| known.eq_ignore_ascii_case(word)) {
            return Some(known);
        }
        let span = piece.span.clone();
        let number = words.len();
        let end = span.start + self.plain[span].rfind('"').filter(|_| number > 0)? + 1;
        self.added.push((end, format!(",\"{word}\"")));
        Some(number)
    }

    /// The file with what was added.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.added.sort_by_key(|(at, _)| *at);
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut from = 0;
        for (at, lines) in &self.added {
            self.units.write(&self.text[from..*at], &mut bytes);
            self.units.write(lines, &mut bytes);
            from = *at;
        }
        self.units.write(&self.text[from..], &mut bytes);
        bytes
    }

    fn put(&mut self, at: usize, lines: &str) {
        let lines = lines.trim_end_matches('\n').split('\n');
        let text: String = lines.flat_map(|line| [self.line_end, line]).collect();
        self.added.push((at, text));
    }

    /// The message's own line: of several, the last, which counts.
    fn head(&self, id: CanId) -> Option<usize> {
        self.pieces.iter().rposition(|piece| piece.is("BO_") && piece.message == Some(id))
    }

    fn definition(&self, attribute: &str) -> Option<&Piece> {
        let is_it = |piece: &&Piece| piece.is("BA_DEF_") && piece.text.split('"').nth(1) == Some(attribute);
        self.pieces.iter().rev().find(is_it)
    }

    /// Behind a statement, and behind what its line holds besides if that is a comment.
    fn end(&self, piece: usize) -> usize {
        let Range { start, end } = self.pieces[piece].span;
        let end = start + self.plain[start..end].trim_end().len();
        let rest = self.plain[end..].split('\n').next().unwrap_or_default();
        if rest.trim_start().starts_with("//") { end + rest.trim_end().len() } else { end }
    }
}

impl Units {
    /// Every unit of a file as a character of its own.
    fn read(bytes: &[u8]) -> (Self, String) {
        let beyond = |unit: u32| char::from_u32(BEYOND + unit).unwrap_or_default();
        let pairs = |join: fn([u8; 2]) -> u16| {
            let (pairs, rest) = bytes.as_chunks::<2>();
            let pair = |pair: &[u8; 2]| {
                let unit = u32::from(join(*pair));
                char::from_u32(unit).unwrap_or_else(|| beyond(unit))
            };
            pairs.iter().map(pair).chain(rest.iter().map(|byte| beyond(u32::from(*byte)))).collect()
        };
        match bytes {
            [0xFF, 0xFE, ..] => (Self::Pairs, pairs(u16::from_le_bytes)),
            [0xFE, 0xFF, ..] => (Self::PairsReversed, pairs(u16::from_be_bytes)),
            // Letters, whatever they were: only what is ASCII matters here, and nothing else may be taken for white space.
            _ => {
                let unit = |byte: &u8| match byte {
                    0..0x80 => char::from(*byte),
                    _ => char::from_u32(0x100 + u32::from(*byte)).unwrap_or_default(),
                };
                (Self::Bytes, bytes.iter().map(unit).collect())
            }
        }
    }

    /// The bytes that such characters stand for.
    fn write(self, text: &str, bytes: &mut Vec<u8>) {
        for c in text.chars() {
            let unit = u32::from(c);
            let [low, high, ..] = unit.to_le_bytes();
            match (self, unit.checked_sub(BEYOND)) {
                (Self::Bytes, _) | (_, Some(0..=0xFF)) => bytes.push(low),
                (Self::Pairs, _) => bytes.extend([low, high]),
                (Self::PairsReversed, _) => bytes.extend([high, low]),
            }
        }
    }
}

//! Cuts the text of a DBC file into statements and knows the line of each. What a statement says is for
//! the parser; here only keywords, quotes, semicolons and comments count.

use std::borrow::Cow;
use std::ops::Range;

/// How a statement ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With its line.
    Line,
    /// With the last line that holds nothing but words.
    Words,
    /// With a semicolon outside quotes; failing that, before the next statement.
    Semicolon,
}

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    /// `BO_`
    Message,
    /// `SG_`
    Signal,
    /// One that the parser reads by itself.
    Other,
    /// One that says nothing about frames, nodes or their attributes.
    Unused,
    /// No keyword of a DBC file.
    Unknown,
}

/// Every keyword of a DBC file. `NS_`, `BS_` and `VERSION` are read past; so are environment variables,
/// groups, categories, signal types and relations.
const KEYWORDS: [(&str, Keyword, End); 34] = [
    ("BO_", Keyword::Message, End::Line),
    ("SG_", Keyword::Signal, End::Line),
    ("BU_", Keyword::Other, End::Words),
    ("CM_", Keyword::Other, End::Semicolon),
    ("BA_DEF_", Keyword::Other, End::Semicolon),
    ("BA_DEF_DEF_", Keyword::Other, End::Semicolon),
    ("BA_", Keyword::Other, End::Semicolon),
    ("VAL_", Keyword::Other, End::Semicolon),
    ("VAL_TABLE_", Keyword::Other, End::Semicolon),
    ("SIG_VALTYPE_", Keyword::Other, End::Semicolon),
    ("SG_MUL_VAL_", Keyword::Other, End::Semicolon),
    ("VERSION", Keyword::Unused, End::Line),
    ("NS_", Keyword::Unused, End::Words),
    ("BS_", Keyword::Unused, End::Line),
    ("NS_DESC_", Keyword::Unused, End::Semicolon),
    ("CAT_DEF_", Keyword::Unused, End::Semicolon),
    ("CAT_", Keyword::Unused, End::Semicolon),
    ("FILTER", Keyword::Unused, End::Semicolon),
    ("EV_", Keyword::Unused, End::Semicolon),
    ("EV_DATA_", Keyword::Unused, End::Semicolon),
    ("ENVVAR_DATA_", Keyword::Unused, End::Semicolon),
    ("SGTYPE_", Keyword::Unused, End::Semicolon),
    ("SGTYPE_VAL_", Keyword::Unused, End::Semicolon),
    ("BA_DEF_SGTYPE_", Keyword::Unused, End::Semicolon),
    ("BA_SGTYPE_", Keyword::Unused, End::Semicolon),
    ("SIG_TYPE_REF_", Keyword::Unused, End::Semicolon),
    ("SIGTYPE_VALTYPE_", Keyword::Unused, End::Semicolon),
    ("SIG_GROUP_", Keyword::Unused, End::Semicolon),
    ("BO_TX_BU_", Keyword::Unused, End::Semicolon),
    ("BA_DEF_REL_", Keyword::Unused, End::Semicolon),
    ("BA_REL_", Keyword::Unused, End::Semicolon),
    ("BA_DEF_DEF_REL_", Keyword::Unused, End::Semicolon),
    ("BU_SG_REL_", Keyword::Unused, End::Semicolon),
    ("BU_EV_REL_", Keyword::Unused, End::Semicolon),
];

/// One statement.
#[derive(Debug, Clone)]
pub(super) struct Statement<'a> {
    /// The line it starts in, from 1.
    pub line: u64,
    pub keyword: Keyword,
    /// Its text without comments, in one line but for line ends within quotes.
    pub text: Cow<'a, str>,
    start: usize,
    end: usize,
}

impl Statement<'_> {
    /// Where it stands in the text.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The statements of a text, in order.
#[derive(Debug)]
pub(super) struct Statements<'a> {
    text: &'a str,
    /// Where the next statement is looked for.
    at: usize,
    /// Where lines were last counted, and the line there.
    counted: (usize, u64),
    /// How many more bytes may be read a second time by [`Statements::cut_short`].
    patience: usize,
}

impl<'a> Statements<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A file with a quote missing here and there is read twice; one made of nothing else must not
        // take the square of its length.
        let patience = text.len().saturating_mul(4).saturating_add(1 << 16);
        Self { text, at: 0, counted: (0, 1), patience }
    }

    /// Ends `failed` before the next line that begins with a keyword, even within quotes: a quote is
    /// missing, and the text up to some later one is not part of it. The statements from there on come
    /// next. Does nothing if there is no such line in it.
    pub(super) fn cut_short(&mut self, failed: &Statement<'a>) {
        let Some(patience) = self.patience.checked_sub(failed.end - failed.start) else { return };
        if let Some(next) = next_keyword_line(self.text, failed.start, failed.end) {
            self.patience = patience;
            self.at = next;
        }
    }

    fn line_at(&mut self, at: usize) -> u64 {
        // Never goes back: `cut_short` starts again behind the start of the statement it cuts.
        let (from, line) = self.counted;
        let passed =
            self.text.as_bytes()[from..at].iter().fold(0, |lines, byte| lines + u64::from(*byte == b'\n'));
        self.counted = (at, line + passed);
        self.counted.1
    }
}

impl<'a> Iterator for Statements<'a> {
    type Item = Statement<'a>;

    fn next(&mut self) -> Option<Statement<'a>> {
        let start = skip_blank(self.text, self.at);
        if start >= self.text.len() {
            self.at = self.text.len();
            return None;
        }
        let word = word_at(self.text, start);
        let known = KEYWORDS.iter().find(|(keyword, _, _)| *keyword == word);
        let (keyword, end) = match known {
            Some((_, keyword, End::Line)) => (*keyword, line_end(self.text, start)),
            Some((_, keyword, End::Words)) => (*keyword, words_end(self.text, start, word != "NS_")),
            Some((_, keyword, End::Semicolon)) => (*keyword, semicolon_end(self.text, start)),
            None => (Keyword::Unknown, before_next_keyword(self.text, start)),
        };
        self.at = end;
        let line = self.line_at(start);
        Some(Statement { line, keyword, text: in_one_line(&self.text[start..end]), start, end })
    }
}

/// What DOS editors put at the end of a text (Ctrl-Z).
const END_OF_FILE: char = '\u{1a}';

/// Past white space, stray semicolons and comments.
fn skip_blank(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let blank = rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';' || c == END_OF_FILE).len();
        at += blank;
        if !text[at..].starts_with("//") {
            return at;
        }
        at = line_end(text, at);
    }
}

/// The identifier that starts at `at`, perhaps empty.
fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    &rest[..end]
}

/// The end of the line that `at` stands in, before its `\n`.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// Whether the line that starts at `at` begins, after white space, with a keyword.
fn begins_with_keyword(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let word = word_at(text, at + (rest.len() - rest.trim_start_matches([' ', '\t']).len()));
    KEYWORDS.iter().any(|(keyword, _, _)| *keyword == word)
}

/// The start of the first line after the one at `from` that begins with a keyword, below `limit`.
fn next_keyword_line(text: &str, from: usize, limit: usize) -> Option<usize> {
    let mut end = line_end(text, from);
    while end + 1 < limit {
        if begins_with_keyword(text, end + 1) {
            return Some(end + 1);
        }
        end = line_end(text, end + 1);
    }
    None
}

/// The end of the last line before one with a keyword.
fn before_next_keyword(text: &str, from: usize) -> usize {
    next_keyword_line(text, from, text.len()).map_or(text.len(), |next| next - 1)
}

/// The end of the last line, after the one at `from`, that holds nothing but words; if `indented`, each of
/// them must be indented and begin with no keyword (in an `NS_` section the words are keywords).
fn words_end(text: &str, from: usize, indented: bool) -> usize {
    let mut end = line_end(text, from);
    while end < text.len() {
        let next = line_end(text, end + 1);
        let line = &text[end + 1..next];
        let words = line.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c.is_whitespace());
        let continues = !indented || line.starts_with([' ', '\t']) && !begins_with_keyword(text, end + 1);
        if !(words && continues) {
            return end;
        }
        end = next;
    }
    end
}

/// Past the first semicolon outside quotes and comments, or the end of the line before the next keyword
/// outside quotes.
fn semicolon_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut quoted = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
            b'"' => quoted = !quoted,
            b';' if !quoted => return at + 1,
            b'/' if !quoted && bytes.get(at + 1) == Some(&b'/') => at = line_end(text, at) - 1,
            b'\n' if !quoted && begins_with_keyword(text, at + 1) => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// `text` with comments dropped and line ends outside quotes made spaces, which is all the parser takes.
fn in_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') && !text.contains("//") {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(stop) = rest.find(['"', '\n', '/']) {
        joined.push_str(&rest[..stop]);
        rest = &rest[stop..];
        if rest.starts_with('"') {
            let end = quote_end(rest);
            joined.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if rest.starts_with("//") {
            rest = &rest[line_end(rest, 0)..];
        } else {
            joined.push(if rest.starts_with('\n') { ' ' } else { '/' });
            rest = &rest[1..];
        }
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

/// Past the closing quote of the string that `text` begins with; its end if there is none.
pub(super) fn quote_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

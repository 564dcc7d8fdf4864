//! Second readings of statements that the parser refuses but that still say what is needed.

use can_dbc::ValDescription;

use crate::dbc::statement::quote_end;

/// A message line without a proper sender, made whole: identifier, name and size are enough.
pub(super) fn message(text: &str) -> Option<String> {
    let (head, tail) = text.strip_prefix("BO_")?.split_once(':')?;
    let mut head = head.split_whitespace();
    let (id, name) = (head.next()?, head.next()?);
    let size = tail.split_whitespace().next()?;
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    Some(format!("BO_ {id} {name}: {size} Vector__XXX"))
}

/// A signal line without proper receivers, or without a unit, made whole.
pub(super) fn signal(text: &str) -> Option<String> {
    let (head, tail) = text.split_at(text.find(']')? + 1);
    let tail = tail.trim_start();
    let unit = if tail.starts_with('"') { &tail[..quote_end(tail)] } else { "\"\"" };
    Some(format!("{head} {unit} Vector__XXX"))
}

/// What a `VAL_` line that the parser refuses gives its signal.
#[derive(Debug)]
pub(super) enum Labels {
    /// The name of a `VAL_TABLE_`.
    Table { signal: String, table: String },
    /// The pairs that can be read, and how many could not.
    Own { signal: String, pairs: Vec<ValDescription>, lost: usize },
}

/// Reads `VAL_ id signal ...;`: a table's name, or pairs with numbers the parser refuses (`1.0`, `0x1F`,
/// beyond 64 bits) among them.
pub(super) fn labels(text: &str) -> Option<Labels> {
    let rest = text.strip_prefix("VAL_")?.trim_end().trim_end_matches(';');
    let (_, rest) = rest.trim_start().split_once(char::is_whitespace)?;
    let (signal, mut rest) = rest.trim_start().split_once(char::is_whitespace)?;
    let signal = signal.to_owned();
    rest = rest.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && rest.chars().all(is_name) {
        return Some(Labels::Table { signal, table: rest.to_owned() });
    }
    let (mut pairs, mut lost) = (Vec::new(), 0);
    while let Some(quote) = rest.find('"') {
        let (number, quoted) = rest.split_at(quote);
        let end = quote_end(quoted);
        match integer(number.trim()) {
            Some(id) => pairs.push(ValDescription { id, description: unquoted(&quoted[..end]).to_owned() }),
            None => lost += 1,
        }
        rest = &quoted[end..];
    }
    Some(Labels::Own { signal, pairs, lost })
}

fn integer(text: &str) -> Option<i64> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return i64::from_str_radix(digits, 16).ok();
    }
    // `5.0` is how some editors write 5.
    text.trim_end_matches('0').strip_suffix('.').unwrap_or(text).parse().ok()
}

/// The content of a quoted string.
fn unquoted(quoted: &str) -> &str {
    let content = quoted.strip_prefix('"').unwrap_or(quoted);
    content.strip_suffix('"').unwrap_or(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_what_can_be_read() {
        let text = r#"VAL_ 5 S 1.0 "one" 0x1F "hex" 99999999999999999999 "too big" -3 "minus" 100 "round" ;"#;
        let Some(Labels::Own { signal, pairs, lost }) = labels(text) else { panic!("pairs expected") };
        let read: Vec<_> = pairs.iter().map(|pair| (pair.id, pair.description.as_str())).collect();
        assert_eq!((signal.as_str(), lost), ("S", 1));
        assert_eq!(read, [(1, "one"), (31, "hex"), (-3, "minus"), (100, "round")]);
    }
}

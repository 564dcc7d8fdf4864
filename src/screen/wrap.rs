//! Text broken into lines of so many columns. It knows no words and no styles.

use super::pen::width;
use crate::report::Escaped;

/// `text`, made safe, broken at blanks into lines of at most `columns`; a word that is longer is broken too. No line at
/// all for an empty text.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let text = Escaped(text).to_string();
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = width(word);
        match lines.last_mut() {
            Some(line) if used + 1 + wide <= columns => {
                line.push(' ');
                line.push_str(word);
                used += 1 + wide;
            }
            _ if wide <= columns => {
                lines.push(word.to_owned());
                used = wide;
            }
            _ => used = broken(word, columns, &mut lines),
        }
    }
    lines
}

/// Adds a word that fits no line, on as many as it needs; returns the columns used of the last.
fn broken(word: &str, columns: usize, lines: &mut Vec<String>) -> usize {
    let mut line = String::new();
    let mut used = 0;
    for character in word.chars() {
        let wide = width(character.encode_utf8(&mut [0; 4]));
        if used + wide > columns && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        line.push(character);
        used += wide;
    }
    lines.push(line);
    used
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::wrap;
    use crate::report::Escaped;
    use crate::screen::pen::width;

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in any::<String>(), columns in 2_usize..60) {
            let lines = wrap(&text, columns);
            for line in &lines {
                // A character of two columns and those that join it may not be broken further.
                prop_assert!(width(line) <= columns, "{line:?} at {columns}");
            }
            let dense = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(dense(&lines.concat()), dense(&Escaped(&text).to_string()));
        }
    }
}

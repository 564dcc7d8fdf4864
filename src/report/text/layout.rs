//! Lines of bounded width. It knows no words.

use std::fmt::Write;

/// Width of a report in columns, the same everywhere, so that a report can be compared with another.
pub(super) const WIDTH: usize = 100;

/// `text` broken at blanks into lines of at most 100 columns, all but the first led by `indent` blanks. The
/// first line is taken to begin at column `at`. A word longer than a line stays whole.
pub fn wrap(text: &str, at: usize, indent: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / WIDTH * (indent + 1));
    let mut column = at;
    for word in text.split_ascii_whitespace() {
        let width = word.chars().count();
        let at_start = wrapped.is_empty();
        if !at_start && column + 1 + width > WIDTH {
            // Writing to a string cannot fail.
            let _ = write!(wrapped, "\n{:indent$}", "");
            column = indent;
        } else if !at_start {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += width;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{WIDTH, wrap};

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "([a-zä]{1,20} ){0,40}", indent in 0_usize..30) {
            let wrapped = wrap(&text, indent, indent);
            for (number, line) in wrapped.lines().enumerate() {
                let lead = if number == 0 { indent } else { 0 };
                prop_assert!(lead + line.chars().count() <= WIDTH, "{line}");
            }
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&wrapped), words(&text));
        }
    }
}

//! How one text differs from another, for a person: the changed lines with some around them.

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use crate::report::{Escaped, Palette};

/// Unchanged lines shown around each change.
const AROUND: usize = 3;

/// The lines that must go from `expected` (`-`) and come (`+`) to make it `found`; empty if they are equal.
pub fn difference(expected: &str, found: &str, palette: Palette) -> String {
    let diff = TextDiff::from_lines(expected, found);
    let mut text = String::new();
    for (number, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if number > 0 {
            text.push_str("    ...\n");
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, style) = match change.tag() {
                ChangeTag::Equal => (' ', palette.faint()),
                ChangeTag::Insert => ('+', palette.difference(true)),
                ChangeTag::Delete => ('-', palette.difference(false)),
            };
            let at = change.old_index().or(change.new_index()).map_or(0, |index| index + 1);
            let line = Escaped(change.value().trim_end_matches('\n'));
            let end = if change.missing_newline() { "   (without a line end)" } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{style}{at:>5} {sign} {line}{style:#}{end}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::difference;
    use crate::report::Palette;

    #[test]
    fn a_changed_line_is_shown_with_the_lines_around_it() {
        let (expected, found) = ("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n");
        let shown =
            "    2   b\n    3   c\n    4   d\n    5 - e\n    5 + E\n    6   f\n    7   g\n    8   h\n";
        assert_eq!(difference(expected, found, Palette::default()), shown);
    }

    #[test]
    fn equal_texts_do_not_differ() {
        assert_eq!(difference("a\n", "a\n", Palette::default()), "");
    }
}

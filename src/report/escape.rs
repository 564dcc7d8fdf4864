//! Text that came from a file, made safe for a terminal: what could move the cursor, change colours, or
//! reorder or hide other text is shown as its code. It decides nothing about where text goes.

use std::fmt::{self, Write};

/// Text whose unsafe characters are written as `\u{..}` when it is displayed.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                unsafe_one if !is_safe(unsafe_one) => {
                    write!(f, "\\u{{{:x}}}", u32::from(unsafe_one))?;
                }
                safe => f.write_char(safe)?,
            }
        }
        Ok(())
    }
}

/// Whether a terminal shows `character` as itself, in its place, and does nothing else with it.
pub(super) const fn is_safe(character: char) -> bool {
    // General categories Cc, Zl and Zp, and those of Cf that reorder, join, hide or annotate (Unicode 16, and
    // its report 36 on deceiving text).
    !matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{Escaped, is_safe};

    #[test]
    fn what_steers_a_terminal_is_shown_as_its_code() {
        let text = "a\x1b[31m\u{9b}2J\u{202e}b\r\n\tü";
        assert_eq!(Escaped(text).to_string(), "a\\u{1b}[31m\\u{9b}2J\\u{202e}b\\r\\n\\tü");
    }

    proptest! {
        #[test]
        fn nothing_unsafe_comes_out_whatever_goes_in(text in any::<String>()) {
            prop_assert!(Escaped(&text).to_string().chars().all(is_safe));
        }

        #[test]
        fn text_a_person_can_read_stays_as_it_is(text in "[ -~äöüßéЖ中€°]*") {
            prop_assert!(Escaped(&text).to_string() == text);
        }
    }
}

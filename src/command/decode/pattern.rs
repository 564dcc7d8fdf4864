//! What a person names on the command line: a name with `*` and `?`, or an identifier in hexadecimal.

use crate::frame::CanId;

/// A name, perhaps with `*` for any letters and `?` for any one. Capitals count as small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(String);

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As the person wrote it.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Whether it names `name`.
    pub(super) fn is_name(&self, name: &str) -> bool {
        let (pattern, name) = (self.0.as_bytes(), name.as_bytes());
        let (mut at, mut place) = (0, 0);
        // Where to go on if letters do not match: behind the last `*`, one letter later.
        let mut again: Option<(usize, usize)> = None;
        while place < name.len() {
            match pattern.get(at) {
                Some(b'*') => {
                    at += 1;
                    again = Some((at, place));
                }
                Some(b'?') => {
                    at += 1;
                    place += 1;
                }
                Some(letter) if letter.eq_ignore_ascii_case(&name[place]) => {
                    at += 1;
                    place += 1;
                }

                _ => {
                    let Some((behind, start)) = again else { return false };
                    again = Some((behind, start + 1));
                    (at, place) = (behind, start + 1);
                }
            }
        }
        pattern[at..].iter().all(|letter| *letter == b'*')
    }

    /// Whether it names the identifier `id`, by its value or by its digits as they are shown.
    pub(super) fn is_id(&self, id: CanId) -> bool {
        let (digits, is_marked) = match self.0.strip_prefix("0x").or_else(|| self.0.strip_prefix("0X")) {
            Some(digits) => (digits, true),
            None => (self.0.as_str(), false),
        };
        let Some(value) = hexadecimal(digits) else {
            return Self(digits.to_owned()).is_name(&id.to_string());
        };
        // As in logs: eight digits are 29 bits, fewer are 11 if they can be; behind 0x both are meant.
        let fits = is_marked || id.is_extended() == (digits.len() == 8 || value > CanId::MAX_STANDARD);
        fits && id.value() == value
    }

    /// Whether it can only mean an identifier, not a name with `*` or `?`.
    pub(super) fn is_plain_id(&self) -> bool {
        hexadecimal(self.0.trim_start_matches("0x").trim_start_matches("0X")).is_some()
    }
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_plain = !digits.starts_with('+') && digits.len() <= 8;
    u32::from_str_radix(digits, 16).ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::Pattern;
    use crate::frame::CanId;

    #[test]
    fn stars_and_question_marks_stand_for_letters() {
        let is = |pattern: &str, name: &str| Pattern::new(pattern).is_name(name);
        assert!(is("BODY_STATE", "Body_State") && is("*", "") && is("D*_F?", "DOOR_OPEN_FL"));
        assert!(is("*ab*ab", "xabyabab") && is("a**b", "ab"));
        assert!(!is("BODY", "BODY_STATE") && !is("D?", "D") && !is("*ab*abc", "ababab") && !is("", "a"));
    }

    #[test]
    fn identifiers_are_named_as_logs_show_them() {
        let short = |value| CanId::standard(value).unwrap();
        let long = |value| CanId::extended(value).unwrap();
        let is = |pattern: &str, id| Pattern::new(pattern).is_id(id);
        assert!(
            is("60D", short(0x60D))
                && is("0x60d", short(0x60D))
                && is("5", short(5))
                && is("6??", short(0x60D))
        );
        assert!(
            is("18DAF110", long(0x18DA_F110))
                && is("0000060D", long(0x60D))
                && is("18DA*", long(0x18DA_F110))
        );
        assert!(is("0x60D", long(0x60D)) && is("1000", long(0x1000)));
        assert!(!is("60D", long(0x60D)) && !is("0000060D", short(0x60D)) && !is("60E", short(0x60D)));
        assert!(!is("+60D", short(0x60D)) && !is("00000060D", short(0x60D)));
    }

    proptest! {
        #[test]
        fn a_name_matches_itself_and_every_way_to_leave_letters_out(
            name in "[A-Za-z_0-9]{0,20}", from in 0_usize..20, to in 0_usize..20,
        ) {
            let (from, to) = (from.min(name.len()), to.min(name.len()));
            let (from, to) = (from.min(to), from.max(to));
            let left_out = format!("{}*{}", &name[..from], &name[to..]);
            prop_assert!(Pattern::new(&name).is_name(&name));
            prop_assert!(Pattern::new(&left_out).is_name(&name), "{}", left_out);
            let longer = format!("{name}?");
            prop_assert!(!Pattern::new(&longer).is_name(&name));
        }
    }
}

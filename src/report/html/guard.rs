//! The last thing before a page is written: whatever it is made of, no character in it steers how text is shown, and nothing
//! in it looks like a vehicle identification number. Markup is escaped where it is made.

use std::fmt::Write as _;

use crate::frame::{Flags, Frame};
use crate::report::escape::is_safe;
use crate::report::{Escaped, Session};

/// Letters and digits of a vehicle identification number (ISO 3779).
const VIN: usize = 17;
/// So many bytes in a row that read as part of one are as many as a classic frame carries of one.
const PART: usize = 7;
/// What stands in place of one.
const HIDDEN: &str = "[hidden: reads like a VIN]";

/// `markup` with characters that steer how text is shown written as their codes, and without vehicle identification numbers
/// unless `shows_vin`.
pub(super) fn guard(markup: &str, shows_vin: bool) -> String {
    let mut guarded = String::with_capacity(markup.len() + markup.len() / 16);
    for run in markup.split_inclusive(|c: char| !is_of_vin(c)) {
        let word = run.trim_end_matches(|c: char| !is_of_vin(c));
        let is_vin = word.len() >= VIN && word.bytes().any(|byte| byte.is_ascii_digit());
        guarded.push_str(if is_vin && !shows_vin { HIDDEN } else { word });
        for character in run[word.len()..].chars() {
            if is_safe(character) {
                guarded.push(character);
            } else {
                // Writing to a string cannot fail.
                let _ = write!(guarded, "{}", Escaped(character.encode_utf8(&mut [0; 4])));
            }
        }
    }
    guarded
}

/// The letters I, O and Q are not used, since they look like digits.
const fn is_of_vin(character: char) -> bool {
    character.is_ascii_alphanumeric() && !matches!(character.to_ascii_uppercase(), 'I' | 'O' | 'Q')
}

/// A frame as `candump` writes it, one of CAN FD in groups of four bytes; unless `shows_vin`, bytes that read as part of a vehicle
/// identification number are not shown.
pub(super) fn bytes(session: &Session, frame: &Frame, shows_vin: bool) -> String {
    let whole = crate::report::bytes(session, frame);
    let payload = frame.payload();
    let is_hidden = |at: usize| !shows_vin && is_part(payload, at);
    let Some(data) = whole.len().checked_sub(2 * payload.len()).and_then(|at| whole.get(at..)) else {
        return whole;
    };
    let mut text = whole[..whole.len() - data.len()].to_owned();
    for (at, digits) in data.as_bytes().chunks(2).enumerate() {
        // Seventeen digits in a row would read like a number themselves.
        if at > 0 && at % 4 == 0 && frame.flags.contains(Flags::FD) {
            text.push(' ');
        }
        text.push_str(if is_hidden(at) { "··" } else { std::str::from_utf8(digits).unwrap_or_default() });
    }
    text
}

/// Whether the byte stands among so many that read as text that they may be part of a number.
fn is_part(payload: &[u8], at: usize) -> bool {
    let reads = |byte: &&u8| is_of_vin(char::from(**byte));
    let Some((before, rest)) = payload.split_at_checked(at) else { return false };
    let (behind, ahead) = (before.iter().rev().take_while(reads), rest.iter().take_while(reads));
    let ahead = ahead.count();
    ahead > 0 && behind.count() + ahead >= PART
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{HIDDEN, bytes, guard, is_of_vin};
    use crate::frame::{CanId, Flags, Frame, Time};
    use crate::report::Session;
    use crate::report::escape::is_safe;

    fn has_vin(text: &str) -> bool {
        text.split(|c| !is_of_vin(c))
            .any(|word| word.len() >= 17 && word.contains(|c: char| c.is_ascii_digit()))
    }

    #[test]
    fn a_vehicle_identification_number_is_hidden_unless_asked_for() {
        let text = "<p>logs/sjnfaaj10u1234567.log WVWZZZ1JZXW000001</p>";
        assert_eq!(guard(text, false), format!("<p>logs/{HIDDEN}.log {HIDDEN}</p>"));
        assert_eq!(guard(text, true), text);
    }

    #[test]
    fn words_without_digits_are_no_numbers() {
        let text = "a <b>counterbalancespring</b> DRVRDRLCKSTTSREQSW";
        assert_eq!(guard(text, false), text);
    }

    #[test]
    fn what_steers_text_is_written_as_its_code() {
        assert_eq!(guard("a\u{202e}b\u{1b}c\nd", false), "a\\u{202e}b\\u{1b}c\\nd");
    }

    #[test]
    fn bytes_that_read_as_part_of_a_number_are_hidden_unless_asked_for() {
        let id = CanId::standard(0x60D).unwrap();
        let session = Session::default();
        let text = Frame::new(Time::ZERO, id, Flags::empty(), b"\x21SJNFAAJ").unwrap();
        assert_eq!(bytes(&session, &text, false), "60D#21··············");
        assert_eq!(bytes(&session, &text, true), "60D#21534A4E4641414A");
        let fd = Frame::new(Time::ZERO, id, Flags::FD, b"..SJNFAAJ10U1234567.").unwrap();
        assert!(!has_vin(&bytes(&session, &fd, true)));
        assert_eq!(bytes(&session, &fd, false), "60D##02E2E···· ········ ········ ········ ······2E");
        let body =
            Frame::new(Time::ZERO, id, Flags::empty(), &[0x80, 0x36, 0x18, 0, 0x41, 0, 0, 0x30]).unwrap();
        assert_eq!(bytes(&session, &body, false), "60D#8036180041000030");
    }

    proptest! {
        #[test]
        fn nothing_gets_past(text in any::<String>(), vin in "[A-HJ-NPR-Z0-9]{16}[0-9]") {
            let guarded = guard(&format!("{text}{vin}{text}"), false);
            prop_assert!(guarded.chars().all(is_safe));
            prop_assert!(!has_vin(&guarded), "{guarded}");
        }

        #[test]
        fn ordinary_text_stays(text in "[ -/:-@a-z]{0,80}") {
            prop_assert_eq!(guard(&text, false), text);
        }
    }
}

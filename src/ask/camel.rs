//! Words from the names that a library gives its constants. It knows none of them.

use std::fmt::Debug;

/// The name of a constant in small words, `ServiceNotSupported` as `service not supported`; letters that stand for words of
/// their own stay large.
pub(super) fn words(name: impl Debug) -> String {
    let name = format!("{name:?}");
    let letters: Vec<char> = name.chars().collect();
    let is_upper = |at: usize| letters.get(at).is_some_and(char::is_ascii_uppercase);
    let is_lower = |at: usize| letters.get(at).is_some_and(char::is_ascii_lowercase);
    let mut words = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let begins = is_upper(at) && at > 0 && (!is_upper(at - 1) || is_lower(at + 1));
        let is_alone = !is_lower(at + 1) && (at == 0 || is_upper(at - 1) || is_upper(at + 1));
        if begins {
            words.push(' ');
        }
        words.push(if is_upper(at) && is_alone { *letter } else { letter.to_ascii_lowercase() });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_of_constants_become_words_and_abbreviations_stay() {
        #[derive(Debug)]
        enum Name {
            ServiceNotSupported,
            ReadDTCInformation,
            DistanceTraveledSinceMILOn,
            CommandedEGR,
            Vin,
        }
        let all = [
            (Name::ServiceNotSupported, "service not supported"),
            (Name::ReadDTCInformation, "read DTC information"),
            (Name::DistanceTraveledSinceMILOn, "distance traveled since MIL on"),
            (Name::CommandedEGR, "commanded EGR"),
            (Name::Vin, "vin"),
        ];
        for (name, expected) in all {
            assert_eq!(words(name), expected);
        }
    }
}

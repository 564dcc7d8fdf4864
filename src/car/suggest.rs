//! The known word that a mistyped one most likely meant.

/// The candidate nearest to `word`, if it is near enough to be a slip: at most a third of the word's letters
/// inserted, dropped or changed.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a word this long; a hostile file must not make us compare one.
    const LONGEST: usize = 64;
    let word = word.trim().to_lowercase();
    let length = word.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    candidates
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance * 3 <= length)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be inserted, dropped or changed to turn `a` into `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_single_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("opne", "open"), 2);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn only_a_slip_is_taken_for_a_known_word() {
        let known = ["tailgate.open", "ignition", "speed"];
        assert_eq!(nearest("Igniton", known.into_iter()), Some("ignition"));
        assert_eq!(nearest("tailgate.opne", known.into_iter()), Some("tailgate.open"));
        assert_eq!(nearest("coolant", known.into_iter()), None);
        assert_eq!(nearest("", known.into_iter()), None);
    }
}

//! The known word that a mistyped one most likely meant. It knows no words of its own.

/// Longest word that is compared, in letters: nobody mistypes a longer one, and a hostile file must not make us
/// compare it.
const LONGEST: usize = 64;

/// The candidate nearest to `word`, if it is near enough to be a slip: at most one edit for every three letters.
pub(crate) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.trim().chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    if letters.is_empty() || letters.len() > LONGEST {
        return None;
    }
    let limit = letters.len().max(3) / 3;
    candidates
        .map(|candidate| (distance(&letters, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours between the two (restricted
/// Damerau-Levenshtein); capitals count as small letters.
fn distance(from: &[char], to: &str) -> usize {
    let to: Vec<char> = to.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = vec![0; to.len() + 1];
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, &letter) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &other) in to.iter().enumerate() {
            let mut best = (above[column] + usize::from(letter != other))
                .min(above[column + 1] + 1)
                .min(current[column] + 1);
            if row > 0 && column > 0 && letter == to[column - 1] && from[row - 1] == other {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_letter_by_letter_and_a_swap_is_one() {
        let distance = |from: &str, to: &str| distance(&from.chars().collect::<Vec<_>>(), to);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("opne", "open"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn a_slip_of_the_fingers_finds_its_word_and_another_word_does_not() {
        let known = ["front-left", "front-right", "tailgate.open", "ignition", "fob"];
        let slips = [
            ("fornt-left", "front-left"),
            ("Igniton", "ignition"),
            ("tailgate.opne", "tailgate.open"),
            ("FBO", "fob"),
        ];
        for (typed, meant) in slips {
            assert_eq!(nearest(typed, known.into_iter()), Some(meant), "{typed}");
        }
        for other in ["coolant", "", "   ", &"x".repeat(500)] {
            assert_eq!(nearest(other, known.into_iter()), None, "{other}");
        }
    }
}

//! Which multiplexer values bring which signal, with the links between signals as indices into their message.

/// A signal's part in multiplexing: an ordinary signal is no switch and has no selector.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Multiplex {
    /// Whether it is a multiplexer switch (`M`, `m0M`).
    pub is_switch: bool,
    /// When it is present; `None`: in every frame.
    pub selector: Option<Selector>,
    /// Of a switch: the values that bring signals or have a word; empty: none is wrong.
    pub(super) defined: Ranges,
}

/// The condition under which a multiplexed signal is present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Its switch: an index into [`Message::signals`](crate::dbc::Message::signals). That signal must itself
    /// be present.
    pub switch: usize,
    /// The values of the switch that bring the signal.
    pub values: Ranges,
}

/// A set of unsigned values, kept as ranges that ascend and do not touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    /// The set of all values in `ranges`, each with both its ends; a range whose end comes first is empty.
    pub fn new(ranges: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut sorted: Vec<_> = ranges.into_iter().filter(|(low, high)| low <= high).collect();
        sorted.sort_unstable();
        let mut joined: Vec<(u64, u64)> = Vec::with_capacity(sorted.len());
        for (low, high) in sorted {
            match joined.last_mut() {
                Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
                _ => joined.push((low, high)),
            }
        }
        Self(joined)
    }

    /// Whether `value` is in the set.
    pub fn contains(&self, value: u64) -> bool {
        let after = self.0.partition_point(|(low, _)| *low <= value);
        after > 0 && value <= self.0[after - 1].1
    }

    /// Whether no value is in both sets.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some((low, high)), Some((other_low, other_high))) = (mine.peek(), theirs.peek()) {
            if high < other_low {
                mine.next();
            } else if other_high < low {
                theirs.next();
            } else {
                return false;
            }
        }
        true
    }

    /// How many ranges the set is made of.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ranges, each with both its ends, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_join_and_hold_their_ends() {
        let ranges = Ranges::new([(5, 7), (1, 1), (8, 9), (20, 10), (u64::MAX, u64::MAX)]);
        assert_eq!(ranges.iter().collect::<Vec<_>>(), [(1, 1), (5, 9), (u64::MAX, u64::MAX)]);
        assert!([1, 5, 8, 9, u64::MAX].into_iter().all(|value| ranges.contains(value)));
        assert!([0, 2, 4, 10, 15, u64::MAX - 1].into_iter().all(|value| !ranges.contains(value)));
    }

    #[test]
    fn sets_that_share_a_value_are_not_disjoint() {
        let low = Ranges::new([(0, 3), (10, 12)]);
        assert!(low.is_disjoint(&Ranges::new([(4, 9), (13, 99)])));
        assert!(!low.is_disjoint(&Ranges::new([(4, 10)])));
        assert!(low.is_disjoint(&Ranges::default()));
    }
}

//! Notes signals of one message that share bits and can be present in the same frame. They are kept: one of
//! the two is usually right.

use crate::dbc::repair::Repairs;
use crate::dbc::signal::Signal;

/// Pairs of signals compared in one message before it is given up; a real one stays far below.
const MAX_PAIRS: usize = 1_000_000;

/// Notes, for each signal, the first earlier one it shares bits with. Each comes with its line.
pub(super) fn overlaps(message: &str, linked: &[(u64, Signal)], repairs: &mut Repairs) {
    let bytes = linked.iter().map(|(_, signal)| signal.last_byte()).max().unwrap_or(0);
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); bytes];
    let mut pairs = 0;
    for (place, (line, signal)) in linked.iter().enumerate() {
        let mut touched: Vec<usize> = signal.bit_positions().map(|bit| bit / 8).collect();
        touched.dedup();
        let mut earlier: Vec<usize> = touched.iter().flat_map(|byte| users[*byte].iter().copied()).collect();
        pairs += earlier.len();
        if pairs > MAX_PAIRS {
            repairs.add(*line, || {
                format!("message {message} has too many signals to look for overlaps from here on")
            });
            return;
        }
        earlier.sort_unstable();
        earlier.dedup();
        let clash = earlier
            .into_iter()
            .find(|other| share_bits(signal, &linked[*other].1) && !never_together(place, *other, linked));
        if let Some(other) = clash {
            let other = &linked[other].1.name;
            repairs.add(*line, || {
                format!("signal {} of {message} overlaps {other}; both are kept", signal.name)
            });
        }
        for byte in touched {
            users[byte].push(place);
        }
    }
}

fn share_bits(one: &Signal, other: &Signal) -> bool {
    one.bit_positions().any(|bit| other.bit_positions().any(|theirs| theirs == bit))
}

/// Whether some switch brings each of the two (or what each depends on) with different values.
fn never_together(one: usize, other: usize, linked: &[(u64, Signal)]) -> bool {
    ancestry(one, linked).any(|mine| {
        ancestry(other, linked)
            .any(|theirs| mine.switch == theirs.switch && mine.values.is_disjoint(&theirs.values))
    })
}

/// The conditions for a signal, its own first.
fn ancestry(
    place: usize,
    linked: &[(u64, Signal)],
) -> impl Iterator<Item = &crate::dbc::multiplex::Selector> {
    let selector =
        |place: usize| linked.get(place).and_then(|(_, signal)| signal.multiplex.selector.as_ref());
    std::iter::successors(selector(place), move |selector_of| selector(selector_of.switch))
}

//! Notes signals of one message that share bits and can be present in the same frame. They are kept: one of
//! the two is usually right.

use crate::dbc::multiplex::Selector;
use crate::dbc::repair::Repairs;
use crate::dbc::signal::Signal;

/// How many comparisons of two signals are spent on one file: enough for dozens of messages with hundreds of
/// multiplexed signals.
const MAX_COMPARISONS: usize = 20_000_000;

/// Looks for overlaps, message by message.
#[derive(Debug)]
pub(in crate::dbc) struct Overlaps {
    comparisons_left: usize,
}

impl Overlaps {
    pub(in crate::dbc) fn new() -> Self {
        Self { comparisons_left: MAX_COMPARISONS }
    }

    /// Notes, for each signal of a message, one earlier one it shares bits with. Each comes with its line.
    pub(in crate::dbc) fn note(&mut self, message: &str, linked: &[(u64, Signal)], repairs: &mut Repairs) {
        let bytes = linked.iter().map(|(_, signal)| signal.last_byte()).max().unwrap_or(0);
        // Of each byte: the signals that use it, and which of its bits.
        let mut users: Vec<Vec<(usize, u8)>> = vec![Vec::new(); bytes];
        for (place, (line, signal)) in linked.iter().enumerate() {
            if self.comparisons_left == 0 {
                return;
            }
            let used = used_bits(signal);
            let other = used.iter().find_map(|(byte, bits)| {
                self.pay(users[*byte].len());
                let sharing = users[*byte].iter().filter(|(_, theirs)| theirs & bits != 0);
                sharing.map(|(other, _)| *other).find(|other| self.can_meet(place, *other, linked))
            });
            if self.comparisons_left == 0 {
                repairs.add(*line, || {
                    format!("overlaps are not looked for from here ({message}) on: too many signals")
                });
            } else if let Some(other) = other {
                let other = &linked[other].1.name;
                repairs.add(*line, || {
                    format!("signal {} of {message} overlaps {other}; both are kept", signal.name)
                });
            }
            for (byte, bits) in used {
                users[byte].push((place, bits));
            }
        }
    }

    fn pay(&mut self, comparisons: usize) {
        self.comparisons_left = self.comparisons_left.saturating_sub(comparisons);
    }

    /// Whether two signals can be in one frame: no switch brings them (or what they depend on) with
    /// different values only.
    fn can_meet(&mut self, one: usize, other: usize, linked: &[(u64, Signal)]) -> bool {
        for mine in ancestry(one, linked) {
            for theirs in ancestry(other, linked) {
                self.pay(mine.values.len() + theirs.values.len());
                if mine.switch == theirs.switch && mine.values.is_disjoint(&theirs.values) {
                    return false;
                }
            }
        }
        true
    }
}

/// The bytes a signal touches, each with its bits there.
fn used_bits(signal: &Signal) -> Vec<(usize, u8)> {
    let mut used: Vec<(usize, u8)> = Vec::with_capacity(9);
    for position in signal.bit_positions() {
        let bit = 1 << (position % 8);
        match used.last_mut() {
            Some((byte, bits)) if *byte == position / 8 => *bits |= bit,
            _ => used.push((position / 8, bit)),
        }
    }
    used
}

/// The conditions for a signal, its own first.
fn ancestry(place: usize, linked: &[(u64, Signal)]) -> impl Iterator<Item = &Selector> {
    let selector =
        |place: usize| linked.get(place).and_then(|(_, signal)| signal.multiplex.selector.as_ref());
    std::iter::successors(selector(place), move |selector_of| selector(selector_of.switch))
}

//! Where a signal stands in its frame, written as vehicle notes write it.

use crate::dbc::Signal;

/// `0.3` for one bit (byte 0, bit 3, the least significant being 0), `1.1-1.2` for several, `4-5` or `2`
/// for whole bytes.
pub(super) fn of(signal: &Signal) -> String {
    let (mut first, mut last, mut count) = (usize::MAX, 0, 0);
    for position in signal.bit_positions() {
        first = first.min(position);
        last = last.max(position);
        count += 1;
    }
    if count == 0 {
        return String::new();
    }
    let whole_bytes = first % 8 == 0 && last % 8 == 7 && count == last - first + 1;
    match (first == last, whole_bytes, first / 8 == last / 8) {
        (true, ..) => format!("{}.{}", first / 8, first % 8),
        (_, true, true) => format!("{}", first / 8),
        (_, true, false) => format!("{}-{}", first / 8, last / 8),
        _ => format!("{}.{}-{}.{}", first / 8, first % 8, last / 8, last % 8),
    }
}

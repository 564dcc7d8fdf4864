//! Which identifiers diagnostics are spoken with, and which two of them belong together.

use crate::car::Unit;
use crate::frame::CanId;

/// The lowest 11-bit identifier: OBD has 7DF to 7EF, Nissan's units those from 700 on.
const LOWEST: u32 = 0x700;

/// The upper half of 29-bit identifiers to one unit with normal fixed addressing (ISO 15765-2); below it stand who is spoken
/// to and who speaks, a byte each.
const ONE: u32 = 0x18DA;

/// The same to all.
const ALL: u32 = 0x18DB;

/// From a question's identifier to its answer's: with OBD, and with Nissan's own units.
const STEPS: [u32; 2] = [0x08, 0x20];

/// Whether diagnostics are usually spoken with this identifier.
#[inline]
pub(super) const fn is_diagnostic(id: CanId) -> bool {
    let value = id.value();
    if id.is_extended() { value >> 16 == ONE || value >> 16 == ALL } else { value >= LOWEST }
}

/// Whether questions with this identifier go to all units at once.
pub(super) const fn is_to_all(id: CanId) -> bool {
    if id.is_extended() { id.value() >> 16 == ALL } else { id.value() == 0x7DF }
}

/// Whether a unit that is asked with one identifier is known to answer with the other.
pub(super) fn are_related(units: &[Unit], tester: CanId, unit: CanId) -> bool {
    if units.iter().any(|one| (one.request, one.response) == (tester, unit)) {
        return true;
    }
    let (asked, answered) = (tester.value(), unit.value());
    match (tester.is_extended(), unit.is_extended()) {
        (false, false) if is_to_all(tester) => matches!(answered, 0x7E8..=0x7EF),
        (false, false) => STEPS.iter().any(|step| asked + step == answered),
        // Who speaks is spoken to in the answer.
        (true, true) => {
            let is_back = answered >> 8 & 0xFF == asked & 0xFF;
            answered >> 16 == ONE && is_back && (is_to_all(tester) || answered & 0xFF == asked >> 8 & 0xFF)
        }
        _ => false,
    }
}

/// The car's unit that is asked and answers so.
pub(super) fn unit(units: &[Unit], tester: CanId, unit: CanId) -> Option<usize> {
    let is_it = |one: &Unit| one.response == unit && (one.request == tester || is_to_all(tester));
    units.iter().position(is_it)
}

#[cfg(test)]
mod tests {
    use super::{are_related, is_diagnostic};
    use crate::frame::CanId;

    #[test]
    fn only_the_upper_end_of_short_identifiers_and_fixed_addresses_are_of_diagnostics() {
        let short = |id| CanId::standard(id).unwrap();
        let long = |id| CanId::extended(id).unwrap();
        for id in [short(0x700), short(0x7FF), long(0x18DA_F110), long(0x18DB_33F1)] {
            assert!(is_diagnostic(id), "{id}");
        }
        for id in [short(0x60D), short(0x6FF), long(0x7E8), long(0x18DC_33F1), long(0x18FE_F100)] {
            assert!(!is_diagnostic(id), "{id}");
        }
        let related = |one, other| are_related(&[], one, other);
        assert!(related(short(0x745), short(0x765)) && related(short(0x7E0), short(0x7E8)));
        assert!(related(short(0x7DF), short(0x7EA)) && !related(short(0x7DF), short(0x765)));
        assert!(!related(short(0x745), short(0x766)) && !related(short(0x765), short(0x745)));
        assert!(
            related(long(0x18DA_40F1), long(0x18DA_F140)) && related(long(0x18DB_33F1), long(0x18DA_F140))
        );
        assert!(!related(long(0x18DA_40F1), long(0x18DA_F141)) && !related(short(0x7E0), long(0x7E8)));
    }
}

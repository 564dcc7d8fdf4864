//! What a vehicle identification number looks like (ISO 3779), and where one stands in bytes.

use std::ops::Range;

/// Letters of a VIN.
pub(super) const LETTERS: usize = 17;

/// At its end stand digits.
const DIGITS: usize = 4;

/// Fewer letters of a known VIN in a row could be there by chance.
const LEAST_KNOWN: usize = 6;

/// VINs that are kept; a capture of one car holds one or two.
const MOST_KNOWN: usize = 64;

/// A VIN.
type Vin = [u8; LETTERS];

/// Whether a VIN may hold it: capital letters but I, O and Q, which look like digits, and digits.
pub(super) const fn is_vin_letter(byte: u8) -> bool {
    byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O' | b'Q'))
}

/// The runs of letters in `bytes` that are a VIN, or hold one; where it begins in a longer run is not known.
pub(super) fn runs(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let begin = at;
            at += bytes[begin..].iter().take_while(|byte| is_vin_letter(**byte)).count();
            let run = begin..at;
            // The letter that ended the run is none.
            at += 1;
            if holds_vin(&bytes[run.clone()]) {
                return Some(run);
            }
        }
        None
    })
}

fn holds_vin(run: &[u8]) -> bool {
    run.windows(LETTERS).any(is_vin)
}

/// Whether seventeen VIN letters are one: they end in digits, and are more than digits.
fn is_vin(window: &[u8]) -> bool {
    let (front, end) = window.split_at(LETTERS - DIGITS);
    let letters = front.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    letters >= 2 && end.iter().all(u8::is_ascii_digit)
}

/// The VINs of one capture.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Vin>);

impl Known {
    /// Adds those in a run of letters.
    pub(super) fn add(&mut self, run: &[u8]) {
        for window in run.windows(LETTERS).filter(|window| is_vin(window)) {
            if let Ok(vin) = window.try_into()
                && self.0.len() < MOST_KNOWN
                && !self.0.contains(&vin)
            {
                self.0.push(vin);
            }
        }
    }

    /// Which bytes of `payload` are pieces of one of them, as bits.
    pub(super) fn pieces(&self, payload: &[u8]) -> u64 {
        let mut found = 0;
        for (at, window) in payload.windows(LEAST_KNOWN).enumerate() {
            let is_piece = |vin: &Vin| vin.windows(LEAST_KNOWN).any(|piece| piece == window);
            if window.iter().all(|byte| is_vin_letter(*byte)) && self.0.iter().any(is_piece) {
                found |= ((1 << LEAST_KNOWN) - 1) << at;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Known, runs};

    #[test]
    fn a_vin_is_found_where_it_stands() {
        let one = |bytes: &[u8]| runs(bytes).map(|run| (run.start, run.end)).collect::<Vec<_>>();
        assert_eq!(one(b"\x49\x02\x01SJNFAAJ10U1234567\0"), [(3, 20)]);
        assert_eq!(runs(b"SJNFAAJ10U123456").count(), 0);
        assert_eq!(runs(b"SJNFAAJ10U12345OO").count(), 0);
        assert_eq!(runs(b"00000000000000000").count(), 0);
        assert_eq!(one(b"ABSJNFAAJ10U1234567"), [(0, 19)]);
    }

    #[test]
    fn pieces_of_a_known_vin_are_found_from_six_letters_on() {
        let mut known = Known::default();
        known.add(b"SJNFAAJ10U1234567");
        assert_eq!(known.pieces(b"\x01AAJ10U1"), 0b1111_1110);
        assert_eq!(known.pieces(b"\x01AAJ10\0\0"), 0);
        assert_eq!(known.pieces(b"234567SJ"), 0b0011_1111);
    }

    proptest! {
        #[test]
        fn every_vin_is_found_in_whatever_surrounds_it(
            before in proptest::collection::vec(0_u8..0x20, 0..20),
            front in "[A-HJ-NPR-Z]{2}[A-HJ-NPR-Z0-9]{11}", end in "[0-9]{4}",
            behind in proptest::collection::vec(0x80_u8.., 0..20),
        ) {
            let vin = front + &end;
            let bytes = [&before[..], vin.as_bytes(), &behind].concat();
            let place = before.len()..before.len() + 17;
            prop_assert_eq!(runs(&bytes).collect::<Vec<_>>(), std::slice::from_ref(&place));
            let mut known = Known::default();
            known.add(&bytes[place]);
            prop_assert_eq!(known.pieces(vin.as_bytes()), (1 << 17) - 1);
        }
    }
}

//! Diagnostic messages that say by their first bytes that they hold something private.

use super::numbers::is_vin_letter;
use super::private::{Found, Private};

/// Records of a control unit's identification, by the low byte that UDS (ISO 14229-1, F1xx) and KWP2000 (ISO 14230-3) share.
const RECORDS: [(u8, Private); 7] = [
    (0x83, Private::Workshop),
    (0x84, Private::Workshop),
    (0x85, Private::Workshop),
    (0x8C, Private::Serial),
    (0x90, Private::Vin),
    (0x98, Private::Workshop),
    (0x9A, Private::Workshop),
];

/// Vehicle information of OBD (SAE J1979, mode 09).
const INFORMATION: [(u8, Private); 2] = [(0x02, Private::Vin), (0x0D, Private::Serial)];

/// A message that holds something private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) private: Private,
    pub(super) found: Found,
    /// Bytes before it.
    pub(super) header: usize,
}

/// What the first bytes of `message` say it holds, if that is private.
pub(super) fn named(message: &[u8]) -> Option<Named> {
    let (private, service, identifier, header) = match *message {
        // Answers to reading, and writing itself.
        [service @ (0x62 | 0x2E), 0xF1, low, ..] => (of(&RECORDS, low)?, service, 0xF100 | u16::from(low), 3),
        // Vehicle information as UDS carries it.
        [0x62, 0xF8, low, ..] => (of(&INFORMATION, low)?, 0x62, 0xF800 | u16::from(low), 3),
        // The third byte counts what follows.
        [0x49, low, _, ..] => (of(&INFORMATION, low)?, 0x49, low.into(), 3),
        // With other makers 81 is anything, so it must look like one.
        [service @ (0x61 | 0x3B), 0x81, ref rest @ ..] if is_text(rest) => (Private::Vin, service, 0x81, 2),
        [service @ (0x5A | 0x3B), low, ..] => (of(&RECORDS, low)?, service, low.into(), 2),
        _ => return None,
    };
    Some(Named { private, found: Found::Named { service, identifier }, header })
}

fn of(table: &[(u8, Private)], low: u8) -> Option<Private> {
    table.iter().find(|(known, _)| *known == low).map(|(_, private)| *private)
}

/// Whether these can be the first letters of a VIN, filled up or not.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| is_vin_letter(*byte))
        && bytes.iter().all(|byte| is_vin_letter(*byte) || matches!(byte, 0 | 0x20 | 0xFF))
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::scrub::{Found, Private};

    #[test]
    fn private_messages_are_told_by_their_first_bytes() {
        let is = |message: &[u8]| {
            named(message).map(|named| (named.private, named.found.to_string(), named.header))
        };
        let named_as =
            |private, words: &str, header| Some((private, format!("diagnostic message {words}"), header));
        assert_eq!(is(b"\x62\xF1\x90SJN"), named_as(Private::Vin, "62 F1 90", 3));
        assert_eq!(is(b"\x2E\xF1\x8C\x01"), named_as(Private::Serial, "2E F1 8C", 3));
        assert_eq!(is(b"\x49\x02\x01SJN"), named_as(Private::Vin, "49 02", 3));
        assert_eq!(is(b"\x5A\x90SJN"), named_as(Private::Vin, "5A 90", 2));
        assert_eq!(is(b"\x61\x81SJNF"), named_as(Private::Vin, "61 81", 2));
        assert_eq!(is(b"\x61\x81\x03\x10SJ"), None);
        assert_eq!(is(b"\x62\xF1\x87284B1"), None);
        assert_eq!(is(b"\x49\x04\x01CAL"), None);
        assert_eq!(is(b"\x61\x47\x80"), None);
        assert!(matches!(named(b"\x62\xF8\x02SJN").unwrap().found, Found::Named { identifier: 0xF802, .. }));
    }
}

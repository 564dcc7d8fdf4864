//! UDS as simulated units speak it (ISO 14229-1): sessions, data identifiers, trouble codes.

use super::asked::{Asked, Told, refusal};
use super::identity::{PART, SERIAL, VIN};

/// Failed now, and confirmed.
const CONFIRMED: u8 = 0x09;

/// The bits of a code's status that units keep: all but the warning lamp's.
const KEPT: u8 = 0x7F;

/// How long a tester may wait: 50 ms, and 5 s once the unit says that it is at it (in units of 10 ms).
const TIMES: [u8; 4] = [0x00, 0x32, 0x01, 0xF4];

/// What a UDS unit says to `request`, a session being changed by who calls; `None` for what wants no answer.
pub(super) fn answer(asked: &Asked<'_>, request: &[u8]) -> Option<Told> {
    Some(match request {
        [0x3E, 0x00] => Ok(vec![0x7E, 0x00]),
        [0x3E, 0x80] | [0x10, 0x81 | 0x83] => return None,
        [0x10, session @ (0x01 | 0x03 | 0xC0)] => Ok([&[0x50, *session], &TIMES[..]].concat()),
        [0x19, 0x01, mask] => Ok(vec![0x59, 0x01, KEPT, 0x01, 0x00, of(asked, *mask)]),
        [0x19, 0x02, mask] => Ok(codes(asked, *mask)),
        [0x22, high, low] => match asked.declared(request) {
            Some(Ok(data)) => Ok(data),
            Some(Err(_)) => Err(refusal::SESSION),
            None => match u16::from_be_bytes([*high, *low]) {
                0xF190 => Ok([&[0x62, 0xF1, 0x90], &VIN[..]].concat()),
                0xF187 | 0xF188 => Ok([&[0x62, 0xF1, *low], &PART[..]].concat()),
                0xF18C => Ok([&[0x62, 0xF1, 0x8C], &SERIAL[..]].concat()),
                _ => Err(refusal::RANGE),
            },
        },
        [0x10 | 0x3E, _] | [0x19, _, ..] => Err(refusal::SUB_FUNCTION),
        [0x10 | 0x19 | 0x22 | 0x3E, ..] => Err(refusal::LENGTH),
        _ => Err(refusal::SERVICE),
    })
}

fn of(asked: &Asked<'_>, mask: u8) -> u8 {
    if mask & CONFIRMED == 0 { 0 } else { u8::try_from(asked.codes().len()).unwrap_or(u8::MAX) }
}

fn codes(asked: &Asked<'_>, mask: u8) -> Vec<u8> {
    let mut bytes = vec![0x59, 0x02, KEPT];
    if mask & CONFIRMED != 0 {
        for code in asked.codes() {
            bytes.extend(code.to_be_bytes());
            // How it failed is not told.
            bytes.extend([0x00, CONFIRMED]);
        }
    }
    bytes
}

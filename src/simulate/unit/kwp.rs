//! KWP2000 as simulated units speak it (ISO 14230-3): sessions, identification, local identifiers, trouble codes.

use super::asked::{Asked, Told, refusal};
use super::identity::{PART, VIN};

/// Confirmed, and there now.
const STORED: u8 = 0x60;

/// What a KWP2000 unit says to `request`, a session being changed by who calls; `None` for what wants no answer.
pub(super) fn answer(asked: &Asked<'_>, request: &[u8]) -> Option<Told> {
    Some(match request {
        [0x3E] | [0x3E, 0x01] => Ok(vec![0x7E]),
        [0x3E, 0x02 | 0x80] => return None,
        [0x10, session @ (0x81 | 0xC0)] => Ok(vec![0x50, *session]),
        [0x20] => Ok(vec![0x60]),
        [0x1A, 0x90] => Ok([&[0x5A, 0x90], &VIN[..]].concat()),
        [0x1A, 0x81] => Ok([&[0x5A, 0x81], &PART[..]].concat()),
        [0x17, 0xFF, 0x00] => Ok(codes(asked, 0x57)),
        [0x18, 0x00 | 0x02, 0xFF, 0x00] => Ok(codes(asked, 0x58)),
        [0x21, _] => match asked.declared(request) {
            Some(Ok(data)) => Ok(data),
            Some(Err(_)) => Err(refusal::MODE),
            None => Err(refusal::SUB_FUNCTION),
        },
        [0x10 | 0x1A | 0x3E, _] | [0x17 | 0x18, ..] => Err(refusal::SUB_FUNCTION),
        _ => Err(refusal::SERVICE),
    })
}

fn codes(asked: &Asked<'_>, service: u8) -> Vec<u8> {
    let codes = asked.codes();
    let mut bytes = vec![service, u8::try_from(codes.len()).unwrap_or(u8::MAX)];
    for code in codes.iter().take(u8::MAX.into()) {
        bytes.extend(code.to_be_bytes());
        bytes.push(STORED);
    }
    bytes
}

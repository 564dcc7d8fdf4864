//! The generic services of OBD-II as a simulated engine unit speaks them (ISO 15031-5): what is now, trouble codes, the
//! vehicle.

use super::asked::{Asked, Told, refusal};
use super::identity::VIN;
use crate::body::Fact;

/// What it tells of now: coolant, engine speed, road speed, its own supply; and which of these it tells.
const NOW: [u8; 7] = [0x05, 0x0C, 0x0D, 0x20, 0x40, 0x42, 0x00];

/// What it tells of the vehicle: its number.
const VEHICLE: [u8; 2] = [0x02, 0x00];

/// What an engine unit says to `request`; `None` for what is no service of OBD-II.
pub(super) fn answer(asked: &Asked<'_>, request: &[u8]) -> Option<Told> {
    Some(match request {
        [0x01, first @ (0x00 | 0x20 | 0x40)] => Ok([&[0x41, *first], &told(&NOW, *first)[..]].concat()),
        [0x01, 0x05] => Ok(vec![0x41, 0x05, 85 + 40]),
        [0x01, 0x0C] => {
            // Quarters of a turn a minute; idle at 750.
            let turns: u16 = if asked.world.engine_runs() { 3_000 } else { 0 };
            Ok([&[0x41, 0x0C], &turns.to_be_bytes()[..]].concat())
        }
        [0x01, 0x0D] => Ok(vec![0x41, 0x0D, whole(asked.number(Fact::Speed)).to_be_bytes()[1]]),
        [0x01, 0x42] => {
            let millivolts = whole(asked.number(Fact::Supply) * 1000.0);
            Ok([&[0x41, 0x42], &millivolts.to_be_bytes()[..]].concat())
        }
        [service @ (0x03 | 0x07 | 0x0A)] => {
            let codes = if *service == 0x03 { asked.codes() } else { Vec::new() };
            let mut bytes = vec![service | 0x40, u8::try_from(codes.len()).unwrap_or(u8::MAX)];
            codes.iter().take(u8::MAX.into()).for_each(|code| bytes.extend(code.to_be_bytes()));
            Ok(bytes)
        }
        [0x09, 0x00] => Ok([&[0x49, 0x00], &told(&VEHICLE, 0)[..]].concat()),
        [0x09, 0x02] => Ok([&[0x49, 0x02, 0x01], &VIN[..]].concat()),
        [0x01 | 0x09, _] => Err(refusal::SUB_FUNCTION),
        _ => return None,
    })
}

/// Which of the thirty-two numbers behind `first` are told, a bit for each.
fn told(numbers: &[u8], first: u8) -> [u8; 4] {
    let mut bits = 0_u32;
    for number in numbers {
        if let Some(place @ 1..=32) = number.checked_sub(first) {
            bits |= 1 << (32 - u32::from(place));
        }
    }
    bits.to_be_bytes()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast stops at the type's ends"
)]
fn whole(number: f64) -> u16 {
    number.round() as u16
}

//! Parameter groups of J1939 and NMEA 2000 that are private by their number, whole or in the pieces of a transport.

use std::collections::HashMap;

use super::private::{Found, Private};
use crate::frame::{CanId, Frame};

/// Numbers and what they hold (SAE J1939-71, NMEA 2000).
const GROUPS: [(u32, Private); 6] = [
    // ECU identification
    (64965, Private::Serial),
    // component identification
    (65259, Private::Serial),
    // vehicle identification
    (65260, Private::Vin),
    // vehicle position
    (65267, Private::Position),
    // position, rapid update
    (129_025, Private::Position),
    (FAST_POSITION, Private::Position),
];

/// GNSS position data, in the pieces of a fast packet.
const FAST_POSITION: u32 = 129_029;

/// The groups of the transport (SAE J1939-21): its connection management and its data.
const MANAGEMENT: u32 = 0xEC00;
const DATA: u32 = 0xEB00;

/// First bytes of what announces data: to one, to all.
const REQUEST_TO_SEND: u8 = 16;
const ANNOUNCE: u8 = 32;

/// Who sends to whom on which bus.
type Way = (u8, u8, u8);

/// What is under way in the transport.
#[derive(Debug, Default)]
pub(super) struct ParameterGroups {
    /// The group, and how many frames of it are to come.
    sessions: HashMap<Way, (u32, Private, u8)>,
}

impl ParameterGroups {
    /// What of a frame is private, as bits.
    pub(super) fn look(&mut self, frame: &Frame) -> Option<(u64, Private, Found)> {
        if !frame.id.is_extended() {
            return None;
        }
        let (number, to, from) = parts(frame.id);
        let way = (frame.channel, from, to);
        let payload = frame.payload();
        match (number, payload) {
            (MANAGEMENT, [REQUEST_TO_SEND | ANNOUNCE, _, _, count, _, low, middle, high, ..]) => {
                let number = u32::from_le_bytes([*low, *middle, *high, 0]);
                match private(number) {
                    Some(private) => self.sessions.insert(way, (number, private, *count)),
                    None => self.sessions.remove(&way),
                };
                None
            }
            (DATA, [_, _, ..]) => {
                let (number, private, left) = self.sessions.get_mut(&way)?;
                let told = (all(payload) & !1, *private, Found::ParameterGroup(*number));
                *left = left.saturating_sub(1);
                if *left == 0 {
                    self.sessions.remove(&way);
                }
                Some(told)
            }
            (FAST_POSITION, [counts, ..]) => {
                // The first piece says the length, too.
                let header = if counts % 32 == 0 { 0b11 } else { 0b1 };
                Some((all(payload) & !header, Private::Position, Found::ParameterGroup(number)))
            }
            _ => private(number).map(|private| (all(payload), private, Found::ParameterGroup(number))),
        }
    }
}

fn private(number: u32) -> Option<Private> {
    GROUPS.iter().find(|(known, _)| *known == number).map(|(_, private)| *private)
}

fn all(payload: &[u8]) -> u64 {
    u64::MAX.checked_shr(64 - u32::try_from(payload.len().min(64)).unwrap_or(64)).unwrap_or(0)
}

/// The group's number, to whom, and from whom.
#[expect(clippy::cast_possible_truncation, reason = "each is one byte of the identifier")]
const fn parts(id: CanId) -> (u32, u8, u8) {
    let value = id.value();
    let (page, format, specific) = (value >> 24 & 3, value >> 16 & 0xFF, value >> 8 & 0xFF);
    // Below 240 the third byte is an address, and no part of the number.
    let number = if format < 240 { page << 16 | format << 8 } else { page << 16 | format << 8 | specific };
    (number, specific as u8, value as u8)
}

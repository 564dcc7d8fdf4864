//! What a real car's messages carry besides facts: identifiers, periods and lengths as measured in the 370Z capture
//! (and as public DBC collections list them for `ProPILOT` cars), bytes and their movements made up.

use crate::simulate::world::Unit;

/// One message.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: u32,
    pub(super) period_ms: u32,
    pub(super) unit: Unit,
    pub(super) base: &'static [u8],
    pub(super) moves: &'static [Move],
}

/// How a byte lives.
#[derive(Debug, Clone, Copy)]
pub(super) enum Move {
    /// Counts frames in the low bits that the mask leaves.
    Count(usize, u8),
    /// Wanders up and down by so much.
    Wander(usize, u8),
    /// Two bytes, big-endian: speed of a wheel in 0.005 km/h.
    Wheel(usize),
    /// Two bytes, big-endian: engine speed in eighths of a turn a minute.
    Turns(usize),
    /// These bits are set while the ignition is ON or at START.
    On(usize, u8),
    /// These bits are set while the starter turns.
    Start(usize, u8),
    /// These bits are set during the pulse at ACC to ON.
    SelfTest(usize, u8),
}

use Move::{Count, On, SelfTest, Start, Turns, Wander, Wheel};
use Unit::{Body, Cabin, Powered};

const fn row(id: u32, period_ms: u32, unit: Unit, base: &'static [u8], moves: &'static [Move]) -> Row {
    Row { id, period_ms, unit, base, moves }
}

/// Classic cars: the traffic of the 370Z capture, with the supply message of the Juke.
pub(super) const CLASSIC: &[Row] = &[
    row(0x002, 10, Powered, &[0x57, 0x00, 0x00, 0x07, 0x00], &[Wander(0, 3), Count(4, 0x0F)]),
    row(0x160, 10, Powered, &[0x32, 0x43, 0x3C, 0x00, 0x08, 0xFF, 0xE8], &[Wander(0, 2), Wander(1, 12)]),
    row(0x174, 10, Powered, &[0xFF, 0xEF, 0xFE, 0xAA, 0x00, 0, 0, 0], &[Count(4, 0x0F)]),
    row(0x176, 10, Powered, &[0, 0, 0x04, 0x61, 0, 0, 0], &[Wander(3, 6), Count(6, 0x0F)]),
    row(0x177, 10, Powered, &[0xFE, 0x10, 0, 0, 0, 0xF8, 0, 0], &[]),
    row(
        0x180,
        10,
        Powered,
        &[0, 0, 0x33, 0xC3, 0x23, 0, 0x30, 0x11],
        &[Turns(0), Wander(3, 9), Count(6, 0x0F)],
    ),
    row(0x182, 10, Powered, &[0, 0, 0, 0, 0, 0x18, 0x30, 0xC9], &[Count(6, 0x0F)]),
    row(0x1F9, 10, Powered, &[0x20, 0, 0, 0, 0, 0, 0, 0x80], &[Turns(2)]),
    row(0x215, 20, Cabin, &[0xFF, 0xF0, 0xFF, 0x00, 0xFF, 0xFF], &[]),
    row(0x216, 20, Cabin, &[0x40, 0x24], &[On(0, 0x02), On(1, 0x48)]),
    row(0x245, 20, Powered, &[0xFF, 0xE0, 0, 0x18, 0, 0, 0xFF, 0xE0], &[Count(7, 0x03)]),
    row(0x280, 20, Cabin, &[0x01, 0x61, 0x40, 0, 0, 0, 0xE0, 0], &[Wander(1, 2)]),
    row(0x284, 20, Powered, &[0; 8], &[Wheel(0), Wheel(2), Count(6, 0xFF), Count(7, 0xFF)]),
    row(0x285, 20, Powered, &[0; 8], &[Wheel(0), Wheel(2), Count(6, 0xFF), Count(7, 0xFF)]),
    row(0x292, 20, Powered, &[0xFF, 0xF8, 0x00, 0x80, 0x0F, 0xFE, 0x0D, 0x00], &[Wander(3, 1), Wander(6, 3)]),
    row(0x2DE, 10, Cabin, &[0x02, 0x00, 0x80, 0x03, 0x60, 0x00, 0x0E, 0xB7], &[]),
    row(0x351, 100, Body, &[0, 0, 0, 0, 0, 0, 0, 0x06], &[On(5, 0x40)]),
    row(0x354, 40, Powered, &[0, 0, 0, 0, 0, 0, 0x04, 0], &[]),
    row(0x355, 40, Cabin, &[0, 0, 0, 0, 0, 0, 0x40], &[]),
    row(0x358, 100, Body, &[0, 0x08, 0, 0, 0, 0, 0, 0], &[]),
    row(0x35D, 100, Body, &[0; 8], &[On(0, 0x80), Start(0, 0x40)]),
    row(0x421, 60, Powered, &[0x08, 0, 0], &[]),
    row(0x515, 100, Body, &[0x02, 0, 0, 0], &[]),
    row(0x54C, 100, Powered, &[0x8F, 0x63, 0, 0, 0, 0x80, 0x04, 0x08], &[Wander(0, 1)]),
    row(0x551, 100, Powered, &[0x69, 0, 0, 0, 0xFF, 0x02, 0x80, 0xFF], &[Count(1, 0xFF)]),
    row(0x560, 100, Powered, &[0x37, 0x11, 0x48], &[Wander(2, 4)]),
    row(0x580, 100, Powered, &[0x01, 0x40, 0x40, 0x86, 0x45], &[Wander(3, 6)]),
    row(0x5C5, 100, Cabin, &[0x40, 0x01, 0x9A, 0x3C, 0x00, 0x0C, 0x00, 0x7F], &[]),
    row(0x60D, 100, Body, &[0; 8], &[SelfTest(3, 0x2A)]),
    row(0x625, 100, Body, &[0x02, 0x00, 0xFF, 0x0D, 0x20, 0x00], &[On(1, 0x60)]),
    row(0x682, 0, Body, &[0], &[]),
    row(0x6E2, 100, Powered, &[0x12, 0x16, 0x7B], &[Wander(2, 1)]),
    row(0x6F6, 100, Cabin, &[0, 0, 0], &[]),
];

/// `ProPILOT` cars, their inner bus.
pub(super) const PROPILOT: &[Row] = &[
    row(0x002, 10, Powered, &[0x2B, 0x00, 0x00, 0x07, 0x00], &[Wander(0, 3), Count(4, 0x0F)]),
    row(0x15C, 20, Powered, &[0x0A, 0, 0, 0, 0, 0, 0, 0], &[Count(7, 0x03)]),
    row(0x160, 10, Powered, &[0x32, 0x43, 0x3C, 0x00, 0x08, 0xFF, 0xE8], &[Wander(0, 2), Wander(1, 12)]),
    row(0x177, 10, Powered, &[0xFE, 0x10, 0, 0, 0, 0xF8, 0, 0], &[]),
    row(0x245, 20, Powered, &[0xFF, 0xE0, 0, 0x18, 0, 0, 0xFF, 0xE0], &[Count(7, 0x03)]),
    row(0x285, 20, Powered, &[0; 8], &[Wheel(0), Wheel(2), Count(6, 0xFF), Count(7, 0xFF)]),
    row(0x29A, 20, Powered, &[0; 8], &[Wheel(0), Wheel(2), Count(6, 0xFF), Count(7, 0xFF)]),
    row(0x2B1, 20, Powered, &[0; 8], &[Count(7, 0x0F)]),
    row(0x351, 100, Body, &[0, 0, 0, 0, 0, 0, 0, 0x06], &[]),
    row(0x453, 100, Body, &[0; 4], &[]),
    row(0x454, 100, Body, &[0; 8], &[]),
    row(0x4CC, 100, Powered, &[0; 8], &[Count(6, 0x0F)]),
    row(0x4F9, 100, Cabin, &[0; 7], &[]),
    row(0x551, 100, Powered, &[0x69, 0, 0, 0, 0xFF, 0x02, 0x80, 0xFF], &[Count(1, 0xFF)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_order_of_identifier_and_move_only_bytes_they_have() {
        for table in [CLASSIC, PROPILOT] {
            assert!(table.is_sorted_by_key(|row| row.id), "identifiers in order");
            for row in table {
                assert!((1..=8).contains(&row.base.len()), "{:X}", row.id);
                for &change in row.moves {
                    let last = match change {
                        Wheel(byte) | Turns(byte) => byte + 1,
                        Count(byte, _)
                        | Wander(byte, _)
                        | On(byte, _)
                        | Start(byte, _)
                        | SelfTest(byte, _) => byte,
                    };
                    assert!(last < row.base.len(), "{:X}", row.id);
                }
            }
        }
    }
}

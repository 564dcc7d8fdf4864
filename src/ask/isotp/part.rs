//! One frame of ISO-TP: what kind of part of a message it is, and where in it the message's bytes stand.

use std::ops::Range;

use crate::frame::MAX_CLASSIC_PAYLOAD;

/// Longest message whose length fits the twelve bits of an ordinary first frame.
const LONGEST_SHORT: u32 = 0xFFF;

/// Where in a frame the protocol begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Addressing {
    /// With the first byte: the identifier alone says who speaks to whom (normal and normal fixed addressing).
    Normal,
    /// With the second byte: the first is an address (extended and mixed addressing).
    Extended,
}

impl Addressing {
    /// Bytes before the protocol's own.
    const fn before(self) -> usize {
        match self {
            Self::Normal => 0,
            Self::Extended => 1,
        }
    }
}

/// What a receiver says of its readiness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowState {
    /// Go on.
    Continue,
    /// Wait for another flow control.
    Wait,
    /// The message is too long for the receiver.
    Overflow,
}

/// What kind of part of a message a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All of it.
    Single,
    /// Its beginning.
    First {
        /// Bytes of the whole message.
        length: u32,
    },
    /// What follows.
    Consecutive {
        /// Counts 0 to 15, over and over; the first after the beginning is 1.
        number: u8,
    },
    /// Nothing of a message: its receiver says how to go on.
    FlowControl {
        /// Whether to go on.
        state: FlowState,
        /// Frames until the next flow control; 0 for all that is left.
        block: u8,
        /// Least time between frames as it is coded (`STmin`): milliseconds up to 7F, F1 to F9 for 100 to 900 µs.
        separation: u8,
    },
}

/// A frame read as ISO-TP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Where in the frame's payload the bytes of the message stand. Of consecutive frames this counts what may be padding:
    /// only the message's length tells.
    pub data: Range<usize>,
}

/// Why a frame is none of ISO-TP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It ends before what its first bytes promise.
    #[error("the frame is too short for what it says it is")]
    Short,
    /// Its kind is not used.
    #[error("{0:X} is no kind of frame that ISO-TP has")]
    Reserved(u8),
    /// Its length is not one that such a frame can announce.
    #[error("a length of {0} cannot be announced so")]
    Length(u32),
}

impl Part {
    /// Reads a frame's payload; above eight bytes it counts as one of CAN FD.
    ///
    /// # Errors
    /// If it is no frame of ISO-TP.
    pub fn read(payload: &[u8], addressing: Addressing) -> Result<Self, Malformed> {
        let start = addressing.before();
        let rest = payload.get(start..).unwrap_or_default();
        let &first = rest.first().ok_or(Malformed::Short)?;
        let low = first & 0xF;
        match first >> 4 {
            0 => single(rest, low, payload.len()).map(|data| (Kind::Single, data)),
            1 => beginning(rest, low, payload.len()),
            2 if rest.len() > 1 => Ok((Kind::Consecutive { number: low }, 1..rest.len())),
            3 => flow(rest, low).map(|kind| (kind, rest.len()..rest.len())),
            2 => Err(Malformed::Short),
            kind => Err(Malformed::Reserved(kind)),
        }
        .map(|(kind, data)| Self { kind, data: data.start + start..data.end + start })
    }
}

fn single(rest: &[u8], low: u8, whole: usize) -> Result<Range<usize>, Malformed> {
    let length = if whole <= MAX_CLASSIC_PAYLOAD {
        low
    } else if low == 0 {
        // An FD frame has a byte of its own for it.
        *rest.get(1).ok_or(Malformed::Short)?
    } else {
        return Err(Malformed::Length(low.into()));
    };
    let header = if whole <= MAX_CLASSIC_PAYLOAD { 1 } else { 2 };
    if length == 0 {
        return Err(Malformed::Length(0));
    }
    let end = header + usize::from(length);
    if end > rest.len() { Err(Malformed::Short) } else { Ok(header..end) }
}

fn beginning(rest: &[u8], low: u8, whole: usize) -> Result<(Kind, Range<usize>), Malformed> {
    if whole < MAX_CLASSIC_PAYLOAD {
        return Err(Malformed::Short);
    }
    let (length, header) = match (u32::from(low) << 8 | u32::from(rest[1]), rest) {
        (0, [_, _, a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 6),
        (length, _) => (length, 2),
    };
    // What a single frame can hold is not begun, nor written in 32 bits what twelve can say.
    let single = rest.len() - if whole <= MAX_CLASSIC_PAYLOAD { 1 } else { 2 };
    let is_least = if header == 6 { length > LONGEST_SHORT } else { length as usize > single };
    if is_least { Ok((Kind::First { length }, header..rest.len())) } else { Err(Malformed::Length(length)) }
}

fn flow(rest: &[u8], low: u8) -> Result<Kind, Malformed> {
    let &[_, block, separation, ..] = rest else { return Err(Malformed::Short) };
    let state = match low {
        0 => FlowState::Continue,
        1 => FlowState::Wait,
        2 => FlowState::Overflow,
        _ => return Err(Malformed::Reserved(0x30 | low)),
    };
    Ok(Kind::FlowControl { state, block, separation })
}

#[cfg(test)]
mod tests {
    use super::{Addressing, FlowState, Kind, Malformed, Part};

    fn read(payload: &[u8]) -> Result<(Kind, std::ops::Range<usize>), Malformed> {
        Part::read(payload, Addressing::Normal).map(|part| (part.kind, part.data))
    }

    #[test]
    fn every_kind_of_frame_is_told_from_the_others() {
        assert_eq!(read(&[0x02, 0x09, 0x02]), Ok((Kind::Single, 1..3)));
        assert_eq!(read(&[0x10, 0x14, 0x49, 2, 1, 0, 0, 0]), Ok((Kind::First { length: 20 }, 2..8)));
        assert_eq!(read(&[0x2F, 1, 2]), Ok((Kind::Consecutive { number: 15 }, 1..3)));
        let go_on = Kind::FlowControl { state: FlowState::Continue, block: 8, separation: 0xF1 };
        assert_eq!(read(&[0x30, 8, 0xF1]), Ok((go_on, 3..3)));
        assert_eq!(read(&[0x40, 0, 0]), Err(Malformed::Reserved(4)));
        assert_eq!(read(&[0x33, 0, 0]), Err(Malformed::Reserved(0x33)));
    }

    #[test]
    fn an_address_before_the_protocol_moves_everything_by_one_byte() {
        let read =
            |payload: &[u8]| Part::read(payload, Addressing::Extended).map(|part| (part.kind, part.data));
        assert_eq!(read(&[0xF1, 0x02, 0x09, 0x02]), Ok((Kind::Single, 2..4)));
        assert_eq!(read(&[0x40, 0x10, 7, 1, 2, 3, 4, 5]), Ok((Kind::First { length: 7 }, 3..8)));
        assert_eq!(read(&[0x40]), Err(Malformed::Short));
    }

    #[test]
    fn wide_frames_say_their_length_in_a_byte_of_its_own_and_long_messages_in_four() {
        let mut wide = [0; 64];
        (wide[1], wide[2]) = (62, 1);
        assert_eq!(read(&wide), Ok((Kind::Single, 2..64)));
        wide[1] = 63;
        assert_eq!(read(&wide), Err(Malformed::Short));
        wide[0] = 5;
        assert_eq!(read(&wide), Err(Malformed::Length(5)));
        let long = [0x10, 0, 0, 0, 0x10, 0, 7, 7];
        assert_eq!(read(&long), Ok((Kind::First { length: 4096 }, 6..8)));
        assert_eq!(read(&[0x10, 0, 0, 0, 0x0F, 0xFF, 7, 7]), Err(Malformed::Length(4095)));
    }

    #[test]
    fn lengths_that_no_sender_means_are_refused() {
        assert_eq!(read(&[0x00, 1]), Err(Malformed::Length(0)));
        assert_eq!(read(&[0x07, 1, 2, 3]), Err(Malformed::Short));
        assert_eq!(read(&[0x10, 7, 1, 2, 3, 4, 5, 6]), Err(Malformed::Length(7)));
        assert_eq!(read(&[0x10, 8, 1, 2, 3]), Err(Malformed::Short));
        assert_eq!(read(&[]), Err(Malformed::Short));
    }
}

//! How much of a bus's time its frames take, from their lengths. How many stuff bits a sender had to insert is not
//! recorded with all formats, so there is a least and a most.

use std::time::Duration;

use crate::frame::{Flags, Frame};

/// Bits on the wire of one bus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Without stuff bits, with the three bits between frames.
    bits: u64,
    /// The most stuff bits there can be.
    stuff: u64,
    /// Those of CAN FD frames with bit rate switch that are sent at the higher rate, and their most stuff bits.
    fast: u64,
    fast_stuff: u64,
}

impl Load {
    /// Counts a frame; an error frame takes next to nothing.
    pub fn hear(&mut self, frame: &Frame) {
        if frame.flags.contains(Flags::ERROR) {
            return;
        }
        let data = 8 * frame.payload().len() as u64;
        if !frame.flags.contains(Flags::FD) {
            // ISO 11898-1: 44 or 64 bits besides the data, of which 34 or 54 are stuffed.
            let (frame_bits, stuffed) = if frame.id.is_extended() { (64, 54) } else { (44, 34) };
            self.bits += frame_bits + 3 + data;
            self.stuff += (stuffed + data - 1) / 4;
            return;
        }
        // Up to the bit rate switch, 17 or 36 bits; from the check sum's end on, 10 and the 3 between frames.
        let before = if frame.id.is_extended() { 36 } else { 17 };
        // Error state, length, data, count of stuff bits, check sum with its fixed stuff bits.
        let check = if data > 128 { 4 + 21 + 6 } else { 4 + 17 + 5 };
        let after = 1 + 4 + data + check;
        let (stuff, later) = ((before - 1) / 4, (5 + data) / 4);
        self.bits += before + 13;
        self.stuff += stuff;
        if frame.flags.contains(Flags::BRS) {
            self.fast += after;
            self.fast_stuff += later;
        } else {
            self.bits += after;
            self.stuff += later;
        }
    }

    /// The least and the most percent of `span` that the frames take, at so many bits a second, and so many behind a
    /// bit rate switch. Zero for no span.
    pub fn percent(self, span: Duration, bitrate: u32, fast: u32) -> (f64, f64) {
        let seconds = span.as_secs_f64();
        if seconds <= 0.0 || bitrate == 0 || fast == 0 {
            return (0.0, 0.0);
        }
        let share = |bits: u64, fast_bits: u64| {
            let time = bits as f64 / f64::from(bitrate) + fast_bits as f64 / f64::from(fast);
            100.0 * time / seconds
        };
        (share(self.bits, self.fast), share(self.bits + self.stuff, self.fast + self.fast_stuff))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{CanId, Time};

    fn load(flags: Flags, data: &[u8]) -> Load {
        let frame = Frame::new(Time::ZERO, CanId::standard(1).unwrap(), flags, data).unwrap();
        let mut load = Load::default();
        load.hear(&frame);
        load
    }

    #[test]
    fn a_full_classic_frame_takes_between_111_and_135_bits() {
        let (least, most) = load(Flags::empty(), &[0; 8]).percent(Duration::from_secs(1), 100, 100);
        assert!((least - 111.0).abs() < 1e-9 && (most - 135.0).abs() < 1e-9, "{least} {most}");
    }

    #[test]
    fn the_data_of_can_fd_are_faster_behind_the_switch() {
        let span = Duration::from_secs(1);
        let slow = load(Flags::FD, &[0; 64]).percent(span, 500_000, 2_000_000);
        let fast = load(Flags::FD | Flags::BRS, &[0; 64]).percent(span, 500_000, 2_000_000);
        assert!(fast.0 * 3.0 < slow.0 && fast.1 * 3.0 < slow.1, "{fast:?} {slow:?}");
    }

    #[test]
    fn no_span_is_no_load() {
        assert_eq!(load(Flags::empty(), &[]).percent(Duration::ZERO, 500_000, 1), (0.0, 0.0));
    }
}

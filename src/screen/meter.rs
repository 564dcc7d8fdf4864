//! How many frames, and how many bits of them, a bus carried in the last second. It looks at no payload.

use crate::frame::{Flags, Frame, Time};

/// Parts a second is divided into: the figures move on ten times a second.
const PARTS: i64 = 10;
/// Length of a part in nanoseconds.
const PART: i64 = 1_000_000_000 / PARTS;

/// Bits of a classic frame besides its data, with the pause of three behind it (ISO 11898-1): start, identifier, control,
/// checksum, delimiters, acknowledge, end.
const BITS: u32 = 47;
/// Bits that a 29-bit identifier adds.
const EXTENDED_BITS: u32 = 20;
/// Bits of a classic frame, besides its data, among which a sender stuffs: from the start to the checksum.
const STUFFED: u32 = 34;

/// How much of a bus is used, in percent. Stuff bits depend on the bits of each frame and are not counted out, so it lies
/// between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Without a single stuff bit.
    pub least: u32,
    /// With as many as there can be.
    pub most: u32,
}

/// Counts one bus. Frames come in their order; a clock that jumps back begins anew.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    parts: [Part; 10],
    /// Which tenth of a second is being counted, from zero time.
    current: i64,
    begun: bool,
    /// Whether the bits of all frames of the last second are known.
    flexible: Option<i64>,
    errors: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Part {
    frames: u32,
    bits: u32,
    stuffed: u32,
}

impl Meter {
    /// Counts a frame.
    pub fn count(&mut self, frame: &Frame) {
        self.go_to(tenth(frame.time));
        if frame.flags.contains(Flags::ERROR) {
            self.errors += 1;
            return;
        }
        if frame.flags.contains(Flags::FD) {
            self.flexible = Some(self.current);
        }
        let extra = if frame.id.is_extended() { EXTENDED_BITS } else { 0 };
        let data = 8 * u32::try_from(frame.payload().len()).unwrap_or(0);
        let Some(part) = self.parts.get_mut(slot(self.current)) else { return };
        part.frames = part.frames.saturating_add(1);
        part.bits = part.bits.saturating_add(BITS + extra + data);
        // After five equal bits at most comes one of the other kind, which counts as the first of the next five.
        part.stuffed = part.stuffed.saturating_add((STUFFED + extra + data - 1) / 4);
    }

    /// Frames in the second before `now`.
    pub fn rate(&mut self, now: Time) -> u32 {
        self.go_to(tenth(now));
        self.parts.iter().map(|part| part.frames).fold(0, u32::saturating_add)
    }

    /// How busy the bus was in the second before `now`; `None` if the bitrate is zero, and where frames of CAN FD, whose data
    /// may have gone at another rate, were among them.
    pub fn load(&mut self, now: Time, bitrate: u32) -> Option<Load> {
        self.go_to(tenth(now));
        if bitrate == 0 || self.flexible.is_some_and(|seen| self.current - seen < PARTS) {
            return None;
        }
        let sum = |bits: fn(&Part) -> u32| self.parts.iter().map(|part| u64::from(bits(part))).sum::<u64>();
        let percent =
            |bits: u64| u32::try_from((100 * bits).div_ceil(u64::from(bitrate))).unwrap_or(u32::MAX);
        let (bits, stuffed) = (sum(|part| part.bits), sum(|part| part.stuffed));
        Some(Load { least: percent(bits), most: percent(bits + stuffed) })
    }

    /// Error frames since the beginning.
    pub const fn errors(&self) -> u64 {
        self.errors
    }

    /// Empties the parts between the last frame and `tenth`.
    fn go_to(&mut self, tenth: i64) {
        let ahead = tenth.saturating_sub(self.current);
        if !self.begun || !(-PARTS..PARTS).contains(&ahead) {
            *self = Self { current: tenth, begun: true, errors: self.errors, ..Self::default() };
            return;
        }
        for _ in 0..ahead {
            self.current += 1;
            if let Some(part) = self.parts.get_mut(slot(self.current)) {
                *part = Part::default();
            }
        }
    }
}

fn tenth(time: Time) -> i64 {
    time.as_nanos().div_euclid(PART)
}

fn slot(tenth: i64) -> usize {
    usize::try_from(tenth.rem_euclid(PARTS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{Load, Meter};
    use crate::frame::{CanId, Flags, Frame, Time};

    fn frame(millis: i64, flags: Flags, payload: &[u8]) -> Frame {
        let id = CanId::standard(0x60D).unwrap();
        Frame::new(Time::from_nanos(millis * 1_000_000), id, flags, payload).unwrap()
    }

    fn at(millis: i64) -> Time {
        Time::from_nanos(millis * 1_000_000)
    }

    #[test]
    fn a_second_of_frames_is_counted_and_then_forgotten() {
        let mut meter = Meter::default();
        for millis in 0..1000 {
            meter.count(&frame(millis, Flags::empty(), &[0; 8]));
        }
        assert_eq!(meter.rate(at(999)), 1000);
        // 111 bits each without stuffing, 24 stuff bits at most.
        assert_eq!(meter.load(at(999), 500_000), Some(Load { least: 23, most: 27 }));
        assert_eq!(meter.rate(at(1500)), 400);
        assert_eq!(meter.rate(at(3000)), 0);
        assert_eq!(meter.load(at(3000), 500_000), Some(Load { least: 0, most: 0 }));
    }

    #[test]
    fn error_frames_are_no_traffic_and_the_load_of_fd_is_not_known() {
        let mut meter = Meter::default();
        meter.count(&frame(0, Flags::ERROR, &[0; 8]));
        assert_eq!((meter.rate(at(0)), meter.errors()), (0, 1));
        meter.count(&frame(0, Flags::FD | Flags::BRS, &[0; 64]));
        assert_eq!((meter.rate(at(0)), meter.load(at(0), 500_000)), (1, None));
        assert_eq!(meter.load(at(2000), 500_000), Some(Load { least: 0, most: 0 }));
    }

    proptest! {
        #[test]
        fn no_clock_makes_it_panic_or_count_more_than_came(times in proptest::collection::vec(any::<i64>(), 0..40)) {
            let mut meter = Meter::default();
            for &time in &times {
                let mut one = frame(0, Flags::empty(), &[1]);
                one.time = Time::from_nanos(time);
                meter.count(&one);
                let rate = meter.rate(one.time);
                prop_assert!(rate >= 1 && rate as usize <= times.len());
            }
        }
    }
}

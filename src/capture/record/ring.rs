//! The last minutes of all buses in memory, packed: the oldest frames make room for new ones.

use std::collections::VecDeque;
use std::time::Duration;

use crate::frame::{CanId, Flags, Frame, Time};

/// Bytes of one block. Whole blocks are forgotten: at 1,300 frames/s one holds 2 s.
const BLOCK: usize = 64 * 1024;

/// Bytes of a packed frame besides its data: time, identifier, flags, channel, length, raw DLC.
const HEAD: usize = 16;

/// Bit of a packed identifier that says it has 29 bits.
const EXTENDED: u32 = 0x8000_0000;

/// Frames of the last while.
#[derive(Debug)]
pub(super) struct Ring {
    span: Duration,
    most: usize,
    blocks: VecDeque<Block>,
    /// A block that was emptied.
    spare: Option<Vec<u8>>,
}

#[derive(Debug)]
struct Block {
    bytes: Vec<u8>,
    last: Time,
}

impl Ring {
    /// Keeps frames for at least `span`, unless that takes more than `most` bytes.
    pub(super) fn new(span: Duration, most: usize) -> Self {
        Self { span, most: (most / BLOCK).max(2), blocks: VecDeque::new(), spare: None }
    }

    /// Takes in a frame.
    pub(super) fn push(&mut self, frame: &Frame) {
        let needs = HEAD + frame.payload().len();
        if self.blocks.back().is_none_or(|block| block.bytes.len() + needs > BLOCK) {
            self.forget(frame.time);
            let bytes = self.spare.take().unwrap_or_else(|| Vec::with_capacity(BLOCK));
            self.blocks.push_back(Block { bytes, last: frame.time });
        }
        let Some(block) = self.blocks.back_mut() else { return };
        block.last = frame.time;
        let extended = if frame.id.is_extended() { EXTENDED } else { 0 };
        block.bytes.extend_from_slice(&frame.time.as_nanos().to_le_bytes());
        block.bytes.extend_from_slice(&(frame.id.value() | extended).to_le_bytes());
        let length = u8::try_from(frame.len()).unwrap_or(0);
        block.bytes.extend_from_slice(&[frame.flags.bits(), frame.channel, length, frame.len8_dlc]);
        block.bytes.extend_from_slice(frame.payload());
    }

    /// The time of the oldest frame; `None` if there is none.
    pub(super) fn first(&self) -> Option<Time> {
        let bytes = &self.blocks.front()?.bytes;
        Some(Time::from_nanos(i64::from_le_bytes(*bytes.first_chunk()?)))
    }

    /// Gives out the oldest block's frames one by one, then forgets them; `false` if there is none.
    pub(super) fn drain_block(&mut self, mut each: impl FnMut(&Frame)) -> bool {
        let Some(mut block) = self.blocks.pop_front() else { return false };
        let mut rest = &block.bytes[..];
        let mut frame = Frame::empty();
        while let Some(after) = unpack(rest, &mut frame) {
            rest = after;
            each(&frame);
        }
        block.bytes.clear();
        self.spare = Some(block.bytes);
        true
    }

    /// Forgets blocks that are too old, or too many once there is one more. A clock that was set back makes none old.
    fn forget(&mut self, now: Time) {
        let oldest = now.before(self.span);
        while self.blocks.front().is_some_and(|block| block.last < oldest) || self.blocks.len() >= self.most {
            let Some(mut block) = self.blocks.pop_front() else { return };
            block.bytes.clear();
            self.spare = Some(block.bytes);
        }
    }
}

/// Reads a packed frame; returns what follows it.
fn unpack<'a>(bytes: &'a [u8], frame: &mut Frame) -> Option<&'a [u8]> {
    let (time, rest) = bytes.split_first_chunk()?;
    let (id, rest) = rest.split_first_chunk()?;
    let (&[flags, channel, length, raw_dlc], rest) = rest.split_first_chunk()?;
    let id = u32::from_le_bytes(*id);
    frame.time = Time::from_nanos(i64::from_le_bytes(*time));
    frame.id = if id & EXTENDED == 0 { CanId::standard(id)? } else { CanId::extended(id & !EXTENDED)? };
    frame.flags = Flags::from_bits_truncate(flags);
    (frame.channel, frame.len8_dlc) = (channel, raw_dlc);
    if frame.flags.contains(Flags::REMOTE) {
        frame.set_remote(length).then_some(rest)
    } else {
        let (payload, rest) = rest.split_at_checked(usize::from(length))?;
        frame.set_payload(payload).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{BLOCK, Ring};
    use crate::frame::{CanId, Flags, Frame, Time};

    fn frame() -> impl Strategy<Value = Frame> {
        let id = prop_oneof![
            (0..=CanId::MAX_STANDARD).prop_map(|id| CanId::standard(id).unwrap()),
            (0..=CanId::MAX_EXTENDED).prop_map(|id| CanId::extended(id).unwrap()),
        ];
        let kinds = [Flags::empty(), Flags::TX, Flags::FD | Flags::BRS, Flags::ERROR, Flags::REMOTE];
        let payload = proptest::collection::vec(any::<u8>(), 0..=64);
        (any::<i64>(), id, proptest::sample::select(kinds.to_vec()), payload, any::<u8>()).prop_map(
            |(nanos, id, flags, mut payload, channel)| {
                if !flags.contains(Flags::FD) {
                    payload.truncate(8);
                }
                let mut frame = Frame::new(Time::from_nanos(nanos), id, flags, &payload).unwrap();
                frame.channel = channel;
                if flags.contains(Flags::REMOTE) {
                    assert!(frame.set_remote(u8::try_from(payload.len()).unwrap()));
                } else if payload.len() == 8 {
                    frame.len8_dlc = 13;
                }
                frame
            },
        )
    }

    fn drained(ring: &mut Ring) -> Vec<Frame> {
        let mut frames = Vec::new();
        while ring.drain_block(|frame| frames.push(frame.clone())) {}
        frames
    }

    fn at(millis: i64) -> Frame {
        let id = CanId::standard(0x60D).unwrap();
        Frame::new(Time::from_nanos(millis * 1_000_000), id, Flags::empty(), &[1; 8]).unwrap()
    }

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in(frames in proptest::collection::vec(frame(), 0..100)) {
            let mut ring = Ring::new(Duration::MAX, 1 << 24);
            for frame in &frames {
                ring.push(frame);
            }
            prop_assert_eq!(ring.first(), frames.first().map(|frame| frame.time));
            prop_assert_eq!(drained(&mut ring), frames);
            prop_assert_eq!(ring.first(), None);
        }
    }

    #[test]
    fn at_least_the_span_is_kept_and_not_much_more() {
        let mut ring = Ring::new(Duration::from_secs(10), 1 << 24);
        for millis in 0..60_000 {
            ring.push(&at(millis));
        }
        let kept = drained(&mut ring);
        let block = i64::try_from(BLOCK / 24).unwrap();
        assert!(kept[0].time <= at(50_000).time, "{:?}", kept[0]);
        assert!(kept[0].time >= at(50_000 - 2 * block).time, "{:?}", kept[0]);
        assert_eq!(kept.last(), Some(&at(59_999)));
    }

    #[test]
    fn memory_is_bounded_whatever_the_span() {
        let mut ring = Ring::new(Duration::from_secs(3600), 4 * BLOCK);
        for millis in 0..100_000 {
            ring.push(&at(millis));
        }
        assert!(ring.blocks.len() <= 4);
        let kept = drained(&mut ring);
        assert_eq!(kept.last(), Some(&at(99_999)));
        assert!(kept.is_sorted_by_key(|frame| frame.time));
    }
}

//! The frames that a message, or an answer to its sender, is made of.

use super::{FlowState, Frames, Route, Separation, Settings, Width};
use crate::frame::{Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD, Time};

/// What ISO 15765-2 fills frames with: it needs the fewest stuff bits.
pub(super) const FILLER: u8 = 0xCC;

/// Longest message whose length fits the twelve bits of an ordinary first frame.
const LONGEST_SHORT: usize = 0xFFF;

/// Makes frames for one side of a link.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segmenter {
    pub(super) route: Route,
    pub(super) frames: Frames,
    pub(super) padding: Option<u8>,
}

impl Segmenter {
    pub(super) const fn new(route: Route, settings: &Settings) -> Self {
        Self { route, frames: settings.frames, padding: settings.padding }
    }

    /// Bytes for the protocol and what it carries.
    fn room(self) -> usize {
        self.frames.width() - usize::from(self.route.bytes.is_some())
    }

    /// The longest message that one frame holds.
    pub(super) fn single_holds(self) -> usize {
        let header = if self.frames.width() > MAX_CLASSIC_PAYLOAD { 2 } else { 1 };
        self.room() - header
    }

    /// The one frame of a message that fits into it ([`Self::single_holds`]).
    pub(super) fn single(self, message: &[u8], now: Time) -> Frame {
        let low = u8::try_from(message.len()).unwrap_or(0);
        let is_classic = message.len() < MAX_CLASSIC_PAYLOAD - usize::from(self.route.bytes.is_some());
        let header: &[u8] = if is_classic { &[low] } else { &[0, low] };
        self.frame(header, message, now)
    }

    /// The first frame of a longer message, and how many of its bytes it holds.
    pub(super) fn first(self, message: &[u8], now: Time) -> (Frame, usize) {
        let length = u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes();
        let long = [0x10, 0, length[0], length[1], length[2], length[3]];
        let short = [0x10 | length[2], length[3]];
        let header: &[u8] = if message.len() <= LONGEST_SHORT { &short } else { &long };
        let held = (self.room() - header.len()).min(message.len());
        (self.frame(header, &message[..held], now), held)
    }

    /// The frame with this number, 0 to 15, and how many bytes of what is left it holds.
    pub(super) fn consecutive(self, number: u8, left: &[u8], now: Time) -> (Frame, usize) {
        let held = (self.room() - 1).min(left.len());
        (self.frame(&[0x20 | number & 0xF], &left[..held], now), held)
    }

    /// What a receiver says.
    pub(super) fn flow(self, state: FlowState, block: u8, separation: Separation, now: Time) -> Frame {
        let state = match state {
            FlowState::Continue => 0,
            FlowState::Wait => 1,
            FlowState::Overflow => 2,
        };
        self.frame(&[0x30 | state, block, separation.0], &[], now)
    }

    fn frame(self, header: &[u8], data: &[u8], now: Time) -> Frame {
        let mut payload = [self.padding.unwrap_or(FILLER); MAX_PAYLOAD];
        let mut length = 0;
        let address = self.route.bytes.map(|(sent, _)| sent);
        for byte in address.iter().chain(header).chain(data) {
            payload[length] = *byte;
            length += 1;
        }
        if length > MAX_CLASSIC_PAYLOAD || self.padding.is_some() {
            length = Width::holding(length).map_or(length, Width::bytes);
        }
        let flags = match self.frames {
            Frames::Classic => Flags::empty(),
            Frames::Fd { is_fast: false, .. } => Flags::FD,
            Frames::Fd { is_fast: true, .. } => Flags::FD | Flags::BRS,
        };
        let mut frame = Frame::empty();
        (frame.time, frame.id, frame.flags) = (now, self.route.sends, flags);
        let fits = frame.set_payload(&payload[..length]);
        debug_assert!(fits, "a frame is made to fit its kind");
        frame
    }
}

//! One message that is decoded: its pieces, made ready, and the lines of its last frame, which most often are those of
//! the next, too.

use super::layout::{Layout, Ready, ready};
use crate::dbc::{Decoded, Message};
use crate::frame::MAX_PAYLOAD;

/// A message that was chosen, and which of its signals.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// The message.
    pub message: &'a Message,
    /// Of each of its signals whether it is wanted; `None`: the message as a whole.
    pub signals: Option<Vec<bool>>,
}

/// A message and the lines of its last frame.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    pub(super) message: &'a Message,
    /// By signal; `None` for one that is not wanted.
    signals: Vec<Option<Ready>>,
    /// Whether a frame is worth a line even if none of its signals is in it.
    is_whole: bool,
    head: Box<[u8]>,
    /// The payload that `lines` are of.
    last: Box<[u8; MAX_PAYLOAD]>,
    /// Its length; `None` before the first frame.
    length: Option<usize>,
    lines: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    decoded: Decoded,
}

impl<'a> Slot<'a> {
    pub(super) fn new(layout: &dyn Layout, choice: Choice<'a>) -> Self {
        let Choice { message, signals } = choice;
        let is_wanted = |place: usize| signals.as_ref().is_none_or(|wanted| wanted.get(place) == Some(&true));
        let made = message.signals().iter().enumerate();
        let made = made.map(|(place, signal)| is_wanted(place).then(|| ready(layout, message, signal)));
        Self {
            message,
            signals: made.collect(),
            is_whole: signals.is_none(),
            head: layout.message(message).into_boxed_slice(),
            last: Box::new([0; MAX_PAYLOAD]),
            length: None,
            lines: Vec::new(),
            ends: Vec::new(),
            decoded: Decoded::default(),
        }
    }

    /// Decodes `payload`, unless it is the same as the last one.
    pub(super) fn decode(&mut self, layout: &dyn Layout, payload: &[u8]) -> Decoded {
        let kept = self.length.and_then(|length| self.last.get(..length));
        if kept == Some(payload) {
            return self.decoded;
        }
        self.length = None;
        if let Some(last) = self.last.get_mut(..payload.len()) {
            last.copy_from_slice(payload);
            self.length = Some(payload.len());
        }
        self.lines.clear();
        self.ends.clear();
        self.lines.extend_from_slice(&self.head);
        let by_signal = layout.is_by_signal();
        let mut first = true;
        let Self { message, signals, lines, ends, .. } = self;
        self.decoded = message.decode_places(payload, |place, signal, raw| {
            let Some(Some(ready)) = signals.get(place) else { return };
            layout.value(lines, ready, &ready.value(signal, raw), first);
            first = false;
            if by_signal {
                ends.push(lines.len());
            }
        });
        if !by_signal && (self.is_whole || !first) {
            layout.end(&mut self.lines);
            self.ends.push(self.lines.len());
        }
        self.decoded
    }

    /// The lines of the frame that was decoded last, without their beginnings.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, &end)| self.lines.get(start..end))
    }
}

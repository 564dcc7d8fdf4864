//! Everything heard, by identifier: bounded by their number and by a total of changes, whatever the length.

use std::collections::HashMap;

use super::lane::Budget;
use super::message::Message;
use super::settings::Settings;
use super::timeline::Millis;
use crate::frame::{CanId, Frame, Time};

/// Changes remembered at most over all bits, each of four bytes. Beyond, a bit may move half as often as before.
const MOST_CHANGES: usize = 4 << 20;

/// No message.
const NONE: u16 = u16::MAX;

/// What was heard.
#[derive(Debug, Clone)]
pub(super) struct Traffic {
    standard: Box<[u16]>,
    extended: HashMap<CanId, u16>,
    messages: Vec<Message>,
    most: usize,
    budget: Budget,
    base: Option<Time>,
    /// The latest moment, in milliseconds.
    pub(super) now: Millis,
    /// Data frames heard.
    pub(super) frames: u64,
    /// Frames of identifiers beyond the most that are remembered.
    pub(super) beyond: u64,
}

impl Traffic {
    /// Nothing so far.
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            standard: vec![NONE; CanId::MAX_STANDARD as usize + 1].into(),
            extended: HashMap::new(),
            messages: Vec::new(),
            most: settings.identifiers.min(usize::from(NONE)),
            budget: Budget { each: settings.changes.max(1), held: 0 },
            base: None,
            now: 0,
            frames: 0,
            beyond: 0,
        }
    }

    /// A frame of the car; others are passed over.
    pub(super) fn hear(&mut self, frame: &Frame) {
        if !frame.is_data() {
            return;
        }
        self.frames += 1;
        let at = self.advance(frame.time);
        let known = if frame.id.is_extended() {
            self.extended.get(&frame.id).copied().unwrap_or(NONE)
        } else {
            self.standard.get(frame.id.value() as usize).copied().unwrap_or(NONE)
        };
        if let Some(message) = self.messages.get_mut(usize::from(known)) {
            message.hear(frame.payload(), at, &mut self.budget);
            if self.budget.held > MOST_CHANGES {
                self.trim();
            }
        } else if self.messages.len() < self.most {
            self.meet(frame, at);
        } else {
            self.beyond += 1;
        }
    }

    /// The time is `now`: as milliseconds since the first moment there was.
    pub(super) fn advance(&mut self, now: Time) -> Millis {
        self.base.get_or_insert(now);
        let at = self.millis(now);
        self.now = self.now.max(at);
        at
    }

    /// A moment as milliseconds since the first; 0 for one before it.
    pub(super) fn millis(&self, time: Time) -> Millis {
        let since = time.since(self.base.unwrap_or(time));
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    }

    /// The first moment there was.
    pub(super) const fn start(&self) -> Option<Time> {
        self.base
    }

    /// The moment of so many milliseconds since the first.
    pub(super) fn time(&self, at: Millis) -> Time {
        self.base.unwrap_or_default().after(std::time::Duration::from_millis(u64::from(at)))
    }

    /// Every identifier heard, in the order they came.
    pub(super) fn messages(&self) -> &[Message] {
        &self.messages
    }

    #[cold]
    fn meet(&mut self, frame: &Frame, at: Millis) {
        let Ok(place) = u16::try_from(self.messages.len()) else { return };
        self.messages.push(Message::new(frame.id, frame.payload(), at));
        if frame.id.is_extended() {
            self.extended.insert(frame.id, place);
        } else if let Some(slot) = self.standard.get_mut(frame.id.value() as usize) {
            *slot = place;
        }
    }

    #[cold]
    fn trim(&mut self) {
        self.budget.each /= 2;
        for message in &mut self.messages {
            message.trim(&mut self.budget);
        }
    }
}

//! Finding out live which car this is: what was heard of late is held until then, and the verdict is told when it changes.

use std::collections::VecDeque;
use std::mem::{Discriminant, discriminant};
use std::time::Duration;

use crate::car::Verdict;
use crate::command::Error;
use crate::command::follow::recognition::{Buses, Recognised};
use crate::command::reading::Settings;
use crate::frame::Frame;

/// Frames held at most: 2 MB, four seconds of a bus at full load. A car is known by less than half a second of body frames.
const MOST_HELD: usize = 20_000;

/// How long a named car is waited for: then the busiest bus is its own, though it does not look like it.
const PATIENCE: Duration = Duration::from_secs(2);

/// The finding out.
pub(super) struct FindingOut {
    buses: Buses,
    held: VecDeque<Frame>,
    told: Option<Discriminant<Verdict>>,
    /// The car will be asked, so that it need not speak by itself.
    will_be_asked: bool,
}

impl FindingOut {
    /// Nothing heard yet.
    pub(super) fn new(settings: &Settings) -> Self {
        // All at once, so that no frame ever waits for more room. Pages that are not used cost nothing.
        Self {
            buses: Buses::new(settings),
            held: VecDeque::with_capacity(MOST_HELD),
            told: None,
            will_be_asked: false,
        }
    }

    /// Takes in a frame; says whether it is clear now which car this is.
    pub(super) fn hear(&mut self, frame: &Frame) -> bool {
        if self.held.len() == MOST_HELD {
            self.held.pop_front();
        }
        self.held.push_back(frame.clone());
        self.buses.hear(frame, Duration::ZERO)
    }

    /// The car will be asked: a named one need not speak by itself to be followed.
    pub(super) const fn expect_answers(&mut self) {
        self.will_be_asked = true;
    }

    /// Whether it is clear after listening for `waited`.
    pub(super) fn is_clear(&self, waited: Duration) -> bool {
        match self.buses.verdict(waited) {
            Verdict::Car(_) => true,
            Verdict::Listening | Verdict::Silence { .. } => {
                self.will_be_asked && self.is_named() && waited >= PATIENCE
            }
            _ => self.is_named() && (waited >= PATIENCE || self.held.len() == MOST_HELD),
        }
    }

    /// The verdict after listening for `waited`, if it is one to tell and was not told before.
    pub(super) fn news(&mut self, waited: Duration) -> Option<Verdict> {
        let verdict = self.buses.verdict(waited);
        let kind = discriminant(&verdict);
        if matches!(verdict, Verdict::Listening | Verdict::Car(_)) || self.told == Some(kind) {
            return None;
        }
        self.told = Some(kind);
        Some(verdict)
    }

    /// Whether any verdict was told.
    pub(super) const fn was_told(&self) -> bool {
        self.told.is_some()
    }

    /// Whether the car was named.
    pub(super) const fn is_named(&self) -> bool {
        self.buses.is_named()
    }

    /// The bus with the most frames.
    pub(super) fn busiest(&self) -> u8 {
        self.buses.busiest()
    }

    /// The answer as things are; `channels` are the names of the buses.
    ///
    /// # Errors
    /// If the file of a recognised car cannot be loaded.
    pub(super) fn answer(&self, channels: &[String]) -> Result<Recognised, Error> {
        self.buses.answer(channels)
    }

    /// The frames held, oldest first.
    pub(super) fn held(&self) -> impl Iterator<Item = &Frame> {
        self.held.iter()
    }

    /// Gives out the frames held.
    pub(super) fn release(&mut self, each: impl FnMut(&Frame)) {
        self.held.iter().for_each(each);
        self.held = VecDeque::new();
    }
}

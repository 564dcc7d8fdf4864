//! The turn lamps: signal, hazard lights, and the answer to a lock request.

use std::time::Duration;

use super::World;
use super::agenda::Happening;

/// The turn lamps and what makes them blink.
#[derive(Debug, Default)]
pub(super) struct Lamps {
    /// The signal stalk: right, left.
    stalk: [bool; 2],
    hazard: bool,
    /// Lit, while blinking.
    lit: bool,
    /// Lit, as an answer.
    answer: bool,
    /// Changes when blinking begins anew, so that the old rhythm ends.
    rhythm: u64,
}

/// Half a blink: 0.35 s lit, 0.35 s dark.
const HALF: Duration = Duration::from_millis(350);

impl Lamps {
    pub(super) fn lit(&self, left: bool) -> bool {
        let blinking = self.hazard || self.stalk[usize::from(left)];
        self.answer || (blinking && self.lit)
    }

    pub(super) const fn blinking(&self) -> bool {
        self.hazard || self.stalk[0] || self.stalk[1]
    }
}

impl World {
    /// Once for unlocked, twice for locked.
    pub(super) fn answers(&mut self, lock: bool) {
        self.agenda.cancel(|happening| matches!(happening, Happening::Flash(_)));
        let changes = if lock { 4 } else { 2 };
        self.soon(110, 180, Happening::Flash(changes));
    }

    pub(super) fn flash(&mut self, left: u8) {
        self.lamps.answer = left.is_multiple_of(2) && left > 0;
        if left > 1 {
            self.later(HALF, Happening::Flash(left - 1));
        }
    }

    pub(super) fn turn(&mut self, left: bool, on: bool) {
        self.lamps.stalk[usize::from(left)] = on;
        self.begins_to_blink();
    }

    pub(super) fn hazard(&mut self, on: bool) {
        self.lamps.hazard = on;
        self.stir();
        self.begins_to_blink();
    }

    fn begins_to_blink(&mut self) {
        self.lamps.rhythm += 1;
        self.lamps.lit = false;
        if self.lamps.blinking() {
            self.blinks(self.lamps.rhythm);
        }
    }

    pub(super) fn blinks(&mut self, rhythm: u64) {
        if self.lamps.rhythm == rhythm {
            self.lamps.lit = !self.lamps.lit;
            self.later(HALF, Happening::Blinks(rhythm));
        }
    }
}

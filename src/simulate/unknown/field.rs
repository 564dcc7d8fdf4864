//! What the bits of an unknown message do that have nothing to do with doors: counters, clocks, sensors, chatter.

use std::time::Duration;

use super::level::Level;
use crate::frame::Time;
use crate::simulate::random::Random;

/// Some adjacent bits of a message.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Position among the message's pages; `None` for a field of every frame.
    pub(super) page: Option<usize>,
    /// Its lowest bit, byte 0 first, bit 0 the least significant.
    pub(super) at: u8,
    pub(super) width: u8,
    /// Two whole bytes, the higher first.
    pub(super) swapped: bool,
    pub(super) life: Life,
    pub(super) value: u64,
    /// When a life that goes by time changes next.
    pub(super) next: Time,
}

/// How a field lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Never changes.
    Constant,
    /// One more with each frame.
    Counter,
    /// Counts time.
    Clock(Duration),
    /// Now and then (so many frames in a thousand) up or down by at most so much.
    Walk(u64, u64),
    /// With each frame somewhere around a middle, at most so far from it.
    Noise(u64, u64),
    /// Like noise, and lower by the last number while something draws current.
    Supply(u64, u64, u64),
    /// Turns on and off by itself: how long it is off, and on, roughly.
    Chatter(Duration, Duration),
    /// A brightness: nears its end in steps while something is lit, and zero while it is not.
    Ramp(Level, u64),
}

impl Field {
    /// The value that the frame sent at `now` carries; `is` tells how the body stands.
    pub(super) fn step(&mut self, now: Time, random: &mut Random, is: impl Fn(Level) -> bool) {
        let mask = self.mask();
        match self.life {
            Life::Constant => {}
            Life::Counter => self.value = (self.value + 1) & mask,
            Life::Clock(beat) => {
                while self.next <= now {
                    self.value = (self.value + 1) & mask;
                    self.next = self.next.after(beat);
                }
            }
            Life::Walk(per_mille, most) => {
                if random.chance(per_mille) {
                    let step = 1 + random.below(most);
                    let up = random.chance(500);
                    let (low, high) = (self.value.saturating_sub(step), (self.value + step).min(mask));
                    self.value = if up { high } else { low };
                }
            }
            Life::Noise(middle, spread) => self.value = around(middle, spread, random).min(mask),
            Life::Supply(middle, spread, sag) => {
                let drawn = [Level::RoomLamp, Level::LockMotor, Level::UnlockMotor].into_iter().any(is);
                let middle = if drawn { middle.saturating_sub(sag) } else { middle };
                self.value = around(middle, spread, random).min(mask);
            }
            Life::Chatter(off, on) => {
                while self.next <= now {
                    self.value ^= 1;
                    let mean = u64::try_from(if self.value == 1 { on } else { off }.as_millis()).unwrap_or(1);
                    self.next = self.next.after(random.millis(mean / 8, mean * 15 / 8));
                }
            }
            Life::Ramp(level, step) => {
                let end = if is(level) { mask } else { 0 };
                self.value = if end > self.value {
                    (self.value + step).min(end)
                } else {
                    self.value.saturating_sub(step).max(end)
                };
            }
        }
    }

    /// Its value where it stands in eight bytes, byte 0 lowest.
    pub(super) fn placed(&self) -> u64 {
        let value = if self.swapped && self.width == 16 {
            u64::from(u16::try_from(self.value & 0xFFFF).unwrap_or(0).swap_bytes())
        } else {
            self.value
        };
        (value & self.mask()) << self.at
    }

    const fn mask(&self) -> u64 {
        if self.width >= 64 { u64::MAX } else { (1 << self.width) - 1 }
    }
}

fn around(middle: u64, spread: u64, random: &mut Random) -> u64 {
    (middle + random.below(spread * 2 + 1)).saturating_sub(spread)
}

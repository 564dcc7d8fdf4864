//! The ignition switch and the engine: the steps a key passes, the pulse at ACC to ON, cranking, running.

use std::time::Duration;

use crate::body::Ignition;
use crate::frame::Time;

use super::World;
use super::agenda::Happening;
use super::locks::Asker;

/// The ignition switch and the engine.
#[derive(Debug)]
pub(super) struct Engine {
    pub(super) ignition: Ignition,
    pub(super) running: bool,
    /// Since when the starter turns.
    pub(super) cranking: Option<Time>,
    /// Since when the engine runs.
    pub(super) since: Time,
    /// Byte 3 of `0x60D` pulses `2A` at ACC to ON.
    pub(super) self_test: bool,
}

impl Engine {
    pub(super) const fn new(on: bool, running: bool) -> Self {
        let ignition = if on { Ignition::On } else { Ignition::Off };
        Self { ignition, running, cranking: None, since: Time::MIN, self_test: false }
    }
}

impl World {
    /// Turns the switch: it passes every position on the way.
    pub(super) fn key(&mut self, position: Ignition) {
        self.stir();
        self.agenda.cancel(|happening| matches!(happening, Happening::Ignition(_) | Happening::Catches));
        let from = self.engine.ignition;
        let mut after = Duration::ZERO;
        let passed: &[Ignition] = match (from, position) {
            (Ignition::Off, Ignition::On) | (Ignition::On | Ignition::Start, Ignition::Off) => {
                &[Ignition::Acc]
            }
            (Ignition::Off, Ignition::Start) => &[Ignition::Acc, Ignition::On],
            (Ignition::Acc, Ignition::Start) => &[Ignition::On],
            _ => &[],
        };
        for &passed in passed {
            self.later(after, Happening::Ignition(passed));
            // 39 ms between ON, ACC and off in the 370Z capture; a hand on a key is slower going up.
            after += if position == Ignition::Off {
                Duration::from_millis(39)
            } else {
                self.random.millis(220, 380)
            };
        }
        self.later(after, Happening::Ignition(position));
    }

    pub(super) fn ignition_reaches(&mut self, position: Ignition) {
        let before = std::mem::replace(&mut self.engine.ignition, position);
        self.engine.cranking = None;
        self.stir();
        match position {
            Ignition::Off | Ignition::Acc => {
                self.engine.running = false;
                if matches!(before, Ignition::On | Ignition::Start) {
                    self.power_drops();
                }
                if position == Ignition::Off && std::mem::take(&mut self.locks.by_speed) {
                    self.ask(Asker::Itself, false);
                }
            }
            Ignition::On => {
                self.powers_up();
                if before == Ignition::Acc {
                    self.engine.self_test = true;
                    self.soon(120, 180, Happening::SelfTestEnds);
                }
            }
            Ignition::Start => {
                self.powers_up();
                self.engine.cranking = Some(self.now);
                // 1.18 s from START back to ON in the 370Z capture, the engine turning by itself 0.6 s before.
                self.soon(550, 750, Happening::Catches);
                self.soon(1_100, 1_250, Happening::Ignition(Ignition::On));
            }
        }
    }

    pub(super) fn catches(&mut self) {
        self.engine.running = true;
        self.engine.cranking = None;
        self.engine.since = self.now;
    }
}

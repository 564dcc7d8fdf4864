//! What is going to happen to the car by itself, in order of time.

use std::time::Duration;

use crate::body::{Ignition, Lock, Opening};
use crate::frame::Time;

use super::locks::Asker;

/// Something that happens without anyone doing it at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happening {
    /// An opening springs open (`true`) or falls shut.
    Moves(Opening, bool),
    /// The touching wire of an opening parts, or touches again.
    Flickers(Opening),
    /// The body control module has heard the request.
    Hears(Asker, bool),
    /// A lock reaches its end.
    LockMoves(Lock, bool),
    /// The car locks again, unless something happened since.
    Relocks(u64),
    /// The lamps answer: so many more changes.
    Flash(u8),
    /// The blinking lamps change.
    Blinks(u64),
    /// The ignition switch reaches a position.
    Ignition(Ignition),
    /// The engine catches.
    Catches,
    /// The pulse at ACC to ON is over.
    SelfTestEnds,
    /// The tailgate's request is over.
    RequestEnds,
    /// The engine's modules fall silent, unless the ignition came back.
    AfterRunEnds(u64),
    /// The car has reached the speed at which it locks, unless its speed was changed since.
    SpeedLocks(u64),
    /// The foot leaves the brake, unless it was used since.
    BrakeReleased(u64),
    /// The car has been quiet long enough to sleep, unless something happened since.
    FallsAsleep(u64),
    /// The bus goes silent, unless something happened since.
    Silent(u64),
    /// The body control module has restarted.
    BcmBack,
}

/// The happenings to come. There are never more than a few dozen.
#[derive(Debug, Default)]
pub(super) struct Agenda(Vec<(Time, Happening)>);

impl Agenda {
    /// Enters `happening` at `now` plus `after`, behind what is already entered for that moment.
    pub(super) fn enter(&mut self, now: Time, after: Duration, happening: Happening) {
        let at = now.after(after);
        // Latest first, so that the next is taken off the end.
        let place = self.0.partition_point(|(other, _)| *other > at);
        self.0.insert(place, (at, happening));
    }

    /// When the next one is due.
    pub(super) fn due(&self) -> Option<Time> {
        self.0.last().map(|(at, _)| *at)
    }

    /// Takes the next one off.
    pub(super) fn take(&mut self) -> Option<(Time, Happening)> {
        self.0.pop()
    }

    /// Takes off everything that `unwanted` picks.
    pub(super) fn cancel(&mut self, unwanted: impl Fn(Happening) -> bool) {
        self.0.retain(|(_, happening)| !unwanted(*happening));
    }
}

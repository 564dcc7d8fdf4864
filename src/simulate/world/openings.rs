//! Doors, tailgate and bonnet as they really stand: opened, closed, held by locks, springing off a bad latch.

use crate::body::Opening;
use crate::simulate::fault::Fault;
use crate::simulate::form::Place;

use super::agenda::Happening;
use super::{World, lock_of};

impl World {
    /// The outside handle: a locked opening, and one whose cable is off, stay shut.
    pub(super) fn pulled(&mut self, opening: Opening) {
        let held = self.lock_of(opening).is_some_and(|lock| self.locks.locked[lock as usize]);
        if !held && !self.has(Fault::ReleaseCable(Place::At(opening))) {
            self.moves(opening, true);
        }
    }

    /// The inside handle opens a locked door; the lock's report follows 0.6 to 0.8 s later (seen in a labelled
    /// capture of another make). The command stays as it was.
    pub(super) fn inside_handle(&mut self, opening: Opening) {
        let rear = matches!(opening, Opening::RearLeft | Opening::RearRight);
        if (rear && self.settings.child_lock) || self.has(Fault::ReleaseCable(Place::At(opening))) {
            return;
        }
        self.moves(opening, true);
        if let Some(lock) = self.lock_of(opening)
            && self.locks.locked[lock as usize]
        {
            self.soon(600, 800, Happening::LockMoves(lock, false));
        }
    }

    /// Someone pushes it shut; a bad latch lets go within a second.
    pub(super) fn pushed(&mut self, opening: Opening) {
        self.moves(opening, false);
        if self.has(Fault::LatchBounce(Place::At(opening))) {
            self.soon(350, 950, Happening::Moves(opening, true));
        }
    }

    /// It stands open or shut from now on.
    pub(super) fn moves(&mut self, opening: Opening, open: bool) {
        if self.open[opening as usize] != open {
            self.open[opening as usize] = open;
            self.stir();
        }
    }

    /// The body control module sees a changed ajar switch, whatever changed it: it wakes, and forgets to
    /// lock again.
    pub(super) fn notice_inputs(&mut self) {
        let seen = Opening::ALL.map(|opening| self.reads_open(opening));
        if seen != self.power.inputs {
            if seen.iter().zip(self.power.inputs).any(|(now, before)| *now && !before) {
                self.locks.relock += 1;
            }
            self.power.inputs = seen;
            self.stir();
        }
    }

    fn lock_of(&self, opening: Opening) -> Option<crate::body::Lock> {
        lock_of(opening, self.settings.handed.driver_door())
    }
}

//! Every rule that is watched, by what makes it look: a change costs only the rules it concerns. It owns no time and
//! decides nothing about the car.

use super::Output;
use super::slot::Slot;
use crate::body::{Body, Cues};
use crate::frame::Time;

/// The rules of one body.
pub(super) struct Watch {
    slots: Vec<Slot>,
    /// For each cue by its bit, the positions of the slots that look at it.
    by_cue: Vec<Box<[usize]>>,
    findings: u64,
}

impl Watch {
    /// Every rule and subject that `body` can have watched, but for those that `keep` leaves out.
    pub(super) fn new(body: &Body, keep: impl Fn(&Slot) -> bool) -> Self {
        let mut slots = Slot::all(body);
        slots.retain(keep);
        let of = |cue: Cues| (0..slots.len()).filter(|&at| slots[at].cues().meets(cue)).collect();
        let by_cue = Cues::each().map(of).collect();
        Self { slots, by_cue, findings: 0 }
    }

    /// Lets every rule look that `cues` concern, in their order; gives the first moment at which one of them must look again.
    pub(super) fn look(&mut self, cues: Cues, body: &Body, now: Time, out: &mut Vec<Output>) -> Time {
        let mut due = Time::MAX;
        if let Some(slots) = cues.single().and_then(|bit| self.by_cue.get(bit)) {
            for &at in slots {
                self.slots[at].look(body, now, &mut self.findings, out);
                due = due.min(self.slots[at].due());
            }
            return due;
        }
        for slot in self.slots.iter_mut().filter(|slot| slot.cues().meets(cues)) {
            slot.look(body, now, &mut self.findings, out);
            due = due.min(slot.due());
        }
        due
    }

    /// Lets every rule look that must by `due`.
    pub(super) fn settle(&mut self, body: &Body, due: Time, out: &mut Vec<Output>) {
        for slot in self.slots.iter_mut().filter(|slot| slot.due() <= due) {
            slot.look(body, due, &mut self.findings, out);
        }
    }

    /// The first moment at which a rule must look again though nothing changes.
    pub(super) fn due(&self) -> Time {
        self.slots.iter().map(Slot::due).min().unwrap_or(Time::MAX)
    }

    /// Ends every finding at `time`.
    pub(super) fn end(&mut self, time: Time, out: &mut Vec<Output>) {
        for slot in &mut self.slots {
            slot.end(time, out);
        }
    }
}

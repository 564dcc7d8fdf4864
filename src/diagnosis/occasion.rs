//! Whether a rule that raised nothing ever had the occasion to: a lock that was never commanded has not proved that
//! it follows. It counts what happened and concludes nothing.

use crate::body::{Body, Event, Fact, Ignition, Opening, Phase, What};
use crate::rules::Subject;

/// What happened that rules could have spoken about.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent occasion, had or not")]
pub(super) struct Occasions {
    opened: [bool; Opening::ALL.len()],
    shut: [bool; Opening::ALL.len()],
    drove: bool,
    asked: bool,
    commanded: [bool; 2],
    locked: bool,
    answered: bool,
    ignition_on: bool,
    supply: bool,
    restarted: bool,
}

impl Occasions {
    /// Takes in an event.
    pub(super) fn take(&mut self, event: &Event, body: &Body) {
        self.supply |= body.number(Fact::Supply).is_some();
        match event.what {
            What::Changed(Fact::Open(opening), _, now) => match now.switch() {
                Some(true) => self.opened[opening as usize] = true,
                _ => self.shut[opening as usize] = true,
            },
            What::Changed(Fact::Commanded(lock), _, now) => {
                self.commanded[lock as usize] = true;
                self.locked |= now.switch() == Some(true);
            }
            What::Phase(_, phase) => self.drove |= phase == Phase::Driving,
            What::TailgateRequest => {
                self.asked |= body.request().is_some_and(|request| !request.already_open);
            }
            What::AnswerBack(_) => self.answered = true,
            What::Seen(Fact::Ignition, _) | What::Changed(Fact::Ignition, ..) => {
                self.ignition_on |= body.ignition() == Some(Ignition::On);
            }
            _ => {}
        }
        self.restarted |= body.restart().is_some();
    }

    /// Whether the rule of that id had the occasion to speak about `subject`.
    pub(super) fn had(&self, rule: &str, subject: Subject) -> bool {
        let moved = |of: &[bool]| match subject {
            Subject::Opening(opening) => of.get(opening as usize).copied().unwrap_or(false),
            _ => false,
        };
        match rule {
            "door-flicker" => moved(&self.opened) || moved(&self.shut),
            "reopens-at-once" => moved(&self.shut),
            "open-while-driving" | "opened-while-driving" => self.drove,
            "tailgate-request-ignored" | "shuts-at-once" => self.asked,
            "lock-refused" => self.locked,
            "commanded-not-followed" | "lock-left-behind" => match subject {
                Subject::Lock(lock) => self.commanded[lock as usize],
                _ => self.commanded.contains(&true),
            },
            "answer-back-without-lock" | "fob-press-unseen" => self.answered,
            "supply-low" => self.supply,
            "supply-dip" => self.supply && (self.asked || self.commanded.contains(&true)),
            "body-frames-missing" | "bcm-restart" => self.ignition_on,
            "stuck-open-since-restart" => self.restarted,
            "sources-disagree" => true,
            _ => false,
        }
    }
}

//! References into the body's memory, turned into evidence only when something is reported.

use super::Body;
use super::event::{Evidence, Shows};
use super::fact::{Fact, Value};
use super::mark::{Mark, MarkWhat};
use super::part::{Lock, Opening};
use crate::frame::{CanId, Origin, Time};

/// Something a finding can rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cite {
    /// The fact's value, as the believed source told it.
    Fact(Fact),
    /// The fact's n-th newest edge, from 0.
    Edge(Fact, u8),
    /// What the source at this position says.
    Told(usize),
    /// The last frame of the message at this position.
    LastOf(usize),
    /// The last wake of the bus.
    Wake,
    /// The last restart of the body control module.
    Restart,
    /// The last answer-back.
    AnswerBack,
    /// The last request for the tailgate.
    Request,
    /// The last judged change of this lock.
    LockChange(Lock),
    /// The last frame before the last seam.
    BeforeSeam,
    /// The first frame after it.
    AfterSeam,
    /// The short frame of the message at this position.
    Short(usize),
    /// What a person last saw of this opening.
    Mark(Opening),
    /// The last press of the fob that a person marked.
    FobMark,
}

impl Body {
    /// The evidence behind `cite`; `None` if the body does not remember any.
    pub fn evidence(&self, cite: Cite) -> Option<Evidence> {
        match cite {
            Cite::Fact(fact) => {
                let history = self.history(fact);
                history.last_known.map(|value| told(fact, value, history.source, &history.frame))
            }
            Cite::Edge(fact, back) => {
                let edge = self.history(fact).edges().nth(usize::from(back))?;
                Some(told(fact, Value::Switch(edge.on), edge.source, &edge.frame))
            }
            Cite::Told(source) => {
                let told_by = self.store.told.get(source)?;
                Some(told(self.sources().get(source)?.fact, told_by.value?, source, &told_by.frame))
            }
            Cite::LastOf(message) => {
                let heartbeat = self.store.heartbeats.get(message)?;
                let id = self.messages().get(message)?.id;
                Some(place((heartbeat.last_seen?, heartbeat.origin, id), Shows::LastBefore))
            }
            Cite::Wake => self.wake.clone(),
            Cite::Restart => self.restart.as_ref().map(|restart| restart.evidence.clone()),
            Cite::AnswerBack => self.answer_back.as_ref().map(|answer| answer.evidence.clone()),
            Cite::Request => self.request.as_ref().map(|request| request.evidence.clone()),
            Cite::LockChange(lock) => {
                let change = self.lock_change.as_ref()?;
                if lock == Lock::Driver { change.driver.clone() } else { change.others.clone() }
            }
            Cite::BeforeSeam => self.seam.map(|seam| place(seam.before, Shows::LastBefore)),
            Cite::AfterSeam => self.seam.map(|seam| place(seam.after, Shows::FirstAfter)),
            Cite::Short(message) => {
                let heartbeat = self.store.heartbeats.get(message)?;
                let (has, needs) = heartbeat.short?;
                let id = self.messages().get(message)?.id;
                Some(place((heartbeat.last_seen?, heartbeat.origin, id), Shows::Short { has, needs }))
            }
            Cite::Mark(opening) => self.marks.openings[opening as usize].map(marked),
            Cite::FobMark => self.marks.fob.map(marked),
        }
    }
}

pub(super) fn told(fact: Fact, value: Value, source: usize, frame: &crate::frame::Frame) -> Evidence {
    Evidence {
        time: frame.time,
        origin: frame.origin,
        id: Some(frame.id),
        frame: Some(frame.clone()),
        shows: Shows::Fact { fact, value, source },
    }
}

fn place((time, origin, id): (Time, Origin, CanId), shows: Shows) -> Evidence {
    Evidence { time, origin, id: Some(id), frame: None, shows }
}

fn marked(mark: Mark) -> Evidence {
    let shows = match mark.what {
        MarkWhat::Opening(opening, open) => Shows::SeenBy(opening, open),
        MarkWhat::FobPressed => Shows::FobPressed,
        MarkWhat::TailgatePressed => Shows::TailgatePressed,
    };
    Evidence { time: mark.time, origin: mark.origin, id: None, frame: None, shows }
}

//! Watches a session for a diagnosis: which findings were raised, what had its occasion and was in order, and the
//! signs. It keeps a bounded amount however long the session, and concludes nothing.

use super::evidence::Evidence;
use super::motor::Motors;
use super::occasion::Occasions;
use super::place::Place;
use super::sign::Sign;
use crate::body::{Body, Event, Fact, Ignition, Lock, LocksState, Mark, MarkWhat, Opening, What};
use crate::frame::Time;
use crate::monitor::{Output, Unwatched};
use crate::rules::{self, Subject};

/// A person notes a press up to this long before or after it; the same span the rules allow for marks of the fob.
const NOTED_WITHIN: std::time::Duration = std::time::Duration::from_secs(2);

/// The fob opens the tailgate of a locked car too, within this.
const OPENS_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);
const TAILGATE: Place = Place::Opening(Opening::Tailgate);

/// What a session brought to light, for [`super::Case`].
#[derive(Debug, Default)]
pub struct Observer {
    raised: Vec<(&'static str, Subject)>,
    signs: Vec<(Sign, Place)>,
    occasions: Occasions,
    motors: Motors,
    /// When the tailgate was last asked for.
    asked: Option<Time>,
    /// A noted press for which no request was seen yet.
    pressed: Option<Time>,
    /// When the locked car was asked for its tailgate; cleared if that opens.
    asked_locked: Option<Time>,
    /// Which openings came to read open while the car was locked.
    came_locked: [bool; Opening::ALL.len()],
}

impl Observer {
    /// Takes in what the monitor said.
    pub fn take(&mut self, output: &Output, body: &Body) {
        match output {
            Output::Finding(finding) => {
                self.raise(finding.rule, finding.subject);
                let commands = Lock::ALL.into_iter().any(|lock| body.was_told(Fact::Commanded(lock)));
                if finding.rule == "answer-back-without-lock" && commands {
                    self.sign(Sign::NotCommanded, Place::Car);
                }
            }
            Output::Event(event) => self.event(event, body),
            Output::Notice(_) => {}
        }
    }

    /// A finding that is known from elsewhere, such as a report.
    pub fn raise(&mut self, rule: &'static str, subject: Subject) {
        if !self.raised.contains(&(rule, subject)) {
            self.raised.push((rule, subject));
        }
    }

    /// Takes in a person's mark.
    pub fn mark(&mut self, mark: &Mark) {
        if mark.what == MarkWhat::TailgatePressed {
            self.settle_press(mark.time);
            let is_seen = self.asked.is_some_and(|asked| asked.after(NOTED_WITHIN) >= mark.time);
            if !is_seen {
                self.pressed = Some(mark.time);
            }
        }
    }

    /// Looks at the body after a frame; at no cost unless a motor is being driven.
    #[inline]
    pub fn look(&mut self, body: &Body) {
        if let Some((sign, place)) = self.motors.look(body) {
            self.sign(sign, place);
        }
    }

    /// What is known at the end, as evidence.
    pub fn evidence(&self, unwatched: &[Unwatched]) -> Vec<Evidence> {
        let mut evidence: Vec<Evidence> =
            self.raised.iter().map(|&(rule, subject)| Evidence::Raised(rule, subject)).collect();
        for rule in rules::ALL {
            let was_raised = |subject: Subject| self.raised.contains(&(rule.id, subject));
            let quiet: Vec<Subject> = rule
                .subjects
                .iter()
                .copied()
                .filter(|&subject| {
                    is_watched(unwatched, rule.id, subject) && self.occasions.had(rule.id, subject)
                })
                .filter(|&subject| !was_raised(subject))
                .collect();
            let never = !self.raised.iter().any(|(raised, _)| *raised == rule.id);
            let several = rule.subjects.len() > 1;
            evidence.extend(
                quiet
                    .iter()
                    .filter(|subject| !several || **subject != Subject::Car)
                    .map(|&subject| Evidence::Quiet(rule.id, subject)),
            );
            if several && never && !quiet.is_empty() {
                evidence.push(Evidence::Quiet(rule.id, Subject::Car));
            }
        }
        let press = self.pressed.map(|_| (Sign::PressUnseen, TAILGATE));
        let locked = self.asked_locked.map(|_| (Sign::RequestWhileLocked, TAILGATE));
        let pending = press.into_iter().chain(locked).filter(|sign| !self.signs.contains(sign));
        let signs = self.signs.iter().copied().chain(pending);
        let signs = signs.filter(|&(sign, place)| self.is_telling(sign, place));
        evidence.extend(signs.map(|(sign, place)| Evidence::Seen(sign, place)));
        evidence
    }

    fn sign(&mut self, sign: Sign, place: Place) {
        // Of one motor the last time counts: the fault may have come in between.
        let other = match sign {
            Sign::CurrentDrawn => Some(Sign::NoCurrentDrawn),
            Sign::NoCurrentDrawn => Some(Sign::CurrentDrawn),
            _ => None,
        };
        self.signs.retain(|known| Some(known.0) != other || known.1 != place);
        if !self.signs.contains(&(sign, place)) {
            self.signs.push((sign, place));
        }
    }

    /// Whether a motor drew current says something only where it moved nothing.
    fn is_telling(&self, sign: Sign, place: Place) -> bool {
        if !matches!(sign, Sign::CurrentDrawn | Sign::NoCurrentDrawn) {
            return true;
        }
        let raised = |id: &str| self.raised.iter().any(|(rule, _)| *rule == id);
        if place == TAILGATE {
            return raised("tailgate-request-ignored");
        }
        let is_still = ["commanded-not-followed", "lock-left-behind", "answer-back-without-lock"];
        is_still.into_iter().any(raised) && !raised("lock-refused")
    }

    fn event(&mut self, event: &Event, body: &Body) {
        self.occasions.take(event, body);
        match event.what {
            What::TailgateRequest => self.asked_for(event.time, body),
            What::Changed(Fact::Commanded(lock), _, now) => {
                let locked = now.switch().unwrap_or_default();
                self.motors.commanded(lock, locked, event.time, body);
            }
            What::Changed(Fact::Locked(lock), _, _) => {
                if let Some((sign, place)) = self.motors.moved(lock, event.time) {
                    self.sign(sign, place);
                }
            }
            What::Changed(Fact::Open(opening), _, now) => {
                let is_open = now.switch() == Some(true);
                let in_time = |asked: Time| asked.after(OPENS_WITHIN) >= event.time;
                if opening == Opening::Tailgate && self.asked_locked.is_some_and(in_time) {
                    self.asked_locked = None;
                    return;
                }
                let is_locked = body.locks() == LocksState::Locked;
                if !is_open && is_locked && self.came_locked[opening as usize] {
                    self.sign(Sign::CameAndWent, Place::Opening(opening));
                }
                self.came_locked[opening as usize] = is_open && is_locked;
            }
            What::KeyFob(false) => self.unlocked_by_fob(event.time, body),
            _ => {}
        }
    }

    fn asked_for(&mut self, time: Time, body: &Body) {
        self.asked = Some(time);
        if self.pressed.is_some_and(|pressed| pressed.after(NOTED_WITHIN) >= time) {
            self.pressed = None;
        }
        self.settle_press(time);
        self.motors.tailgate_asked(time, body);
        self.settle_locked();
        let is_parked = body.last_ignition().is_some_and(|(position, _)| position == Ignition::Off);
        if is_parked && body.locks() == LocksState::Locked {
            self.asked_locked = Some(time);
        }
    }

    fn settle_locked(&mut self) {
        if self.asked_locked.take().is_some() {
            self.sign(Sign::RequestWhileLocked, TAILGATE);
        }
    }

    /// A press for which no request came in time stays unseen, however many follow.
    fn settle_press(&mut self, now: Time) {
        if self.pressed.is_some_and(|pressed| pressed.after(NOTED_WITHIN) < now) {
            self.pressed = None;
            self.sign(Sign::PressUnseen, TAILGATE);
        }
    }

    fn unlocked_by_fob(&mut self, time: Time, body: &Body) {
        let commanded = |lock: Lock| body.switch(Fact::Commanded(lock));
        let alone = commanded(Lock::Driver) == Some(false) && commanded(Lock::Others) == Some(true);
        let just_now = |lock: Lock| {
            body.history(Fact::Commanded(lock)).since.after(crate::body::AROUND).after(crate::body::AROUND)
                >= time
        };
        if alone && just_now(Lock::Driver) {
            self.sign(Sign::OneDoorUnlocked, Place::Car);
        }
    }
}

/// Whether the rule could be watched for that subject.
fn is_watched(unwatched: &[Unwatched], rule: &str, subject: Subject) -> bool {
    !unwatched
        .iter()
        .any(|entry| entry.rule == rule && (entry.subjects.is_empty() || entry.subjects.contains(&subject)))
}

//! A guided search: quiet first, then one thing at a time, which can be confirmed, skipped, repeated or undone. It decides
//! what comes next and when; whoever shows it asks the person.

use std::time::Duration;

use super::action::{Action, Subject};
use super::learner::Learner;
use super::settings::Settings;
use crate::frame::{Frame, Time};

/// How long hands stay off after something was done, so that what is slow is not taken for what is done next.
const SETTLING: Duration = Duration::from_millis(1500);

/// How much longer something stays open once, so that what ends by itself is seen to.
const LINGERING: Duration = Duration::from_secs(4);

/// What a person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// It cannot be done: never ask for it again.
    Skip,
    /// Do the last thing once more.
    Repeat,
    /// Forget the last thing: it was not what was asked for.
    Undo,
    /// Enough.
    Enough,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It was done, and counts.
    Counted(Action),
    /// This is never asked for again.
    Skipped(Subject),
    /// This is asked for again.
    Again(Subject),
    /// This is forgotten, and should be as it was before it.
    Forgotten(Action),
    /// The search is over.
    Ended,
    /// Nothing is being asked, or nothing was done yet.
    Nothing,
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Hands off until then: what moves now moves by itself.
    Quiet(Time),
    /// This is to be done now.
    Ask(Action),
    /// Hands off until then: what follows is looked at.
    Settle(Time),
    /// Nothing more is worth asking.
    Sure,
    /// The person had enough.
    Enough,
}

/// A search and the one it asks.
#[derive(Debug, Clone)]
pub struct Guide {
    learner: Learner,
    step: Step,
    /// What the person wants to do again, the next last.
    again: Vec<Action>,
}

impl Guide {
    /// One that begins at `now` with a quiet time so long.
    pub fn new(settings: Settings, now: Time, baseline: Duration) -> Self {
        let mut learner = Learner::new(settings);
        learner.advance(now);
        Self { learner, step: Step::Quiet(now.after(baseline)), again: Vec::new() }
    }

    /// What is learned.
    pub const fn learner(&self) -> &Learner {
        &self.learner
    }

    /// What was learned.
    pub fn into_learner(self) -> Learner {
        self.learner
    }

    /// Where it stands.
    pub const fn step(&self) -> Step {
        self.step
    }

    /// Whether it is over.
    pub const fn is_over(&self) -> bool {
        matches!(self.step, Step::Sure | Step::Enough)
    }

    /// Hears a frame.
    pub fn feed(&mut self, frame: &Frame) {
        self.learner.feed(frame);
    }

    /// The time is `now`; says whether that brought a new step.
    pub fn advance(&mut self, now: Time) -> bool {
        self.learner.advance(now);
        let (Step::Quiet(until) | Step::Settle(until)) = self.step else { return false };
        if now < until {
            return false;
        }
        self.ask(now);
        true
    }

    /// Takes in what the person answers at `now`.
    pub fn answer(&mut self, answer: Answer, now: Time) -> Heard {
        self.learner.advance(now);
        let asked = if let Step::Ask(action) = self.step { Some(action) } else { None };
        match answer {
            Answer::Enough => {
                if asked.is_some() {
                    self.learner.undo();
                }
                self.step = Step::Enough;
                Heard::Ended
            }
            Answer::Done => {
                let Some(action) = asked else { return Heard::Nothing };
                self.learner.done(now);
                let lingers = self.learner.should_linger(action);
                self.step =
                    Step::Settle(now.after(SETTLING + if lingers { LINGERING } else { Duration::ZERO }));
                Heard::Counted(action)
            }
            Answer::Skip => {
                let Some(action) = asked else { return Heard::Nothing };
                self.learner.skip(action.subject);
                self.again.retain(|again| again.subject != action.subject);
                self.ask(now);
                Heard::Skipped(action.subject)
            }
            Answer::Repeat => {
                let Some(last) = self.learner.windows().last().map(|window| window.action) else {
                    return Heard::Nothing;
                };
                self.again = vec![last, last.reverse()];
                if asked.is_some() {
                    self.ask(now);
                }
                Heard::Again(last.subject)
            }
            Answer::Undo => {
                if self.learner.windows().is_empty() {
                    return Heard::Nothing;
                }
                if asked.is_some() {
                    // What is being asked was only begun.
                    self.learner.undo();
                }
                let Some(window) = self.learner.undo() else { return Heard::Nothing };
                self.again.clear();
                // It is put back as it was first, which moves things.
                self.step = Step::Settle(now.after(SETTLING * 2));
                Heard::Forgotten(window.action)
            }
        }
    }

    fn ask(&mut self, now: Time) {
        match self.again.pop().or_else(|| self.learner.next_action()) {
            Some(action) => {
                self.learner.begin(action, now);
                self.step = Step::Ask(action);
            }
            None => self.step = Step::Sure,
        }
    }
}

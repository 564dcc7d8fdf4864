//! A made-up bus on a bench: a few messages of two bytes whose bits follow what the test says.

use std::time::Duration;

use doorjamb::body::{Fact, Handedness, Lock};
use doorjamb::frame::{CanId, Flags, Frame, Time};
use doorjamb::learn::{Action, Conclusion, Learner, Outcome, Settings, Window};

/// A moment, in milliseconds.
pub(crate) fn at(millis: u64) -> Time {
    Time::ZERO.after(Duration::from_millis(millis))
}

pub(super) fn action(text: &str) -> Action {
    Action::parse(text, Handedness::Left).unwrap()
}

/// What hands did, with the second each happened.
pub(crate) struct Script(Vec<(u64, Action)>);

impl Script {
    /// Each of `rounds` in turn, opened and shut or locked and unlocked, 4.1 s apart, the whole `times` over.
    pub(crate) fn of(rounds: &[(&str, &str)], times: usize) -> Self {
        let all = rounds.iter().flat_map(|(one, other)| [*one, *other]);
        let each = all.clone().count() * times;
        let moments = (0..each as u64).map(|turn| 8_000 + turn * 4_100);
        Self(moments.zip(all.cycle().map(action)).collect())
    }

    /// The same by somebody who waits for different times before undoing what was done.
    pub(super) fn uneven(mut self) -> Self {
        for (number, (moment, _)) in self.0.iter_mut().enumerate().filter(|(number, _)| number % 2 == 1) {
            *moment -= [0, 1_300, 700][number / 2 % 3];
        }
        self
    }

    /// What was done last of `text`'s subject before `now`, so much later than it was done.
    pub(crate) fn is(&self, text: &str, now: u64, lag: u64) -> bool {
        let subject = action(text).subject;
        let before = self.0.iter().rev().find(|(at, action)| action.subject == subject && at + lag <= now);
        before.is_some_and(|(_, action)| action.value)
    }

    /// Whether the driver's lock and the others are locked, so much later than it was done.
    pub(crate) fn locks(&self, now: u64, lag: u64) -> [bool; 2] {
        Lock::ALL.map(|lock| {
            let moves = |action: &Action| action.subject.facts().contains(&Fact::Locked(lock));
            let before = self.0.iter().rev().find(|(at, action)| moves(action) && at + lag <= now);
            before.is_some_and(|(_, action)| action.value)
        })
    }

    /// How long ago anything of these was last made true.
    pub(super) fn since(&self, texts: &[&str], now: u64) -> Option<u64> {
        let of = |done: &Action| texts.iter().any(|text| action(text) == *done);
        self.0.iter().rev().find(|(at, done)| *at <= now && of(done)).map(|(at, _)| now - at)
    }

    /// Three messages every 100 ms, whose bytes `bytes` gives for each moment.
    pub(crate) fn frames(&self, bytes: impl Fn(&Self, u64) -> [[u8; 2]; 3]) -> Vec<Frame> {
        let end = self.0.last().map_or(0, |(at, _)| *at) + 8_000;
        let mut frames = Vec::new();
        for now in (0..end).step_by(100) {
            for (id, bytes) in (0x100..).zip(bytes(self, now)) {
                let id = CanId::standard(id).unwrap();
                frames.push(Frame::new(at(now), id, Flags::empty(), &bytes).unwrap());
            }
        }
        frames
    }

    /// Marks that are up to 0.7 s off.
    pub(crate) fn marks(&self) -> Vec<Window> {
        let mark = |(number, (moment, action)): (usize, &(u64, Action))| {
            let marked = at(moment + [0, 700, 300, 100][number % 4]).before(Duration::from_millis(300));
            Window { action: *action, begin: marked, end: marked }
        };
        self.0.iter().enumerate().map(mark).collect()
    }

    /// A learner that heard this car.
    pub(super) fn heard(&self, bytes: impl Fn(&Self, u64) -> [[u8; 2]; 3]) -> Learner {
        let mut learner = Learner::new(Settings::default());
        self.frames(bytes).iter().for_each(|frame| learner.feed(frame));
        self.marks().into_iter().for_each(|window| learner.add(window));
        learner
    }
}

/// The bits that are claimed, `FACT PLACE`, and other outcomes, `SUBJECT absent` or `undecided`.
pub(super) fn told(learner: &Learner) -> Vec<String> {
    let told = |conclusion: Conclusion| match &conclusion.outcome {
        Outcome::Claimed(claim) => {
            let sources = claim.sources.iter();
            sources.map(|source| format!("{} {}", source.fact, source.candidate.place)).collect()
        }
        Outcome::Absent(_) => vec![format!("{} absent", conclusion.subject)],
        Outcome::Undecided(..) => vec![format!("{} undecided", conclusion.subject)],
    };
    learner.conclude().into_iter().flat_map(told).collect()
}

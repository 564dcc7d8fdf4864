//! Both turn lamps together: tells the flash that answers a lock request from hazard lights and turn signals.

use std::time::Duration;

use super::event::Evidence;
use super::machine::{Machine, Row};
use crate::frame::Time;

/// What both turn lamps are doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lamps {
    /// Not both lit lately.
    #[default]
    Idle,
    /// Both lit: a flash that may become an answer-back.
    Lit,
    /// Dark after such a flash: over, or the pause before the next.
    Dark,
    /// They keep flashing: hazard lights.
    Hazard,
}

/// What the lamps are seen to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LampsInput {
    /// Both came on together, ignition off.
    BothOn,
    /// Both came on together, the ignition not off: lamps answer a fob only with the ignition off.
    BothOnIgnition,
    /// At least one went dark.
    Off,
    /// They flashed more often than any answer-back.
    TooMany,
    /// Both stayed lit longer than any flash.
    TooLong,
    /// They stayed dark long enough for the flash to be over.
    Quiet,
    /// Their message stopped, or the clock jumped.
    Lost,
}

impl Machine for Lamps {
    type Input = LampsInput;
    const NAME: &'static str = "lamps";
    const ABOUT: &'static str = "both turn lamps: answer-back or hazard lights";
    const STATES: &'static [Self] = &[Self::Idle, Self::Lit, Self::Dark, Self::Hazard];
    const INPUTS: &'static [LampsInput] = &[
        LampsInput::BothOn,
        LampsInput::BothOnIgnition,
        LampsInput::Off,
        LampsInput::TooMany,
        LampsInput::TooLong,
        LampsInput::Quiet,
        LampsInput::Lost,
    ];
    const TABLE: &'static [Row<Self, LampsInput>] = {
        use Lamps::{Dark, Hazard, Idle, Lit};
        use LampsInput as In;
        &[
            Row {
                from: &[Idle, Dark],
                on: In::BothOn,
                to: Lit,
                why: "both lit at once with the ignition off",
            },
            Row {
                from: &[Idle, Dark],
                on: In::BothOnIgnition,
                to: Hazard,
                why: "the fob is not answered while driving",
            },
            Row { from: &[Lit], on: In::Off, to: Dark, why: "the flash ended" },
            Row {
                from: &[Lit, Dark],
                on: In::TooMany,
                to: Hazard,
                why: "an answer-back flashes at most three times",
            },
            Row { from: &[Lit], on: In::TooLong, to: Hazard, why: "an answer-back is not a steady light" },
            Row { from: &[Dark], on: In::Quiet, to: Idle, why: "over: it was an answer-back" },
            Row { from: &[Hazard], on: In::Quiet, to: Idle, why: "the hazard lights are off" },
            Row { from: &[], on: In::Lost, to: Idle, why: "what the lamps did meanwhile is not known" },
        ]
    };
}

/// Both sides count as one flash if they came on within this: one frame of the sending message.
const TOGETHER: Duration = Duration::from_millis(150);
/// A flash is at most this long; turn relays keep a lamp lit for about 0.35 s.
const LONGEST_FLASH: Duration = Duration::from_millis(1500);
/// The pause after which no further flash belongs to the same answer: the pause between flashes is about 0.35 s.
const PAUSE: Duration = Duration::from_secs(1);
/// More flashes than this are hazard lights: cars answer with one, two or three.
const MOST_FLASHES: u8 = 3;

/// A flash of both turn lamps with the ignition off that was judged to be an answer.
#[derive(Debug, Clone)]
pub struct AnswerBack {
    /// When the first flash began.
    pub at: Time,
    /// How many flashes.
    pub flashes: u8,
    /// The frame of the first flash.
    pub evidence: Evidence,
}

/// Follows both turn lamps.
#[derive(Debug, Clone, Default)]
pub(super) struct LampsTracker {
    pub(super) state: Lamps,
    both: bool,
    first: Option<AnswerBack>,
    due: Option<Time>,
}

/// What a step of the lamps came to.
pub(super) enum LampsOutcome {
    Nothing,
    AnswerBack(AnswerBack),
    Hazard,
}

impl LampsTracker {
    pub(super) fn due(&self) -> Time {
        self.due.unwrap_or(Time::MAX)
    }

    /// When the flash that is still being judged began.
    pub(super) fn flashing_since(&self) -> Option<Time> {
        if matches!(self.state, Lamps::Lit | Lamps::Dark) {
            self.first.as_ref().map(|first| first.at)
        } else {
            None
        }
    }

    /// The lamps as of a frame: `sides` are left and right with the time of their last change.
    pub(super) fn see(
        &mut self,
        sides: Option<[(bool, Time); 2]>,
        ignition_off: bool,
        now: Time,
        evidence: impl FnOnce() -> Option<Evidence>,
    ) -> LampsOutcome {
        let Some([(left, left_since), (right, right_since)]) = sides else {
            self.lose();
            return LampsOutcome::Nothing;
        };
        let both = left && right;
        let together = left_since.since(right_since).max(right_since.since(left_since)) <= TOGETHER;
        let was = std::mem::replace(&mut self.both, both);
        match (was, both) {
            (false, true) if together || self.state != Lamps::Idle => self.flash(ignition_off, now, evidence),
            (true, false) => {
                self.state = self.state.step(LampsInput::Off);
                let pause = if self.state == Lamps::Hazard { LONGEST_FLASH } else { PAUSE };
                self.due = (self.state != Lamps::Idle).then(|| now.after(pause));
                LampsOutcome::Nothing
            }
            _ => LampsOutcome::Nothing,
        }
    }

    fn flash(
        &mut self,
        ignition_off: bool,
        now: Time,
        evidence: impl FnOnce() -> Option<Evidence>,
    ) -> LampsOutcome {
        let before = self.state;
        self.state = before.step(if ignition_off { LampsInput::BothOn } else { LampsInput::BothOnIgnition });
        match (before, &mut self.first) {
            (Lamps::Dark, Some(first)) => first.flashes = first.flashes.saturating_add(1),
            _ => self.first = evidence().map(|evidence| AnswerBack { at: now, flashes: 1, evidence }),
        }
        if self.first.as_ref().is_some_and(|first| first.flashes > MOST_FLASHES) {
            self.state = self.state.step(LampsInput::TooMany);
        }
        self.due = (self.state == Lamps::Lit).then(|| now.after(LONGEST_FLASH));
        if self.state == Lamps::Hazard && before != Lamps::Hazard {
            LampsOutcome::Hazard
        } else {
            LampsOutcome::Nothing
        }
    }

    /// The due time came.
    pub(super) fn expire(&mut self) -> LampsOutcome {
        self.due = None;
        match self.state {
            Lamps::Lit => {
                self.state = self.state.step(LampsInput::TooLong);
                LampsOutcome::Hazard
            }
            Lamps::Dark => {
                self.state = self.state.step(LampsInput::Quiet);
                self.first.take().map_or(LampsOutcome::Nothing, LampsOutcome::AnswerBack)
            }
            _ => {
                self.state = self.state.step(LampsInput::Quiet);
                LampsOutcome::Nothing
            }
        }
    }

    pub(super) fn lose(&mut self) {
        *self = Self { state: self.state.step(LampsInput::Lost), ..Self::default() };
    }
}

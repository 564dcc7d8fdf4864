//! A request for the tailgate: asked, then answered, refused or ignored. It does not know who asked: the fob and
//! the lid's button raise the same signal.

use std::time::Duration;

use super::event::Evidence;
use super::locks::LocksState;
use super::machine::{Machine, Row};
use crate::frame::Time;

/// How far the last request for the tailgate has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RequestState {
    /// None made.
    #[default]
    None,
    /// Made; the tailgate may still open.
    Asked,
    /// The tailgate opened.
    Answered,
    /// Made while the car moved: refused by design.
    Refused,
    /// Nothing opened in time.
    Unanswered,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestInput {
    /// Asked for while the car stands, or its speed is not known.
    Asked,
    /// Asked for while the car moves.
    AskedMoving,
    /// The tailgate opened.
    Opened,
    /// Time ran out.
    Expired,
    /// The clock jumped.
    Seam,
}

impl Machine for RequestState {
    type Input = RequestInput;
    const NAME: &'static str = "tailgate-request";
    const ABOUT: &'static str = "a request for the tailgate";
    const STATES: &'static [Self] =
        &[Self::None, Self::Asked, Self::Answered, Self::Refused, Self::Unanswered];
    const INPUTS: &'static [RequestInput] = &[
        RequestInput::Asked,
        RequestInput::AskedMoving,
        RequestInput::Opened,
        RequestInput::Expired,
        RequestInput::Seam,
    ];
    const TABLE: &'static [Row<Self, RequestInput>] = {
        use RequestInput as In;
        &[
            Row { from: &[], on: In::Asked, to: Self::Asked, why: "the request signal came on" },
            Row {
                from: &[],
                on: In::AskedMoving,
                to: Self::Refused,
                why: "a moving car refuses it by design",
            },
            Row { from: &[Self::Asked], on: In::Opened, to: Self::Answered, why: "the tailgate reads open" },
            Row {
                from: &[Self::Asked],
                on: In::Expired,
                to: Self::Unanswered,
                why: "nothing opened in time",
            },
            Row {
                from: &[],
                on: In::Seam,
                to: Self::None,
                why: "what was before a jump of the clock is over",
            },
        ]
    };
}

/// How long the tailgate may take to read open after a request: an electric latch needs less than one second,
/// a powered lid unlatches first.
pub const ANSWER_TIME: Duration = Duration::from_secs(3);

/// The last request for the tailgate.
#[derive(Debug, Clone)]
pub struct Request {
    /// When.
    pub at: Time,
    /// How far it has come.
    pub state: RequestState,
    /// Whether the car was locked then.
    pub locks: LocksState,
    /// Whether the tailgate was already open then.
    pub already_open: bool,
    /// The frame that shows it.
    pub evidence: Evidence,
}

impl Request {
    pub(super) fn new(moving: bool, locks: LocksState, already_open: bool, evidence: Evidence) -> Self {
        let input = if moving { RequestInput::AskedMoving } else { RequestInput::Asked };
        let mut state = RequestState::None.step(input);
        if already_open {
            state = state.step(RequestInput::Opened);
        }
        Self { at: evidence.time, state, locks, already_open, evidence }
    }

    pub(super) fn due(&self) -> Time {
        if self.state == RequestState::Asked { self.at.after(ANSWER_TIME) } else { Time::MAX }
    }

    pub(super) fn input(&mut self, input: RequestInput) {
        self.state = self.state.step(input);
    }
}

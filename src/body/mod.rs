//! The car's body as facts: value, since when, last seen, edges; Unknown until seen and again when stale.
//! It knows no car, no DBC and no rule, reads no clock, and does no input or output.
//!
//! To add a fact: one variant of [`Fact`] with its name and index, and a signal in a car's DBC that names it.

mod cite;
mod cue;
mod event;
mod fact;
mod follow;
mod gesture;
mod history;
mod lamps;
mod lock_change;
mod locks;
mod loss;
mod machine;
mod mark;
mod occupancy;
mod opening;
mod part;
mod phase;
mod request;
mod restart;
mod source;
mod state;
mod store;
mod traffic;
mod update;

pub use cite::Cite;
pub use cue::{Cue, Cues};
pub use event::{Agent, Event, Evidence, Shows, What};
pub use fact::{AT_SPEED, Fact, FactKind, Ignition, Value};
pub use follow::{MOVING, STANDING};
pub use history::{Edge, History, MAX_EDGES};
pub use lamps::{AnswerBack, Lamps, LampsInput};
pub use lock_change::{AROUND, Circumstances, LockChange};
pub use locks::{LocksInput, LocksState};
pub use machine::{Machine, Row, Table};
pub use mark::{Mark, MarkWhat};
pub use occupancy::{Occupancy, OccupancyInput};
pub use opening::{OpeningInput, OpeningState};
pub use part::{Handedness, Lock, Opening};
pub use phase::{Phase, PhaseInput};
pub use request::{ANSWER_TIME, Request, RequestInput, RequestState};
pub use restart::Restart;
pub use source::{Grade, Message, Source};
pub use state::Body;
pub use store::{Heartbeat, STALE_CYCLES};
pub use traffic::{PAUSE, SILENCE, Seam, SeamKind};

/// The transition tables of every state machine, as `explain` prints them.
pub fn machines() -> Vec<Table> {
    vec![
        machine::table::<OpeningState>(),
        machine::table::<LocksState>(),
        machine::table::<Phase>(),
        machine::table::<Occupancy>(),
        machine::table::<Lamps>(),
        machine::table::<RequestState>(),
    ]
}

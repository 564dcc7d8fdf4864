//! The car's body as facts: value, since when, last seen, edges; Unknown until seen and again when stale.
//! It knows no car, no DBC and no rule, reads no clock, and does no input or output.
//!
//! To add a fact: one variant of [`Fact`] with its name and index, and a signal in a car's DBC that names it.

mod cue;
mod event;
mod fact;
mod mark;
mod part;
mod source;

pub use cue::{Cue, Cues};
pub use event::{Agent, Event, Evidence, Phase, Shows, What};
pub use fact::{Fact, FactKind, Ignition, Value};
pub use mark::{Mark, MarkWhat};
pub use part::{Handedness, Lock, Opening};
pub use source::{Grade, Message, Source};

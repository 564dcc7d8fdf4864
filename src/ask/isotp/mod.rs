//! ISO-TP (ISO 15765-2), heard from the side: which bytes of a frame belong to a message, and messages put together again.
//! It answers nothing: flow control is the business of who takes part.

mod part;
mod reassembly;

pub use part::{Addressing, FlowState, Kind, Malformed, Part};
pub use reassembly::{Abandoned, Fault, Fed, LONGEST_CLASSIC, PATIENCE, Reassembly, Taken};

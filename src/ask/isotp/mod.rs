//! ISO-TP (ISO 15765-2): which bytes of a frame belong to a message, messages heard from the side, and a link that takes
//! part. It does no input or output: frames and time come in, frames go out.

mod link;
mod part;
mod reassembly;
mod receiving;
mod route;
mod segment;
mod sending;
mod separation;
mod settings;

pub use link::{Event, Link, Refused};
pub use part::{Addressing, FlowState, Kind, Malformed, Part};
pub use reassembly::{Abandoned, Fault, Fed, LONGEST_CLASSIC, PATIENCE, Reassembly, Taken};
pub use route::Route;
pub use sending::Stopped;
pub use separation::Separation;
pub use settings::{Frames, Settings, Width};

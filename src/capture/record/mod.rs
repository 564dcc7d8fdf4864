//! Recording what is heard: a log that a sudden end costs no more than the last moment, rotated or kept as a ring, with
//! a person's marks beside it. It reads no clock (time is the frames') and does not know what a frame means.

mod log;
mod recorder;
mod ring;
mod series;
mod sidecar;

pub use recorder::{News, Plan, Recorder};

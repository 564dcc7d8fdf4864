//! What was learned of a car, written down.

mod json;
mod text;
mod verified;

pub use json::{json, schema};
pub use text::text;

use crate::frame::Time;
use crate::learn::{Action, Conclusion, Merged, SetAside, Verified, left_out};
use crate::notice::Notices;

/// Everything that is to be told of one search.
#[derive(Debug)]
pub struct Learned<'a> {
    /// What was learned from: recordings or an interface.
    pub sources: &'a [String],
    /// The bus.
    pub bus: &'a str,
    /// Data frames heard.
    pub frames: u64,
    /// Identifiers heard.
    pub identifiers: usize,
    /// When the first frame came.
    pub start: Time,
    /// How often something was done.
    pub actions: usize,
    /// Probability from which on something is claimed.
    pub confidence: f64,
    /// What is known of each thing that was moved.
    pub conclusions: &'a [Conclusion],
    /// What would tell more.
    pub next: Option<Action>,
    /// What moves, but is no switch.
    pub set_aside: SetAside,
    /// How it met the file it was merged into.
    pub merged: &'a [Merged],
    /// How a documented car's signals did.
    pub verified: Option<&'a [Verified]>,
    /// The DBC file that was written.
    pub dbc: Option<&'a str>,
    /// What was wrong with the input.
    pub notices: &'a Notices,
}

impl Learned<'_> {
    /// What was claimed and is not in the file that was written: each fact and its place.
    fn left_out(&self) -> impl Iterator<Item = String> {
        let left_out = if self.dbc.is_some() { left_out(self.conclusions) } else { Vec::new() };
        left_out.into_iter().map(|source| format!("{} {}", source.fact, source.candidate.place))
    }

    /// Seconds from the first frame to `time`.
    fn seconds(&self, time: Time) -> f64 {
        time.since(self.start).as_secs_f64()
    }
}

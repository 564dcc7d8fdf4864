//! What was blanked in a capture, and what cannot be known of it.

mod json;
mod text;

pub use json::{json, schema};
pub use text::text;

use crate::scrub::{Removed, Unread};

/// A copy of a capture that was written.
#[derive(Debug)]
pub struct Scrubbed<'a> {
    /// The capture.
    pub input: &'a str,
    /// The copy.
    pub output: &'a str,
    /// Its frames.
    pub frames: u64,
    /// The buses of the capture, by channel.
    pub buses: &'a [String],
    /// What was blanked.
    pub removed: Vec<Removed>,
    /// What could not be looked into.
    pub unread: Unread,
}

impl Scrubbed<'_> {
    fn bus(&self, removed: &Removed) -> &str {
        self.buses.get(usize::from(removed.channel)).map_or("", String::as_str)
    }
}

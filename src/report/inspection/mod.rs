//! What a capture is and what is in it, written down: as text for a person, as one JSON object for programs. It finds out
//! nothing itself.

mod json;
mod text;

pub use json::{schema, write as json};
pub use text::write as text;

use crate::capture::Compression;
use crate::capture::quality::{Load, Observer, Quality};
use crate::notice::Notices;
use crate::report::Stop;

/// What is known of a capture after it was read.
#[derive(Debug)]
pub struct Inspection<'a> {
    /// The file as the person named it.
    pub file: &'a str,
    /// Its format.
    pub format: &'a str,
    /// How it is compressed, if it is.
    pub compression: Option<Compression>,
    /// The names of its buses, by number.
    pub channels: &'a [String],
    /// Everything that was seen.
    pub seen: &'a Observer,
    /// How good it is.
    pub quality: &'a Quality,
    /// What was wrong with the file.
    pub notices: &'a Notices,
    /// For each bus that was seen, in their order.
    pub buses: Vec<Bus>,
    /// Bits a second that the load is reckoned with, and those behind a bit rate switch.
    pub bitrates: (u32, u32),
    /// How reading ended.
    pub stop: Stop,
}

/// One bus.
#[derive(Debug, Clone)]
pub struct Bus {
    /// How much its frames carry.
    pub load: Load,
    /// The name of the car, as `--car` takes it, and its name for people; `None` if it was not recognised.
    pub car: Option<(String, String)>,
    /// What was heard, in one line.
    pub headline: String,
}

impl Inspection<'_> {
    fn name(&self, channel: u8) -> String {
        let name = self.channels.get(usize::from(channel));
        name.cloned().unwrap_or_else(|| channel.to_string())
    }
}

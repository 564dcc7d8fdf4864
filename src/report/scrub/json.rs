//! What was blanked in a capture, for programs: one object. Comments become descriptions in the JSON Schema.

use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::Scrubbed;
use crate::report::json::write_line;
use crate::scrub::{self, LIMITS};

/// The line of `doorjamb scrub --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "doorjamb scrubbed capture", deny_unknown_fields)]
struct Line<'a> {
    /// The capture.
    input: &'a str,
    /// The copy.
    output: &'a str,
    /// Frames of the copy.
    frames: u64,
    /// What was blanked.
    removed: Vec<Removed<'a>>,
    /// Diagnostic messages of which frames are missing; they were looked into as far as they go.
    cut_messages: u64,
    /// Diagnostic messages longer than 32 KiB; they were looked into only by their beginning.
    too_long_messages: u64,
    /// What no reading of frames can know.
    not_known: [&'static str; LIMITS.len()],
}

/// Something that was blanked; never what it said.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Removed<'a> {
    /// `vin`, `serial-number`, `workshop` or `position`.
    what: &'static str,
    /// How it was found, in words.
    found: String,
    /// The bus.
    bus: &'a str,
    /// The identifier of its frames, three hexadecimal digits for 11 bits, eight for 29.
    can_id: String,
    /// In how many frames.
    frames: u64,
    /// How many bytes of them.
    bytes: u64,
    /// The line or record of the first of them.
    line: u64,
}

/// Writes what was blanked as one line.
///
/// # Errors
/// If it cannot be written.
pub fn json(out: &mut (impl Write + ?Sized), scrubbed: &Scrubbed<'_>) -> io::Result<()> {
    let removed = |removed| Removed {
        bus: scrubbed.bus(removed),
        what: removed.private.id(),
        found: removed.found.to_string(),
        can_id: removed.id.to_string(),
        frames: removed.frames,
        bytes: removed.bytes,
        line: removed.line,
    };
    let removed = scrubbed.removed.iter().map(|one: &scrub::Removed| removed(one)).collect();
    let line = Line {
        input: scrubbed.input,
        output: scrubbed.output,
        frames: scrubbed.frames,
        removed,
        cut_messages: scrubbed.unread.cut,
        too_long_messages: scrubbed.unread.too_long,
        not_known: LIMITS,
    };
    write_line(&mut &mut *out, &line)
}

/// The JSON Schema (draft 2020-12) of it.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'static>>().to_value()
}

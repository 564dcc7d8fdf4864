//! What was blanked in a capture, for a person.

use std::io::{self, Write};

use super::Scrubbed;
use crate::report::words::count;
use crate::report::{Escaped, Palette, wrap};
use crate::scrub::LIMITS;

/// Writes what was blanked, and what cannot be known.
///
/// # Errors
/// If it cannot be written.
pub fn text(out: &mut (impl Write + ?Sized), palette: Palette, scrubbed: &Scrubbed<'_>) -> io::Result<()> {
    let heading = palette.heading();
    let frames = count(scrubbed.frames, "frame");
    writeln!(
        out,
        "{heading}{}{heading:#}: {frames} of {}",
        Escaped(scrubbed.output),
        Escaped(scrubbed.input)
    )?;
    if scrubbed.removed.is_empty() {
        writeln!(out, "  nothing was found to blank")?;
    } else {
        writeln!(out, "\n{heading}blanked{heading:#}")?;
    }
    for removed in &scrubbed.removed {
        let (what, id, found) = (removed.private.words(), removed.id, removed.found.to_string());
        let (frames, bytes) = (count(removed.frames, "frame"), count(removed.bytes, "byte"));
        let (bus, line) = (Escaped(scrubbed.bus(removed)), removed.line);
        let told =
            format!("{what}: {bus} {id}, {}: {bytes} in {frames}, first at line {line}", Escaped(&found));
        writeln!(out, "  {}", wrap(&told, 2, 4))?;
    }
    let unread = [
        (
            scrubbed.unread.cut,
            "diagnostic message",
            "of which frames are missing, looked into as far as it goes",
        ),
        (
            scrubbed.unread.too_long,
            "diagnostic message",
            "longer than 32 KiB, looked into only by its beginning",
        ),
    ];
    for (many, what, why) in unread.into_iter().filter(|(many, ..)| *many > 0) {
        writeln!(out, "  {}", wrap(&format!("{} {why}", count(many, what)), 2, 4))?;
    }
    writeln!(out, "\n{heading}not known, so look yourself before you share it{heading:#}")?;
    for limit in LIMITS {
        writeln!(out, "  - {}", wrap(limit, 4, 4))?;
    }
    Ok(())
}

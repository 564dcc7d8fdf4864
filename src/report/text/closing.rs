//! The end of a text report: what could not be watched and why, what was wrong with the input, and the count.

use std::io::{self, Write};

use super::layout::wrap;
use crate::capture::quality::{Quality, Verdict};
use crate::monitor::Unwatched;
use crate::notice::Notices;
use crate::report::gaps::{gaps, partial};
use crate::report::timing::heard;
use crate::report::words::{count, reason};
use crate::report::{Ending, Escaped, Palette, Session};

/// How many notices of one kind are shown with their place.
const SHOWN: usize = 3;

/// How many reasons against a recording are shown.
const REASONS: usize = 2;

/// Writes the end.
pub(super) fn write(
    out: &mut impl Write,
    palette: Palette,
    session: &Session,
    ending: &Ending,
    notices: &Notices,
) -> io::Result<()> {
    unwatched(out, palette, &ending.unwatched)?;
    if !notices.is_empty() {
        writeln!(out)?;
    }
    super::notices(out, palette, notices, SHOWN, |origin| session.place(origin))?;
    let heading = palette.heading();
    writeln!(out, "\n{}", heard(session, ending))?;
    if let Some(quality) = &ending.quality
        && quality.verdict != Verdict::Good
    {
        let text = recording(session, quality);
        writeln!(out, "{heading}recording {}{heading:#}: {}", quality.verdict, wrap(&text, 18, 2))?;
    }
    writeln!(out, "{heading}{}{heading:#}", ending.tally.words())?;
    let (rules, watched) = (ending.rules as u64, ending.watched() as u64);
    writeln!(out, "{}: {watched} watched, {} not", count(rules, "rule"), rules - watched)
}

fn unwatched(out: &mut impl Write, palette: Palette, all: &[Unwatched]) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let heading = palette.heading();
    writeln!(out, "\n{heading}what could not be watched{heading:#}, and why")?;
    for gap in gaps(all) {
        writeln!(out, "  {}:", wrap(&reason(&gap.reason), 2, 2))?;
        writeln!(out, "    {}", wrap(&gap.rules.join(", "), 4, 4))?;
    }
    for (why, rules) in partial(all) {
        let text = format!("in part, {}: {}", count(rules as u64, "rule"), reason(&why));
        writeln!(out, "  {}", wrap(&text, 2, 2))?;
    }
    Ok(())
}

/// The worst of what is wrong with the capture as a recording.
fn recording(session: &Session, quality: &Quality) -> String {
    let shown = quality.reasons.iter().take(REASONS).map(|reason| {
        let place = reason.origin.map(|origin| format!(" ({})", session.place(origin))).unwrap_or_default();
        Escaped(&format!("{}{place}", reason.text)).to_string()
    });
    let mut shown: Vec<_> = shown.collect();
    if let more @ 1.. = quality.reasons.len().saturating_sub(REASONS) {
        shown.push(format!("{more} more"));
    }
    shown.join("; ")
}

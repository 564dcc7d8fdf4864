//! What was wrong with an input, for a person: each kind with its count, the first of each with their place.

use std::io::{self, Write};

use super::layout::wrap;
use crate::frame::Origin;
use crate::notice::Notices;
use crate::report::words::number;
use crate::report::{Escaped, Palette};

/// Writes `notices`, at most `shown` of a kind; nothing if there are none. `place` says where an origin is, not
/// escaped.
///
/// # Errors
/// If it cannot be written.
pub fn notices(
    out: &mut (impl Write + ?Sized),
    palette: Palette,
    notices: &Notices,
    shown: usize,
    place: impl Fn(Origin) -> String,
) -> io::Result<()> {
    if notices.is_empty() {
        return Ok(());
    }
    let heading = palette.heading();
    writeln!(out, "{heading}what was wrong with the input{heading:#}")?;
    for &(kind, times) in notices.counts() {
        writeln!(out, "  {} {}", number(times), kind.id())?;
        for notice in notices.kept().iter().filter(|notice| notice.kind == kind).take(shown) {
            let text = format!("{}: {}", place(notice.origin), notice.text);
            writeln!(out, "    {}", wrap(&Escaped(&text).to_string(), 4, 6))?;
        }
    }
    Ok(())
}

//! What was learned of a car, for a person.

use std::io::{self, Write};

use super::Learned;
use super::verified::verified;
use crate::learn::{Candidate, Claim, Conclusion, Merged, Met, Outcome, Place, Source};
use crate::report::words::{count, number};
use crate::report::{Escaped, Palette, notices, wrap};

/// Candidates shown of what is not decided.
const SHOWN: usize = 5;

/// Writes what was learned, what is not there, what is not decided, and what would tell more.
///
/// # Errors
/// If it cannot be written.
pub fn text(out: &mut (impl Write + ?Sized), palette: Palette, learned: &Learned<'_>) -> io::Result<()> {
    let heading = palette.heading();
    let (frames, ids) = (count(learned.frames, "frame"), count(learned.identifiers as u64, "identifier"));
    let actions = count(learned.actions as u64, "action");
    let sources = Escaped(&learned.sources.join(", ")).to_string();
    let bus = Escaped(learned.bus).to_string();
    writeln!(out, "{heading}{sources}{heading:#}: {actions}, {frames} of {ids} on {bus}")?;
    claimed(out, palette, learned)?;
    let of =
        |wanted: fn(&Outcome) -> bool| learned.conclusions.iter().filter(move |one| wanted(&one.outcome));
    section(
        out,
        palette,
        "not on this bus",
        of(|outcome| matches!(outcome, Outcome::Absent(_))),
        |out, one| {
            let Outcome::Absent(why) = &one.outcome else { return Ok(()) };
            writeln!(out, "  {}", wrap(&format!("{}: {why}", one.subject), 2, 4))
        },
    )?;
    section(
        out,
        palette,
        "not decided",
        of(|outcome| matches!(outcome, Outcome::Undecided(..))),
        |out, one| {
            let Outcome::Undecided(why, candidates) = &one.outcome else { return Ok(()) };
            writeln!(out, "  {}", wrap(&format!("{}: {why}", one.subject), 2, 4))?;
            candidates.iter().take(SHOWN).try_for_each(|candidate| writeln!(out, "      {}", told(candidate)))
        },
    )?;
    verified(out, palette, learned)?;
    section(out, palette, "beside the file it was merged into", learned.merged.iter(), |out, one| {
        writeln!(out, "  {}", wrap(&met(one), 2, 4))
    })?;
    writeln!(out)?;
    writeln!(out, "{}", wrap(&aside(learned), 0, 2))?;
    if let Some(next) = learned.next {
        writeln!(out, "what would tell more: {next}")?;
    }
    if let Some(dbc) = learned.dbc {
        writeln!(out, "written: {}; give it to `live`, `replay` or `diagnose` with --car", Escaped(dbc))?;
    }
    for one in learned.left_out() {
        writeln!(
            out,
            "{}",
            wrap(&format!("not in it, as a signal of all frames stands over it: {one}"), 0, 2)
        )?;
    }
    if !learned.notices.is_empty() {
        writeln!(out)?;
    }
    let name = |source: usize| learned.sources.get(source).map_or("", String::as_str);
    notices(out, palette, learned.notices, SHOWN, |origin| {
        format!("{}:{}", name(usize::from(origin.source.0)), origin.line)
    })
}

/// A heading and a line for each of `items`; nothing if there is none.
pub(super) fn section<'a, T: 'a, W: Write + ?Sized>(
    out: &mut W,
    palette: Palette,
    title: &str,
    items: impl Iterator<Item = &'a T>,
    mut each: impl FnMut(&mut W, &T) -> io::Result<()>,
) -> io::Result<()> {
    let heading = palette.heading();
    let mut items = items.peekable();
    if items.peek().is_some() {
        writeln!(out, "\n{heading}{title}{heading:#}")?;
    }
    items.try_for_each(|item| each(out, item))
}

fn claimed(out: &mut (impl Write + ?Sized), palette: Palette, learned: &Learned<'_>) -> io::Result<()> {
    let claims = learned.conclusions.iter().filter(|one| one.claimed().is_some());
    section(out, palette, "learned", claims, |out, one: &Conclusion| {
        let Some(Claim { sources, followers }) = one.claimed() else { return Ok(()) };
        for (number, source) in sources.iter().enumerate() {
            let name = if number == 0 { source.fact.name() } else { "" };
            let is_other = number > 0 && source.fact != sources[0].fact;
            let also = if is_other { format!("{}, ", source.fact) } else { String::new() };
            let line = format!("{also}{}", told(&source.candidate));
            writeln!(out, "  {name:<24} {line}")?;
            writeln!(out, "  {:<24}   {}", "", wrap(&rhythm(source), 29, 29))?;
        }
        if !followers.is_empty() {
            let places: Vec<String> = followers.iter().take(SHOWN).map(Place::to_string).collect();
            let more = followers.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let text = format!("moves with it, but later or alone: {}{more}", places.join(", "));
            writeln!(out, "  {:<24}   {}", "", wrap(&text, 29, 29))?;
        }
        Ok(())
    })
}

fn told(candidate: &Candidate) -> String {
    let (agreed, contradicted) = (candidate.evidence.agreed.len(), candidate.evidence.contradicted.len());
    let zero = if candidate.inverted { ", told by a zero" } else { "" };
    let against = if contradicted > 0 { format!(", {contradicted} against it") } else { String::new() };
    let sure = (candidate.posterior * 1e4).floor() / 1e2;
    format!("{}{zero}: {sure:.2} %, followed {agreed} times{against}", candidate.place)
}

fn rhythm(source: &Source) -> String {
    let every = match source.cycle {
        Some(cycle) => format!("every {} ms", cycle.as_millis()),
        None => "on events only".to_owned(),
    };
    let extra = if source.has_extra_frames { ", and at once on a change" } else { "" };
    let lag = source.lag.as_millis();
    let lag = if lag > 0 { format!("; {lag} ms behind the quickest") } else { String::new() };
    format!("its message comes {every}{extra}{lag}")
}

fn met(one: &Merged) -> String {
    let told = match &one.met {
        Met::Confirmed { signal } => format!("as {} says already", Escaped(signal)),
        Met::Added => "added".to_owned(),
        Met::Elsewhere { signals } => {
            format!("CONFLICT: added, but the file has {} for it too", Escaped(&signals.join(", ")))
        }
        Met::Turned { signal } => {
            format!("CONFLICT: {} says so already, but the other way round", Escaped(signal))
        }
        Met::Taken { signal, tells } => {
            let tells = tells.map_or_else(|| "tells no fact".to_owned(), |fact| format!("tells {fact}"));
            format!("CONFLICT: not added, as the bit is that of {}, which {tells}", Escaped(signal))
        }
        Met::Beyond { message, len } => {
            let bytes = count(*len as u64, "byte");
            format!("CONFLICT: not added, as the file gives {} but {bytes}", Escaped(message))
        }
        Met::Unpaged { message } => format!(
            "CONFLICT: not added, as by the file the first byte of {} is something else than what says which page a frame is",
            Escaped(message)
        ),
    };
    format!("{} at {}: {told}", one.fact, one.place)
}

fn aside(learned: &Learned<'_>) -> String {
    let aside = learned.set_aside;
    let beyond = match aside.frames_beyond {
        0 => String::new(),
        frames => format!("; {} frames of further identifiers were not looked at", number(frames)),
    };
    format!(
        "claimed from {} % on; set aside: {} that move too often (counters, clocks, sensors), {}, {}{beyond}",
        learned.confidence * 100.0,
        count(aside.busy_bits, "bit"),
        count(aside.checksums as u64, "checksum"),
        count(aside.multiplexed as u64, "multiplexed message")
    )
}

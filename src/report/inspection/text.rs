//! An inspection for a person.

use std::io::{self, Write};
use std::time::Duration;

use super::{Bus, Inspection};
use crate::capture::date;
use crate::capture::quality::{Bus as Seen, Quality, Trace, Verdict};
use crate::frame::Time;
use crate::report::words::{count, number};
use crate::report::{Escaped, Palette, Stop, wrap};

/// How many notices of one kind are shown with their place.
const SHOWN: usize = 3;

/// Writes an inspection.
///
/// # Errors
/// If it cannot be written.
pub fn write(out: &mut impl Write, palette: Palette, all: &Inspection<'_>) -> io::Result<()> {
    let heading = palette.heading();
    let packed = all.compression.map(|how| format!(", in {}", how.name())).unwrap_or_default();
    writeln!(out, "{heading}{}{heading:#}: {}{packed}", Escaped(all.file), all.format)?;
    writeln!(out, "  {}", span(all))?;
    for (seen, bus) in all.seen.buses().iter().zip(&all.buses) {
        writeln!(out, "  {}", wrap(&line(all, seen, bus), 2, 4))?;
    }
    quality(out, palette, all, all.quality)?;
    crate::report::notices(out, palette, all.notices, SHOWN, |origin| {
        format!("{}:{}", all.file, origin.line)
    })?;
    if !all.seen.traces().is_empty() {
        writeln!(out)?;
        table(out, palette, all)?;
    }
    Ok(())
}

fn ends(all: &Inspection<'_>) -> Option<(Time, Time)> {
    let traces = all.seen.traces();
    let first = traces.iter().map(|trace| trace.first).min()?;
    Some((first, traces.iter().map(|trace| trace.last).max()?))
}

fn span(all: &Inspection<'_>) -> String {
    let frames = count(all.seen.buses().iter().map(|bus| bus.frames).sum(), "frame");
    let times = match ends(all) {
        Some((first, last)) if all.seen.has_clock() => {
            let (from, to) = (first.as_secs_f64(), last.as_secs_f64());
            let day = date(first).map(|date| format!(", {date}")).unwrap_or_default();
            format!(" over {:.3} s, from {from:.6} to {to:.6} s{day}", last.since(first).as_secs_f64())
        }
        Some(_) => ", without times".to_owned(),
        None => String::new(),
    };
    match &all.stop {
        Stop::End => format!("{frames}{times}"),
        Stop::Interrupted => format!("{frames}{times}; stopped by hand, the rest was not read"),
        Stop::Failed(why) => format!("{frames}{times}; then reading failed: {}", Escaped(why)),
    }
}

fn line(all: &Inspection<'_>, seen: &Seen, bus: &Bus) -> String {
    let identifiers = all.seen.traces().iter().filter(|trace| trace.channel == seen.channel).count();
    let name = Escaped(&all.name(seen.channel)).to_string();
    let (frames, identifiers) = (count(seen.frames, "frame"), count(identifiers as u64, "identifier"));
    let errors =
        if seen.errors > 0 { format!(", {}", count(seen.errors, "error frame")) } else { String::new() };
    let load = if all.seen.has_clock() {
        let (bitrate, fast) = all.bitrates;
        let (least, most) = bus.load.percent(seen.talking(), bitrate, fast);
        format!(", load {least:.1} to {most:.1} % of {} kbit/s", bitrate / 1000)
    } else {
        String::new()
    };
    let car = match &bus.car {
        Some((id, title)) => format!("{} ({})", Escaped(title), Escaped(id)),
        None => Escaped(&bus.headline).to_string(),
    };
    format!("{name}: {frames} of {identifiers}{errors}{load}; {car}")
}

fn quality(
    out: &mut impl Write,
    palette: Palette,
    all: &Inspection<'_>,
    quality: &Quality,
) -> io::Result<()> {
    let heading = palette.heading();
    writeln!(out, "{heading}recording {}{heading:#}", quality.verdict)?;
    for reason in quality.reasons.iter().chain(&quality.remarks) {
        let place =
            reason.origin.map(|origin| format!(" ({}:{})", all.file, origin.line)).unwrap_or_default();
        let word = if reason.allows == Verdict::Good { "by the way, " } else { "" };
        let text = format!("- {word}{}{place}", reason.text);
        writeln!(out, "  {}", wrap(&Escaped(&text).to_string(), 2, 4))?;
    }
    Ok(())
}

fn table(out: &mut impl Write, palette: Palette, all: &Inspection<'_>) -> io::Result<()> {
    let mut traces: Vec<&Trace> = all.seen.traces().iter().collect();
    traces.sort_by_key(|trace| (trace.channel, trace.id));
    let names = |channel| Escaped(&all.name(channel)).to_string();
    let width = traces.iter().map(|trace| names(trace.channel).chars().count()).max().unwrap_or(0).max(3);
    let heading = palette.heading();
    writeln!(
        out,
        "{heading}{:width$}  {:8}  {:>9}  {:>5}  {:>10}  {:>10}  {:>9}  {:>7}  {:>10}  {:>10}{heading:#}",
        "bus", "id", "frames", "bytes", "cycle", "jitter", "changes", "missing", "first", "last"
    )?;
    let start = ends(all).map_or(Time::ZERO, |(first, _)| first);
    for trace in traces {
        let cycle = trace.cycle().filter(|_| all.seen.has_clock());
        let shown = |span: Option<Duration>| span.map_or("-".to_owned(), millis);
        let seconds = |time: Time| {
            if all.seen.has_clock() {
                format!("{:.3} s", time.since(start).as_secs_f64())
            } else {
                "-".to_owned()
            }
        };
        writeln!(
            out,
            "{:width$}  {:8}  {:>9}  {:>5}  {:>10}  {:>10}  {:>9}  {:>7}  {:>10}  {:>10}",
            names(trace.channel),
            trace.id.to_string(),
            number(trace.frames),
            lengths(trace),
            shown(cycle.map(|cycle| cycle.time)),
            shown(cycle.map(|cycle| cycle.jitter)),
            number(trace.changes),
            cycle.and_then(|cycle| cycle.lost).map_or("-".to_owned(), number),
            seconds(trace.first),
            seconds(trace.last),
        )?;
    }
    if all.seen.untraced() > 0 {
        writeln!(
            out,
            "and {} of more identifiers than can be told apart",
            count(all.seen.untraced(), "frame")
        )?;
    }
    Ok(())
}

fn millis(span: Duration) -> String {
    format!("{:.1} ms", span.as_secs_f64() * 1e3)
}

/// The shortest and the longest.
fn lengths(trace: &Trace) -> String {
    let first = trace.lengths().next().unwrap_or(0);
    match trace.lengths().last() {
        Some(last) if last != first => format!("{first}-{last}"),
        _ => first.to_string(),
    }
}

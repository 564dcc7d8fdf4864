//! An inspection for programs: one JSON object on one line. The comments become descriptions in its JSON Schema.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::Inspection;
use crate::capture::Compression;
use crate::capture::quality::Trace;
use crate::report::Stop;
use crate::report::json::{Quality, quality, write_line};

/// One line of `doorjamb inspect --format json`: one capture. Times are integer nanoseconds by the capture's own clock.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "doorjamb inspection", deny_unknown_fields)]
struct Line<'a> {
    /// The capture.
    file: &'a str,
    /// Its format.
    format: &'a str,
    /// How it is compressed; null if it is not.
    compression: Option<&'a str>,
    /// Whether all of it was read.
    whole: bool,
    /// Why reading failed; null unless it did.
    error: Option<&'a str>,
    /// Whether its frames have times; without, all that is said of time means nothing.
    times: bool,
    /// How good it is as a recording.
    quality: Quality<'a>,
    /// What was wrong with the file, counted by kind.
    notices: BTreeMap<&'static str, u64>,
    /// Its buses.
    buses: Vec<Bus<'a>>,
    /// Its identifiers, by bus and number.
    identifiers: Vec<Identifier>,
}

/// One bus.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Bus<'a> {
    /// Its name in the capture.
    name: String,
    /// Data frames and remote requests.
    frames: u64,
    /// Error frames of the controller.
    error_frames: u64,
    /// How long it talked: without pauses of half a second or more.
    talking_ns: u64,
    /// Percent of that time that its frames take at least, without stuff bits.
    load_least_percent: f64,
    /// And at most, with as many stuff bits as there can be.
    load_most_percent: f64,
    /// The car, as `--car` takes it; null if it was not recognised.
    car: Option<&'a str>,
    /// What was heard, in words.
    heard: &'a str,
}

/// One identifier on one bus.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Identifier {
    /// The bus.
    bus: String,
    /// Three hexadecimal digits for 11 bits, eight for 29.
    can_id: String,
    /// Frames.
    frames: u64,
    /// The numbers of bytes that were seen.
    lengths: Vec<usize>,
    /// The usual interval between two frames, their median; null if it was seen once.
    cycle_ns: Option<u64>,
    /// Standard deviation of the intervals of about one cycle.
    jitter_ns: Option<u64>,
    /// Frames missing by its rhythm; null if it keeps none.
    missing: Option<u64>,
    /// How often its bytes changed.
    changes: u64,
    /// Time of the first frame.
    first_ns: i64,
    /// Time of the last frame.
    last_ns: i64,
}

/// Writes an inspection as one line.
///
/// # Errors
/// If it cannot be written.
pub fn write(out: &mut impl Write, all: &Inspection<'_>) -> io::Result<()> {
    let mut traces: Vec<&Trace> = all.seen.traces().iter().collect();
    traces.sort_by_key(|trace| (trace.channel, trace.id));
    let line = Line {
        file: all.file,
        format: all.format,
        compression: all.compression.map(Compression::name),
        whole: all.stop == Stop::End,
        error: if let Stop::Failed(why) = &all.stop { Some(why) } else { None },
        times: all.seen.has_clock(),
        quality: quality(all.quality),
        notices: all.notices.counts().iter().map(|&(kind, count)| (kind.id(), count)).collect(),
        buses: buses(all),
        identifiers: traces.into_iter().map(|trace| identifier(all, trace)).collect(),
    };
    write_line(out, &line)
}

fn buses<'a>(all: &'a Inspection<'_>) -> Vec<Bus<'a>> {
    let (bitrate, fast) = all.bitrates;
    let seen = all.seen.buses().iter().zip(&all.buses);
    seen.map(|(seen, bus)| {
        let (least, most) = bus.load.percent(seen.talking(), bitrate, fast);
        Bus {
            name: all.name(seen.channel),
            frames: seen.frames,
            error_frames: seen.errors,
            talking_ns: nanos(seen.talking()),
            load_least_percent: least,
            load_most_percent: most,
            car: bus.car.as_ref().map(|(id, _)| id.as_str()),
            heard: &bus.headline,
        }
    })
    .collect()
}

fn identifier(all: &Inspection<'_>, trace: &Trace) -> Identifier {
    let cycle = trace.cycle().filter(|_| all.seen.has_clock());
    Identifier {
        bus: all.name(trace.channel),
        can_id: trace.id.to_string(),
        frames: trace.frames,
        lengths: trace.lengths().collect(),
        cycle_ns: cycle.map(|cycle| nanos(cycle.time)),
        jitter_ns: cycle.map(|cycle| nanos(cycle.jitter)),
        missing: cycle.and_then(|cycle| cycle.lost),
        changes: trace.changes,
        first_ns: trace.first.as_nanos(),
        last_ns: trace.last.as_nanos(),
    }
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

/// The JSON Schema (draft 2020-12) of a line.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'static>>().to_value()
}

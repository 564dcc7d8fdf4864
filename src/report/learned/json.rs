//! What was learned of a car, for programs: one object. Comments become descriptions in the JSON Schema.

use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::Learned;
use crate::frame::Time;
use crate::learn::{Candidate, Conclusion, Found, Merged, Met, Outcome, Place, Source, Verified};
use crate::report::json::write_line;

/// The line of `doorjamb learn --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "doorjamb learned car", deny_unknown_fields)]
struct Line<'a> {
    /// What was learned from.
    sources: &'a [String],
    /// The bus.
    bus: &'a str,
    /// Data frames heard.
    frames: u64,
    /// Identifiers heard.
    identifiers: usize,
    /// When the first frame came, in nanoseconds by the clock of the source.
    start_ns: i64,
    /// How often something was done.
    actions: usize,
    /// Probability from which on something is claimed.
    confidence: f64,
    /// What is known of each thing that was moved.
    conclusions: Vec<Told>,
    /// What would tell more, in the words of a marks file.
    next: Option<String>,
    /// Bits that move too often to be a switch.
    busy_bits: u64,
    /// Messages with a checksum.
    checksums: usize,
    /// Messages whose first byte says what the rest is.
    multiplexed: usize,
    /// Frames of identifiers beyond those that are remembered.
    frames_beyond: u64,
    /// How it met the file it was merged into.
    merged: Vec<Meeting<'a>>,
    /// How a documented car's signals did, with `--verify`.
    verified: Option<Vec<Check<'a>>>,
    /// The DBC file that was written.
    dbc: Option<&'a str>,
    /// What was claimed and is not in that file, because a signal of all frames stands over it: each fact and its place.
    left_out: Vec<String>,
    /// What was wrong with the input: kind and count.
    notices: Vec<(&'static str, u64)>,
}

/// What is known of one thing that was moved.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Told {
    /// What was moved: a fact, or `lock.*.locked` for all locks together.
    subject: String,
    /// Whether it was found.
    outcome: Verdict,
    /// Why nothing is claimed, in words.
    why: Option<String>,
    /// What tells it, the best first; of what is not decided, the candidates.
    bits: Vec<Proven>,
    /// Places that move with it, but later or alone.
    followers: Vec<String>,
}

/// Whether something was found.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    Claimed,
    Absent,
    Undecided,
}

/// One bit and what speaks for it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Proven {
    /// What it tells, if it is claimed.
    fact: Option<&'static str>,
    /// The identifier, three hexadecimal digits for 11 bits, eight for 29.
    can_id: String,
    /// The first byte of the frames that hold it; null for all.
    page: Option<u8>,
    /// Eight times the byte plus the bit: the start bit in a DBC.
    start_bit: u16,
    /// Whether a zero says that it is so.
    inverted: bool,
    /// Probability that it is what is looked for.
    probability: f64,
    /// When it moved as it should, in seconds from the first frame.
    agreed_s: Vec<f64>,
    /// When it did not, or moved when it should not.
    contradicted_s: Vec<f64>,
    /// The measured period of its message; null for one sent on events, or if it is not claimed.
    cycle_ms: Option<u64>,
    /// How much later than the quickest bit it moves; null if it is not claimed.
    lag_ms: Option<u64>,
}

/// How one learned bit met the file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Meeting<'a> {
    /// The fact.
    fact: &'static str,
    /// The bit, as `60D 0.3`.
    place: String,
    /// How.
    met: Encounter,
    /// The file's signals that it met; its message, of a bit that this cannot hold.
    signals: Vec<&'a str>,
}

/// How a learned bit meets a file. All but the first two are conflicts.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Encounter {
    /// The file says the same.
    Confirmed,
    /// Nothing in the file contradicts it; it was added.
    Added,
    /// The file has other places for the fact, none of which was learned; it was added.
    Elsewhere,
    /// The file says the opposite of this bit.
    Turned,
    /// The bit belongs to something else; it was not added.
    Taken,
    /// By the file, the message ends before it; it was not added.
    Beyond,
    /// By the file, the first byte does not say what a frame holds; it was not added.
    Unpaged,
}

/// What a recording says of one signal of a documented car.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Check<'a> {
    /// What it is said to tell.
    fact: &'static str,
    /// Its message and its name.
    signal: &'a str,
    /// How well that is known so far.
    grade: String,
    /// Where its least significant bit stands, as `60D 0.3`; null for one that is not broadcast.
    place: Option<String>,
    /// How many bits it has.
    bits: u16,
    /// What was found.
    found: Finding,
    /// Why it cannot be held against what people do, in words; of one that is not checkable.
    why: Option<String>,
    /// What would tell more if it was done and undone, in the words of a marks file.
    next: Option<String>,
    /// When it moved as it should, in seconds from the first frame; of one that is turned, when it moved to the opposite.
    agreed_s: Vec<f64>,
    /// When it did not move when it should, or moved when it should not.
    contradicted_s: Vec<f64>,
}

/// How a signal of a documented car did.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Finding {
    /// It said each time what was done, and nothing else.
    Confirmed,
    /// It moved each time, but mostly to the opposite of what was done.
    Turned,
    /// It did not move when it should, or moved when it should not.
    Contradicted,
    /// Nobody moved what it tells, or not both ways.
    NotExercised,
    /// Its frames were never heard.
    NeverHeard,
    /// It cannot be held against what people do.
    NotCheckable,
}

impl Learned<'_> {
    fn all_seconds(&self, times: &[Time]) -> Vec<f64> {
        times.iter().map(|time| self.seconds(*time)).collect()
    }

    fn bit(&self, candidate: &Candidate, source: Option<&Source>) -> Proven {
        let Place { id, page, bit } = candidate.place;
        let millis = |span: std::time::Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        Proven {
            fact: source.map(|source| source.fact.name()),
            can_id: id.to_string(),
            page,
            start_bit: bit,
            inverted: candidate.inverted,
            probability: candidate.posterior,
            agreed_s: self.all_seconds(&candidate.evidence.agreed),
            contradicted_s: self.all_seconds(&candidate.evidence.contradicted),
            cycle_ms: source.and_then(|source| source.cycle).map(millis),
            lag_ms: source.map(|source| millis(source.lag)),
        }
    }

    fn told(&self, one: &Conclusion) -> Told {
        let subject = one.subject.to_string();
        let (outcome, why, bits, followers) = match &one.outcome {
            Outcome::Claimed(claim) => {
                let bits =
                    claim.sources.iter().map(|source| self.bit(&source.candidate, Some(source))).collect();
                let followers = claim.followers.iter().map(Place::to_string).collect();
                (Verdict::Claimed, None, bits, followers)
            }
            Outcome::Absent(why) => (Verdict::Absent, Some(why.to_string()), Vec::new(), Vec::new()),
            Outcome::Undecided(why, candidates) => {
                let bits = candidates.iter().map(|candidate| self.bit(candidate, None)).collect();
                (Verdict::Undecided, Some(why.to_string()), bits, Vec::new())
            }
        };
        Told { subject, outcome, why, bits, followers }
    }

    fn check<'a>(&self, one: &'a Verified) -> Check<'a> {
        let (found, why) = match &one.found {
            Found::Confirmed(_) => (Finding::Confirmed, None),
            Found::Turned(_) => (Finding::Turned, None),
            Found::Contradicted(_) => (Finding::Contradicted, None),
            Found::NotExercised => (Finding::NotExercised, None),
            Found::NeverHeard => (Finding::NeverHeard, None),
            Found::NotCheckable(reason) => (Finding::NotCheckable, Some(reason.to_string())),
        };
        let evidence = one.found.evidence();
        let times =
            |times: Option<&Vec<Time>>| times.map(|times| self.all_seconds(times)).unwrap_or_default();
        Check {
            fact: one.fact.name(),
            signal: &one.signal,
            grade: one.grade.to_string(),
            place: one.place.map(|place| place.to_string()),
            bits: one.bits,
            found,
            why,
            next: one.next.map(|next| next.to_string()),
            agreed_s: times(evidence.map(|evidence| &evidence.agreed)),
            contradicted_s: times(evidence.map(|evidence| &evidence.contradicted)),
        }
    }
}

fn meeting(one: &Merged) -> Meeting<'_> {
    let (met, signals) = match &one.met {
        Met::Confirmed { signal } => (Encounter::Confirmed, vec![signal.as_str()]),
        Met::Added => (Encounter::Added, Vec::new()),
        Met::Elsewhere { signals } => (Encounter::Elsewhere, signals.iter().map(String::as_str).collect()),
        Met::Taken { signal, .. } => (Encounter::Taken, vec![signal.as_str()]),
        Met::Turned { signal } => (Encounter::Turned, vec![signal.as_str()]),
        Met::Beyond { message, .. } => (Encounter::Beyond, vec![message.as_str()]),
        Met::Unpaged { message } => (Encounter::Unpaged, vec![message.as_str()]),
    };
    Meeting { fact: one.fact.name(), place: one.place.to_string(), met, signals }
}

/// Writes what was learned as one line.
///
/// # Errors
/// If it cannot be written.
pub fn json(out: &mut (impl Write + ?Sized), learned: &Learned<'_>) -> io::Result<()> {
    let line = Line {
        sources: learned.sources,
        bus: learned.bus,
        frames: learned.frames,
        identifiers: learned.identifiers,
        start_ns: learned.start.as_nanos(),
        actions: learned.actions,
        confidence: learned.confidence,
        conclusions: learned.conclusions.iter().map(|one| learned.told(one)).collect(),
        next: learned.next.map(|next| next.to_string()),
        busy_bits: learned.set_aside.busy_bits,
        checksums: learned.set_aside.checksums,
        multiplexed: learned.set_aside.multiplexed,
        frames_beyond: learned.set_aside.frames_beyond,
        merged: learned.merged.iter().map(meeting).collect(),
        verified: learned.verified.map(|all| all.iter().map(|one| learned.check(one)).collect()),
        dbc: learned.dbc,
        left_out: learned.left_out().collect(),
        notices: learned.notices.counts().iter().map(|(kind, count)| (kind.id(), *count)).collect(),
    };
    write_line(&mut &mut *out, &line)
}

/// The JSON Schema (draft 2020-12) of it.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'static>>().to_value()
}

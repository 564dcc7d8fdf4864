//! What a line of the JSON report looks like. The comments become the descriptions in its JSON Schema, so they
//! speak to whoever reads the lines.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::cause::Diagnosis;
use super::checkup::{Checkup, Step};
use super::talk::Talk;
use super::term::{Grade, Reason, Severity, Shows, Side, Stop, Value, Verdict, What};

/// One line of `doorjamb replay`, `live` or `doctor` with `--format json`. Times are integer nanoseconds by the capture's own clock: since
/// the Unix epoch, or since the start of a recording that counts from there.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schemars(title = "doorjamb report line", transform = close)]
pub(super) enum Line<'a> {
    /// The car became known, or it became clear that it is not. Only of `live`, again when more becomes known.
    Car(Identity<'a>),
    /// Something happened to the body.
    Event(Event<'a>),
    /// A rule was broken. Written once, when it is over, or at the end if it lasts; by `live` when it is raised, and
    /// again when it is over, with the same number.
    Finding(Finding<'a>),
    /// Something was wrong with the input. The first ten of a kind are written, all are counted in the summary. `live`
    /// writes all about interfaces, controllers, lost frames and recordings.
    Notice(Notice<'a>),
    /// A rule could not be watched, and why.
    Unwatched(Unwatched<'a>),
    /// What a tester asked a unit, overheard on the bus.
    Conversation(Talk<'a>),
    /// What is probably behind the findings.
    Diagnosis(Diagnosis<'a>),
    /// The end of one capture.
    Summary(Summary<'a>),
    /// A step of a checkup.
    Step(Step<'a>),
    /// The end of a checkup.
    Checkup(Checkup<'a>),
}

/// Which car it is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Identity<'a> {
    /// The bus.
    pub(super) file: &'a str,
    /// The car, as `--car` takes it; null if it is not recognised.
    pub(super) car: Option<&'a str>,
    /// How the car is known, or why it is not.
    pub(super) car_known_by: Cow<'a, str>,
    /// The driver's side.
    pub(super) handed: Side,
}

/// Something that happened to the body. Beside file, time, kind and evidence it holds what its kind has to say.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Event<'a> {
    /// The capture.
    pub(super) file: &'a str,
    /// When.
    pub(super) time_ns: i64,
    /// The kind of event.
    pub(super) what: What,
    /// The fact seen, changed or lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fact: Option<&'static str>,
    /// Its value now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    /// Its value before, if it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) was: Option<Value>,
    /// The lock that changed, `driver` or `others`, where someone is named for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<&'static str>,
    /// The phase the car as a whole went to (`asleep`, `driving`, ...).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) phase: Option<&'static str>,
    /// Who changed the lock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) agent: Option<&'static str>,
    /// Whether it was locked (true) or unlocked, of a lock change or the key fob.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locked: Option<bool>,
    /// When the lock itself changed, for a lock change that was put down to someone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edge_ns: Option<i64>,
    /// How often the lamps flashed, of an answer-back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flashes: Option<u8>,
    /// No frame says so: it was concluded from several.
    pub(super) inferred: bool,
    /// The frame that shows it; empty for what only the passing of time shows.
    pub(super) evidence: Vec<Evidence<'a>>,
}

/// A rule that was broken.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// The capture.
    pub(super) file: &'a str,
    /// Counts the findings of one capture, from 1 in the order they were raised.
    pub(super) number: u64,
    /// Which rule; `doorjamb explain ID` says more.
    pub(super) id: &'static str,
    /// What it is about: an opening, a lock, a fact, or `car`.
    pub(super) subject: &'static str,
    /// How bad. Faults and warnings make the exit code 1.
    pub(super) severity: Severity,
    /// How sure: the worse of the rule's own grade and that of the signals it rests on.
    pub(super) grade: Grade,
    /// One line for a person.
    pub(super) title: String,
    /// When it began to be wrong.
    pub(super) since_ns: i64,
    /// When it had been wrong for long enough to say so.
    pub(super) raised_ns: i64,
    /// When it ended; null if it lasted to the end of the capture, or still lasts.
    pub(super) cleared_ns: Option<i64>,
    /// What shows it, oldest first.
    pub(super) evidence: Vec<Evidence<'a>>,
}

/// A frame, or a line that a person wrote, and what it shows.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Evidence<'a> {
    /// The capture, or the file of marks.
    pub(super) file: &'a str,
    /// The line in it, or the record of a binary file, from 1.
    pub(super) line: u64,
    /// The time of the frame, or the one that a person wrote.
    pub(super) time_ns: i64,
    /// What it shows.
    pub(super) shows: Shows,
    /// The bus, as the capture names it; null where it names none, and for marks.
    pub(super) channel: Option<&'a str>,
    /// The identifier, three hexadecimal digits for 11 bits, eight for 29; null for marks and answers.
    pub(super) can_id: Option<String>,
    /// The unit that was asked; left out for what is sent without being asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<&'a str>,
    /// The request that it answered, in hexadecimal; left out for what is sent without being asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request: Option<&'a str>,
    /// The bytes in hexadecimal, of an answer those after what repeats the request; null for marks.
    pub(super) data: Option<String>,
    /// The fact, or of a mark, the opening; null otherwise.
    pub(super) fact: Option<&'static str>,
    /// The value shown; null where there is no fact.
    pub(super) value: Option<Value>,
    /// The signal's name in the car's DBC; null where there is no signal.
    pub(super) signal: Option<&'a str>,
    /// Byte and bit (`0.3`, bit 0 the least significant), or bytes (`4-5`); null where there is no signal.
    pub(super) place: Option<&'a str>,
    /// How well the signal's meaning is known; null where there is no signal.
    pub(super) grade: Option<Grade>,
}

/// Something that was wrong with the input.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Notice<'a> {
    /// The input.
    pub(super) file: &'a str,
    /// Where in it, from 1; 0 for the input as a whole.
    pub(super) line: u64,
    /// When, of what happened to the way frames come; null otherwise, and before the first frame.
    pub(super) time_ns: Option<i64>,
    /// What kind of thing.
    pub(super) kind: &'static str,
    /// In words, with what was done about it.
    pub(super) text: Cow<'a, str>,
}

/// A rule that could not be watched.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Unwatched<'a> {
    /// The capture.
    pub(super) file: &'a str,
    /// Which rule.
    pub(super) id: &'static str,
    /// The subjects concerned; empty when it was watched for none.
    pub(super) subjects: Vec<&'static str>,
    /// Why.
    pub(super) reason: Reason,
    /// The facts that were missing.
    pub(super) facts: Vec<&'static str>,
    /// The reason in words.
    pub(super) text: String,
}

/// The end of one capture.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Summary<'a> {
    /// The capture.
    pub(super) file: &'a str,
    /// Its format.
    pub(super) format: &'a str,
    /// How the reading ended.
    pub(super) stop: Stop,
    /// Why reading failed; null unless it did.
    pub(super) error: Option<&'a str>,
    /// Frames that were looked at.
    pub(super) frames: u64,
    /// Time of the first of them; null if there was none.
    pub(super) first_ns: Option<i64>,
    /// Time of the last of them; null if there was none.
    pub(super) last_ns: Option<i64>,
    /// The car, as `--car` takes it; null if it was not recognised.
    pub(super) car: Option<&'a str>,
    /// How the car is known, or why it is not.
    pub(super) car_known_by: Cow<'a, str>,
    /// The driver's side.
    pub(super) handed: Side,
    /// How many findings there were.
    pub(super) findings: Findings,
    /// How many rules there are.
    pub(super) rules: u64,
    /// How many of them were watched, for at least one subject.
    pub(super) rules_watched: u64,
    /// Notices counted by kind.
    pub(super) notices: BTreeMap<&'static str, u64>,
    /// How good the capture is as a recording; null where that was not judged.
    pub(super) quality: Option<Quality<'a>>,
}

/// How good a capture is as a recording.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::report) struct Quality<'a> {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// What is wrong with it, the worst first; empty for a good one.
    pub(super) reasons: Vec<QualityReason<'a>>,
    /// What is worth knowing and no fault.
    pub(super) remarks: Vec<QualityReason<'a>>,
}

/// One thing about a capture as a recording.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct QualityReason<'a> {
    /// Which, in one word.
    pub(super) id: &'static str,
    /// The best verdict that it allows.
    pub(super) allows: Verdict,
    /// In words.
    pub(super) text: &'a str,
    /// The line or record where it shows first, from 1; null if it has no place.
    pub(super) line: Option<u64>,
}

/// Findings counted by severity.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Findings {
    /// Something is broken.
    pub(super) fault: u64,
    /// Something may be.
    pub(super) warning: u64,
    /// Nothing is.
    pub(super) note: u64,
}

/// Allows no members in a line but those described.
fn close(schema: &mut Schema) {
    let Some(kinds) = schema.get_mut("oneOf").and_then(serde_json::Value::as_array_mut) else { return };
    for kind in kinds.iter_mut().filter_map(serde_json::Value::as_object_mut) {
        kind.insert("unevaluatedProperties".to_owned(), false.into());
    }
}

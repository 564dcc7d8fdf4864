//! What a line on a tester's conversation looks like, and one of each.

use schemars::JsonSchema;
use serde::Serialize;

use crate::ask::Refusal;
use crate::ask::conversation::{Conversation, Question};
use crate::ask::trouble::{Code, Texts};
use crate::report::Session;

/// What one tester asked one unit. Data of answers is not kept, but trouble codes are.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Talk<'a> {
    /// The capture.
    file: &'a str,
    /// The bus; absent where the capture names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'a str>,
    /// The identifier of the questions, three hexadecimal digits for 11 bits, eight for 29.
    request_id: String,
    /// The identifier of the answers.
    response_id: String,
    /// The unit's name in the car's DBC; null if it has none.
    unit: Option<&'a str>,
    /// What was asked, each question once, in the order in which it was first asked.
    questions: Vec<Asked<'a>>,
    /// How often questions were asked that are not among these.
    untold: u64,
}

/// A question, and what came of it each time.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Asked<'a> {
    /// Its bytes in hexadecimal, as far as they are kept: of what is written into a unit or guards a car, only what it is.
    request: String,
    /// The name of its service or parameter; null if it has none in OBD, UDS or KWP2000.
    name: Option<String>,
    /// What the car's DBC calls it; null if it says nothing of it.
    about: Option<&'a str>,
    /// Whether it changes nothing, as far as the standards go.
    reads: bool,
    /// How often it was asked.
    times: u64,
    /// How often it was answered.
    answered: u64,
    /// How often it was refused.
    refused: Vec<Refused>,
    /// How often nothing came.
    unanswered: u64,
    /// When it was first asked.
    first_ns: i64,
    /// When it was last asked.
    last_ns: i64,
    /// The frame in the capture that ended it when it was first asked: its line or record, from 1.
    line: u64,
    /// Trouble codes in the latest answer.
    codes: Vec<Trouble>,
}

/// A refusal.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Refused {
    /// Its code in hexadecimal.
    code: String,
    /// Its name; null if it has none in UDS or KWP2000.
    name: Option<String>,
    /// How often.
    times: u64,
}

/// A trouble code.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Trouble {
    /// Letter and digits, with UDS a dash and the kind of failure behind them.
    code: String,
    /// What it is about, where that may be said.
    text: Option<String>,
    /// The unit's status byte in hexadecimal; null where it says none.
    status: Option<String>,
    /// Whether the unit sees the fault now; null where it does not say.
    present: Option<bool>,
}

impl<'a> Talk<'a> {
    pub(super) fn of(session: &'a Session, talk: &'a Conversation) -> Self {
        Self {
            file: session.capture(),
            channel: Some(session.channel(talk.channel)).filter(|name| !name.is_empty()),
            request_id: talk.tester.to_string(),
            response_id: talk.unit.to_string(),
            unit: talk.name.as_deref(),
            questions: talk.questions.iter().map(Asked::of).collect(),
            untold: talk.untold,
        }
    }
}

impl<'a> Asked<'a> {
    fn of(question: &'a Question) -> Self {
        let bytes: Vec<_> = question.head.bytes().iter().map(|byte| format!("{byte:02X}")).collect();
        let texts = Texts::default();
        Self {
            request: bytes.join(" "),
            name: question.head.name(),
            about: question.about.as_deref(),
            reads: question.head.is_read(),
            times: question.times(),
            answered: question.answered,
            refused: question.refused.iter().map(|(refusal, times)| Refused::of(*refusal, *times)).collect(),
            unanswered: question.unanswered,
            first_ns: question.first.as_nanos(),
            last_ns: question.last.as_nanos(),
            line: question.origin.line,
            codes: question.codes.iter().map(|code| Trouble::of(*code, &texts)).collect(),
        }
    }
}

impl Refused {
    fn of(refusal: Refusal, times: u64) -> Self {
        Self { code: format!("{:02X}", refusal.0), name: refusal.name(), times }
    }
}

impl Trouble {
    /// A code with what `texts` say of it.
    pub(super) fn of(code: Code, texts: &Texts) -> Self {
        Self {
            code: code.to_string(),
            text: texts.of(code).map(str::to_owned),
            status: code.status.map(|status| format!("{:02X}", status.byte())),
            present: code.status.and_then(crate::ask::trouble::Status::is_present),
        }
    }
}

//! Frames as JSON lines, put together from ready pieces. What a line holds stands in `schema.rs`.

use std::io::Write as _;

use super::layout::{Kind, Layout, Ready, Stamp, Value};
use super::number::{Number, hex, integer};
use crate::ask::conversation::{Exchanged, Said};
use crate::body::Grade;
use crate::dbc::{Message, Signal};
use crate::frame::Frame;
use crate::report::json::quote;

/// One object a line.
#[derive(Debug)]
pub(super) struct Json;

impl Layout for Json {
    fn heading(&self) -> &'static str {
        ""
    }

    fn is_by_signal(&self) -> bool {
        false
    }

    fn word(&self, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() + 2);
        quote(&mut out, text);
        out
    }

    fn nameless(&self) -> &'static [u8] {
        b"null"
    }

    fn begin(&self, out: &mut Vec<u8>, kind: Kind, stamp: &Stamp<'_>) {
        out.extend_from_slice(match kind {
            Kind::Signals => br#"{"type":"frame","time_ns":"#,
            Kind::Unknown => br#"{"type":"unknown","time_ns":"#,
            Kind::Remote => br#"{"type":"remote","time_ns":"#,
            Kind::Error => br#"{"type":"error","time_ns":"#,
            Kind::Exchange => br#"{"type":"exchange","time_ns":"#,
        });
        integer(out, stamp.time);
        out.extend_from_slice(br#","file":"#);
        out.extend_from_slice(stamp.file);
        out.extend_from_slice(br#","line":"#);
        integer(out, stamp.line);
        out.extend_from_slice(br#","channel":"#);
        out.extend_from_slice(stamp.channel);
    }

    fn message(&self, message: &Message) -> Vec<u8> {
        let mut out = format!(r#","can_id":"{}","message":"#, message.id).into_bytes();
        quote(&mut out, &message.name);
        out.extend_from_slice(br#","signals":["#);
        out
    }

    fn signal(&self, _: &Message, signal: &Signal, grade: Option<Grade>) -> [Vec<u8>; 3] {
        let mut before = br#"{"name":"#.to_vec();
        quote(&mut before, &signal.name);
        before.extend_from_slice(br#","raw":"#);
        let mut unit = Vec::new();
        if !signal.unit.is_empty() {
            unit.extend_from_slice(br#","unit":"#);
            quote(&mut unit, &signal.unit);
        }
        let after = grade.map_or_else(|| "}".to_owned(), |grade| format!(r#","grade":"{grade}"}}"#));
        [before, unit, after.into_bytes()]
    }

    fn value(&self, out: &mut Vec<u8>, ready: &Ready, value: &Value<'_>, first: bool) {
        if !first {
            out.push(b',');
        }
        out.extend_from_slice(&ready.before);
        number(out, value.raw);
        out.extend_from_slice(br#","value":"#);
        number(out, value.physical);
        out.extend_from_slice(&ready.unit);
        if let Some(label) = value.label {
            out.extend_from_slice(br#","label":"#);
            out.extend_from_slice(label);
        }
        out.extend_from_slice(&ready.after);
    }

    fn end(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"]}\n");
    }

    fn unknown(&self, out: &mut Vec<u8>, frame: &Frame) {
        identifier(out, frame);
        data(out, frame);
    }

    fn remote(&self, out: &mut Vec<u8>, frame: &Frame, message: Option<&str>) {
        identifier(out, frame);
        out.extend_from_slice(br#","message":"#);
        match message {
            Some(name) => quote(out, name),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(br#","length":"#);
        integer(out, frame.len());
        out.extend_from_slice(b"}\n");
    }

    fn exchange(&self, out: &mut Vec<u8>, exchanged: &Exchanged<'_>) {
        let _ = write!(out, r#","request_id":"{}","response_id":"{}""#, exchanged.tester, exchanged.unit);
        let mut optional = |member: &[u8], text: Option<&str>| {
            out.extend_from_slice(member);
            match text {
                Some(text) => quote(out, text),
                None => out.extend_from_slice(b"null"),
            }
        };
        optional(br#","unit":"#, exchanged.name);
        optional(br#","name":"#, exchanged.head.name().as_deref());
        optional(br#","about":"#, exchanged.about);
        let refusal = match exchanged.said {
            Said::Refused(refusal) => Some(refusal.to_string()),
            Said::Data | Said::Pending => None,
        };
        optional(br#","refused":"#, refusal.as_deref());
        out.extend_from_slice(br#","request":""#);
        hex(out, exchanged.head.bytes());
        out.extend_from_slice(br#"","length":"#);
        integer(out, exchanged.length);
        out.extend_from_slice(b"}\n");
    }

    fn error(&self, out: &mut Vec<u8>, frame: &Frame, words: &str) {
        out.extend_from_slice(br#","class":"#);
        integer(out, frame.id.value());
        out.extend_from_slice(br#","error":"#);
        quote(out, words);
        data(out, frame);
    }
}

/// What is no number is none in JSON either.
fn number(out: &mut Vec<u8>, number: Number) {
    if number.is_finite() {
        number.write(out);
    } else {
        out.extend_from_slice(b"null");
    }
}

fn identifier(out: &mut Vec<u8>, frame: &Frame) {
    // Writing to a vector cannot fail.
    let _ = write!(out, r#","can_id":"{}""#, frame.id);
}

fn data(out: &mut Vec<u8>, frame: &Frame) {
    out.extend_from_slice(br#","data":""#);
    hex(out, frame.payload());
    out.extend_from_slice(b"\"}\n");
}

//! Frames as a table of comma-separated values (RFC 4180), one row a signal.

use std::io::Write as _;

use super::layout::{Kind, Layout, Ready, Stamp, Value};
use super::number::{hex, integer, seconds};
use crate::ask::conversation::Exchanged;
use crate::body::Grade;
use crate::dbc::{Message, Signal};
use crate::frame::Frame;
use crate::report::Escaped;

/// One signal a line, under one heading.
#[derive(Debug)]
pub(super) struct Csv;

impl Layout for Csv {
    fn heading(&self) -> &'static str {
        "file,line,time,channel,kind,id,message,signal,raw,value,unit,label,grade,data\n"
    }

    fn is_by_signal(&self) -> bool {
        true
    }

    fn word(&self, text: &str) -> Vec<u8> {
        // Line ends within a field are allowed, but hardly any reader by lines knows that.
        let text = Escaped(text).to_string();
        if text.contains([',', '"']) || text.starts_with(' ') || text.ends_with(' ') {
            return format!("\"{}\"", text.replace('"', "\"\"")).into_bytes();
        }
        text.into_bytes()
    }

    fn nameless(&self) -> &'static [u8] {
        b""
    }

    fn begin(&self, out: &mut Vec<u8>, kind: Kind, stamp: &Stamp<'_>) {
        out.extend_from_slice(stamp.file);
        out.push(b',');
        integer(out, stamp.line);
        out.push(b',');
        seconds(out, stamp.time);
        out.push(b',');
        out.extend_from_slice(stamp.channel);
        out.push(b',');
        out.extend_from_slice(kind.word().as_bytes());
        out.push(b',');
    }

    fn message(&self, _: &Message) -> Vec<u8> {
        Vec::new()
    }

    fn signal(&self, message: &Message, signal: &Signal, grade: Option<Grade>) -> [Vec<u8>; 3] {
        let mut before = format!("{},", message.id).into_bytes();
        before.extend(self.word(&message.name));
        before.push(b',');
        before.extend(self.word(&signal.name));
        before.push(b',');
        let after = format!(",{},\n", grade.map_or_else(String::new, |grade| grade.to_string()));
        [before, self.word(&signal.unit), after.into_bytes()]
    }

    fn value(&self, out: &mut Vec<u8>, ready: &Ready, value: &Value<'_>, _: bool) {
        out.extend_from_slice(&ready.before);
        value.raw.write(out);
        out.push(b',');
        value.physical.write(out);
        out.push(b',');
        out.extend_from_slice(&ready.unit);
        out.push(b',');
        out.extend_from_slice(value.label.unwrap_or_default());
        out.extend_from_slice(&ready.after);
    }

    fn end(&self, _: &mut Vec<u8>) {}

    fn unknown(&self, out: &mut Vec<u8>, frame: &Frame) {
        // Writing to a vector cannot fail.
        let _ = write!(out, "{},,,,,,,,", frame.id);
        hex(out, frame.payload());
        out.push(b'\n');
    }

    fn remote(&self, out: &mut Vec<u8>, frame: &Frame, message: Option<&str>) {
        let _ = write!(out, "{},", frame.id);
        out.extend(self.word(message.unwrap_or_default()));
        let _ = writeln!(out, ",,,,,length {},,", frame.len());
    }

    fn exchange(&self, out: &mut Vec<u8>, exchanged: &Exchanged<'_>) {
        let _ = write!(out, "{},", exchanged.tester);
        out.extend(self.word(exchanged.name.unwrap_or_default()));
        out.push(b',');
        out.extend(self.word(&exchanged.head.to_string()));
        out.extend_from_slice(b",,,,");
        out.extend(self.word(&exchanged.outcome()));
        out.extend_from_slice(b",,\n");
    }

    fn error(&self, out: &mut Vec<u8>, frame: &Frame, words: &str) {
        out.extend_from_slice(b",,,,,,");
        out.extend(self.word(words));
        out.extend_from_slice(b",,");
        hex(out, frame.payload());
        out.push(b'\n');
    }
}

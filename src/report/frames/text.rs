//! Frames for a person: one line a frame, as `candump` shows them, with names and values in the place of bytes.

use std::io::Write as _;

use super::layout::{Kind, Layout, Ready, Stamp, Value};
use super::number::seconds;
use crate::ask::conversation::Exchanged;
use crate::body::Grade;
use crate::dbc::{Message, Signal};
use crate::frame::Frame;
use crate::report::{Escaped, Palette, doubt};

/// One frame a line.
#[derive(Debug)]
pub(super) struct Text(pub(super) Palette);

impl Layout for Text {
    fn heading(&self) -> &'static str {
        ""
    }

    fn is_by_signal(&self) -> bool {
        false
    }

    fn word(&self, text: &str) -> Vec<u8> {
        Escaped(text).to_string().into_bytes()
    }

    fn nameless(&self) -> &'static [u8] {
        b""
    }

    fn begin(&self, out: &mut Vec<u8>, _: Kind, stamp: &Stamp<'_>) {
        let start = out.len();
        seconds(out, stamp.time);
        // Times that count from the first frame stay in one column for the first quarter of an hour.
        let width = out.len() - start;
        let narrow = 10_usize.saturating_sub(width);
        out.extend_from_slice(&b"          "[..narrow]);
        out[start..].rotate_right(narrow);
        out.extend_from_slice(b"  ");
        if !stamp.channel.is_empty() {
            out.extend_from_slice(stamp.channel);
            out.extend_from_slice(b"  ");
        }
    }

    fn message(&self, message: &Message) -> Vec<u8> {
        let heading = self.0.heading();
        format!("{}  {heading}{}{heading:#}", message.id, Escaped(&message.name)).into_bytes()
    }

    fn signal(&self, _: &Message, signal: &Signal, grade: Option<Grade>) -> [Vec<u8>; 3] {
        let faint = self.0.faint();
        let before = format!("  {}{faint}={faint:#}", Escaped(&signal.name));
        let unit = if signal.unit.is_empty() { String::new() } else { format!(" {}", Escaped(&signal.unit)) };
        let doubt =
            grade.and_then(doubt).map(|doubt| format!(" {faint}{doubt}{faint:#}")).unwrap_or_default();
        [before, unit, doubt].map(String::into_bytes)
    }

    fn value(&self, out: &mut Vec<u8>, ready: &Ready, value: &Value<'_>, _: bool) {
        out.extend_from_slice(&ready.before);
        if let Some(label) = value.label {
            out.extend_from_slice(label);
            out.extend_from_slice(b" (");
        }
        value.physical.write(out);
        out.extend_from_slice(&ready.unit);
        if !value.physical.is_same(value.raw) {
            out.extend_from_slice(if value.label.is_some() { b", raw " } else { b" (raw " });
            value.raw.write(out);
            out.push(b')');
        } else if value.label.is_some() {
            out.push(b')');
        }
        out.extend_from_slice(&ready.after);
    }

    fn end(&self, out: &mut Vec<u8>) {
        out.push(b'\n');
    }

    fn unknown(&self, out: &mut Vec<u8>, frame: &Frame) {
        let faint = self.0.faint();
        // Writing to a vector cannot fail.
        let _ = write!(out, "{}  {faint}unknown{faint:#} ", frame.id);
        for byte in frame.payload() {
            let _ = write!(out, " {byte:02X}");
        }
        out.push(b'\n');
    }

    fn remote(&self, out: &mut Vec<u8>, frame: &Frame, message: Option<&str>) {
        let _ = write!(out, "{}", frame.id);
        if let Some(name) = message {
            let _ = write!(out, "  {}", Escaped(name));
        }
        let _ = writeln!(out, "  remote frame of length {}", frame.len());
    }

    fn exchange(&self, out: &mut Vec<u8>, exchanged: &Exchanged<'_>) {
        let heading = self.0.heading();
        let unit = exchanged.name.map(|name| format!("  {heading}{}{heading:#}", Escaped(name)));
        let about = exchanged.about.map(|about| format!(" {}", Escaped(about)));
        let (unit, about) = (unit.unwrap_or_default(), about.unwrap_or_default());
        let (tester, head, outcome) = (exchanged.tester, &exchanged.head, exchanged.outcome());
        let _ = writeln!(out, "{tester}{unit}  asked {head}{about}: {outcome}");
    }

    fn error(&self, out: &mut Vec<u8>, _: &Frame, words: &str) {
        let _ = writeln!(out, "error frame: {words}");
    }
}

//! The report for programs: one JSON object a line, in order of time, each finding once, when it is final; of a live
//! session, also when it is raised. What a line looks like stands in `line.rs` and `term.rs`; its JSON Schema is made from there.

mod cause;
mod checkup;
mod convert;
mod line;
mod talk;
mod term;
mod visible;

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{Ending, Report, Session};
use crate::diagnosis::Diagnosis;
use crate::frame::Time;
use crate::monitor::{Finding, Output};
use crate::notice::{Notice, Notices};

pub use checkup::checkup;
pub(super) use convert::quality;
use line::Line;
pub(super) use line::Quality;
use visible::Visible;

/// Writes JSON lines. It keeps the findings that still last and a bounded number of notices, nothing else.
pub struct Json<W> {
    out: W,
    open: Vec<Finding>,
    notices: Notices,
    /// The session goes on while it is reported.
    is_live: bool,
}

impl<W: Write> Json<W> {
    /// A report to `out`.
    pub fn new(out: W) -> Self {
        Self { out, open: Vec::new(), notices: Notices::default(), is_live: false }
    }

    /// A report to `out` on a session that goes on meanwhile: the car is told when it is known, and a finding both when
    /// it is raised and when it is over.
    pub fn live(out: W) -> Self {
        Self { is_live: true, ..Self::new(out) }
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        write_line(&mut self.out, line)
    }

    fn finding(&mut self, session: &Session, finding: &Finding) -> io::Result<()> {
        self.line(&Line::Finding(convert::finding(session, finding)))
    }
}

impl<W: Write> Json<W> {
    /// Writes a diagnosis alone, of that capture or of none.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn diagnosis(&mut self, file: Option<&str>, diagnosis: &Diagnosis) -> io::Result<()> {
        self.line(&Line::Diagnosis(cause::Diagnosis::of(file, diagnosis)))
    }
}

impl<W: Write> Report for Json<W> {
    fn begin(&mut self, _: &Session) -> io::Result<()> {
        Ok(())
    }

    fn output(&mut self, session: &Session, output: Output) -> io::Result<()> {
        match output {
            Output::Event(event) => self.line(&Line::Event(convert::event(session, &event))),
            Output::Finding(finding) => {
                self.open.retain(|open| open.number != finding.number);
                if finding.cleared.is_some() || self.is_live {
                    return self.finding(session, &finding);
                }
                self.open.push(finding);
                Ok(())
            }
            Output::Notice(notice) => {
                let line = Line::Notice(convert::notice(session, None, &notice));
                let written = self.notices.counts().iter().find(|(kind, _)| *kind == notice.kind);
                if written.is_none_or(|&(_, count)| count < crate::notice::KEPT_PER_KIND as u64) {
                    self.line(&line)?;
                }
                self.notices.add(notice);
                Ok(())
            }
        }
    }

    fn car(&mut self, session: &Session) -> io::Result<()> {
        self.line(&Line::Car(convert::car(session)))
    }

    fn tell(&mut self, session: &Session, time: Option<Time>, notice: Notice) -> io::Result<()> {
        self.line(&Line::Notice(convert::notice(session, time, &notice)))?;
        self.notices.add(notice);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn end(&mut self, session: &Session, ending: &Ending) -> io::Result<()> {
        for finding in std::mem::take(&mut self.open) {
            self.finding(session, &finding)?;
        }
        for unwatched in &ending.unwatched {
            self.line(&Line::Unwatched(convert::unwatched(session, unwatched)))?;
        }
        for conversation in &ending.conversations {
            self.line(&Line::Conversation(talk::Talk::of(session, conversation)))?;
        }
        self.line(&Line::Diagnosis(cause::Diagnosis::of(Some(session.capture()), &ending.diagnosis)))?;
        let notices = std::mem::take(&mut self.notices);
        self.line(&Line::Summary(convert::summary(session, ending, &notices)))
    }
}

/// Writes `line` as one line that holds nothing that steers a terminal.
pub(super) fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    line.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Visible))?;
    out.write_all(b"\n")
}

/// Adds `text` to `out` as a JSON string that holds nothing that steers a terminal.
pub(super) fn quote(out: &mut Vec<u8>, text: &str) {
    // Writing to a vector cannot fail, and a text is always JSON.
    let _ = text.serialize(&mut serde_json::Serializer::with_formatter(out, Visible));
}

/// The JSON Schema (draft 2020-12) of every line.
pub fn schema() -> serde_json::Value {
    // As lines are written, not as they might be read: what is always there is required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Line<'static>>().to_value()
}

//! The front for pipes, logs and plain terminals: a report line by line, and marks typed as lines.

use std::io;

use super::front::{Front, Standing, Wish};
use super::typed::Typed;
use crate::body::Mark;
use crate::frame::{Frame, Time};
use crate::monitor::Output;
use crate::notice::Notice;
use crate::report::{Ending, Report, Session};

/// A report that is written as things happen.
pub(super) struct Lines<'a> {
    report: Box<dyn Report + 'a>,
    typed: Option<Typed>,
    failure: Option<io::Error>,
    has_failed: bool,
}

impl<'a> Lines<'a> {
    /// Writes `report`; marks are taken from `typed`.
    pub(super) fn new(report: Box<dyn Report + 'a>, typed: Option<Typed>) -> Self {
        Self { report, typed, failure: None, has_failed: false }
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Report) -> io::Result<()>) {
        if self.has_failed {
            return;
        }
        if let Err(error) = write(self.report.as_mut()) {
            self.has_failed = true;
            self.failure = Some(error);
        }
    }
}

impl Front for Lines<'_> {
    fn begin(&mut self, session: &Session) {
        self.write(|report| report.begin(session));
    }

    fn car(&mut self, session: &Session) {
        self.write(|report| report.car(session));
    }

    fn output(&mut self, session: &Session, output: Output) {
        self.write(|report| report.output(session, output));
    }

    fn tell(&mut self, session: &Session, time: Option<Time>, notice: Notice) {
        self.write(|report| report.tell(session, time, notice));
    }

    fn frame(&mut self, _: &Frame) {}

    fn mark(&mut self, _: &Mark) {}

    fn advance(&mut self, session: &Session, now: Time) {
        self.write(|report| report.advance(session, now));
    }

    fn stand(&mut self, _: &Standing<'_>) {}

    fn end(&mut self, session: &Session, ending: &Ending) {
        self.write(|report| report.end(session, ending));
    }

    fn flush(&mut self) {
        self.write(|report| report.flush());
    }

    fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    async fn wish(&mut self) -> Wish {
        match &mut self.typed {
            Some(typed) => typed.wish().await,
            None => std::future::pending().await,
        }
    }
}

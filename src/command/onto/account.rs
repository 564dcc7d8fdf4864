//! What was sent and what not, and how late: the answer at the end.

use std::io::{self, Write};
use std::time::Duration;

use super::lateness::Lateness;
use super::pace::Odd;
use crate::bus::Unsendable;
use crate::notice::{Notice, Notices};
use crate::report::{Escaped, count, wrap};

/// Why a frame was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// It is of another bus of the capture.
    OtherBus,
    /// The bus cannot have it.
    Unsendable(Unsendable),
}

/// The account of one sending.
pub(super) struct Account {
    interface: String,
    lateness: Lateness,
    took: Duration,
    left: [u64; 3],
    odd: [u64; 2],
    notices: Notices,
    /// The first notice of all, with its place, for a person to look at.
    first: Option<String>,
}

impl Account {
    /// Of nothing yet.
    pub(super) fn new(interface: &str) -> Self {
        Self {
            interface: interface.to_owned(),
            lateness: Lateness::new(),
            took: Duration::ZERO,
            left: [0; 3],
            odd: [0; 2],
            notices: Notices::default(),
            first: None,
        }
    }

    /// A frame left `passed` after the first one, so much later than it was due.
    pub(super) fn sent(&mut self, passed: Duration, late: Duration) {
        self.took = passed;
        self.lateness.add(late);
    }

    pub(super) fn leave(&mut self, left: Left) {
        self.left[match left {
            Left::OtherBus => 0,
            Left::Unsendable(Unsendable::ErrorFrame) => 1,
            Left::Unsendable(Unsendable::TooWide) => 2,
        }] += 1;
    }

    pub(super) fn odd(&mut self, odd: Odd) {
        self.odd[match odd {
            Odd::Backwards => 0,
            Odd::Cut => 1,
        }] += 1;
    }

    /// Something was wrong with the capture called `name`.
    pub(super) fn notice(&mut self, name: &str, notice: Notice) {
        self.first.get_or_insert_with(|| format!("{name}:{}: {}", notice.origin.line, notice.text));
        self.notices.add(notice);
    }

    /// Frames sent.
    pub(super) const fn frames(&self) -> u64 {
        self.lateness.frames()
    }

    /// Tells it.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let frames = count(self.frames(), "frame");
        let name = Escaped(&self.interface);
        writeln!(out, "{frames} sent onto {name} in {:.3} s", self.took.as_secs_f64())?;
        if self.frames() > 1 {
            let late = &self.lateness;
            let [half, most, worst] = [late.percentile(50), late.percentile(99), late.worst()].map(millis);
            writeln!(
                out,
                "  lateness: half at most {half} ms, 99 % at most {most} ms, the worst {worst} ms; none early"
            )?;
        }
        let why = [
            ("of another bus of the capture (--channel NAME sends that one)", self.left[0]),
            ("error frames: what a controller reports is nothing to send", self.left[1]),
            ("CAN FD frames: this interface has classic CAN only", self.left[2]),
        ];
        for (why, frames) in why.into_iter().filter(|(_, frames)| *frames > 0) {
            writeln!(out, "  {} not sent, {why}", count(frames, "frame"))?;
        }
        if self.odd[0] > 0 {
            writeln!(out, "  {} back in time, taken as no gap", count(self.odd[0], "jump"))?;
        }
        if self.odd[1] > 0 {
            writeln!(out, "  {} cut by --max-gap", count(self.odd[1], "silence"))?;
        }
        for &(kind, times) in self.notices.counts() {
            writeln!(out, "  {} in the capture", count(times, kind.id()))?;
        }
        if let Some(first) = &self.first {
            writeln!(out, "    first {}", wrap(&Escaped(first).to_string(), 10, 6))?;
        }
        Ok(())
    }
}

fn millis(span: Duration) -> String {
    format!("{:.3}", span.as_secs_f64() * 1000.0)
}

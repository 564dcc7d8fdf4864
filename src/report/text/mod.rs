//! The report for a person beside a car: the story with times, each finding with the frames it rests on, then
//! what could not be watched and why. Its parts are laid out in the files below.

mod cause;
mod closing;
mod difference;
mod finding;
mod flutter;
mod header;
mod layout;
mod notices;
mod sentence;
mod story;
mod talk;
mod told;

use std::io::{self, Write};

pub use cause::full as diagnosis;
pub use difference::difference;
pub(crate) use finding::{bytes, shows};
pub use layout::wrap;
pub use notices::notices;
pub(crate) use sentence::sentence;

use super::groups::Groups;
use super::{Ending, Escaped, Palette, Report, Session};
use crate::ask::conversation::Exchanged;
use crate::frame::Time;
use crate::monitor::Output;
use crate::notice::{Notice, NoticeKind, Notices};
use story::{Story, To};
use talk::Talks;

/// Writes a text report. It keeps a bounded number of findings and notices, however many come.
pub struct Text<W> {
    out: W,
    palette: Palette,
    story: Story,
    talks: Talks,
    groups: Groups,
    notices: Notices,
    sessions: u64,
    /// The session goes on while it is reported.
    is_live: bool,
}

impl<W: Write> Text<W> {
    /// A report to `out`, coloured by `palette`.
    pub fn new(out: W, palette: Palette) -> Self {
        Self {
            out,
            palette,
            story: Story::default(),
            talks: Talks::default(),
            groups: Groups::default(),
            notices: Notices::default(),
            sessions: 0,
            is_live: false,
        }
    }

    /// A report to `out` on a session that goes on meanwhile: the car is told when it is known, and each kind of finding
    /// with its frames as soon as it is raised.
    pub fn live(out: W, palette: Palette) -> Self {
        Self { is_live: true, ..Self::new(out, palette) }
    }
}

impl<W: Write> Report for Text<W> {
    fn begin(&mut self, session: &Session) -> io::Result<()> {
        if self.sessions > 0 {
            writeln!(self.out, "\n")?;
        }
        self.sessions += 1;
        header::input(&mut self.out, self.palette, session)?;
        if self.is_live { Ok(()) } else { header::car(&mut self.out, session) }
    }

    fn car(&mut self, session: &Session) -> io::Result<()> {
        let mut to = To { out: &mut self.out, palette: self.palette, session };
        self.story.flush(&mut to)?;
        header::car(&mut self.out, session)
    }

    fn tell(&mut self, session: &Session, time: Option<Time>, notice: Notice) -> io::Result<()> {
        let place = session.place(notice.origin);
        let mut to = To { out: &mut self.out, palette: self.palette, session };
        self.story.aside(&mut to, time, &Escaped(&format!("{place}: {}", notice.text)).to_string())?;
        // That interfaces come and go, and that something is recorded, is no fault.
        if !matches!(notice.kind, NoticeKind::Interface | NoticeKind::Recording | NoticeKind::Asking) {
            self.notices.add(notice);
        }
        Ok(())
    }

    fn advance(&mut self, session: &Session, now: Time) -> io::Result<()> {
        let mut to = To { out: &mut self.out, palette: self.palette, session };
        self.story.advance(&mut to, now)
    }

    fn output(&mut self, session: &Session, output: Output) -> io::Result<()> {
        match output {
            Output::Event(event) => {
                let mut to = To { out: &mut self.out, palette: self.palette, session };
                self.story.event(&mut to, &event)
            }
            Output::Notice(notice) => {
                self.notices.add(notice);
                Ok(())
            }
            Output::Finding(finding) => {
                let mut to = To { out: &mut self.out, palette: self.palette, session };
                self.story.finding(&mut to, &finding)?;
                if self.groups.add(finding.clone()) && self.is_live {
                    finding::write_new(&mut self.out, self.palette, session, &finding)?;
                }
                Ok(())
            }
        }
    }

    fn exchanged(&mut self, session: &Session, exchanged: &Exchanged<'_>) -> io::Result<()> {
        let mut to = To { out: &mut self.out, palette: self.palette, session };
        self.talks.tell(&mut self.story, &mut to, exchanged)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn end(&mut self, session: &Session, ending: &Ending) -> io::Result<()> {
        let mut to = To { out: &mut self.out, palette: self.palette, session };
        std::mem::take(&mut self.story).end(&mut to, ending.last)?;
        for group in self.groups.take() {
            finding::write(&mut self.out, self.palette, session, &group)?;
        }
        self.talks = Talks::default();
        talk::write(&mut self.out, self.palette, session, &ending.conversations)?;
        cause::brief(&mut self.out, self.palette, ending)?;
        closing::write(&mut self.out, self.palette, session, ending, &std::mem::take(&mut self.notices))
    }
}

//! What a session brought to light, written down: as text for a person beside a car, as JSON lines for programs,
//! as a page to hand over, as `JUnit` for CI. It draws no conclusions, opens no files and knows nothing of terminals.

mod asked;
mod check;
mod checkup;
mod escape;
mod frames;
mod gaps;
mod groups;
mod html;
mod inspection;
mod json;
mod junit;
mod learned;
pub(crate) mod reasoning;
mod scrub;
mod session;
mod sources;
mod style;
mod text;
mod timing;
mod words;

use std::io;

pub use asked::{Asked, json as asked_json, schema as asked_schema, text as asked_text};
pub use check::{Check, json as check_json, schema as check_schema, text as check_text};
pub use checkup::checkup;
pub use escape::Escaped;
pub use frames::{Choice as ChosenMessage, Form as FrameForm, Frames, Written, schema as frames_schema};
pub(crate) use gaps::{Gap, gaps, partial};
pub use html::{Making, Page};
pub use inspection::{
    Bus as InspectedBus, Inspection, json as inspection_json, schema as inspection_schema,
    text as inspection_text,
};
pub use json::{Json, checkup as checkup_json, schema};
pub use junit::{Outcome, write as junit};
pub use learned::{Learned, json as learned_json, schema as learned_schema, text as learned_text};
pub use scrub::{Scrubbed, json as scrub_json, schema as scrub_schema, text as scrub_text};
pub use session::{Car, Ending, Session, Stop, Tally, wholly_unwatched};
pub use sources::sources;
pub use style::Palette;
pub use text::{Text, diagnosis, difference, notices, wrap};
pub(crate) use text::{bytes, sentence, shows};
pub(crate) use words::{change, reason, subject, value_words};
pub use words::{count, doubt, duration, number};

use crate::ask::conversation::Exchanged;
use crate::frame::Time;
use crate::monitor::Output;
use crate::notice::Notice;

/// Something that a session is written to, as it goes along.
pub trait Report {
    /// The session begins: its car has been recognised, or not. Only notices may come before it.
    ///
    /// # Errors
    /// If it cannot be written.
    fn begin(&mut self, session: &Session) -> io::Result<()>;

    /// The monitor said something. A finding comes when it is raised, and again when it is cleared.
    ///
    /// # Errors
    /// If it cannot be written.
    fn output(&mut self, session: &Session, output: Output) -> io::Result<()>;

    /// Of a session that goes on while it is reported: its car became known, or it became clear that it is not; may be
    /// said again when more becomes known.
    ///
    /// # Errors
    /// If it cannot be written.
    fn car(&mut self, session: &Session) -> io::Result<()> {
        let _ = session;
        Ok(())
    }

    /// Of such a session: something that happened to the way frames come, at `time` by their clock; `None` before the
    /// first of them.
    ///
    /// # Errors
    /// If it cannot be written.
    fn tell(&mut self, session: &Session, time: Option<Time>, notice: Notice) -> io::Result<()> {
        let _ = time;
        self.output(session, Output::Notice(notice))
    }

    /// Of such a session: nothing more will come from before `now`, so what waited for company can be told.
    ///
    /// # Errors
    /// If it cannot be written.
    fn advance(&mut self, session: &Session, now: Time) -> io::Result<()> {
        let _ = (session, now);
        Ok(())
    }

    /// A tester's question was answered or refused, on a bus that is listened to.
    ///
    /// # Errors
    /// If it cannot be written.
    fn exchanged(&mut self, session: &Session, exchanged: &Exchanged<'_>) -> io::Result<()> {
        let _ = (session, exchanged);
        Ok(())
    }

    /// Of such a session: whoever reads must be able to see now what was written.
    ///
    /// # Errors
    /// If it cannot be written.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// The session ends.
    ///
    /// # Errors
    /// If it cannot be written.
    fn end(&mut self, session: &Session, ending: &Ending) -> io::Result<()>;
}

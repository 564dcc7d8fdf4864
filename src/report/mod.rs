//! What a session brought to light, written down: as text for a person beside a car, as JSON lines for programs,
//! as `JUnit` for CI. It draws no conclusions, opens no files and knows nothing of terminals.

mod checkup;
mod escape;
mod json;
mod junit;
mod session;
mod style;
mod text;
mod words;

use std::io;

pub use checkup::checkup;
pub use escape::Escaped;
pub use json::{Json, checkup as checkup_json, schema};
pub use junit::{Outcome, write as junit};
pub use session::{Car, Ending, Session, Stop, Tally, wholly_unwatched};
pub use style::Palette;
pub(crate) use text::{Gap, bytes, gaps, partial, sentence, shows};
pub use text::{Text, diagnosis, difference, notices, wrap};
pub(crate) use words::{change, reason, subject, value_words};
pub use words::{count, doubt, duration, number};

use crate::monitor::Output;

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

    /// The session ends.
    ///
    /// # Errors
    /// If it cannot be written.
    fn end(&mut self, session: &Session, ending: &Ending) -> io::Result<()>;
}

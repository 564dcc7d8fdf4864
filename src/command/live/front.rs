//! What a live session is shown on, and what the person in front of it wishes. One is chosen when the session begins.

use std::io;

use super::following::Following;
use super::ways::Way;
use crate::body::Mark;
use crate::capture::marks::MarkKind;
use crate::capture::record::Recorder;
use crate::frame::{Frame, Time};
use crate::monitor::Output;
use crate::notice::Notice;
use crate::report::{Ending, Session};

/// What a person wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// To note what was seen or done, now, in the person's own words.
    Mark(MarkKind, String),
    /// To be told that these words mean nothing, and what would.
    Puzzled(String, &'static str),
    /// To record from now on, or to have the ring written.
    Record,
    /// To end the recording.
    EndRecord,
    /// To end.
    Quit,
    /// Nothing: the front is gone.
    Nothing,
}

/// How things stand, for fronts that show it all the time.
pub(super) struct Standing<'a> {
    /// The car.
    pub(super) following: &'a Following<'a>,
    /// The time by the clock of the frames.
    pub(super) now: Time,
    /// The interfaces, by channel.
    pub(super) ways: &'a [Way],
    /// The recording, if there is one.
    pub(super) recorder: Option<&'a Recorder>,
}

/// Something a session is shown on. What goes wrong with it is told by [`Front::failure`], since listening may have to go on.
pub(super) trait Front {
    /// The session begins; the car is not known yet.
    fn begin(&mut self, session: &Session);

    /// The car became known, or it became clear that it is not.
    fn car(&mut self, session: &Session);

    /// The monitor said something.
    fn output(&mut self, session: &Session, output: Output);

    /// Something happened to the way frames come, or to the recording.
    fn tell(&mut self, session: &Session, time: Option<Time>, notice: Notice);

    /// A frame came, of any bus.
    fn frame(&mut self, frame: &Frame);

    /// A person's mark was handed to the monitor.
    fn mark(&mut self, mark: &Mark);

    /// Nothing more will come from before `now`.
    fn advance(&mut self, session: &Session, now: Time);

    /// How things stand, several times a second.
    fn stand(&mut self, standing: &Standing<'_>);

    /// The session ends.
    fn end(&mut self, session: &Session, ending: &Ending);

    /// Whoever looks must see now what was said.
    fn flush(&mut self);

    /// Why nothing can be shown any more, once.
    fn failure(&mut self) -> Option<io::Error>;

    /// Waits for a wish. Losing the race in a `select!` loses no wish.
    async fn wish(&mut self) -> Wish;
}

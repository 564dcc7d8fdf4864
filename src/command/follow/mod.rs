//! Following one capture from its first frame to its last: the car is recognised, each frame goes to the monitor,
//! and what the monitor says goes to a report.

pub(super) mod beginning;
pub(super) mod marks;
pub(super) mod recognition;
mod run;

use std::path::Path;

use super::progress::Watch;
use super::reading::Settings;
use super::{Error, Exit};
use crate::capture::Reader;
use crate::diagnosis::Case;
use crate::frame::SourceId;
use crate::report::{Page, Report, Stop, Tally};
use recognition::Recognition;
use run::Run;

/// The place of the capture in the names of a session.
pub(super) const CAPTURE: SourceId = SourceId(0);
/// The place of the marks.
pub(super) const MARKS: SourceId = SourceId(1);
/// The place of the car's own file.
pub(super) const DBC: SourceId = SourceId(2);

/// Buses of one capture told apart at most; real captures have two or three.
pub(super) const MOST_BUSES: usize = 16;

/// What following needs besides the capture.
pub(super) struct Follower<'a> {
    /// How captures are to be read.
    pub(super) settings: &'a Settings,
    /// What looks up now and then.
    pub(super) watch: Watch<'a>,
}

/// How it went.
#[derive(Debug, Clone)]
pub(super) struct Followed {
    pub(super) name: String,
    pub(super) tally: Tally,
    pub(super) stop: Stop,
    /// Whether there was a car to watch.
    pub(super) is_watched: bool,
}

impl Followed {
    /// What a person should be told on standard error: why reading stopped, or that nothing could be watched.
    pub(super) fn failure(&self) -> Option<String> {
        match &self.stop {
            Stop::Failed(why) => Some(why.clone()),
            _ if !self.is_watched => Some(format!(
                "{}: no frame of a car that is known was heard in it, so nothing could be watched",
                self.name
            )),
            _ => None,
        }
    }

    /// What it means for the exit code.
    pub(super) fn exit(&self) -> Exit {
        match self.stop {
            Stop::Failed(_) => Exit::Failed,
            _ if self.tally.is_bad() => Exit::Found,
            _ if !self.is_watched => Exit::Failed,
            _ => Exit::Clean,
        }
    }
}

impl Follower<'_> {
    /// Follows the capture at `path`, which the report calls `name`.
    ///
    /// # Errors
    /// If it cannot be opened, its marks cannot be read, or the report cannot be written. What fails later ends the
    /// report.
    pub(super) fn follow(&self, path: &Path, name: &str, report: &mut dyn Report) -> Result<Followed, Error> {
        Ok(self.diagnose(path, name, report, None)?.0)
    }

    /// The same, with what was seen for a diagnosis that asks further; it is collected for `page`, too.
    ///
    /// # Errors
    /// Those of [`Follower::follow`].
    pub(super) fn diagnose(
        &self,
        path: &Path,
        name: &str,
        report: &mut dyn Report,
        page: Option<&mut Page>,
    ) -> Result<(Followed, Case), Error> {
        let reader = Reader::open(path, CAPTURE)?;
        let marks = marks::Given::read(path, name, self.settings)?;
        let recognition = Recognition::new(self.settings);
        Run::new(self, name, &reader, report, page).go(reader, recognition, marks)
    }
}

/// How a report calls a file that a person named.
pub(super) fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

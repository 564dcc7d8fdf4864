//! What a guided search leaves behind: a recording of all that was heard, and beside it what was done when, so that it can be
//! learned again without the car.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::capture::marks;
use crate::capture::record::{Plan, Recorder};
use crate::command::Error;
use crate::command::live::begin_recording;
use crate::frame::{Frame, Time};
use crate::learn::{Learner, Window};

/// How a marks file says what was asked for and when, so that whoever knows nothing of it passes over it.
const ASKED: &str = "note asked: ";

/// The action that a line of a marks file says was asked for, in its words.
pub(in crate::command) fn asked_in(text: &str) -> Option<&str> {
    text.strip_prefix(ASKED)
}

/// The recording of a search.
#[derive(Debug)]
pub(super) struct Notes {
    path: PathBuf,
    recorder: Recorder,
    written: Vec<Window>,
}

impl Notes {
    /// Begins it, in `path` or in a file named after the time.
    ///
    /// # Errors
    /// If the file is there already, or cannot be written.
    pub(super) fn begin(path: Option<PathBuf>, interface: &str, now: Time) -> Result<Self, Error> {
        let named = || PathBuf::from(format!("doorjamb-{}.log", now.as_nanos() / 1_000_000_000));
        let path = path.unwrap_or_else(named);
        let plan = Plan { path: path.clone(), ..Plan::default() };
        let mut recorder = begin_recording(plan)?;
        recorder.set_names([interface].into_iter());
        Ok(Self { path, recorder, written: Vec::new() })
    }

    /// Where the recording is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn frame(&mut self, frame: &Frame) {
        self.recorder.frame(frame);
    }

    pub(super) fn flush(&mut self) {
        self.recorder.flush();
    }

    /// Writes down what was done so far, if that changed. What cannot be written now is written next time.
    pub(super) fn marks(&mut self, learner: &Learner) {
        if self.written != learner.windows() && fs::write(self.beside(), text(learner.windows())).is_ok() {
            self.written = learner.windows().to_vec();
        }
    }

    /// Ends the recording; says where it is.
    ///
    /// # Errors
    /// If it is not complete.
    pub(super) fn finish(self, learner: &Learner, now: Time) -> Result<PathBuf, Error> {
        let path = self.beside();
        fs::write(&path, text(learner.windows())).map_err(|source| Error::Write { path, source })?;
        let failed = |(path, why)| Error::Write { path, source: io::Error::other(why) };
        self.recorder.finish(now).map_err(failed)?;
        Ok(self.path)
    }

    fn beside(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".marks");
        PathBuf::from(name)
    }
}

/// What was done, a marks file. When it was asked for stands before it, since it was done between the two.
fn text(windows: &[Window]) -> String {
    let lines = |Window { action, begin, end }: &Window| {
        let words = action.to_string();
        [marks::line(*begin, &format!("{ASKED}{words}")), marks::line(*end, &words)].concat()
    };
    windows.iter().map(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Handedness;
    use crate::capture::marks::{MarkKind, Marks};
    use crate::frame::SourceId;
    use crate::learn::Action;

    #[test]
    fn what_was_done_is_read_back_with_when_it_was_asked_for() {
        let action = Action::parse("tailgate open", Handedness::Left).unwrap();
        let window =
            Window { action, begin: Time::from_nanos(1_500_000_000), end: Time::from_nanos(4_000_001_000) };
        let read = Marks::parse(text(&[window]).as_bytes(), SourceId(0));
        assert!(read.notices.is_empty(), "{:?}", read.notices);
        let [asked, done] = read.marks.as_slice() else { panic!("{read:?}") };
        assert_eq!((asked.time, asked.kind, done.time), (window.begin, MarkKind::Note, window.end));
        assert_eq!(asked_in(&asked.text), Some(done.text.as_str()));
        assert_eq!(Action::parse(&done.text, Handedness::Left), Ok(action));
        assert_eq!(asked_in("note it rains"), None);
    }
}

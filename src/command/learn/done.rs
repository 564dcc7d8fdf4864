//! What was done when, from the marks beside a recording or from the command line.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::super::Error;
use super::super::guide::asked_in;
use super::super::moment::Moment;
use crate::body::Handedness;
use crate::capture::marks::{MarkKind, Marks};
use crate::frame::{SourceId, Time};
use crate::learn::{Action, Window};
use crate::notice::Notice;

/// A stretch of time on the command line, `12.5..14` or one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct During {
    begin: Moment,
    end: Moment,
}

impl FromStr for During {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (begin, end) = text.split_once("..").unwrap_or((text, text));
        Ok(Self { begin: begin.trim().parse()?, end: end.trim().parse()? })
    }
}

/// What was done in one recording.
#[derive(Debug, Default)]
pub(super) struct Done {
    on_line: Vec<(During, Action)>,
    marked: Vec<Window>,
    /// What was wrong with the marks.
    pub(super) notices: Vec<Notice>,
    /// Their file, if there is one.
    pub(super) file: Option<PathBuf>,
}

impl Done {
    /// What the command line says: a stretch of time and an action, in turn.
    ///
    /// # Errors
    /// If one of them says nothing known.
    pub(super) fn on_line(during: &[String], handedness: Handedness) -> Result<Self, Error> {
        let pair = |pair: &[String]| {
            let [when, what] = pair else { return Err(Error::NoAction { problem: GIVE.to_owned() }) };
            let problem = |problem: &str| Error::NoAction { problem: format!("--during {when}: {problem}") };
            let during: During = when.parse().map_err(problem)?;
            let action = Action::parse(what, handedness).map_err(|error| problem(&error))?;
            Ok((during, action))
        };
        Ok(Self { on_line: during.chunks(2).map(pair).collect::<Result<_, _>>()?, ..Self::default() })
    }

    /// Adds what a person noted, in the file named or the one beside `capture`. Notes and presses of buttons, which do not say what
    /// moved, are passed over.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn noted(
        mut self,
        marks: Option<&Path>,
        capture: &Path,
        source: SourceId,
        handedness: Handedness,
    ) -> Result<Self, Error> {
        let Some(file) = marks.map(Path::to_path_buf).or_else(|| Marks::beside(capture)) else {
            return Ok(self);
        };
        let read = Marks::read(&file, source)?;
        let action = |text: &str| Action::parse(text, handedness).ok();
        let mut asked = None;
        for mark in &read.marks {
            match mark.kind {
                MarkKind::FobPressed | MarkKind::TailgateButtonPressed => {}
                MarkKind::Note => {
                    if let Some(action) = asked_in(&mark.text).and_then(action) {
                        asked = Some((mark.time, action));
                    }
                }
                _ => {
                    let Some(action) = action(&mark.text) else { continue };
                    let asked = asked.take().filter(|(_, asked)| *asked == action);
                    let begin = asked.map_or(mark.time, |(at, _)| mark.time.min(at));
                    self.marked.push(Window { action, begin, end: mark.time });
                }
            }
        }
        self.notices = read.notices;
        self.file = Some(file);
        Ok(self)
    }

    /// Whether nothing was done.
    pub(super) const fn is_empty(&self) -> bool {
        self.on_line.is_empty() && self.marked.is_empty()
    }

    /// The windows, by the clock of the recording, whose first frame came at `first`.
    pub(super) fn windows(&self, first: Time) -> Vec<Window> {
        let on_line = self.on_line.iter().map(|(during, action)| {
            let (begin, end) = (during.begin.from(first), during.end.from(first));
            Window { action: *action, begin: begin.min(end), end: end.max(begin) }
        });
        self.marked.iter().copied().chain(on_line).collect()
    }
}

/// What a person has to give.
const GIVE: &str = "--during takes a time and what was done then, such as 12.5..14 'tailgate open'";

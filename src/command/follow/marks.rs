//! What a person noted beside a capture, ready for the monitor: in order of time, each side of the car resolved.

use std::path::Path;

use super::MARKS;
use crate::body::{Handedness, Mark, MarkWhat, Opening};
use crate::capture::marks::{MarkKind, MarkedOpening, Marks};
use crate::command::Error;
use crate::command::reading::Settings;
use crate::frame::{Origin, Time};
use crate::notice::Notice;

/// The marks given with one capture.
#[derive(Debug, Default)]
pub(in crate::command) struct Given {
    /// How reports call their file; `None` if there is none.
    pub(in crate::command) name: Option<String>,
    marks: Marks,
}

impl Given {
    /// Reads the file that was named, or the one beside the capture at `path`, which the report calls `name`.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(in crate::command) fn read(path: &Path, name: &str, settings: &Settings) -> Result<Self, Error> {
        let Some(file) = settings.marks.clone().or_else(|| Marks::beside(path)) else {
            return Ok(Self::default());
        };
        let marks = Marks::read(&file, MARKS)?;
        // The name is put together as the capture's own is.
        let beside = path.parent().and_then(|folder| file.strip_prefix(folder).ok());
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        let name = beside.map_or_else(|| file.clone(), |beside| folder.join(beside));
        Ok(Self { name: Some(name.display().to_string()), marks })
    }

    /// What was wrong with the file.
    pub(in crate::command) fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.marks.notices)
    }

    /// The latest moment written: until then at least was listened.
    pub(in crate::command) fn until(&self) -> Option<Time> {
        self.marks.marks.iter().map(|mark| mark.time).max()
    }

    /// The marks, earliest first.
    pub(in crate::command) fn resolve(self, handedness: Handedness) -> Vec<Mark> {
        let mut marks: Vec<_> = self
            .marks
            .marks
            .into_iter()
            .filter_map(|mark| {
                let what = what(mark.kind, handedness)?;
                Some(Mark { time: mark.time, origin: Origin { source: MARKS, line: mark.line }, what })
            })
            .collect();
        marks.sort_by_key(|mark| mark.time);
        marks
    }
}

/// What a mark says of a car with the driver on that side; `None` for a note.
pub(in crate::command) const fn what(kind: MarkKind, handedness: Handedness) -> Option<MarkWhat> {
    Some(match kind {
        MarkKind::Seen { opening, open } => MarkWhat::Opening(side(opening, handedness), open),
        MarkKind::FobPressed => MarkWhat::FobPressed,
        MarkKind::TailgateButtonPressed => MarkWhat::TailgatePressed,
        MarkKind::Locked { .. } | MarkKind::Switched { .. } | MarkKind::Note => return None,
    })
}

const fn side(opening: MarkedOpening, handedness: Handedness) -> Opening {
    match (opening, handedness) {
        (MarkedOpening::FrontLeft, _)
        | (MarkedOpening::Driver, Handedness::Left)
        | (MarkedOpening::Passenger, Handedness::Right) => Opening::FrontLeft,
        (MarkedOpening::FrontRight, _)
        | (MarkedOpening::Driver, Handedness::Right)
        | (MarkedOpening::Passenger, Handedness::Left) => Opening::FrontRight,
        (MarkedOpening::RearLeft, _) => Opening::RearLeft,
        (MarkedOpening::RearRight, _) => Opening::RearRight,
        (MarkedOpening::Tailgate, _) => Opening::Tailgate,
        (MarkedOpening::Bonnet, _) => Opening::Bonnet,
    }
}

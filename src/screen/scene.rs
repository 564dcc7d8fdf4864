//! Everything the panels show of the car and the way to it: plain data that can be copied to freeze it.

use super::found::Found;
use super::health::Bus;
use super::journal::Journal;
use super::picture::Picture;
use crate::diagnosis::{Diagnosis, Evidence};
use crate::frame::Time;
use crate::monitor::WhyUnwatched;
use crate::notice::Notices;
use crate::report::{Gap, Session};

/// What there is to see at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Scene {
    pub(super) session: Session,
    /// The moment; `None` before the first.
    pub(super) now: Option<Time>,
    pub(super) body: Picture,
    pub(super) found: Found,
    pub(super) journal: Journal,
    pub(super) notices: Notices,
    pub(super) buses: Vec<Bus>,
    pub(super) gaps: Vec<Gap>,
    /// Why, and how many findings cannot be made for some of what they are about.
    pub(super) partly: Vec<(WhyUnwatched, usize)>,
    /// How many findings cannot be made for anything; `None` before that is known.
    pub(super) unwatched: Option<usize>,
    /// What is probably behind it, and the evidence that this rests on; `None` before that was asked.
    pub(super) diagnosed: Option<(Vec<Evidence>, Diagnosis)>,
    pub(super) recording: Option<Recording>,
    pub(super) playing: Option<Playing>,
}

/// What is being recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The file.
    pub file: String,
    /// Frames written so far.
    pub frames: u64,
    /// Why it cannot go on, such as a full disk; `None` while all is well.
    pub trouble: Option<String>,
}

/// How a capture is being played.
#[derive(Debug, Clone, PartialEq)]
pub struct Playing {
    /// How many times as fast as it was recorded.
    pub speed: f64,
    /// Whether it stands still.
    pub is_paused: bool,
    /// Whether the last frame was played.
    pub is_over: bool,
}

//! The model: what the panels show and what a person chose to look at. It is told everything, time included, and a
//! screen is drawn from it and nothing else.

use std::path::Path;

use super::health::Bus;
use super::picture::Picture;
use super::scene::{Playing, Recording, Scene};
use super::theme::Theme;
use super::view::{Source, View};
use crate::body::{Body, Mark};
use crate::diagnosis::Case;
use crate::frame::Time;
use crate::monitor::{Output, Unwatched};
use crate::notice::Notice;
use crate::report::{Session, Tally, gaps, partial, wholly_unwatched};

/// Everything a screen is drawn from.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) source: Source,
    pub(super) theme: Theme,
    pub(super) view: View,
    pub(super) message: Option<String>,
    scene: Scene,
    frozen: Option<Box<Scene>>,
    is_changed: bool,
}

impl Model {
    /// Nothing known yet.
    pub fn new(source: Source, theme: Theme) -> Self {
        Self {
            source,
            theme,
            view: View::default(),
            message: None,
            scene: Scene::default(),
            frozen: None,
            is_changed: true,
        }
    }

    /// What is known of the session: names of the inputs, the car. Said again when more becomes known.
    pub fn session(&mut self, session: &Session) {
        self.scene.session = session.clone();
        self.is_changed = true;
    }

    /// The monitor said something.
    pub fn output(&mut self, output: Output) {
        let Scene { session, journal, found, notices, now, .. } = &mut self.scene;
        match output {
            Output::Event(event) => journal.event(session, &event),
            Output::Finding(finding) => {
                journal.finding(&finding);
                found.add(finding);
            }
            Output::Notice(notice) => {
                if notices.add(notice.clone()) {
                    journal.notice(session, session.start.and(*now), &notice);
                }
            }
        }
        self.is_changed = true;
    }

    /// Something happened to the way frames come, or to a recording, at `time`; `None` before the first frame.
    pub fn tell(&mut self, time: Option<Time>, notice: Notice) {
        let Scene { session, journal, notices, now, .. } = &mut self.scene;
        journal.notice(session, session.start.and(time.or(*now)), &notice);
        notices.add(notice);
        self.is_changed = true;
    }

    /// The body as it is at `now`, by the clock of the frames.
    pub fn body(&mut self, body: &Body, now: Time) {
        let picture = Picture::of(body);
        self.is_changed |= self.scene.now != Some(now) || self.scene.body != picture;
        self.scene.now = Some(now);
        self.scene.body = picture;
    }

    /// A person's mark, after the monitor was told of it.
    pub fn mark(&mut self, mark: &Mark) {
        self.scene.journal.mark(mark);
        self.is_changed = true;
    }

    /// What cannot be watched so far.
    pub fn unwatched(&mut self, unwatched: &[Unwatched]) {
        let (gaps, partly) = (gaps(unwatched), partial(unwatched));
        self.is_changed |= self.scene.gaps != gaps || self.scene.partly != partly;
        (self.scene.gaps, self.scene.partly) = (gaps, partly);
        let count = Some(wholly_unwatched(unwatched).count());
        self.is_changed |= self.scene.unwatched != count;
        self.scene.unwatched = count;
    }

    /// The case as it stands. It is diagnosed anew only when something else was seen.
    pub fn case(&mut self, case: &Case) {
        let known = self.scene.diagnosed.as_ref().map(|(seen, _)| seen.as_slice());
        if known != Some(case.seen()) {
            self.scene.diagnosed = Some((case.seen().to_vec(), case.diagnosis()));
            self.is_changed = true;
        }
    }

    /// The buses as they are.
    pub fn buses(&mut self, buses: Vec<Bus>) {
        self.is_changed |= self.scene.buses != buses;
        self.scene.buses = buses;
    }

    /// What is being recorded; `None` if nothing is.
    pub fn recording(&mut self, recording: Option<Recording>) {
        self.is_changed |= self.scene.recording != recording;
        self.scene.recording = recording;
    }

    /// How the capture is being played.
    pub fn playing(&mut self, playing: Playing) {
        let playing = Some(playing);
        self.is_changed |= self.scene.playing != playing;
        self.scene.playing = playing;
    }

    /// Says something in the last line until the next key is pressed, such as what became of a [`super::Effect`].
    pub fn say(&mut self, message: String) {
        self.message = Some(message);
        self.is_changed = true;
    }

    /// The terminal has another size, or was disturbed.
    pub const fn touch(&mut self) {
        self.is_changed = true;
    }

    /// Whether drawing it now would show something new since the last call.
    pub fn take_change(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// How many findings there were.
    pub const fn tally(&self) -> Tally {
        self.scene.found.tally()
    }

    /// How many lines of events there were: more than before if what was told last is worth seeing.
    pub const fn told(&self) -> u64 {
        self.scene.journal.added()
    }

    /// Whether the screen stands still while following goes on.
    pub const fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// Freezes the screen, or lets it go on.
    pub(super) fn freeze(&mut self) {
        self.frozen = match self.frozen {
            Some(_) => None,
            None => Some(Box::new(self.scene.clone())),
        };
    }

    /// What is to be shown: now, or when it was frozen.
    pub(super) fn scene(&self) -> &Scene {
        self.frozen.as_deref().unwrap_or(&self.scene)
    }

    /// Whether it is recorded now, frozen or not.
    pub(super) const fn is_recording(&self) -> bool {
        self.scene.recording.is_some()
    }

    /// The moment shown, as people read it on the screen: seconds from the first frame.
    pub(super) fn seconds(&self, time: Time) -> f64 {
        self.scene().session.seconds(time)
    }

    /// The name of what is followed, without its folders.
    pub(super) fn title(&self) -> &str {
        let name = self.scene().session.capture();
        Path::new(name).file_name().and_then(|name| name.to_str()).unwrap_or(name)
    }
}

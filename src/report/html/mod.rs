//! One page to hand over: a self-contained HTML file with the verdict, the car, a timeline, the findings with their frames,
//! and the causes. It is collected while a session runs and made at its end; it opens no files and draws no conclusions.

mod axis;
mod car;
mod causes;
mod clock;
mod findings;
mod guard;
mod lane;
mod lanes;
mod origin;
mod plot;
mod quality;
mod shell;
mod timeline;
mod track;
mod unwatched;
mod verdict;

use maud::html;

use super::groups::{Group, Groups};
use super::{Ending, Session};
use crate::body::{Body, Mark};
use crate::diagnosis::{Diagnosis, Given};
use crate::monitor::Output;
use crate::notice::{Notice, NoticeKind, Notices};
use lanes::Lanes;

/// Longest text from an input that is shown whole, in characters.
const LONGEST: usize = 300;

/// Collects what a page shows. What it keeps is bounded, however long the session.
#[derive(Debug, Default)]
pub struct Page {
    lanes: Lanes,
    groups: Groups,
    notices: Notices,
    ended: Option<(Session, Ending)>,
}

/// What a page says of its own making.
#[derive(Debug, Clone, Default)]
pub struct Making {
    /// The command that makes this page again, as a shell takes it.
    pub command: String,
    /// Whether vehicle identification numbers are shown.
    pub shows_vin: bool,
    /// What a person answered.
    pub answers: Vec<Given>,
    /// What follows from that, in place of the session's own diagnosis.
    pub diagnosis: Option<Diagnosis>,
}

/// All that the parts of a page are made from.
struct Facts<'a> {
    session: &'a Session,
    ending: Option<&'a Ending>,
    diagnosis: Option<&'a Diagnosis>,
    lanes: &'a Lanes,
    groups: &'a [Group],
    notices: &'a Notices,
    making: &'a Making,
}

impl Page {
    /// Takes in what the monitor said.
    pub fn output(&mut self, output: &Output) {
        match output {
            Output::Event(event) => self.lanes.event(event),
            Output::Finding(finding) => {
                self.lanes.finding(finding);
                self.groups.add(finding.clone());
            }
            Output::Notice(notice) => {
                self.notices.add(notice.clone());
            }
        }
    }

    /// Takes in what happened to the way frames come.
    pub fn tell(&mut self, notice: &Notice) {
        // That interfaces come and go, and that something is recorded, is no fault.
        if !matches!(notice.kind, NoticeKind::Interface | NoticeKind::Recording | NoticeKind::Asking) {
            self.notices.add(notice.clone());
        }
    }

    /// Looks at the body after a frame of its bus. Costs next to nothing unless a number changed.
    pub fn look(&mut self, body: &Body) {
        self.lanes.look(body);
    }

    /// Takes in a person's mark.
    pub fn mark(&mut self, mark: &Mark) {
        self.lanes.mark(mark);
    }

    /// The car became known, and what was heard of late will be told again.
    pub fn begin_anew(&mut self) {
        self.lanes = Lanes::default();
    }

    /// The session ends.
    pub fn end(&mut self, session: &Session, ending: &Ending) {
        if let Some(last) = ending.last
            && last > self.lanes.clock.latest()
        {
            self.lanes.clock.reach(last);
        }
        self.ended = Some((session.clone(), ending.clone()));
    }

    /// The page as a whole, in UTF-8.
    pub fn make(mut self, making: &Making) -> String {
        let groups = self.groups.take();
        let nothing = Session::default();
        let (session, ending) = match &self.ended {
            Some((session, ending)) => (session, Some(ending)),
            None => (&nothing, None),
        };
        let facts = Facts {
            session,
            ending,
            diagnosis: making.diagnosis.as_ref().or_else(|| ending.map(|ending| &ending.diagnosis)),
            lanes: &self.lanes,
            groups: &groups,
            notices: &self.notices,
            making,
        };
        let body = html! {
            (verdict::part(&facts))
            main {
                (car::part(&facts))
                (timeline::part(&facts))
                (findings::part(&facts))
                (causes::part(&facts))
                (quality::part(&facts))
                (unwatched::part(&facts))
                (origin::part(&facts))
            }
        };
        shell::page(&body.into_string(), &timeline::data(&facts), making.shows_vin)
    }
}

/// `text` from an input, cut if it is longer than anybody would read.
fn clipped(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

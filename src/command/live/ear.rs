//! An ear on a car: the sockets, and one session on whatever front, until its end. Whatever follows a car live begins here.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::asker::Asker;
use super::following::Following;
use super::front::Front;
use super::watch::{FIRST_CHANNEL, Surroundings, Watch};
use crate::bus::{Listen, Receiver};
use crate::capture::record::Recorder;
use crate::command::Error;
use crate::command::follow::Followed;
use crate::command::interrupt::{Interrupt, Wished};
use crate::command::reading::Settings;
use crate::command::streams::Complaints;
use crate::diagnosis::Case;
use crate::report::{Page, Session};

/// What a report calls the form of the input.
const FORMAT: &str = "live on SocketCAN";

/// What is listened to, and how.
#[derive(Debug, Clone, Default)]
pub(in crate::command) struct Listening {
    /// The interfaces; `any` for all.
    pub(in crate::command) interfaces: Vec<String>,
    /// Begin also while an interface is not there.
    pub(in crate::command) wait: bool,
    /// Have the kernel pass on only frames of the body once the car is known.
    pub(in crate::command) body_only: bool,
    /// For how long; `None` until someone asks to end.
    pub(in crate::command) lasts: Option<Duration>,
}

/// The ear.
pub(super) struct Ear {
    listening: Listening,
    runtime: Runtime,
    receiver: Receiver,
    interrupt: Interrupt,
    wished: Wished,
    asker: Option<Asker>,
}

impl Listening {
    /// Begins to listen; from now on Ctrl-C asks for the end.
    ///
    /// # Errors
    /// If an interface cannot be listened to.
    pub(super) fn open(self) -> Result<Ear, Error> {
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let wished = Interrupt::listen_for_wishes().map_err(Error::Signals)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let listen = Listen::to(self.interfaces.clone()).sources_from(FIRST_CHANNEL);
        let listen = if self.wait { listen.wait_for_missing() } else { listen };
        let receiver = {
            let _context = runtime.enter();
            listen.open()?
        };
        Ok(Ear { listening: self, runtime, receiver, interrupt, wished, asker: None })
    }
}

impl Ear {
    /// The same, with somebody who asks.
    pub(super) fn asking(self, asker: Option<Asker>) -> Self {
        Self { asker, ..self }
    }

    /// Follows the car on `front` to the end; what it said is collected for `page`, too.
    ///
    /// # Errors
    /// If results cannot be written and nothing is recorded, or the file of a recognised car cannot be loaded.
    pub(super) fn follow(
        self,
        settings: &Settings,
        page: Option<&mut Page>,
        recorder: Option<Recorder>,
        front: impl Front,
        err: Complaints,
    ) -> Result<(Followed, Case), Error> {
        let file = settings.car.as_ref().and_then(|choice| choice.file.clone());
        // The interfaces one by one come later.
        let names =
            vec![self.listening.interfaces.join(", "), "typed marks".to_owned(), file.unwrap_or_default()];
        let session = Session { names, format: FORMAT.to_owned(), ..Session::default() };
        let around = Surroundings {
            interrupt: &self.interrupt,
            wished: &self.wished,
            err,
            body_only: self.listening.body_only,
            lasts: self.listening.lasts,
            asker: self.asker,
        };
        let mut following = Following::new(settings, session, page);
        if around.asker.is_some() {
            following.expect_answers();
        }
        self.runtime.block_on(Watch::new(self.receiver, following, recorder, front, around).run())
    }
}

//! An interface in the place of a capture: its frames as they come, until Ctrl-C. It listens and never sends.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use super::run::Run;
use crate::bus::{Batch, Event, Item, Link, Listen};
use crate::command::{Error, Streams};
use crate::frame::SourceId;

/// How long Ctrl-C waits on a silent bus.
const GLANCE: Duration = Duration::from_millis(100);

impl Run<'_> {
    /// Decodes what comes over the interface called `name`.
    ///
    /// # Errors
    /// If it cannot be listened to, or the output cannot be written.
    pub(super) fn interface(&mut self, name: &str, source: SourceId, out: &mut Streams) -> Result<(), Error> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        runtime.block_on(self.listen(name, source, out))
    }

    async fn listen(&mut self, name: &str, source: SourceId, out: &mut Streams) -> Result<(), Error> {
        let mut receiver = Listen::to([name]).sources_from(source).open()?;
        let err = out.err().clone();
        let mut batch = Batch::new();
        let channels = vec![name.to_owned()];
        let mut course = self.course();
        while !self.interrupt.is_asked() {
            // Nothing is lost where the wait is given up.
            let Ok(done) = tokio::time::timeout(GLANCE, receiver.next_batch(&mut batch)).await else {
                continue;
            };
            done?;
            for item in batch.items() {
                match item {
                    Item::Frame(frame) => {
                        self.take(Path::new(name), frame, &channels, &mut course, out)?;
                    }
                    Item::Event(Event::Loss(loss)) => {
                        err.remark(&format!("{name}: {} frames lost: {}", loss.lost, loss.cause));
                    }
                    Item::Event(Event::Link { link: Link::Up, .. }) => {}
                    Item::Event(Event::Link { link, .. }) => err.remark(&format!("{name}: is {link}")),
                }
            }
            out.flush()?;
        }
        Ok(())
    }
}

//! The guided search on an interface: one thing at a time is asked, and what the bus does is learned. It only listens.

mod dialogue;
mod notes;
mod standing;
mod words;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::time::{MissedTickBehavior, interval};

use self::dialogue::{Dialogue, Line};
use self::notes::Notes;
pub(super) use self::notes::asked_in;
use super::clock::time_of_day;
use super::interrupt::Interrupt;
use super::live::Typed;
use super::{Error, Streams};
use crate::bus::{Batch, Event, Item, Link, Listen, Receiver};
use crate::learn::{Answer, Guide, Learner, Settings};

/// How late the end of a quiet time is noticed at most.
const TICK: Duration = Duration::from_millis(100);

/// What to search on, and how.
#[derive(Debug, Clone)]
pub(super) struct Guided {
    /// The interface.
    pub(super) interface: String,
    /// How long to listen before anything is asked.
    pub(super) baseline: Duration,
    /// Where to record to; `None` for a file named after the time.
    pub(super) record: Option<PathBuf>,
    /// Whether to talk on standard error, since standard output is for a program.
    pub(super) talks_aside: bool,
}

/// A search that runs.
struct Search<'a> {
    guide: Guide,
    dialogue: Dialogue<'a>,
    notes: Notes,
    receiver: Receiver,
    interrupt: Interrupt,
    typed: Typed,
}

impl Guided {
    /// Asks and listens until all is known, the person has had enough, or Ctrl-C; gives back what was learned until then, and
    /// where it was recorded.
    ///
    /// # Errors
    /// If the interface cannot be listened to, the recording not begun, or the questions not be shown.
    pub(super) fn run(self, settings: Settings, streams: &mut Streams) -> Result<(Learner, PathBuf), Error> {
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        runtime.block_on(async {
            let receiver = Listen::to([&self.interface]).open()?;
            let begun = time_of_day();
            let notes = Notes::begin(self.record, &self.interface, begun)?;
            let typed = Typed::read().map_err(Error::Runtime)?;
            let guide = Guide::new(settings, begun, self.baseline);
            let mut err = streams.err().writer();
            let palette = if self.talks_aside { streams.err().palette() } else { streams.palette() };
            let out: &mut dyn Write = if self.talks_aside { &mut err } else { streams };
            let dialogue = Dialogue::begin(out, palette, &self.interface, self.baseline, notes.path())?;
            let search = Search { guide, dialogue, notes, receiver, interrupt, typed };
            search.run().await
        })
    }
}

impl Search<'_> {
    async fn run(mut self) -> Result<(Learner, PathBuf), Error> {
        let mut ticker = interval(TICK);
        ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Batch::new();
        while !(self.guide.is_over() || self.interrupt.is_asked()) {
            tokio::select! {
                biased;
                _ = ticker.tick() => self.tick()?,
                line = self.typed.line() => self.hear(line.as_deref())?,
                heard = self.receiver.next_batch(&mut batch) => {
                    heard?;
                    self.take(&batch)?;
                }
            }
        }
        let learner = self.guide.into_learner();
        self.dialogue.end(&learner)?;
        let recording = self.notes.finish(&learner, time_of_day())?;
        Ok((learner, recording))
    }

    fn tick(&mut self) -> Result<(), Error> {
        let before = self.guide.step();
        if self.guide.advance(time_of_day()) {
            self.dialogue.step(before, &self.guide)?;
        }
        self.notes.flush();
        Ok(())
    }

    fn hear(&mut self, line: Option<&str>) -> Result<(), Error> {
        let answer = match line.map(dialogue::understand) {
            // Whoever closes the pipe has no more to say.
            None => Answer::Enough,
            Some(Line::Answer(answer)) => answer,
            Some(Line::Puzzling) => return Ok(self.dialogue.puzzled(&self.guide)?),
        };
        let before = self.guide.step();
        let heard = self.guide.answer(answer, time_of_day());
        self.dialogue.heard(before, heard, &self.guide)?;
        self.notes.marks(self.guide.learner());
        Ok(())
    }

    fn take(&mut self, batch: &Batch) -> Result<(), Error> {
        for item in batch.items() {
            match item {
                Item::Frame(frame) => {
                    self.notes.frame(frame);
                    self.guide.feed(frame);
                }
                Item::Event(Event::Loss(loss)) => {
                    self.dialogue.trouble(&format!("{} frames lost: {}", loss.lost, loss.cause))?;
                }
                Item::Event(Event::Link { link: Link::Up, .. }) => {}
                Item::Event(Event::Link { link, .. }) => {
                    self.dialogue.trouble(&format!("the interface is {link}"))?;
                }
            }
        }
        Ok(())
    }
}

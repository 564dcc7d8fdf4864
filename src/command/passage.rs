//! One way through a capture: its frames and notices in turn, how far it has come on standard error, and an end at Ctrl-C
//! or where reading fails, so that what came before is kept. What is done with the frames is not its business.

use indicatif::ProgressBar;

use super::interrupt::Interrupt;
use super::progress::{GLANCE, STEP, Watch, show};
use crate::capture::{self, Item, Reader};
use crate::frame::Frame;
use crate::report::Stop;

/// A capture being read.
pub(super) struct Passage<'a> {
    /// What it is read with.
    pub(super) reader: Reader,
    interrupt: &'a Interrupt,
    bar: Option<&'a ProgressBar>,
    /// Whether Ctrl-C is heeded before each frame, not only now and then.
    is_prompt: bool,
    read: u64,
    stop: Option<Stop>,
    failure: Option<capture::Error>,
}

impl<'a> Passage<'a> {
    /// The way through what `reader` reads.
    pub(super) fn new(reader: Reader, watch: Watch<'a>) -> Self {
        let (bar, stop, failure) = (Some(watch.bar), None, None);
        Self { reader, interrupt: watch.interrupt, bar, is_prompt: false, read: 0, stop, failure }
    }

    /// The same, heeding Ctrl-C before each frame, because something comes of each at once. Progress is not shown.
    pub(super) fn prompt(reader: Reader, interrupt: &'a Interrupt) -> Self {
        let (bar, stop, failure) = (None, None, None);
        Self { reader, interrupt, bar, is_prompt: true, read: 0, stop, failure }
    }

    /// Shows progress after all, if it is known where the end is.
    pub(super) fn shown_on(mut self, bar: &'a ProgressBar) -> Self {
        self.bar = self.reader.progress().total.map(|_| bar);
        self
    }

    /// Reads on: a frame into `frame`, or a notice; `None` at the end, when someone asked to stop, and when reading failed.
    #[inline]
    pub(super) fn next(&mut self, frame: &mut Frame) -> Option<Item> {
        if self.stop.is_some() || self.is_asked_to_stop() {
            return None;
        }
        match self.reader.next(frame) {
            Ok(Some(Item::Frame)) => {
                self.read += 1;
                if self.read.is_multiple_of(STEP) {
                    self.show();
                }
                Some(Item::Frame)
            }
            Ok(Some(notice)) => Some(notice),
            Ok(None) => self.end(Stop::End),
            Err(error) => {
                let why = Stop::Failed(error.to_string());
                self.failure = Some(error);
                self.end(why)
            }
        }
    }

    #[inline]
    fn is_asked_to_stop(&mut self) -> bool {
        let looks = self.is_prompt || self.read.is_multiple_of(GLANCE) && self.read > 0;
        let is_asked = looks && self.interrupt.is_asked();
        if is_asked {
            self.end(Stop::Interrupted);
        }
        is_asked
    }

    #[cold]
    fn show(&self) {
        if let Some(bar) = self.bar {
            show(bar, self.reader.progress());
        }
    }

    #[cold]
    fn end(&mut self, stop: Stop) -> Option<Item> {
        self.stop = Some(stop);
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        None
    }

    /// Frames read so far.
    pub(super) const fn read(&self) -> u64 {
        self.read
    }

    /// How it ended; as long as it did not, as if it would end well.
    pub(super) fn stop(&self) -> Stop {
        self.stop.clone().unwrap_or(Stop::End)
    }

    /// Whether all was read.
    pub(super) fn is_whole(&self) -> bool {
        self.stop == Some(Stop::End)
    }

    /// Why reading failed, once, if it did. What came before it was read.
    pub(super) const fn take_failure(&mut self) -> Option<capture::Error> {
        self.failure.take()
    }
}

//! The sending itself: read a frame, wait until it is due, hand it over. While it waits the next frame is already read.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::account::{Account, Left};
use super::pace::Pace;
use super::rounds::Rounds;
use crate::bus::Sender;
use crate::capture::{Item, Reader};
use crate::command::Error;
use crate::command::clock::Clock;
use crate::command::follow::{CAPTURE, name_of};
use crate::command::interrupt::Interrupt;
use crate::command::outlet::hand_over;
use crate::command::passage::Passage;
use crate::command::reading::Settings;
use crate::command::span::Within;
use crate::frame::Frame;
use crate::report::Stop;

/// Longest sleep at a stretch: how long Ctrl-C may wait.
const NAP: Duration = Duration::from_millis(100);

/// Captures on their way onto a bus.
pub(super) struct Play<'a> {
    pub(super) sender: &'a Sender,
    pub(super) settings: &'a Settings,
    /// The bus of the capture to send; `None` for that of its first frame.
    pub(super) bus: Option<&'a str>,
    pub(super) interrupt: &'a Interrupt,
    pub(super) pace: Pace,
    pub(super) account: Account,
    /// Runs from the first frame on.
    pub(super) clock: Option<Clock>,
}

/// What is sent of one capture, as far as its frames have told.
struct Choice {
    within: Within,
    channel: Option<u8>,
}

impl Play<'_> {
    /// Plays `files` one after the other, for so many rounds.
    ///
    /// # Errors
    /// If a file cannot be read, holds nothing to send, or a frame cannot be sent.
    pub(super) fn rounds(&mut self, files: &[PathBuf], rounds: Rounds) -> Result<(), Error> {
        let mut round = 0;
        while rounds.has(round) {
            let before = self.account.frames();
            for file in files {
                if self.interrupt.is_asked() {
                    return Ok(());
                }
                self.capture(file, round == 0)?;
            }
            if self.account.frames() == before {
                // For ever nothing would keep a processor busy.
                return Ok(());
            }
            round += 1;
        }
        Ok(())
    }

    fn capture(&mut self, path: &Path, is_first_round: bool) -> Result<(), Error> {
        let name = name_of(path);
        let mut passage = Passage::prompt(Reader::open(path, CAPTURE)?, self.interrupt);
        let mut frame = Frame::empty();
        let mut choice = Choice { within: Within::new(self.settings.stretch), channel: None };
        self.pace.again();
        while let Some(item) = passage.next(&mut frame) {
            match item {
                // In each round the same is wrong with it.
                Item::Notice(notice) if is_first_round => self.account.notice(&name, notice),
                Item::Notice(_) => {}
                Item::Frame => {
                    if self.is_wanted(&mut choice, passage.reader.channels(), &frame)? {
                        self.frame(&frame)?;
                    }
                }
            }
        }
        if let Some(failure) = passage.take_failure() {
            return Err(failure.into());
        }
        match self.bus {
            Some(bus) if choice.channel.is_none() && passage.stop() == Stop::End => {
                Err(Error::NoBus { name, bus: bus.to_owned(), buses: passage.reader.channels().to_vec() })
            }
            _ => Ok(()),
        }
    }

    fn is_wanted(&mut self, choice: &mut Choice, buses: &[String], frame: &Frame) -> Result<bool, Error> {
        let is_within = choice.within.holds(frame.time)?;
        if choice.channel.is_none() {
            choice.channel = match self.bus {
                None => Some(frame.channel),
                Some(bus) => buses.iter().zip(0..).find(|(name, _)| *name == bus).map(|(_, channel)| channel),
            };
        }
        if !is_within {
            return Ok(false);
        }
        if choice.channel != Some(frame.channel) {
            self.account.leave(Left::OtherBus);
            return Ok(false);
        }
        Ok(true)
    }

    fn frame(&mut self, frame: &Frame) -> Result<(), Error> {
        let outgoing = match self.sender.prepare(frame) {
            Ok(outgoing) => outgoing,
            Err(reason) => {
                self.account.leave(Left::Unsendable(reason));
                return Ok(());
            }
        };
        let (due, odd) = self.pace.due(frame.time);
        if let Some(odd) = odd {
            self.account.odd(odd);
        }
        if !self.wait(due) || !hand_over(self.sender, &outgoing, self.interrupt)? {
            return Ok(());
        }
        // The clock starts when the first frame has left: beside it, none can then be early.
        let passed = self.clock.get_or_insert_with(Clock::start).elapsed();
        self.account.sent(passed, passed.saturating_sub(due));
        Ok(())
    }

    /// Waits until the clock shows `due`; `false` if it was time to stop before. Each sleep is measured anew by the
    /// clock, so that no oversleeping adds up.
    fn wait(&self, due: Duration) -> bool {
        let Some(clock) = self.clock else { return true };
        while !self.interrupt.is_asked() {
            let left = due.saturating_sub(clock.elapsed());
            if left.is_zero() {
                return true;
            }
            sleep(left.min(NAP));
        }
        false
    }
}

/// Asks the kernel to end this thread's sleeps when they are over, not up to 50 microseconds later (the slack that
/// `prctl(PR_SET_TIMERSLACK)` sets, too). Where it will not, frames are that much later.
pub(super) fn wake_sharply() {
    let _ = std::fs::write("/proc/self/timerslack_ns", "1");
}

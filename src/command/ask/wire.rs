//! The line to a real bus: the guarded door for what is said, an ear for what is heard, and all that was heard passed on to
//! whoever records or follows it.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::door;
use crate::ask::{Heard, Line, Overhearing};
use crate::bus::{Batch, Listen, Receiver, Sender};
use crate::capture::record::{Plan, Recorder};
use crate::car::{Car, Recogniser, Verdict};
use crate::command::Error;
use crate::command::clock::time_of_day;
use crate::command::interrupt::Interrupt;
use crate::command::live::begin_recording;
use crate::command::outlet::hand_over;
use crate::frame::{Frame, Time};
use crate::monitor::Monitor;

/// How long to listen before anything is asked: by half a second of its body's frames a car is known.
pub(in crate::command) const LISTENING: Duration = Duration::from_secs(2);

/// Longest wait at a stretch: how long Ctrl-C may have to wait.
const NAP: Duration = Duration::from_millis(100);

/// A line to one interface.
pub(in crate::command) struct Wire {
    runtime: Runtime,
    sender: Sender,
    receiver: Receiver,
    batch: Batch,
    waiting: VecDeque<Frame>,
    interrupt: Interrupt,
    /// Whoever asks was told that it is to end.
    is_stopped: bool,
    /// What hears everything.
    pub(in crate::command) ears: Ears,
}

/// Whoever follows what is on the bus.
pub(in crate::command) struct Ears {
    recorder: Option<Recorder>,
    recogniser: Recogniser,
    /// The car's body, once the car is known.
    pub(in crate::command) body: Option<(Monitor, Overhearing)>,
    pub(in crate::command) frames: u64,
}

impl Wire {
    /// Opens the interface called `name` to ask questions on it; all that is heard is recorded to `record`, and by it a car is
    /// recognised that is not `named`.
    ///
    /// # Errors
    /// If it may not or cannot be sent or heard on it, or the recording cannot be begun.
    pub(in crate::command) fn open(
        name: &str,
        named: Option<&Car>,
        record: Option<PathBuf>,
        interrupt: Interrupt,
    ) -> Result<Self, Error> {
        let recogniser = named.map_or_else(Recogniser::embedded, |car| Recogniser::new([car]));
        let sender = door(name)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let receiver = {
            let _context = runtime.enter();
            Listen::to([name]).open()?
        };
        let plan = |path| Plan { path, ..Plan::default() };
        let recorder = record.map(plan).map(begin_recording).transpose()?;
        let ears = Ears { recorder, recogniser, body: None, frames: 0 };
        let (batch, waiting) = (Batch::new(), VecDeque::new());
        Ok(Self { runtime, sender, receiver, batch, waiting, interrupt, is_stopped: false, ears })
    }
}

impl Ears {
    /// The car that was heard, if it is known.
    pub(in crate::command) fn recognised(&self) -> Option<Car> {
        match self.recogniser.finish() {
            Verdict::Car(name) => Car::by_name(&name)?.ok(),
            _ => None,
        }
    }

    /// From now on follows the body of `car`.
    pub(in crate::command) fn follow(&mut self, car: &Car) {
        self.body = Some((Monitor::new(car, car.profile().handed), Overhearing::new(car)));
    }

    /// Ends the recording, if there is one.
    ///
    /// # Errors
    /// If what was not written yet cannot be.
    pub(in crate::command) fn end_recording(&mut self) -> Result<(), Error> {
        let Some(recorder) = self.recorder.take() else { return Ok(()) };
        let finished = recorder.finish(time_of_day());
        finished.map_err(|(path, why)| Error::Write { path, source: io::Error::other(why) })?;
        Ok(())
    }

    fn hear(&mut self, frame: &Frame) {
        self.frames += 1;
        self.recogniser.observe(frame);
        if let Some(recorder) = &mut self.recorder {
            recorder.frame(frame);
        }
        if let Some((monitor, overhearing)) = &mut self.body {
            overhearing.feed(monitor, frame);
            // What came of it is in the body; what it means is told from there.
            monitor.drain();
        }
    }
}

impl Line for Wire {
    type Error = Error;

    fn now(&self) -> Time {
        time_of_day()
    }

    fn say(&mut self, frame: &Frame) -> Result<(), Error> {
        // Questions are data frames of up to eight bytes, which any bus takes.
        if let Ok(outgoing) = self.sender.prepare(frame) {
            hand_over(&self.sender, &outgoing, &self.interrupt)?;
        }
        Ok(())
    }

    fn hear(&mut self, until: Time) -> Result<Heard, Error> {
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                self.ears.hear(&frame);
                return Ok(Heard::Frame(frame));
            }
            // Told once: what must be said before the end, such as that a session is left, is still heard out.
            if self.interrupt.is_asked() && !self.is_stopped {
                self.is_stopped = true;
                return Ok(Heard::Stop);
            }
            let now = self.now();
            if now >= until {
                return Ok(Heard::Nothing);
            }
            let wait = until.since(now).min(NAP);
            let (receiver, batch) = (&mut self.receiver, &mut self.batch);
            let heard = self.runtime.block_on(async { timeout(wait, receiver.next_batch(batch)).await });
            if let Ok(heard) = heard {
                heard?;
                if let Some(recorder) = &mut self.ears.recorder {
                    recorder.set_names(self.receiver.names());
                }
                self.waiting.extend(self.batch.frames().iter().cloned());
            }
        }
    }
}

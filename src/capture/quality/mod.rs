//! How good a capture is as a recording: are its stamps to be trusted, are frames missing, is anything in it twice?
//! It looks at frames as they pass, in flat memory, knows no car and concludes nothing about one.

mod clock;
mod load;
mod pace;
mod rhythm;
mod trace;
mod twins;
mod verdict;
mod witness;

use std::collections::HashMap;
use std::time::Duration;

use clock::{Clock, Step};
use pace::Pace;
use twins::Twins;

pub use load::Load;
pub use rhythm::Cycle;
pub use trace::Trace;
pub use verdict::{Quality, Reason, Verdict};
pub use witness::Witness;

use crate::frame::{CanId, Flags, Frame, Origin, Time};
use crate::notice::{Notice, NoticeKind};

/// Identifiers told apart on all buses together, about 16 MB; no car has a tenth of it, a fuzzed bus has.
const MOST_TRACED: usize = 4096;

/// The class of an error frame about the controller, and what its second byte says of frames that were lost because
/// the buffer was full (`CAN_ERR_CRTL`, `CAN_ERR_CRTL_RX_OVERFLOW`, `linux/can/error.h`).
const CONTROLLER: u32 = 4;
const RECEIVE_OVERFLOW: u8 = 1;

/// 11-bit identifiers.
const IDS: usize = CanId::MAX_STANDARD as usize + 1;

/// No trace yet, in the table of 11-bit identifiers.
const NONE: u16 = u16::MAX;

/// One bus.
#[derive(Debug, Clone)]
pub struct Bus {
    /// Its number, as [`Frame::channel`].
    pub channel: u8,
    /// Data frames and remote requests.
    pub frames: u64,
    /// Error frames of the controller.
    pub errors: u64,
    /// Frames whose bytes were read.
    compared: u64,
    pace: Pace,
    last: Option<Time>,
    /// Counts stretches of unbroken recording.
    stretch: u64,
    standard: Box<[u16; IDS]>,
    extended: HashMap<u32, u16>,
}

impl Bus {
    fn new(channel: u8) -> Self {
        Self {
            channel,
            frames: 0,
            errors: 0,
            compared: 0,
            pace: Pace::default(),
            last: None,
            stretch: 0,
            standard: Box::new([NONE; IDS]),
            extended: HashMap::new(),
        }
    }

    /// How long it talked: the time of the recording without pauses of half a second or more.
    pub fn talking(&self) -> Duration {
        Duration::from_nanos(self.pace.talking)
    }

    /// The place of an identifier's trace; [`NONE`] in it if there is none.
    #[inline]
    fn slot(&mut self, id: CanId) -> &mut u16 {
        if id.is_extended() {
            return self.extended.entry(id.value()).or_insert(NONE);
        }
        &mut self.standard[id.value() as usize % IDS]
    }
}

/// Looks at the frames of one capture, in the order in which they stand there.
#[derive(Debug, Clone, Default)]
pub struct Observer {
    clock: Clock,
    buses: Vec<Bus>,
    /// The place of the bus that the last frame was on.
    latest: usize,
    traces: Vec<Trace>,
    /// Frames of identifiers beyond [`MOST_TRACED`].
    untraced: u64,
    twins: Twins,
    /// Reports of the controller that it lost frames, and where the first is.
    overruns: u64,
    overrun_at: Option<Origin>,
    notices: Vec<(NoticeKind, u64, Origin)>,
}

impl Observer {
    /// Nothing seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes note of a frame.
    #[inline]
    pub fn hear(&mut self, frame: &Frame) {
        self.take(frame, true);
    }

    /// Whether `frame`, the next to take note of, has no time, though those before it have.
    fn is_undated(&self, frame: &Frame) -> bool {
        self.clock.is_missing(frame.time)
    }

    /// Takes note of something that was wrong with the file.
    pub fn notice(&mut self, notice: &Notice) {
        match self.notices.iter_mut().find(|(kind, ..)| *kind == notice.kind) {
            Some((_, count, _)) => *count += 1,
            None => self.notices.push((notice.kind, 1, notice.origin)),
        }
    }

    /// Whether the frames so far have stamps that differ. Without, no time can be told from them.
    pub fn has_clock(&self) -> bool {
        self.clock.is_there()
    }

    /// The buses with frames, by number.
    pub fn buses(&self) -> &[Bus] {
        &self.buses
    }

    /// What was seen of each identifier on each bus, in order of appearance.
    pub fn traces(&self) -> &[Trace] {
        &self.traces
    }

    /// Frames of identifiers that were too many to be told apart.
    pub fn untraced(&self) -> u64 {
        self.untraced
    }

    /// The verdict on what was seen so far; `channels` are the names of the buses by number.
    pub fn judge(&self, channels: &[String]) -> Quality {
        verdict::judge(self, channels)
    }

    /// The place of the bus with this number, which becomes the latest.
    #[cold]
    fn turn_to(&mut self, channel: u8) -> usize {
        let found = self.buses.binary_search_by_key(&channel, |bus| bus.channel);
        if let Err(at) = found {
            self.buses.insert(at, Bus::new(channel));
        }
        self.latest = found.unwrap_or_else(|at| at);
        self.latest
    }

    /// Takes note of a frame, whose bytes were read or not (see [`Reader::set_interest`](super::Reader::set_interest)).
    #[inline]
    fn take(&mut self, frame: &Frame, has_bytes: bool) {
        let is_latest = self.buses.get(self.latest).is_some_and(|bus| bus.channel == frame.channel);
        let at = if is_latest { self.latest } else { self.turn_to(frame.channel) };
        let step = self.clock.hear(frame);
        let is_alone = self.buses.len() < 2;
        let bus = &mut self.buses[at];
        match step {
            Step::On(_) => {}
            Step::Missing => bus.stretch += 1,
            // The clock is of the whole capture, so all its buses begin anew.
            Step::Elsewhere => self.buses.iter_mut().for_each(|bus| {
                bus.stretch += 1;
                bus.last = None;
            }),
        }
        let bus = &mut self.buses[at];
        if frame.flags.contains(Flags::ERROR) {
            bus.errors += 1;
            let lost = frame.payload().get(1).is_some_and(|detail| detail & RECEIVE_OVERFLOW != 0);
            if frame.id.value() & CONTROLLER != 0 && lost {
                self.overruns += 1;
                self.overrun_at.get_or_insert(frame.origin);
            }
            return;
        }
        bus.frames += 1;
        if step != Step::Missing {
            match bus.last.replace(frame.time) {
                None => bus.pace.interrupt(),
                Some(last) => {
                    let interval = frame.time.nanos_since(last);
                    bus.stretch += u64::from(interval >= pace::PAUSE_NS);
                    bus.pace.hear(interval, frame);
                }
            }
        }
        let print = (has_bytes && frame.is_data()).then(|| twins::print(frame));
        if let Some(print) = print {
            bus.compared += 1;
            if !is_alone {
                self.twins.hear(frame, print);
            }
        }
        let stretch = bus.stretch;
        let slot = bus.slot(frame.id);
        if *slot == NONE {
            let new = u16::try_from(self.traces.len()).unwrap_or(NONE);
            if self.traces.len() >= MOST_TRACED {
                self.untraced += 1;
                if frame.id.is_extended() {
                    bus.extended.remove(&frame.id.value());
                }
                return;
            }
            *slot = new;
            self.traces.push(Trace::new(frame, stretch));
        }
        if let Some(trace) = self.traces.get_mut(usize::from(*slot)) {
            trace.hear(frame, print, stretch);
        }
    }
}

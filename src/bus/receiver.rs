//! The loop that listens and outlives whatever happens to the interface. It reads no clock: the stamps are the
//! kernel's, and time passes only in the runtime's timer.

use std::future::pending;
use std::io;
use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval};

use super::channels::Channels;
use super::intake::Intake;
use super::kernel::{BATCH, Slots};
use super::links::{self, CanLink, Watch};
use super::listen::Listen;
use super::socket::Ear;
use super::{Batch, Error};
use crate::frame::CanId;

/// How often the drop counter is asked for: frames lost last, with none after them, are told this late.
const DROP_CHECK: Duration = Duration::from_millis(250);

/// The longest pause between two reads: nobody beside a car sees a hundredth of a second.
const LONGEST_PAUSE: Duration = Duration::from_millis(10);
/// Bytes of the buffer that the kernel counts for one waiting frame.
const FRAME_ROOM: usize = 768;
/// The shortest frame there is, 47 bits, at the highest rate of classic CAN, 1 Mbit/s.
const SHORTEST_FRAME: Duration = Duration::from_micros(47);

/// A bus being listened to; made by [`Listen::open`]. It can receive and nothing else.
///
/// One socket serves all interfaces, so that the kernel keeps frames of several in their order: bound to the
/// interface if it is only one, open to all otherwise.
///
/// Its descriptor, through which a frame could be sent, is out of reach:
///
/// ```compile_fail
/// fn descriptor(receiver: &doorjamb::bus::Receiver) -> std::os::fd::BorrowedFd<'_> {
///     std::os::fd::AsFd::as_fd(receiver)
/// }
/// ```
/// ```compile_fail
/// fn descriptor(receiver: &doorjamb::bus::Receiver) -> std::os::fd::RawFd {
///     std::os::fd::AsRawFd::as_raw_fd(receiver)
/// }
/// ```
pub struct Receiver {
    listen: Listen,
    /// The socket, and the index it is bound to (0: all); `None` while the only interface is not there.
    ear: Option<(Ear, u32)>,
    slots: Slots,
    intake: Intake,
    watch: Watch,
    drop_check: Interval,
    /// Frames came since the last check, and the queue was seen empty after them.
    unchecked: bool,
    /// The last read left nothing waiting.
    emptied: bool,
    started: bool,
}

impl Receiver {
    /// # Errors
    /// If the socket or the watch cannot be opened.
    pub(super) fn start(listen: Listen) -> Result<Self, Error> {
        // The watch comes first: what happens after the list below was made must not go unseen.
        let watch = Watch::start()?;
        let mut drop_check = interval(DROP_CHECK);
        drop_check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let channels = Channels::new(&listen.names, listen.any);
        let only = (!listen.any && listen.names.len() == 1).then_some(0);
        let mut receiver = Self {
            intake: Intake::new(channels, listen.first, only),
            listen,
            ear: None,
            slots: Slots::new(),
            watch,
            drop_check,
            unchecked: false,
            emptied: false,
            started: false,
        };
        let links = links::all()?;
        receiver.intake.channels.learn(&links);
        receiver.open_ear(&links)?;
        Ok(receiver)
    }

    /// Waits until something comes and puts it into `batch`, in place of what was there: up to 64 frames, more only
    /// when an interface vanishes with frames still waiting. Never returns an empty batch.
    ///
    /// The state of every interface is told first, then each change of it. An interface that goes down, vanishes or
    /// comes back under another index ends nothing.
    ///
    /// Dropping the future loses nothing: use it in `select!` as it is.
    ///
    /// Frames sent by this machine are marked [`Flags::TX`](crate::frame::Flags::TX), but for those on a virtual interface,
    /// where they are the bus. The mark is missing from frames whose sender closed its socket before they were on the
    /// bus, because the kernel then has forgotten where they came from.
    ///
    /// # Errors
    /// [`Error::Socket`] or [`Error::Netlink`] if the kernel refuses something it has granted before. `batch` then
    /// holds what came until then, and calling again tries again.
    pub async fn next_batch(&mut self, batch: &mut Batch) -> Result<(), Error> {
        batch.clear();
        if !self.started {
            self.relink(batch)?;
            self.started = true;
        }
        while batch.is_empty() {
            tokio::select! {
                biased;
                changed = self.watch.changed() => {
                    changed?;
                    self.relink(batch)?;
                }
                _ = self.drop_check.tick(), if self.unchecked => self.check_drops(batch),
                received = receive(self.ear.as_ref(), &mut self.slots) => self.take(received, batch)?,
            }
        }
        Ok(())
    }

    /// From now on, has the kernel pass on only data frames with these identifiers, and error frames, as
    /// [`Listen::only`] does from the beginning.
    ///
    /// # Errors
    /// [`Error::Socket`] if the kernel refuses.
    pub fn only(&mut self, identifiers: impl IntoIterator<Item = CanId>) -> Result<(), Error> {
        let only = self.listen.only.insert(identifiers.into_iter().collect());
        match &self.ear {
            Some((ear, _)) => ear.filter(only),
            None => Ok(()),
        }
    }

    /// The names of the interfaces, by channel.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.intake.channels.names()
    }

    /// Bytes the kernel granted for waiting frames, its own overhead included (765 or more for each frame); 0 while
    /// the interface is not there. Without the right to raise it (`CAP_NET_ADMIN`) it may be as little as 212,992.
    pub fn buffer(&self) -> usize {
        self.ear.as_ref().map_or(0, |(ear, _)| ear.buffer())
    }

    /// How long nothing need be read, so that frames are read many at a time and not each by a wake-up of its own: none while
    /// frames wait, else half the time in which the shortest frames could fill the kernel's buffer. Stamps are the kernel's and
    /// stay as exact as they are. To spare the wake-ups the thread itself must sleep: a runtime that waits is woken by each frame.
    pub fn pause(&self) -> Duration {
        if !self.emptied {
            return Duration::ZERO;
        }
        let interfaces = u32::try_from(self.names().count().max(1)).unwrap_or(u32::MAX);
        let room = u32::try_from(self.buffer() / FRAME_ROOM).unwrap_or(u32::MAX);
        LONGEST_PAUSE.min(SHORTEST_FRAME.saturating_mul(room) / interfaces.saturating_mul(2))
    }

    fn take(&mut self, received: io::Result<usize>, batch: &mut Batch) -> Result<(), Error> {
        match received {
            Ok(taken) => {
                self.read_slots(batch);
                self.emptied = taken < BATCH;
                self.unchecked = self.emptied;
                Ok(())
            }
            Err(error) if of_interface(&error) => {
                self.note_error(&error, batch);
                self.relink(batch)
            }
            Err(error) => Err(self.ear.as_ref().map_or_else(
                || Error::Runtime { source: io::Error::other("no socket") },
                |(ear, _)| ear.failed(error),
            )),
        }
    }

    fn read_slots(&mut self, batch: &mut Batch) {
        for message in self.slots.messages() {
            self.intake.take(&message, batch);
        }
    }

    fn check_drops(&mut self, batch: &mut Batch) {
        self.unchecked = false;
        if let Some(count) = self.ear.as_ref().and_then(|(ear, _)| ear.dropped()) {
            self.intake.note_drops(count, None, batch);
        }
    }

    /// Tells what the kernel told by an error on the socket. Of a vanished interface the list tells.
    fn note_error(&mut self, error: &io::Error, batch: &mut Batch) {
        if error.raw_os_error() == Some(libc::ENETDOWN) {
            self.intake.channels.went_down(0, batch);
        }
    }

    /// Compares the kernel's list of interfaces with what we know, tells the changes and follows them.
    fn relink(&mut self, batch: &mut Batch) -> Result<(), Error> {
        // The socket's own news comes first: read later, it would tell again of what the list has told.
        if let Some(error) = self.ear.as_ref().and_then(|(ear, _)| ear.take_error()) {
            self.note_error(&error, batch);
        }
        let links = links::all()?;
        if self.bound_to_the_past(&links) {
            self.empty_ear(batch);
        }
        self.intake.channels.update(&links, batch);
        self.open_ear(&links)
    }

    /// Whether the socket is bound to an index that no longer is the interface's: the kernel never binds it again.
    fn bound_to_the_past(&self, links: &[CanLink]) -> bool {
        let Some((_, index @ 1..)) = self.ear else { return false };
        !links.iter().any(|link| link.index == index && self.listen.names.contains(&link.name))
    }

    /// Closes the socket after everything that still waits in it.
    fn empty_ear(&mut self, batch: &mut Batch) {
        let Some((ear, _)) = self.ear.take() else { return };
        loop {
            match ear.receive_waiting(&mut self.slots) {
                Ok(true) => self.read_slots(batch),
                // Each is told once, before the frames that still wait.
                Err(error) if of_interface(&error) => {}
                Ok(false) | Err(_) => break,
            }
        }
        if let Some(count) = ear.dropped() {
            self.intake.note_drops(count, None, batch);
        }
    }

    /// Opens the socket if there is none and there is something to listen to.
    fn open_ear(&mut self, links: &[CanLink]) -> Result<(), Error> {
        if self.ear.is_some() {
            return Ok(());
        }
        let (name, index) = match &self.listen.names[..] {
            [only] => match links.iter().find(|link| link.name == *only) {
                Some(link) => (only.as_str(), link.index),
                None => return Ok(()),
            },
            _ => ("any", 0),
        };
        match Ear::open(name, index, self.listen.only.as_deref(), self.listen.buffer) {
            Ok(ear) => {
                self.ear = Some((ear, index));
                self.intake.new_socket();
                Ok(())
            }
            // Gone again since the list was made; the watch will tell when it is back.
            Err(Error::Socket { source, .. }) if source.raw_os_error() == Some(libc::ENODEV) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Whether an error on the socket is news of the interface and not a failure.
fn of_interface(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::ENETDOWN | libc::ENODEV))
}

async fn receive(ear: Option<&(Ear, u32)>, slots: &mut Slots) -> io::Result<usize> {
    match ear {
        Some((ear, _)) => ear.receive(slots).await,
        None => pending().await,
    }
}

//! The one currency: a frame with its identifier, flags, time and origin. It does not know what any
//! frame means, nor where it will go.

use std::fmt;
use std::time::Duration;

use bitflags::bitflags;

/// Longest payload of a CAN FD frame, in bytes (ISO 11898-1:2015, DLC 15).
pub const MAX_PAYLOAD: usize = 64;

/// Longest payload of a classic CAN frame, in bytes (ISO 11898-1, DLC 8).
pub const MAX_CLASSIC_PAYLOAD: usize = 8;

/// A moment in nanoseconds, since the Unix epoch or since the start of a recording: the source decides.
/// Signed, because captures hold stamps from before their own start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

impl Time {
    /// Zero: the epoch, or the start of a recording that counts from there.
    pub const ZERO: Self = Self(0);
    /// Later than every stamp a source can give.
    pub const MAX: Self = Self(i64::MAX);
    /// Earlier than every stamp a source can give.
    pub const MIN: Self = Self(i64::MIN);

    /// The moment `nanos` nanoseconds after zero.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since zero.
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// Seconds since zero, for people to read: a float cannot hold epoch nanoseconds exactly.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The time from `earlier` to `self`; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.nanos_since(earlier))
    }

    /// The same in nanoseconds: for what is asked of every frame.
    #[inline]
    pub const fn nanos_since(self, earlier: Self) -> u64 {
        // Two signed numbers are never farther apart than an unsigned one can tell.
        if self.0 > earlier.0 { self.0.wrapping_sub(earlier.0).cast_unsigned() } else { 0 }
    }

    /// `self` plus `span`, stopping at [`Time::MAX`].
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        let nanos = i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(nanos))
    }

    /// `self` minus `span`, stopping at [`Time::MIN`].
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        let nanos = i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(nanos))
    }
}

/// An arbitration identifier, 11 or 29 bits, that remembers which: `123` and `00000123` are two messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CanId(u32);

impl CanId {
    const EXTENDED: u32 = 0x8000_0000;
    /// Largest 11-bit identifier.
    pub const MAX_STANDARD: u32 = 0x7FF;
    /// Largest 29-bit identifier.
    pub const MAX_EXTENDED: u32 = 0x1FFF_FFFF;

    /// An 11-bit identifier; `None` above [`CanId::MAX_STANDARD`].
    pub const fn standard(id: u32) -> Option<Self> {
        if id <= Self::MAX_STANDARD { Some(Self(id)) } else { None }
    }

    /// A 29-bit identifier; `None` above [`CanId::MAX_EXTENDED`].
    pub const fn extended(id: u32) -> Option<Self> {
        if id <= Self::MAX_EXTENDED { Some(Self(id | Self::EXTENDED)) } else { None }
    }

    /// The identifier without the mark that says which kind it is.
    pub const fn value(self) -> u32 {
        self.0 & !Self::EXTENDED
    }

    /// Whether this is a 29-bit identifier.
    pub const fn is_extended(self) -> bool {
        self.0 & Self::EXTENDED != 0
    }
}

impl fmt::Display for CanId {
    /// As `candump` prints it: three hexadecimal digits for 11 bits, eight for 29.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_extended() { write!(f, "{:08X}", self.value()) } else { write!(f, "{:03X}", self.value()) }
    }
}

bitflags! {
    /// What kind of frame it is and how it came.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Flags: u8 {
        /// Remote request: carries a length, no data.
        const REMOTE = 1;
        /// The controller reports a bus error; the identifier holds the error class
        /// (`linux/can/error.h`), the payload its details. Never data of the car.
        const ERROR = 1 << 1;
        /// CAN FD format.
        const FD = 1 << 2;
        /// CAN FD: the data phase ran at the higher bit rate.
        const BRS = 1 << 3;
        /// CAN FD: the sender was error-passive.
        const ESI = 1 << 4;
        /// Sent by the recording machine, not received by it.
        const TX = 1 << 5;
        /// No frame of any bus, but an answer to a question, put together from the frames that carried it: its identifier
        /// is the one by which the car's DBC calls such answers.
        const ANSWER = 1 << 6;
    }
}

/// Which input a frame came from: an index into the table of names that the session keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u16);

/// Where a frame stands in its input, so that evidence can point at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Origin {
    /// The file or interface.
    pub source: SourceId,
    /// Line in a text file, record in a binary one, count of frames on an interface; all from 1.
    pub line: u64,
}

/// One frame of a CAN bus.
#[derive(Clone)]
pub struct Frame {
    /// When it was on the bus, by its source's clock.
    pub time: Time,
    /// Where it stands in its source.
    pub origin: Origin,
    /// Its identifier; of an error frame, the error class.
    pub id: CanId,
    /// Its kind.
    pub flags: Flags,
    /// Which bus of the source, from 0.
    pub channel: u8,
    /// Raw DLC 9 to 15 of a classic frame that carries eight bytes; 0 where the DLC is the length
    /// (`len8_dlc` in `linux/can.h`).
    pub len8_dlc: u8,
    len: u8,
    data: [u8; MAX_PAYLOAD],
}

impl Frame {
    /// A data frame; `None` if the payload is longer than [`MAX_PAYLOAD`], or than
    /// [`MAX_CLASSIC_PAYLOAD`] without [`Flags::FD`].
    pub fn new(time: Time, id: CanId, flags: Flags, payload: &[u8]) -> Option<Self> {
        let mut frame = Self::empty();
        frame.time = time;
        frame.id = id;
        frame.flags = flags;
        frame.set_payload(payload).then_some(frame)
    }

    /// A classic frame without data, identifier 000, at time zero: something to read into.
    pub const fn empty() -> Self {
        Self {
            time: Time::ZERO,
            origin: Origin { source: SourceId(0), line: 0 },
            id: CanId(0),
            flags: Flags::empty(),
            channel: 0,
            len8_dlc: 0,
            len: 0,
            data: [0; MAX_PAYLOAD],
        }
    }

    /// The data bytes: none for a remote request.
    pub fn payload(&self) -> &[u8] {
        let len = if self.flags.contains(Flags::REMOTE) { 0 } else { usize::from(self.len) };
        &self.data[..len.min(MAX_PAYLOAD)]
    }

    /// Number of data bytes, or of bytes asked for by a remote request.
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Whether the frame carries, or asks for, no bytes at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Replaces the data; `false`, leaving the frame as it was, if it does not fit (see [`Frame::new`]).
    pub fn set_payload(&mut self, payload: &[u8]) -> bool {
        let limit = if self.flags.contains(Flags::FD) { MAX_PAYLOAD } else { MAX_CLASSIC_PAYLOAD };
        let Ok(len) = u8::try_from(payload.len()) else { return false };
        if payload.len() > limit {
            return false;
        }
        self.data[..payload.len()].copy_from_slice(payload);
        self.len = len;
        true
    }

    /// Makes the frame a remote request for `len` bytes; `false`, leaving it as it was, above 8.
    pub fn set_remote(&mut self, len: u8) -> bool {
        if usize::from(len) > MAX_CLASSIC_PAYLOAD {
            return false;
        }
        self.flags.insert(Flags::REMOTE);
        self.len = len;
        true
    }

    /// Whether this is data of the car: neither a remote request nor an error frame.
    pub fn is_data(&self) -> bool {
        !self.flags.intersects(Flags::REMOTE | Flags::ERROR)
    }
}

impl PartialEq for Frame {
    // By hand: a frame that is read into again keeps old bytes behind its length, and they are not its own.
    fn eq(&self, other: &Self) -> bool {
        let kind = |frame: &Self| (frame.time, frame.origin, frame.id, frame.flags, frame.channel);
        kind(self) == kind(other)
            && (self.len8_dlc, self.len) == (other.len8_dlc, other.len)
            && self.payload() == other.payload()
    }
}

impl Eq for Frame {}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "({}) {}:{} {} {:?} ",
            self.time.0, self.origin.source.0, self.origin.line, self.id, self.flags
        )?;
        write!(f, "len {} ch {} {:02X?}", self.len, self.channel, self.payload())
    }
}

//! From a record to a frame: which channels of bus logging make up what of it (ASAM MDF bus logging 1.0). Where the
//! record came from is not known here.

use super::channels::{Channel, Raw, Role};
use super::clock::Clock;
use crate::capture::channels::Channels;
use crate::capture::fields::{classic_length, clear, fd_length, payload, remote};
use crate::capture::text::Complaint;
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD};

/// In an identifier of 32 bits: it has 29.
const EXTENDED: u32 = 0x8000_0000;

/// What the records of a group are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Data,
    Remote,
    Error,
}

impl Kind {
    /// The kind of the structure of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "CAN_DataFrame" => Some(Self::Data),
            "CAN_RemoteFrame" => Some(Self::Remote),
            "CAN_ErrorFrame" => Some(Self::Error),
            _ => None,
        }
    }
}

/// Where the data bytes stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Bytes {
    #[default]
    Nowhere,
    /// In the record: from here on, so many.
    Fixed(usize, usize),
    /// Apart; this channel holds their place.
    Apart(Channel),
}

/// Where everything stands in a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) kind: Kind,
    /// Bytes of the record before those that mark values as invalid.
    pub(super) data: usize,
    pub(super) clock: Option<Clock>,
    pub(super) bytes: Bytes,
    id: Option<Channel>,
    is_extended: Option<Channel>,
    bus: Option<Channel>,
    dlc: Option<Channel>,
    length: Option<Channel>,
    is_sent: Option<Channel>,
    is_fd: Option<Channel>,
    brs: Option<Channel>,
    esi: Option<Channel>,
    error: Option<Channel>,
}

/// What a record says beside the data bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// The frame is complete.
    Whole,
    /// The data bytes are at this place, and are so many if that is known.
    DataAt(u64, Option<usize>),
}

impl Layout {
    /// An empty layout of records with so many bytes of data.
    pub(super) fn new(kind: Kind, data: usize) -> Self {
        let (clock, bytes, id, is_extended, bus, dlc) = (None, Bytes::Nowhere, None, None, None, None);
        let (length, is_sent, is_fd, brs, esi, error) = (None, None, None, None, None, None);
        Self { kind, data, clock, bytes, id, is_extended, bus, dlc, length, is_sent, is_fd, brs, esi, error }
    }

    /// Takes in the member called `name`.
    pub(super) fn add(&mut self, name: &str, channel: Channel) {
        let field = match name {
            "ID" => &mut self.id,
            "IDE" => &mut self.is_extended,
            "BusChannel" => &mut self.bus,
            "DLC" => &mut self.dlc,
            "DataLength" => &mut self.length,
            "Dir" => &mut self.is_sent,
            "EDL" => &mut self.is_fd,
            "BRS" => &mut self.brs,
            "ESI" => &mut self.esi,
            "ErrorType" => &mut self.error,
            "DataBytes" => {
                self.bytes = match (channel.role, channel.place()) {
                    (Role::Variable, _) => Bytes::Apart(channel),
                    (_, Some((at, count))) => Bytes::Fixed(at, count),
                    (_, None) => Bytes::Nowhere,
                };
                return;
            }
            _ => return,
        };
        *field = Some(channel);
    }

    /// Whether there is what makes a frame.
    pub(super) fn is_complete(&self) -> bool {
        self.id.is_some() || self.kind == Kind::Error
    }

    /// Reads the record number `index` of its kind into `frame`, everything but time, origin, and data that stand apart.
    pub(super) fn read(
        &self,
        record: &[u8],
        index: u64,
        channels: &mut Channels,
        frame: &mut Frame,
    ) -> Result<Read, Complaint> {
        let number = |channel: Option<Channel>| channel?.number(record, self.data, index);
        let is_set = |channel| number(channel).is_some_and(|value| value != 0);
        clear(frame);
        let bus = channels.numbered(number(self.bus).unwrap_or_default());
        frame.channel = bus.ok_or("there are more than 256 channels")?;
        if self.kind == Kind::Error {
            error(number(self.error).unwrap_or_default(), frame)?;
            frame.flags.set(Flags::TX, is_set(self.is_sent));
            return Ok(Read::Whole);
        }
        let id = number(self.id).ok_or("the identifier is no number of 32 bits")?;
        let value = id & !EXTENDED;
        let is_extended = match number(self.is_extended) {
            Some(mark) => mark != 0,
            None => id & EXTENDED != 0 || value > CanId::MAX_STANDARD,
        };
        let id = if is_extended { CanId::extended(value) } else { CanId::standard(value) };
        frame.id = id.ok_or("the identifier has more bits than its kind allows")?;
        frame.flags.set(Flags::TX, is_set(self.is_sent));
        let dlc = number(self.dlc).and_then(|dlc| usize::try_from(dlc).ok());
        let length = number(self.length).and_then(|length| usize::try_from(length).ok());
        if self.kind == Kind::Remote {
            let asked = classic_length(dlc.or(length).unwrap_or_default(), frame);
            remote(asked, frame)?;
            return Ok(Read::Whole);
        }
        // Who does not record the format of the frame shows it by the length.
        let is_fd = match self.is_fd {
            Some(_) => is_set(self.is_fd),
            None => length.is_some_and(|length| length > MAX_CLASSIC_PAYLOAD),
        };
        let by_dlc = if is_fd {
            frame.flags |= Flags::FD;
            frame.flags.set(Flags::BRS, is_set(self.brs));
            frame.flags.set(Flags::ESI, is_set(self.esi));
            dlc.and_then(fd_length)
        } else {
            dlc.map(|dlc| classic_length(dlc, frame))
        };
        let length = length.or(by_dlc);
        match self.bytes {
            Bytes::Fixed(at, most) => {
                let length = length.unwrap_or(most);
                let data = record.get(at..at.saturating_add(length)).filter(|_| length <= most);
                set_data(data, frame)?;
                Ok(Read::Whole)
            }
            Bytes::Apart(channel) => match channel.raw(record, self.data, index) {
                Some(Raw::Whole(place)) => {
                    let place =
                        u64::try_from(place).map_err(|_| "the place of its data bytes is no number")?;
                    Ok(Read::DataAt(place, length))
                }
                _ => Err("the place of its data bytes is marked as invalid".into()),
            },
            Bytes::Nowhere => {
                set_data((length.unwrap_or_default() == 0).then_some(&[]), frame)?;
                Ok(Read::Whole)
            }
        }
    }
}

/// Sets data; the flags and the length by DLC must be set before.
fn set_data(data: Option<&[u8]>, frame: &mut Frame) -> Result<(), Complaint> {
    payload(data.ok_or("there are fewer data bytes than its length says")?, frame)?;
    if frame.len() != MAX_CLASSIC_PAYLOAD {
        frame.len8_dlc = 0;
    }
    Ok(())
}

/// Sets data that stood apart, of which `length` are of the frame if that is known.
pub(super) fn set_apart(data: &[u8], length: Option<usize>, frame: &mut Frame) -> Result<(), Complaint> {
    set_data(data.get(..length.unwrap_or(data.len())), frame)
}

/// Sets what SocketCAN says about an error of this type (`linux/can/error.h`).
fn error(kind: u32, frame: &mut Frame) -> Result<(), Complaint> {
    const PROTOCOL: u32 = 0x08;
    const NO_ACKNOWLEDGE: u32 = 0x20;
    /// The third and the fourth byte of the data: the type of a protocol error, and where it was met.
    const WHERE_CRC: u8 = 0x08;
    let (class, details) = match kind {
        1 => (PROTOCOL, [1, 0]),
        2 => (PROTOCOL, [2, 0]),
        3 => (PROTOCOL, [4, 0]),
        4 => (PROTOCOL, [0, WHERE_CRC]),
        5 => (NO_ACKNOWLEDGE, [0, 0]),
        _ => (0, [0, 0]),
    };
    frame.flags = Flags::ERROR;
    frame.id = CanId::extended(class).ok_or("an error class has at most 29 bits")?;
    if class != 0 {
        payload(&[0, 0, details[0], details[1], 0, 0, 0, 0], frame)?;
    }
    Ok(())
}

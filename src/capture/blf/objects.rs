//! The objects of a BLF file that are of CAN. Everything else in it is passed over.

use crate::capture::bytes::Order;
use crate::capture::channels::Channels;
use crate::capture::epoch;
use crate::capture::fields::{classic_length, clear, fd_length, payload, remote};
use crate::capture::text::Complaint;
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD, Time};

/// Object types (`binlog_objects.h` of Vector).
const CAN_MESSAGE: u32 = 1;
const APP_TEXT: u32 = 65;
const CAN_ERROR: u32 = 2;
const CAN_ERROR_EXT: u32 = 73;
const CAN_MESSAGE2: u32 = 86;
const CAN_FD_MESSAGE: u32 = 100;
const CAN_FD_MESSAGE_64: u32 = 101;
const CAN_FD_ERROR_64: u32 = 104;

/// The unit of a stamp, by the flags of the object.
const TEN_MICROSECONDS: u32 = 1;

/// Beside the identifier: it has 29 bits.
const EXTENDED: u32 = 0x8000_0000;

/// Flags of `CAN_MESSAGE` and `CAN_FD_MESSAGE`: the direction, and remote requests.
const DIRECTION: u8 = 0x0F;
const DIRECTION_SENT: u8 = 1;
const DIRECTION_REQUEST: u8 = 2;
const REMOTE: u8 = 0x80;

const SHORT: &str = "the object is shorter than its type says";

/// The moment from which the stamps of the file count, if the object is the comment that tells it.
pub(super) fn epoch(object: &[u8]) -> Option<Time> {
    (Order::Little.u32(object, 12)? == APP_TEXT).then(|| epoch::read(object)).flatten()
}

/// Reads one object; says whether it filled in the frame.
pub(super) fn read(object: &[u8], channels: &mut Channels, frame: &mut Frame) -> Result<bool, Complaint> {
    let order = Order::Little;
    let header = usize::from(order.u16(object, 4).ok_or(SHORT)?);
    let kind = order.u32(object, 12).ok_or(SHORT)?;
    let reader = match kind {
        CAN_MESSAGE | CAN_MESSAGE2 => message,
        CAN_FD_MESSAGE => fd_message,
        CAN_FD_MESSAGE_64 => fd_message_64,
        CAN_ERROR | CAN_ERROR_EXT | CAN_FD_ERROR_64 => error,
        _ => return Ok(false),
    };
    // In both versions of the header.
    let (flags, stamp) = (order.u32(object, 16).ok_or(SHORT)?, order.u64(object, 24).ok_or(SHORT)?);
    let body = object.get(header..).ok_or(SHORT)?;
    clear(frame);
    if !reader(body, frame)? {
        return Ok(false);
    }
    let unit = if flags == TEN_MICROSECONDS { 10_000 } else { 1 };
    let nanos = i64::try_from(stamp).ok().and_then(|stamp| stamp.checked_mul(unit));
    frame.time = Time::from_nanos(nanos.ok_or("the time is beyond all that can be")?);
    // The newer objects have one byte for the channel, the others two.
    let channel = match kind {
        CAN_FD_MESSAGE_64 | CAN_FD_ERROR_64 => body.first().copied().map(u32::from),
        _ => order.u16(body, 0).map(u32::from),
    };
    let number = channels.numbered(channel.ok_or(SHORT)?);
    frame.channel = number.ok_or("there are more than 256 channels")?;
    Ok(true)
}

fn identifier(id: u32) -> Result<CanId, Complaint> {
    let value = id & CanId::MAX_EXTENDED;
    let read = if id & EXTENDED == 0 { CanId::standard(value) } else { CanId::extended(value) };
    read.ok_or_else(|| "an 11-bit identifier must not be above 7FF".into())
}

/// Sets the direction; says whether the object is of the bus at all, and not a request to send.
fn direction(flags: u8, frame: &mut Frame) -> bool {
    frame.flags.set(Flags::TX, flags & DIRECTION == DIRECTION_SENT);
    flags & DIRECTION != DIRECTION_REQUEST
}

/// Sets data of which the end may be missing: Vector leaves zeros out.
fn padded(data: &[u8], length: usize, frame: &mut Frame) -> Result<(), Complaint> {
    let mut bytes = [0; MAX_PAYLOAD];
    let count = data.len().min(length).min(MAX_PAYLOAD);
    bytes[..count].copy_from_slice(&data[..count]);
    payload(bytes.get(..length).ok_or("there are more than 64 data bytes")?, frame)
}

fn message(body: &[u8], frame: &mut Frame) -> Result<bool, Complaint> {
    let (Some(&[flags, dlc]), Some(id)) = (body.get(2..4), Order::Little.u32(body, 4)) else {
        return Err(SHORT.into());
    };
    frame.id = identifier(id)?;
    let length = classic_length(usize::from(dlc), frame);
    if flags & REMOTE != 0 {
        remote(length, frame)?;
    } else {
        payload(body.get(8..8 + length).ok_or(SHORT)?, frame)?;
    }
    Ok(direction(flags, frame))
}

fn fd_message(body: &[u8], frame: &mut Frame) -> Result<bool, Complaint> {
    /// Frame format, bit rate switch, error state.
    const FD: u8 = 1;
    const BRS: u8 = 2;
    const ESI: u8 = 4;
    let (Some(&[flags, dlc]), Some(id), Some(&[fd_flags, length])) =
        (body.get(2..4), Order::Little.u32(body, 4), body.get(13..15))
    else {
        return Err(SHORT.into());
    };
    frame.id = identifier(id)?;
    let mut kind = Flags::empty();
    kind.set(Flags::FD, fd_flags & FD != 0);
    kind.set(Flags::BRS, fd_flags & BRS != 0);
    kind.set(Flags::ESI, fd_flags & ESI != 0);
    kind.set(Flags::REMOTE, flags & REMOTE != 0);
    fill(kind, usize::from(dlc), usize::from(length), body.get(20..).ok_or(SHORT)?, frame)?;
    Ok(direction(flags, frame))
}

fn fd_message_64(body: &[u8], frame: &mut Frame) -> Result<bool, Complaint> {
    const REMOTE: u32 = 0x0010;
    const FD: u32 = 0x1000;
    const BRS: u32 = 0x2000;
    const ESI: u32 = 0x4000;
    let (Some(&[dlc, length]), Some(id), Some(flags), Some(&[sent, extra])) =
        (body.get(1..3), Order::Little.u32(body, 4), Order::Little.u32(body, 12), body.get(34..36))
    else {
        return Err(SHORT.into());
    };
    frame.id = identifier(id)?;
    let mut kind = Flags::empty();
    kind.set(Flags::FD, flags & FD != 0);
    kind.set(Flags::BRS, flags & BRS != 0);
    kind.set(Flags::ESI, flags & ESI != 0);
    kind.set(Flags::REMOTE, flags & REMOTE != 0);
    let data = body.get(40..).ok_or(SHORT)?;
    // Behind the data there may be more, which begins at this distance from the start of the object's header of
    // 32 bytes.
    let end = usize::from(extra).checked_sub(32 + 40).unwrap_or(data.len());
    fill(kind, usize::from(dlc), usize::from(length), data.get(..end).unwrap_or(data), frame)?;
    Ok(direction(sent, frame))
}

/// Fills in the frame of a CAN FD object, which may be a classic one, by what its flags say.
fn fill(kind: Flags, dlc: usize, length: usize, data: &[u8], frame: &mut Frame) -> Result<(), Complaint> {
    if kind.contains(Flags::FD) {
        frame.flags |= kind.difference(Flags::REMOTE);
        if fd_length(dlc).is_none() {
            return Err("the DLC is no number from 0 to 15".into());
        }
        return padded(data, length, frame);
    }
    let by_dlc = classic_length(dlc, frame);
    if kind.contains(Flags::REMOTE) {
        remote(by_dlc, frame)
    } else {
        padded(data, length.min(MAX_CLASSIC_PAYLOAD), frame)
    }
}

/// An error frame; Vector's codes are not the classes of SocketCAN.
fn error(_body: &[u8], frame: &mut Frame) -> Result<bool, Complaint> {
    frame.flags = Flags::ERROR;
    frame.id = CanId::extended(0).ok_or(SHORT)?;
    Ok(true)
}

//! A CAN frame as Linux hands it to packet capture: link types 227, 113 and 276 of the tcpdump registry. It does not
//! know which file the packet came in.

use super::bytes::Order;
use super::fields::{clear, payload, remote};
use super::text::Complaint;
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, MAX_PAYLOAD};

/// What stands before the frame in each packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// `LINKTYPE_CAN_SOCKETCAN`: nothing.
    SocketCan,
    /// `LINKTYPE_LINUX_SLL`, a capture on all interfaces.
    Cooked,
    /// `LINKTYPE_LINUX_SLL2`, the same with the number of the interface.
    Cooked2,
}

impl Link {
    /// The link of a number of the registry; `None` if it cannot carry CAN.
    pub(super) const fn of(number: u32) -> Option<Self> {
        match number {
            227 => Some(Self::SocketCan),
            113 => Some(Self::Cooked),
            276 => Some(Self::Cooked2),
            _ => None,
        }
    }
}

/// `LINUX_SLL_P_CAN` and `LINUX_SLL_P_CANFD`.
const PROTOCOL_CAN: u16 = 0x0C;
const PROTOCOL_CAN_FD: u16 = 0x0D;

/// `LINUX_SLL_OUTGOING`.
const OUTGOING: u16 = 4;

/// Bits beside the identifier (`linux/can.h`).
const EXTENDED: u32 = 0x8000_0000;
const REMOTE: u32 = 0x4000_0000;
const ERROR: u32 = 0x2000_0000;

/// The CAN XL bit in the byte that holds a length otherwise.
const XL: u8 = 0x80;

/// Flags of CAN FD frames.
const BRS: u8 = 1;
const ESI: u8 = 2;
const FDF: u8 = 4;

/// Identifier, length, flags, a reserved byte, raw DLC.
const HEADER: usize = 8;

/// What a packet held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packet {
    /// A frame, of the interface with this number where the link says it.
    Frame(Option<u32>),
    /// Nothing of CAN.
    Other,
}

/// Reads one packet, everything but time and channel.
pub(super) fn read(link: Link, packet: &[u8], frame: &mut Frame) -> Result<Packet, Complaint> {
    const SHORT: &str = "the packet is shorter than its header";
    let (protocol, direction, interface, header) = match link {
        Link::SocketCan => (None, None, None, 0),
        Link::Cooked => (Order::Big.u16(packet, 14), Order::Big.u16(packet, 0), None, 16),
        Link::Cooked2 => {
            let direction = packet.get(10).map(|&byte| u16::from(byte));
            (Order::Big.u16(packet, 0), direction, Order::Big.u32(packet, 4), 20)
        }
    };
    let body = packet.get(header..).ok_or(SHORT)?;
    let is_fd = match protocol {
        Some(PROTOCOL_CAN) => Some(false),
        Some(PROTOCOL_CAN_FD) => Some(true),
        None if link == Link::SocketCan => None,
        Some(_) => return Ok(Packet::Other),
        None => return Err(SHORT.into()),
    };
    clear(frame);
    can_frame(body, is_fd, frame)?;
    frame.flags.set(Flags::TX, direction == Some(OUTGOING));
    Ok(Packet::Frame(interface))
}

fn can_frame(body: &[u8], is_fd: Option<bool>, frame: &mut Frame) -> Result<(), Complaint> {
    let (Some(id), Some(&[length, flags, _, raw_dlc])) = (Order::Big.u32(body, 0), body.get(4..HEADER))
    else {
        return Err("the packet is shorter than the header of a CAN frame".into());
    };
    if length & XL != 0 {
        return Err("a CAN XL frame, which is not read".into());
    }
    // Old captures do not set the flag; a CAN FD frame shows by its size.
    let is_fd = is_fd.unwrap_or_else(|| {
        flags & FDF != 0 || usize::from(length) > MAX_CLASSIC_PAYLOAD || body.len() == HEADER + MAX_PAYLOAD
    });
    if is_fd {
        frame.flags |= Flags::FD;
        frame.flags.set(Flags::BRS, flags & BRS != 0);
        frame.flags.set(Flags::ESI, flags & ESI != 0);
    }
    frame.flags.set(Flags::ERROR, id & ERROR != 0);
    let value = id & CanId::MAX_EXTENDED;
    let is_extended = id & (EXTENDED | ERROR) != 0;
    let id_read = if is_extended { CanId::extended(value) } else { CanId::standard(value) };
    frame.id = id_read.ok_or("an 11-bit identifier must not be above 7FF")?;
    if id & REMOTE != 0 && !is_fd {
        remote(usize::from(length), frame)?;
    } else {
        let data =
            body.get(HEADER..HEADER + usize::from(length)).ok_or("the packet is shorter than its frame")?;
        payload(data, frame)?;
    }
    if !is_fd && frame.len() == MAX_CLASSIC_PAYLOAD && (9..=15).contains(&raw_dlc) {
        frame.len8_dlc = raw_dlc;
    }
    Ok(())
}

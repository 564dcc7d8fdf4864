//! The newer capture file of Wireshark: sections of blocks, in which interfaces are named and packets refer to them.

use super::bytes::Order;
use super::channels::Channels;
use super::error::Error;
use super::input::Input;
use super::interest::Interest;
use super::socketcan_packet::{self, Link, Packet};
use super::text::Complaint;
use super::{Decoder, Format, Item, Sign};
use crate::frame::{Flags, Frame, Time};
use crate::notice::NoticeKind;

pub(super) const FORMAT: Format = Format {
    name: "pcapng",
    sign: Sign::Head(|head| order_of(head).is_some()),
    start: |_| Ok(Box::new(Pcapng::default())),
};

/// Block types (pcapng specification, chapter 4).
const SECTION: u32 = 0x0A0D_0D0A;
const INTERFACE: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const PACKET: u32 = 6;

/// Options of an interface and of a packet.
const END_OF_OPTIONS: u16 = 0;
const IF_NAME: u16 = 2;
const IF_RESOLUTION: u16 = 9;
const IF_OFFSET: u16 = 14;
const PACKET_FLAGS: u16 = 2;

/// Type and length in front of a block, and the length again behind it.
const FRONT: usize = 8;
const FRAMING: usize = 12;

/// The largest block that is held. Larger ones hold nothing of CAN and are passed over.
const HELD: usize = 32 * 1024;

/// How many interfaces a section may describe: a frame's channel is a `u8`.
const MOST_INTERFACES: usize = 256;

/// Reads blocks.
#[derive(Default)]
struct Pcapng {
    order: Order,
    interfaces: Vec<Interface>,
    channels: Channels,
    is_broken: bool,
}

#[derive(Clone, Copy)]
struct Interface {
    /// `None`: not of CAN.
    link: Option<Link>,
    /// `None`: not of CAN, or one bus too many.
    channel: Option<u8>,
    /// How many units of a stamp are a second; at most 2^63.
    per_second: u64,
    /// To be added to each stamp.
    offset_seconds: i64,
}

/// The byte order of the section that `block` begins.
fn order_of(block: &[u8]) -> Option<Order> {
    const ORDER: u32 = 0x1A2B_3C4D;
    let is_section = Order::Little.u32(block, 0)? == SECTION;
    let is = |order: &Order| is_section && order.u32(block, FRONT) == Some(ORDER);
    [Order::Little, Order::Big].into_iter().find(is)
}

impl Decoder for Pcapng {
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Result<Option<Item>, Error> {
        while !self.is_broken {
            if !input.need(FRAMING)? {
                return Ok(input.cut_off());
            }
            if let Some(order) = order_of(input.rest()) {
                self.order = order;
                self.interfaces.clear();
            }
            let field = |at| self.order.u32(input.rest(), at).unwrap_or_default();
            let (kind, size) = (field(0), field(4) as usize);
            input.line += 1;
            if size < FRAMING || size % 4 != 0 {
                self.is_broken = true;
                let text = format!(
                    "a block claims {size} bytes: the file is damaged here, and the rest cannot be read"
                );
                return Ok(Some(input.notice(NoticeKind::MalformedLine, text)));
            }
            if size > HELD {
                if !input.skip(size)? {
                    return Ok(Some(input.notice(NoticeKind::CutOff, "the last block is cut off")));
                }
                continue;
            }
            if !input.need(size)? {
                input.line -= 1;
                return Ok(input.cut_off());
            }
            let body = input.rest().get(FRONT..size - 4).unwrap_or_default();
            let read = self.block(kind, body, frame);
            input.consume(size);
            if let Some(item) = input.item(read, frame) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    fn channels(&self) -> &[String] {
        self.channels.names()
    }

    fn set_interest(&mut self, _interest: Interest) {}
}

impl Pcapng {
    /// Takes in one block; says whether it filled in the frame.
    fn block(&mut self, kind: u32, body: &[u8], frame: &mut Frame) -> Result<bool, Complaint> {
        const SHORT: &str = "the block is shorter than its kind says";
        let order = self.order;
        match kind {
            INTERFACE => {
                let interface = self.interface(body).ok_or(SHORT)?;
                if self.interfaces.len() >= MOST_INTERFACES {
                    return Err("more than 256 interfaces are described; this one is passed over".into());
                }
                self.interfaces.push(interface);
                Ok(false)
            }
            PACKET | OLD_PACKET => {
                // In the old block the number of the interface shares its place with a drop counter.
                let interface = if kind == PACKET {
                    order.u32(body, 0).ok_or(SHORT)?
                } else {
                    order.u16(body, 0).ok_or(SHORT)?.into()
                };
                let (high, low) = (order.u32(body, 4).ok_or(SHORT)?, order.u32(body, 8).ok_or(SHORT)?);
                let length = order.u32(body, 12).ok_or(SHORT)? as usize;
                let end = length.checked_add(20).ok_or(SHORT)?;
                let packet = body.get(20..end).ok_or("the packet is longer than its block")?;
                let stamp = u64::from(high) << 32 | u64::from(low);
                if !self.packet(interface, Some(stamp), packet, frame)? {
                    return Ok(false);
                }
                let options = body.get(end.next_multiple_of(4)..).unwrap_or_default();
                let flags = find_option(order, options, PACKET_FLAGS).and_then(|value| order.u32(value, 0));
                // Bits 0 and 1: received or sent.
                if flags.is_some_and(|flags| flags & 3 == 2) {
                    frame.flags |= Flags::TX;
                }
                Ok(true)
            }
            SIMPLE_PACKET => {
                let length = order.u32(body, 0).ok_or(SHORT)? as usize;
                let packet = body.get(4..).ok_or(SHORT)?;
                self.packet(0, None, packet.get(..length).unwrap_or(packet), frame)
            }
            _ => Ok(false),
        }
    }

    fn interface(&mut self, body: &[u8]) -> Option<Interface> {
        let order = self.order;
        let link = Link::of(order.u16(body, 0)?.into());
        let options = body.get(8..)?;
        let number = self.interfaces.len();
        let name = find_option(order, options, IF_NAME).filter(|name| str::from_utf8(name).is_ok());
        let channel = match (link, name) {
            (None, _) => None,
            (Some(_), Some(name)) => self.channels.number(name),
            (Some(_), None) => self.channels.numbered(u32::try_from(number).ok()?),
        };
        let resolution = find_option(order, options, IF_RESOLUTION).and_then(|value| value.first().copied());
        let offset = find_option(order, options, IF_OFFSET).and_then(|value| order.u64(value, 0));
        let per_second = resolution.map_or(Some(1_000_000), units).unwrap_or(1_000_000);
        Some(Interface { link, channel, per_second, offset_seconds: offset.map_or(0, u64::cast_signed) })
    }

    /// Reads the packet of a block; says whether it held a frame.
    fn packet(
        &self,
        interface: u32,
        stamp: Option<u64>,
        packet: &[u8],
        frame: &mut Frame,
    ) -> Result<bool, Complaint> {
        let interface = usize::try_from(interface).ok().and_then(|number| self.interfaces.get(number));
        let interface = interface.ok_or("the packet is of an interface that was not described")?;
        let Some(link) = interface.link else { return Ok(false) };
        if socketcan_packet::read(link, packet, frame)? == Packet::Other {
            return Ok(false);
        }
        frame.channel = interface.channel.ok_or("the interface has no usable name, or is one of too many")?;
        frame.time = match stamp {
            Some(stamp) => time(interface, stamp).ok_or("the time is beyond all that can be")?,
            None => Time::ZERO,
        };
        Ok(true)
    }
}

/// How many units make a second: a power of ten, or of two where the highest bit is set.
fn units(resolution: u8) -> Option<u64> {
    let exponent = u32::from(resolution & 0x7F);
    if resolution & 0x80 == 0 { 10_u64.checked_pow(exponent) } else { 1_u64.checked_shl(exponent) }
}

fn time(interface: &Interface, stamp: u64) -> Option<Time> {
    let nanos = u128::from(stamp) * 1_000_000_000 / u128::from(interface.per_second.max(1));
    let nanos = i128::try_from(nanos).ok()? + i128::from(interface.offset_seconds) * 1_000_000_000;
    i64::try_from(nanos).ok().map(Time::from_nanos)
}

/// The value of the first option with this code.
fn find_option(order: Order, mut options: &[u8], wanted: u16) -> Option<&[u8]> {
    loop {
        let (code, length) = (order.u16(options, 0)?, usize::from(order.u16(options, 2)?));
        if code == END_OF_OPTIONS {
            return None;
        }
        let value = options.get(4..4 + length)?;
        if code == wanted {
            return Some(value);
        }
        options = options.get(4 + length.next_multiple_of(4)..)?;
    }
}

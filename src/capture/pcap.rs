//! The older capture file of tcpdump and Wireshark, of either byte order, in micro- or nanoseconds.

use super::bytes::Order;
use super::channels::Channels;
use super::error::Error;
use super::input::Input;
use super::interest::Interest;
use super::socketcan_packet::{self, Link, Packet};
use super::text::Complaint;
use super::{Decoder, Format, Item, Sign};
use crate::frame::{Frame, Time};
use crate::notice::NoticeKind;

pub(super) const FORMAT: Format = Format {
    name: "pcap",
    sign: Sign::Head(|head| magic(head).is_some()),
    start: |input| Ok(Box::new(Pcap::start(input)?)),
};

/// Bytes before the first record, and before each packet.
const FILE_HEADER: usize = 24;
const RECORD_HEADER: usize = 16;

/// The largest packet that a capture program writes (`MAXIMUM_SNAPLEN` of libpcap); a larger one is damage.
const LARGEST: u32 = 262_144;

/// The largest packet that is held; one of CAN has at most 92 bytes.
const HELD: usize = 32 * 1024;

/// Reads records.
struct Pcap {
    header: Header,
    channels: Channels,
    is_broken: bool,
}

#[derive(Clone, Copy)]
struct Header {
    order: Order,
    /// What one stands for behind the seconds.
    fraction_ns: i64,
    link: Link,
}

/// Byte order and the unit of fractions by the first four bytes.
fn magic(head: &[u8]) -> Option<(Order, i64)> {
    [Order::Little, Order::Big].into_iter().find_map(|order| match order.u32(head, 0)? {
        0xA1B2_C3D4 => Some((order, 1000)),
        0xA1B2_3C4D => Some((order, 1)),
        _ => None,
    })
}

impl Decoder for Pcap {
    fn next(&mut self, input: &mut Input, frame: &mut Frame) -> Result<Option<Item>, Error> {
        let header = self.header;
        while !self.is_broken {
            if !input.need(RECORD_HEADER)? {
                return Ok(input.cut_off());
            }
            let field = |at| header.order.u32(input.rest(), at).unwrap_or_default();
            let (seconds, fraction, size) = (field(0), field(4), field(8));
            if size > LARGEST {
                self.is_broken = true;
                input.line += 1;
                let text = format!(
                    "a record claims {size} bytes: the file is damaged here, and the rest cannot be read"
                );
                return Ok(Some(input.notice(NoticeKind::MalformedLine, text)));
            }
            let size = RECORD_HEADER + size as usize;
            if size > HELD {
                let is_whole = input.skip(size)?;
                input.line += 1;
                if is_whole {
                    continue;
                }
                return Ok(Some(input.notice(NoticeKind::CutOff, "the last record is cut off")));
            }
            if !input.need(size)? {
                return Ok(input.cut_off());
            }
            let packet = input.rest().get(RECORD_HEADER..size).unwrap_or_default();
            let read = self.packet(header.link, packet, frame);
            input.consume(size);
            input.line += 1;
            let nanos = i64::from(seconds) * 1_000_000_000 + i64::from(fraction) * header.fraction_ns;
            frame.time = Time::from_nanos(nanos);
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

impl Pcap {
    /// Reads a packet, everything but its time; says whether it held a frame.
    fn packet(&mut self, link: Link, packet: &[u8], frame: &mut Frame) -> Result<bool, Complaint> {
        let Packet::Frame(interface) = socketcan_packet::read(link, packet, frame)? else { return Ok(false) };
        let channel = self.channels.numbered(interface.unwrap_or(1));
        frame.channel = channel.ok_or("there are more than 256 interfaces")?;
        Ok(true)
    }

    /// Reads the header of the file.
    fn start(input: &mut Input) -> Result<Self, Error> {
        let unreadable = |input: &Input, reason| Error::Unreadable { name: input.name().to_owned(), reason };
        let is_whole = input.need(FILE_HEADER)?;
        let (Some((order, fraction_ns)), true) = (magic(input.rest()), is_whole) else {
            return Err(unreadable(input, "is a pcap file that is cut off within its header".to_owned()));
        };
        let number = order.u32(input.rest(), 20).unwrap_or_default();
        // The upper bits say whether packets keep a check sum.
        let Some(link) = Link::of(number & 0xFFFF) else {
            let reason = format!(
                "holds packets of link type {number}, not CAN; capture on a CAN interface such as can0"
            );
            return Err(unreadable(input, reason));
        };
        input.consume(FILE_HEADER);
        let header = Header { order, fraction_ns, link };
        Ok(Self { header, channels: Channels::default(), is_broken: false })
    }
}

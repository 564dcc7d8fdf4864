//! The kernel's list of CAN interfaces, asked for by netlink, and the watch that tells when it changed. Knows
//! what every interface has (name, index, kind, counters), not what only real controllers have.

use std::io;
use std::path::Path;

use neli::consts::nl::{NlType, NlmF, Nlmsg};
use neli::consts::rtnl::{Iff, Ifla, IflaInfo, RtAddrFamily, Rtm};
use neli::consts::socket::{Msg, NlFamily};
use neli::nl::{NlPayload, Nlmsghdr, NlmsghdrBuilder};
use neli::rtnl::{Ifinfomsg, IfinfomsgBuilder};
use neli::socket::NlSocket;
use neli::socket::synchronous::NlSocketHandle;
use neli::utils::Groups;
use tokio::io::unix::AsyncFd;

use super::{Error, kernel};

/// Hardware type of a CAN interface: `ARPHRD_CAN` in `linux/if_arp.h`.
const ARPHRD_CAN: u16 = 280;

/// Multicast group that announces changes of interfaces: `RTMGRP_LINK` in `linux/rtnetlink.h`.
const LINK_GROUP: u32 = 1;

/// One interface, as the list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CanLink {
    pub(super) index: u32,
    pub(super) name: String,
    pub(super) up: bool,
    /// The driver's family: `vcan`, `vxcan`, `can` for every real controller.
    pub(super) kind: Option<String>,
    pub(super) traffic: Traffic,
}

impl CanLink {
    /// Whether there is no wire behind it: whatever comes was sent by some program.
    pub(super) fn is_virtual(&self) -> bool {
        is_virtual(self.kind.as_deref())
    }
}

/// Whether interfaces of that driver's family have no wire behind them.
pub(super) fn is_virtual(kind: Option<&str>) -> bool {
    matches!(kind, Some("vcan" | "vxcan"))
}

/// What an interface has carried since it exists (`struct rtnl_link_stats64`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// Frames received, error frames included by most drivers.
    pub received: u64,
    /// Frames sent by this machine.
    pub sent: u64,
    /// Frames received with an error, or lost.
    pub receive_errors: u64,
    /// Frames received but dropped by the kernel.
    pub receive_dropped: u64,
    /// Frames lost because the controller's own buffer was full.
    pub receive_overruns: u64,
}

impl Traffic {
    /// Reads the leading counters of the kernel's array; those it does not have are 0.
    fn read(bytes: &[u8]) -> Self {
        let mut counters = [0; 24];
        for (counter, chunk) in counters.iter_mut().zip(bytes.chunks_exact(8)) {
            *counter = chunk.first_chunk().map_or(0, |bytes| u64::from_ne_bytes(*bytes));
        }
        let [received, sent, _, _, receive_errors, _, receive_dropped, ..] = counters;
        Self { received, sent, receive_errors, receive_dropped, receive_overruns: counters[11] }
    }
}

/// Every CAN interface there is, by index.
///
/// # Errors
/// [`Error::Netlink`] if the kernel cannot be asked.
pub(super) fn all() -> Result<Vec<CanLink>, Error> {
    let socket = NlSocketHandle::connect(NlFamily::Route, None, Groups::empty()).map_err(netlink)?;
    let question =
        IfinfomsgBuilder::default().ifi_family(RtAddrFamily::Unspecified).build().map_err(netlink)?;
    let message = NlmsghdrBuilder::default()
        .nl_type(Rtm::Getlink)
        .nl_flags(NlmF::REQUEST | NlmF::DUMP)
        .nl_payload(NlPayload::Payload(question))
        .build()
        .map_err(netlink)?;
    socket.send(&message).map_err(netlink)?;
    let mut links = Vec::new();
    loop {
        let (answers, _) = socket.recv::<u16, Ifinfomsg>().map_err(netlink)?;
        for answer in answers {
            let answer = answer.map_err(netlink)?;
            if *answer.nl_type() == u16::from(Nlmsg::Done) {
                links.sort_by_key(|link: &CanLink| link.index);
                return Ok(links);
            }
            if let NlPayload::Err(error) = answer.nl_payload() {
                return Err(netlink(io::Error::from_raw_os_error(-*error.error())));
            }
            links.extend(read(&answer));
        }
    }
}

/// The interface an answer describes, if it is one for CAN.
fn read<T: NlType>(answer: &Nlmsghdr<T, Ifinfomsg>) -> Option<CanLink> {
    let about = answer.get_payload()?;
    if u16::from(about.ifi_type()) != ARPHRD_CAN {
        return None;
    }
    let mut link = CanLink {
        index: u32::try_from(*about.ifi_index()).ok()?,
        name: String::new(),
        up: about.ifi_flags().contains(Iff::UP),
        kind: None,
        traffic: Traffic::default(),
    };
    for attribute in about.rtattrs().iter() {
        let bytes = attribute.rta_payload().as_ref();
        match attribute.rta_type() {
            Ifla::Ifname => link.name = text(bytes),
            Ifla::Stats64 => link.traffic = Traffic::read(bytes),
            Ifla::Linkinfo => {
                let nested = attribute.get_attr_handle::<IflaInfo>().ok()?;
                let kind = nested.iter().find(|info| *info.rta_type() == IflaInfo::Kind);
                link.kind = kind.map(|info| text(info.rta_payload().as_ref()));
            }
            _ => {}
        }
    }
    Some(link)
}

/// Why there is no CAN interface called `name` among `links`.
pub(super) fn missing(name: &str, links: Vec<CanLink>) -> Error {
    let name = name.to_owned();
    let present = links.into_iter().map(|link| link.name).collect();
    if Path::new("/sys/class/net").join(&name).exists() {
        Error::NotCan { name, present }
    } else {
        Error::NoInterface { name, present }
    }
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

pub(super) fn netlink(reason: impl std::fmt::Display) -> Error {
    Error::Netlink { reason: reason.to_string() }
}

/// Tells that some interface appeared, vanished, went up or down, or changed its state.
pub(super) struct Watch(AsyncFd<NlSocket>);

impl Watch {
    /// Starts watching: changes from here on are told.
    ///
    /// # Errors
    /// [`Error::Netlink`] if the kernel refuses, [`Error::Runtime`] outside a tokio runtime with I/O.
    pub(super) fn start() -> Result<Self, Error> {
        let socket =
            NlSocket::connect(NlFamily::Route, None, Groups::new_bitmask(LINK_GROUP)).map_err(netlink)?;
        socket.nonblock().map_err(netlink)?;
        kernel::watch_netlink(socket).map(Self).map_err(|source| Error::Runtime { source })
    }

    /// Waits for a change, or many at once. Losing the race in a `select!` loses no change.
    ///
    /// # Errors
    /// [`Error::Runtime`] when the runtime shuts down.
    pub(super) async fn changed(&self) -> Result<(), Error> {
        let mut told = false;
        let mut scratch = [0; 8192];
        loop {
            let mut ready = self.0.readable().await.map_err(|source| Error::Runtime { source })?;
            // What changed is not read from the messages: some may have been dropped, so the whole list is asked for.
            loop {
                match ready.get_inner().recv(&mut scratch[..], Msg::empty()) {
                    Ok(_) => told = true,
                    Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => told = true,
                    Err(_) => break,
                }
            }
            ready.clear_ready();
            if told {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_an_older_kernel_does_not_have_are_zero() {
        let bytes: Vec<u8> = (1..=7_u64).flat_map(u64::to_ne_bytes).collect();
        let traffic =
            Traffic { received: 1, sent: 2, receive_errors: 5, receive_dropped: 7, receive_overruns: 0 };
        assert_eq!(Traffic::read(&bytes), traffic);
    }

    #[test]
    fn the_list_holds_only_can_interfaces() {
        let links = all().unwrap();
        assert!(links.iter().all(|link| link.name != "lo"));
    }
}

//! The state of a CAN interface: bitrate, listen-only, what its controller says of the bus. Only reads: it
//! changes nothing and can therefore be used beside a car at any time.

use std::path::Path;

use socketcan::{CanCtrlMode, CanInterface};

use super::error_frame::State;
use super::links::{self, CanLink, Traffic};
use super::{Error, links::netlink};

/// One CAN interface, as it was when asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Interface {
    /// Its name: `can0`.
    pub name: String,
    /// The kernel's number for it; another one each time an adapter is plugged in.
    pub index: u32,
    /// Whether it is up. An interface that is down hears nothing.
    pub up: bool,
    /// Whether it passes CAN FD frames (its MTU is 72 bytes).
    pub fd: bool,
    /// The driver's family: `vcan`, `vxcan`, or `can` for every real controller.
    pub kind: Option<String>,
    /// The driver of the adapter: `gs_usb`, `kvaser_pci`; none for virtual interfaces and serial adapters.
    pub driver: Option<String>,
    /// What only a real controller has; `None` for a virtual interface.
    pub controller: Option<Controller>,
    /// What it has carried since it exists.
    pub traffic: Traffic,
}

/// The controller behind an interface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Controller {
    /// Bits per second in the arbitration phase; `None` before it is set.
    pub bitrate: Option<u32>,
    /// Where in a bit it samples, from 0 to 1; 0.875 is usual in cars.
    pub sample_point: Option<f64>,
    /// Bits per second in the data phase of CAN FD.
    pub data_bitrate: Option<u32>,
    /// Whether it only listens: then it does not even acknowledge, and cannot disturb the car.
    pub listen_only: bool,
    /// Whether the driver can be set to only listen, if it tells (kernel 6.0 and later).
    pub can_listen_only: Option<bool>,
    /// Its part in the bus.
    pub state: Activity,
    /// Its error counters, if the driver reads them.
    pub errors: Option<ErrorCounters>,
    /// After how many milliseconds of bus-off it restarts by itself; 0: never.
    pub restart_ms: u32,
}

/// What a controller does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activity {
    /// It takes part in the bus, in this state.
    Running(State),
    /// The interface is down, or the controller sleeps.
    Stopped,
    /// The driver does not tell.
    Unknown,
}

/// A controller's error counters, weighted as ISO 11898-1 prescribes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ErrorCounters {
    /// Errors while sending.
    pub transmit: u16,
    /// Errors while receiving.
    pub receive: u16,
}

impl Interface {
    // Both wait for the kernel's lock on interfaces: microseconds, unless an adapter is just being set up. Frames wait in
    // the socket meanwhile.

    /// Every CAN interface of this machine, by index; none on a kernel without CAN.
    ///
    /// # Errors
    /// [`Error::Netlink`] if the kernel cannot be asked.
    pub fn all() -> Result<Vec<Self>, Error> {
        links::all()?.into_iter().filter_map(|link| Self::of(link).transpose()).collect()
    }

    /// The CAN interface of that name; `None` if there is none now.
    ///
    /// # Errors
    /// [`Error::Netlink`] if the kernel cannot be asked.
    pub fn find(name: &str) -> Result<Option<Self>, Error> {
        links::all()?.into_iter().find(|link| link.name == name).map_or(Ok(None), Self::of)
    }

    /// The CAN interface of that name, which a person gave.
    ///
    /// # Errors
    /// [`Error::NoInterface`] or [`Error::NotCan`] if there is none now, [`Error::Netlink`] if the kernel cannot be
    /// asked.
    pub fn named(name: &str) -> Result<Self, Error> {
        Self::find(name)?.map_or_else(|| Err(links::missing(name, links::all()?)), Ok)
    }

    /// Whether frames on it never leave this machine: `vcan` and `vxcan`.
    pub fn is_virtual(&self) -> bool {
        links::is_virtual(self.kind.as_deref())
    }

    /// The command that sets it up, listen-only if it has a controller; at its bitrate, or at the 500 kbit/s of these cars'
    /// body bus if it has none yet. Before kernel 6.0, a serial adapter is set up by the program that attaches it.
    pub fn command_to_listen_only(&self) -> String {
        let Self { name, kind, controller, .. } = self;
        if kind.as_deref() == Some("slcan") {
            return format!("slcand -l -s6 TTY {name}; ip link set {name} up");
        }
        let Some(controller) = controller else { return self.command_to_bring_up() };
        let bitrate = controller.bitrate.unwrap_or(500_000);
        let mode = if controller.can_listen_only == Some(false) { "" } else { " listen-only on" };
        format!(
            "ip link set {name} down; ip link set {name} type can bitrate {bitrate}{mode}; ip link set {name} up"
        )
    }

    /// The command that sets it up as it is.
    pub fn command_to_bring_up(&self) -> String {
        format!("ip link set {} up", self.name)
    }

    /// `None` if the interface vanished between the two questions.
    fn of(link: CanLink) -> Result<Option<Self>, Error> {
        let details = match CanInterface::open_iface(link.index).details() {
            Ok(details) => details,
            Err(error) if gone(&error) => return Ok(None),
            Err(error) => return Err(netlink(error)),
        };
        let driver = driver(&link.name);
        Ok(Some(Self {
            fd: details.mtu == Some(socketcan::nl::Mtu::Fd),
            controller: (!link.is_virtual()).then(|| Controller::of(&details.can)),
            driver,
            name: link.name,
            index: link.index,
            up: link.up,
            kind: link.kind,
            traffic: link.traffic,
        }))
    }
}

impl Controller {
    fn of(can: &socketcan::InterfaceCanParams) -> Self {
        let known = |rate: u32| (rate != 0 && rate != u32::MAX).then_some(rate);
        Self {
            bitrate: can.bit_timing.and_then(|timing| known(timing.bitrate)),
            // The kernel counts in thousandths.
            sample_point: can
                .bit_timing
                .and_then(|timing| known(timing.sample_point))
                .map(|point| f64::from(point) / 1000.0),
            data_bitrate: can.data_bit_timing.and_then(|timing| known(timing.bitrate)),
            listen_only: can.ctrl_mode.is_some_and(|modes| modes.has_mode(CanCtrlMode::ListenOnly)),
            can_listen_only: can.ctrl_mode_supported.map(|modes| modes & CanCtrlMode::ListenOnly.mask() != 0),
            state: Activity::of(can.state),
            errors: can
                .berr_counter
                .map(|counter| ErrorCounters { transmit: counter.txerr, receive: counter.rxerr }),
            restart_ms: can.restart_ms.unwrap_or(0),
        }
    }
}

impl Activity {
    fn of(state: Option<socketcan::nl::CanState>) -> Self {
        use socketcan::nl::CanState;
        match state {
            Some(CanState::ErrorActive) => Self::Running(State::Active),
            Some(CanState::ErrorWarning) => Self::Running(State::Warning),
            Some(CanState::ErrorPassive) => Self::Running(State::Passive),
            Some(CanState::BusOff) => Self::Running(State::BusOff),
            Some(CanState::Stopped | CanState::Sleeping) => Self::Stopped,
            None => Self::Unknown,
        }
    }
}

fn gone(error: &socketcan::Error) -> bool {
    match error {
        socketcan::Error::Nl(error) => error.errno() == Some(libc::ENODEV),
        socketcan::Error::Io(error) => error.raw_os_error() == Some(libc::ENODEV),
        socketcan::Error::Can(_) => false,
    }
}

/// The driver of the device behind `name`. Only sysfs knows it without a privileged or unsafe call.
fn driver(name: &str) -> Option<String> {
    let link = std::fs::read_link(Path::new("/sys/class/net").join(name).join("device/driver")).ok()?;
    Some(link.file_name()?.to_string_lossy().into_owned())
}

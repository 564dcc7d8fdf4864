//! Everything that is read from the system before it is judged, as plain data.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::bus::Interface;
use crate::bus::error_frame::Cause;
use crate::car::{Car, Recogniser};

/// What the system says.
#[derive(Debug, Clone)]
pub struct Readings {
    /// The interface that is asked about; `None` to ask what there is.
    pub asked: Option<String>,
    /// The bit rate to be expected, in bits per second.
    pub bitrate: u32,
    /// The car, if the person named it.
    pub car: Option<Car>,
    /// The kernel.
    pub kernel: Kernel,
    /// Every CAN interface, or why the kernel did not tell.
    pub interfaces: Result<Vec<Interface>, String>,
    /// Names of all network interfaces of other kinds.
    pub others: Vec<String>,
    /// What is plugged in by USB; `None` if the system does not tell.
    pub usb: Option<Vec<UsbDevice>>,
    /// What was heard on the interface, or why it could not be listened to; `None` if that made no sense.
    pub heard: Option<Result<Heard, String>>,
}

/// The kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kernel {
    /// Its release, such as `6.1.0-49-amd64`; empty if it does not tell.
    pub release: String,
    /// Whether CAN sockets can be opened.
    pub sockets: Sockets,
    /// Its modules.
    pub modules: Modules,
}

/// Whether CAN sockets can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sockets {
    /// They can.
    Work,
    /// The kernel knows no such sockets (now).
    Missing,
    /// It does, but refuses one to this process; the system's words.
    Refused(String),
}

/// The kernel's modules; `-` and `_` in names are the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modules {
    /// Those that are loaded; `None` if the system does not tell.
    pub loaded: Option<BTreeSet<String>>,
    /// Those for CAN that come with this kernel; `None` if their list cannot be read, as in a container.
    pub shipped: Option<BTreeSet<String>>,
    /// Those of them that are part of the kernel itself.
    pub built_in: BTreeSet<String>,
}

impl Modules {
    /// Whether `name` is there to be used; `None` if that is not known.
    pub fn is_loaded(&self, name: &str) -> Option<bool> {
        if self.built_in.contains(name) {
            return Some(true);
        }
        self.loaded.as_ref().map(|loaded| loaded.contains(name))
    }

    /// Whether `name` comes with this kernel; `None` if that is not known.
    pub fn is_shipped(&self, name: &str) -> Option<bool> {
        if self.is_loaded(name) == Some(true) {
            return Some(true);
        }
        self.shipped.as_ref().map(|shipped| shipped.contains(name))
    }
}

/// Something plugged in by USB.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsbDevice {
    /// The maker's number.
    pub vendor: u16,
    /// The maker's number of the product.
    pub product: u16,
    /// What it calls itself; may hold anything.
    pub name: String,
    /// Its serial ports, such as `ttyACM0`.
    pub ports: Vec<String>,
    /// Its network interfaces, such as `can0`.
    pub interfaces: Vec<String>,
}

/// What was heard.
#[derive(Debug, Clone)]
pub struct Heard {
    /// How long was listened.
    pub waited: Duration,
    /// What the data frames say of the car.
    pub recogniser: Recogniser,
    /// What controllers reported of the bus, each with the number of reports.
    pub causes: Vec<(Cause, u64)>,
    /// Frames that were on the bus and did not arrive.
    pub lost: u64,
    /// The interface afterwards; `None` if it vanished.
    pub after: Option<Interface>,
}

impl Heard {
    /// Reports of what can only come from a wrong bit rate, bad wires or noise.
    pub fn violations(&self) -> u64 {
        let is_violation = |cause: &Cause| {
            matches!(
                cause,
                Cause::Bit
                    | Cause::Form
                    | Cause::Stuff
                    | Cause::Checksum
                    | Cause::DominantBit
                    | Cause::RecessiveBit
                    | Cause::BusError
            )
        };
        // One frame may report a violation and name it.
        self.causes
            .iter()
            .filter(|(cause, _)| is_violation(cause))
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0)
    }
}

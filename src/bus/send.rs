//! The one door through which frames leave this program, and the permission it asks for. It sends at once what it is
//! given; what to send, and when, is its caller's business.

use std::io;

use socketcan::{CanAddr, CanFdSocket, Socket as _, SocketOptions};

use super::{Error, Interface, socket, wire};
use crate::frame::{Flags, Frame};

/// What the person at the command line said about buses with real controllers on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RealBus {
    /// Nothing: they are left alone.
    Untouched,
    /// That frames may be sent on the one that is named.
    Permitted,
}

/// The permission to send on one interface. There is no other way to one than [`Permission::ask`], and no other way to a
/// [`Sender`] than this.
///
/// ```compile_fail
/// let permission = doorjamb::bus::Permission { name: "can0".to_owned(), index: 2, fd: false };
/// ```
#[derive(Debug)]
pub struct Permission {
    name: String,
    index: u32,
    fd: bool,
}

impl Permission {
    /// Permission to send on the interface called `name`. A virtual one has it by its kind, because its frames stay in this
    /// machine (unless somebody routes them with `cangw`); any other has it only from the person.
    ///
    /// # Errors
    /// [`SendError::RealBus`] without the person's word; [`SendError::Down`] or [`SendError::ListenOnly`] where it would be
    /// of no use; [`SendError::Bus`] if there is no such interface.
    pub fn ask(name: &str, real: RealBus) -> Result<Self, SendError> {
        Self::grant(&Interface::named(name)?, real)
    }

    fn grant(interface: &Interface, real: RealBus) -> Result<Self, SendError> {
        let name = interface.name.clone();
        if !interface.is_virtual() && real != RealBus::Permitted {
            return Err(SendError::RealBus { name });
        }
        if !interface.up {
            return Err(SendError::Down { name });
        }
        // The kernel would take the frames and drop them in silence.
        if interface.controller.is_some_and(|controller| controller.listen_only) {
            return Err(SendError::ListenOnly { name });
        }
        Ok(Self { name, index: interface.index, fd: interface.fd })
    }
}

/// Why nothing can be sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// A real bus, and nobody said that it may be sent on.
    #[error(
        "{name}: a real bus, and what is sent on it can make a car do things; send on a vcan, or give \
         --transmit-on-a-real-bus if that bus is one on your bench"
    )]
    RealBus {
        /// The interface.
        name: String,
    },
    /// The interface is down.
    #[error("{name}: is down; `sudo ip link set {name} up`")]
    Down {
        /// The interface.
        name: String,
    },
    /// The controller is set to only listen.
    #[error(
        "{name}: is set to only listen, so it cannot send; `sudo ip link set {name} down && sudo ip link set {name} type \
         can listen-only off && sudo ip link set {name} up`"
    )]
    ListenOnly {
        /// The interface.
        name: String,
    },
    /// The interface is not there, or no socket can be opened.
    #[error(transparent)]
    Bus(#[from] Error),
    /// The kernel refused a frame.
    #[error("{name}: cannot send: {source}")]
    System {
        /// The interface.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// The kernel's queue stays full.
    #[error(
        "{name}: takes no more frames; either nobody on the bus acknowledges them, or it is never free; look whether \
         another controller is there at the same bit rate, and at `ip -details -statistics link show {name}`"
    )]
    Stuck {
        /// The interface.
        name: String,
    },
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The kernel has it.
    Taken,
    /// The kernel's queue is full: try again when the bus has taken some.
    Full,
}

/// Why a frame is never sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsendable {
    /// It is no frame of the bus but what a controller reported of it.
    ErrorFrame,
    /// It is a CAN FD frame, and the interface has classic CAN only.
    TooWide,
}

/// A frame ready to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    bytes: [u8; wire::FD],
    length: usize,
}

/// The way out to one bus.
#[derive(Debug)]
pub struct Sender {
    socket: CanFdSocket,
    name: String,
    fd: bool,
}

impl Sender {
    /// Opens the way that `permission` permits. It hears nothing.
    ///
    /// # Errors
    /// [`SendError::Bus`] or [`SendError::System`].
    pub fn open(permission: Permission) -> Result<Self, SendError> {
        let Permission { name, index, fd } = permission;
        let failed = |source| SendError::System { name: name.clone(), source };
        let socket = socket::create(&name)?;
        // Frames nobody reads would fill the socket's buffer.
        socket.set_filter_drop_all().map_err(failed)?;
        socket.set_socket_option_int(libc::SOL_CAN_RAW, libc::CAN_RAW_FD_FRAMES, 1).map_err(failed)?;
        socket.as_raw_socket().bind(&CanAddr::new(index).into_sock_addr()).map_err(failed)?;
        Ok(Self { socket, name, fd })
    }

    /// Makes `frame` ready. Its time and channel do not matter; a remote request stays one.
    ///
    /// # Errors
    /// Why it cannot be sent.
    pub fn prepare(&self, frame: &Frame) -> Result<Outgoing, Unsendable> {
        if frame.flags.contains(Flags::ERROR) {
            return Err(Unsendable::ErrorFrame);
        }
        if frame.flags.contains(Flags::FD) && !self.fd {
            return Err(Unsendable::TooWide);
        }
        let mut bytes = [0; wire::FD];
        let length = wire::write(frame, &mut bytes);
        Ok(Outgoing { bytes, length })
    }

    /// Hands `frame` to the kernel, now.
    ///
    /// # Errors
    /// [`SendError::Down`] if the interface went down, else [`SendError::System`].
    #[expect(
        clippy::disallowed_methods,
        reason = "the guarded door: a `Sender` is made from a permission only"
    )]
    pub fn send(&self, frame: &Outgoing) -> Result<Sent, SendError> {
        let name = || self.name.clone();
        match self.socket.as_raw_socket().send(&frame.bytes[..frame.length]) {
            Ok(_) => Ok(Sent::Taken),
            Err(source) => match source.raw_os_error() {
                Some(libc::ENOBUFS | libc::EAGAIN | libc::EINTR) => Ok(Sent::Full),
                Some(libc::ENETDOWN) => Err(SendError::Down { name: name() }),
                _ => Err(SendError::System { name: name(), source }),
            },
        }
    }

    /// The error for a queue that stayed full for too long.
    pub fn stuck(&self) -> SendError {
        SendError::Stuck { name: self.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Traffic;
    use crate::bus::error_frame::State;
    use crate::bus::interface::{Activity, Controller};

    fn interface(kind: &str, listen_only: Option<bool>) -> Interface {
        let controller = |listen_only| Controller {
            bitrate: Some(500_000),
            sample_point: None,
            data_bitrate: None,
            listen_only,
            can_listen_only: None,
            state: Activity::Running(State::Active),
            errors: None,
            restart_ms: 0,
        };
        Interface {
            name: "x0".to_owned(),
            index: 7,
            up: true,
            fd: false,
            kind: Some(kind.to_owned()),
            driver: None,
            controller: listen_only.map(controller),
            traffic: Traffic::default(),
        }
    }

    #[test]
    fn only_virtual_buses_are_sent_on_without_a_word_from_the_person() {
        for kind in ["vcan", "vxcan"] {
            assert!(Permission::grant(&interface(kind, None), RealBus::Untouched).is_ok());
        }
        let real = interface("can", Some(false));
        let refused = Permission::grant(&real, RealBus::Untouched);
        assert!(matches!(refused, Err(SendError::RealBus { .. })));
        assert!(Permission::grant(&real, RealBus::Permitted).is_ok());
        // A driver of a kind not known here has a real bus behind it, for all we know.
        let unknown = Interface { kind: None, controller: None, ..interface("can", None) };
        assert!(matches!(Permission::grant(&unknown, RealBus::Untouched), Err(SendError::RealBus { .. })));
    }

    #[test]
    fn an_interface_that_cannot_send_is_told_with_the_command_that_changes_it() {
        let down = Interface { up: false, ..interface("vcan", None) };
        let error = Permission::grant(&down, RealBus::Untouched).unwrap_err().to_string();
        assert!(error.contains("`sudo ip link set x0 up`"), "{error}");
        let mute = interface("can", Some(true));
        let error = Permission::grant(&mute, RealBus::Permitted).unwrap_err().to_string();
        assert!(error.contains("listen-only off"), "{error}");
    }

    #[test]
    fn an_interface_that_is_not_there_is_no_permission() {
        assert!(matches!(
            Permission::ask("lo", RealBus::Permitted),
            Err(SendError::Bus(Error::NotCan { .. }))
        ));
        assert!(matches!(
            Permission::ask("nowhere9", RealBus::Permitted),
            Err(SendError::Bus(Error::NoInterface { .. }))
        ));
    }
}

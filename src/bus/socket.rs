//! A CAN socket that can only listen: opened, set up completely, and only then bound, so that no frame slips in
//! under other settings. It offers no way to its descriptor and none to send.

use std::io;
use std::os::fd::OwnedFd;

use socket2::{Domain, Protocol, Type};
use socketcan::{CanAddr, CanFdSocket, CanFilter, Socket as _, SocketOptions};
use tokio::io::unix::AsyncFd;

use super::Error;
use super::kernel::{self, BATCH, Slots};
use crate::frame::CanId;

/// Index of the counter of dropped frames in the answer to `SO_MEMINFO` (`SK_MEMINFO_DROPS`, `linux/sock_diag.h`).
const MEMINFO_DROPS: usize = 8;

/// A socket that receives from one interface, or from all.
pub(super) struct Ear {
    socket: AsyncFd<CanFdSocket>,
    /// Bytes of frames the kernel keeps for us, its own overhead included.
    buffer: usize,
    name: String,
}

impl Ear {
    /// Listens to the interface numbered `index`, to all if it is 0. `name` is for messages.
    ///
    /// `only` are the data frames the kernel shall pass on (all, if there are more than it can filter); error
    /// frames always come.
    ///
    /// # Errors
    /// [`Error::NoCan`] or [`Error::Socket`].
    pub(super) fn open(name: &str, index: u32, only: Option<&[CanId]>, buffer: usize) -> Result<Self, Error> {
        let failed = |action| move |source| Error::Socket { name: name.to_owned(), action, source };
        let socket = create(name)?;
        socket
            .set_socket_option_int(libc::SOL_CAN_RAW, libc::CAN_RAW_FD_FRAMES, 1)
            .map_err(failed("ask for CAN FD frames"))?;
        socket.set_error_filter_accept_all().map_err(failed("ask for error frames"))?;
        if let Some(only) = only {
            set_filters(&socket, only).map_err(failed("set the filters"))?;
        }
        stamps(&socket).map_err(failed("ask for time stamps"))?;
        socket
            .set_socket_option_int(libc::SOL_SOCKET, libc::SO_RXQ_OVFL, 1)
            .map_err(failed("ask for the drop counter"))?;
        let buffer = widen(&socket, buffer).map_err(failed("set the receive buffer"))?;
        socket
            .as_raw_socket()
            .bind(&CanAddr::new(index).into_sock_addr())
            .map_err(failed("listen to the interface"))?;
        let socket = kernel::watch_can(socket).map_err(|source| Error::Runtime { source })?;
        Ok(Self { socket, buffer, name: name.to_owned() })
    }

    /// Bytes the kernel granted for waiting frames, its own overhead included: a frame takes 765 or more.
    pub(super) fn buffer(&self) -> usize {
        self.buffer
    }

    /// Has the kernel pass on only data frames with these identifiers from now on; those that wait still come.
    ///
    /// # Errors
    /// [`Error::Socket`].
    pub(super) fn filter(&self, only: &[CanId]) -> Result<(), Error> {
        set_filters(self.socket.get_ref(), only).map_err(|source| Error::Socket {
            name: self.name.clone(),
            action: "set the filters",
            source,
        })
    }

    /// Waits until a message can be received, then receives a batch. Losing the race in a `select!` loses nothing.
    ///
    /// # Errors
    /// The kernel's; `ENETDOWN` and `ENODEV` tell of the interface, and are told once.
    pub(super) async fn receive(&self, slots: &mut Slots) -> io::Result<usize> {
        loop {
            let mut ready = self.socket.readable().await?;
            match slots.receive(ready.get_inner()) {
                Ok(taken) => {
                    // Fewer than asked for means that the queue was empty then; a later frame makes it ready again.
                    if taken < BATCH {
                        ready.clear_ready();
                    }
                    return Ok(taken);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Receives what waits now; `false` if nothing does.
    ///
    /// # Errors
    /// The kernel's, as [`Ear::receive`].
    pub(super) fn receive_waiting(&self, slots: &mut Slots) -> io::Result<bool> {
        match slots.receive(self.socket.get_ref()) {
            Ok(taken) => Ok(taken > 0),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The error that the next call would tell, taken away from it.
    pub(super) fn take_error(&self) -> Option<io::Error> {
        self.socket.get_ref().as_raw_socket().take_error().ok().flatten()
    }

    /// Frames this socket has dropped up to now, those after the last one received included; wraps around.
    pub(super) fn dropped(&self) -> Option<u32> {
        let mut bytes = [0; 4 * (MEMINFO_DROPS + 1)];
        let socket = self.socket.get_ref();
        let length = socket.get_socket_option_bytes(libc::SOL_SOCKET, libc::SO_MEMINFO, &mut bytes).ok()?;
        (length == bytes.len()).then(|| bytes.last_chunk().map(|drops| u32::from_ne_bytes(*drops)))?
    }

    /// What failed on this socket, for people.
    pub(super) fn failed(&self, source: io::Error) -> Error {
        Error::Socket { name: self.name.clone(), action: "receive", source }
    }
}

/// Whether this kernel has CAN sockets at all.
///
/// # Errors
/// [`Error::NoCan`] if not, [`Error::Socket`] if this process may not open one.
pub fn probe() -> Result<(), Error> {
    create("any").map(drop)
}

pub(super) fn create(name: &str) -> Result<CanFdSocket, Error> {
    let kind = Type::RAW.nonblocking().cloexec();
    match socket2::Socket::new(Domain::from(libc::AF_CAN), kind, Some(Protocol::from(libc::CAN_RAW))) {
        Ok(socket) => Ok(CanFdSocket::from(OwnedFd::from(socket))),
        Err(source) => Err(match source.raw_os_error() {
            Some(libc::EAFNOSUPPORT | libc::EPROTONOSUPPORT) => Error::NoCan,
            _ => Error::Socket { name: name.to_owned(), action: "open a CAN socket", source },
        }),
    }
}

/// More identifiers than the kernel takes leave everything as it was.
fn set_filters(socket: &CanFdSocket, only: &[CanId]) -> io::Result<()> {
    if only.len() > libc::CAN_RAW_FILTER_MAX as usize {
        return Ok(());
    }
    let filters: Vec<CanFilter> = only.iter().copied().map(filter).collect();
    socket.set_filters(&filters)
}

/// Exactly the data frames of `id`: with these bits in the mask the kernel looks filters up instead of searching.
fn filter(id: CanId) -> CanFilter {
    let kind = if id.is_extended() { libc::CAN_EFF_FLAG } else { 0 };
    let bits = if id.is_extended() { libc::CAN_EFF_MASK } else { libc::CAN_SFF_MASK };
    CanFilter::new(id.value() | kind, bits | libc::CAN_EFF_FLAG | libc::CAN_RTR_FLAG)
}

/// Asks for the kernel's stamp on every frame (it makes one at delivery where none was made at arrival) and for
/// the adapter's where the driver has one.
fn stamps(socket: &CanFdSocket) -> io::Result<()> {
    socket.set_socket_option_int(libc::SOL_SOCKET, libc::SO_TIMESTAMPNS, 1)?;
    socket.set_timestamping(libc::SOF_TIMESTAMPING_RX_HARDWARE | libc::SOF_TIMESTAMPING_RAW_HARDWARE)
}

/// Raises the receive buffer to `bytes`, above the system's limit where we may, and tells what was granted.
fn widen(socket: &CanFdSocket, bytes: usize) -> io::Result<usize> {
    let bytes = libc::c_int::try_from(bytes).unwrap_or(libc::c_int::MAX);
    if socket.set_socket_option_int(libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes).is_err() {
        socket.set_socket_option_int(libc::SOL_SOCKET, libc::SO_RCVBUF, bytes)?;
    }
    let granted = socket.get_socket_option_int(libc::SOL_SOCKET, libc::SO_RCVBUF)?;
    Ok(usize::try_from(granted).unwrap_or(0))
}

//! The calls into the kernel that no crate offers in a safe form: many frames per system call, and a socket
//! watched by the runtime. The only unsafe code there is; what the bytes mean is read elsewhere.
#![expect(unsafe_code, reason = "recvmmsg(2) and tokio's registration of descriptors have no safe form")]

use std::io;
use std::mem::{offset_of, zeroed};
use std::os::fd::AsRawFd;
use std::ptr;

use neli::socket::NlSocket;
use socketcan::CanFdSocket;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::{control, wire};

/// Most frames taken by one call.
pub(super) const BATCH: usize = 64;

const ADDRESS: usize = size_of::<libc::sockaddr_can>();
#[expect(clippy::cast_possible_truncation, reason = "a socket address is a few bytes long")]
const ADDRESS_LENGTH: libc::socklen_t = ADDRESS as libc::socklen_t;

/// Room for one message. The control messages stand first because the kernel wants them aligned.
#[repr(C, align(16))]
#[derive(Clone, Copy)]
struct Slot {
    control: [u8; control::SPACE],
    frame: [u8; wire::FD],
    address: [u8; ADDRESS],
    frame_length: usize,
    control_length: usize,
    flags: libc::c_int,
}

impl Slot {
    const EMPTY: Self = Self {
        control: [0; control::SPACE],
        frame: [0; wire::FD],
        address: [0; ADDRESS],
        frame_length: 0,
        control_length: 0,
        flags: 0,
    };
}

/// Room for one batch, used again and again.
pub(super) struct Slots {
    slots: Vec<Slot>,
    filled: usize,
}

/// One received message, as the kernel left it.
pub(super) struct Message<'a> {
    /// The frame; its length says classic or FD.
    pub(super) frame: &'a [u8],
    /// The control messages.
    pub(super) control: &'a [u8],
    /// Index of the interface it came in on.
    pub(super) interface: u32,
    /// Whether a program of this machine sent it (`MSG_DONTROUTE`). `MSG_CONFIRM`, the mark of frames sent through this
    /// very socket, cannot occur.
    pub(super) local: bool,
}

impl Slots {
    pub(super) fn new() -> Self {
        Self { slots: vec![Slot::EMPTY; BATCH], filled: 0 }
    }

    /// Takes up to [`BATCH`] waiting messages from `socket`, which must be non-blocking, in place of those taken
    /// before.
    ///
    /// # Errors
    /// What `recvmmsg` says; `WouldBlock` if nothing waits.
    pub(super) fn receive(&mut self, socket: &CanFdSocket) -> io::Result<usize> {
        self.filled = 0;
        // SAFETY: both are C structures of integers and raw pointers, for which zero is a valid value.
        let mut parts: [libc::iovec; BATCH] = unsafe { zeroed() };
        // SAFETY: as above.
        let mut headers: [libc::mmsghdr; BATCH] = unsafe { zeroed() };
        for ((slot, part), header) in self.slots.iter_mut().zip(&mut parts).zip(&mut headers) {
            part.iov_base = slot.frame.as_mut_ptr().cast();
            part.iov_len = slot.frame.len();
            header.msg_hdr.msg_iov = ptr::from_mut(part);
            header.msg_hdr.msg_iovlen = 1;
            header.msg_hdr.msg_name = slot.address.as_mut_ptr().cast();
            header.msg_hdr.msg_namelen = ADDRESS_LENGTH;
            header.msg_hdr.msg_control = slot.control.as_mut_ptr().cast();
            header.msg_hdr.msg_controllen = slot.control.len();
        }
        let count = libc::c_uint::try_from(self.slots.len().min(BATCH)).unwrap_or(0);
        // SAFETY: the first `count` of `headers` are filled in above, each with one part and with buffers of a slot of
        // its own at their true lengths; all outlive the call and nothing else touches them during it. There is no
        // timeout.
        let taken =
            unsafe { libc::recvmmsg(socket.as_raw_fd(), headers.as_mut_ptr(), count, 0, ptr::null_mut()) };
        let taken = usize::try_from(taken).map_err(|_| io::Error::last_os_error())?;
        for (slot, header) in self.slots.iter_mut().zip(&headers).take(taken) {
            slot.frame_length = header.msg_len as usize;
            slot.control_length = header.msg_hdr.msg_controllen;
            slot.flags = header.msg_hdr.msg_flags;
        }
        self.filled = taken;
        Ok(taken)
    }

    /// The messages taken by the last call, in the order of their arrival.
    pub(super) fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        let index = offset_of!(libc::sockaddr_can, can_ifindex);
        self.slots.iter().take(self.filled).map(move |slot| Message {
            frame: slot.frame.get(..slot.frame_length).unwrap_or(&[]),
            control: slot.control.get(..slot.control_length).unwrap_or(&[]),
            interface: slot.address[index..].first_chunk().map_or(0, |bytes| u32::from_ne_bytes(*bytes)),
            local: slot.flags & libc::MSG_DONTROUTE != 0,
        })
    }
}

/// A type that owns one open descriptor from its making to its end, and always names that one.
///
/// # Safety
/// `as_raw_fd` must give the same open descriptor during the whole life of the value.
unsafe trait Owner: AsRawFd {}

// SAFETY: it owns a `socket2::Socket`, which closes its descriptor only when dropped and never exchanges it.
unsafe impl Owner for CanFdSocket {}

// SAFETY: it keeps the descriptor it opened in a private field and closes it only when dropped.
unsafe impl Owner for NlSocket {}

/// Has the runtime watch a CAN socket for messages to read, never for room to write.
///
/// # Errors
/// The system's, if the socket cannot be watched.
pub(super) fn watch_can(socket: CanFdSocket) -> io::Result<AsyncFd<CanFdSocket>> {
    watch(socket)
}

/// Has the runtime watch a netlink socket likewise.
///
/// # Errors
/// The system's, if the socket cannot be watched.
pub(super) fn watch_netlink(socket: NlSocket) -> io::Result<AsyncFd<NlSocket>> {
    watch(socket)
}

fn watch<T: Owner>(owner: T) -> io::Result<AsyncFd<T>> {
    // SAFETY: `Owner` promises what the registration asks for: one open descriptor, the same for life.
    unsafe { AsyncFd::register_with_interest(owner, Interest::READABLE) }.map_err(Into::into)
}

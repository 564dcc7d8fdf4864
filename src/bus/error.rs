//! Why a bus cannot be listened to. Frames lost and interfaces that come and go are no errors: they are events.

use std::io;

/// What stops listening, or keeps it from starting.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no interface of this name (now).
    #[error("{name}: no such interface{}", list(.present))]
    NoInterface {
        /// The name asked for.
        name: String,
        /// The CAN interfaces that do exist.
        present: Vec<String>,
    },
    /// The interface exists but is not a CAN interface.
    #[error("{name}: not a CAN interface{}", list(.present))]
    NotCan {
        /// The name asked for.
        name: String,
        /// The CAN interfaces that do exist.
        present: Vec<String>,
    },
    /// More interfaces than a frame's channel can tell apart.
    #[error("{count} interfaces are too many: at most 256 can be listened to at once")]
    TooMany {
        /// How many were asked for.
        count: usize,
    },
    /// The kernel has no CAN sockets.
    #[error("this kernel has no CAN sockets: load them with `modprobe can_raw`")]
    NoCan,
    /// A call on the socket failed.
    #[error("{name}: cannot {action}: {source}")]
    Socket {
        /// The interface, or `any`.
        name: String,
        /// What was tried.
        action: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// The kernel did not tell about its interfaces.
    #[error("cannot ask the kernel about its interfaces: {reason}")]
    Netlink {
        /// The netlink library's or the system's words.
        reason: String,
    },
    /// Called outside a tokio runtime that has I/O and time.
    #[error("no runtime to listen in: {source}")]
    Runtime {
        /// What the runtime's reactor answered.
        source: io::Error,
    },
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "; there is no CAN interface at all: is the adapter plugged in and its driver loaded?".to_owned()
    } else {
        format!("; CAN interfaces are {}", names.join(", "))
    }
}

//! What stops the reading of a capture: the file, what it seems to be, and the next step.

use std::io;

/// Why a capture cannot be read, or not any further. A fault inside a capture is a
/// [`Notice`](crate::notice::Notice), never an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("{name}: there is no such file; check the name, or give `-` to read standard input")]
    Missing {
        /// The input as the person named it.
        name: String,
    },
    /// The file may not be read.
    #[error("{name}: no permission to read it; ask its owner, or change its mode with `chmod`")]
    Forbidden {
        /// The input as the person named it.
        name: String,
    },
    /// A directory was named.
    #[error("{name}: is a directory; name the captures in it, for example {name}/*.log")]
    Directory {
        /// The input as the person named it.
        name: String,
    },
    /// Nothing is in it.
    #[error(
        "{name}: is empty, no frame was recorded; check that the bus was awake and the logger \
         was started on the right interface"
    )]
    Empty {
        /// The input as the person named it.
        name: String,
    },
    /// No known format.
    #[error("{name}: is no capture that is known here, it {seems}; known are {known}")]
    Unknown {
        /// The input as the person named it.
        name: String,
        /// What it looks like, as the end of the sentence "it ...".
        seems: String,
        /// The names of all formats.
        known: String,
    },
    /// A recognised file that cannot be read at all, for the reason given.
    #[error("{name}: {reason}")]
    Unreadable {
        /// The input as the person named it.
        name: String,
        /// What is in the way, and the next step.
        reason: String,
    },
    /// The system failed to open or read it.
    #[error("{name}: cannot be read after byte {byte}: {source}")]
    System {
        /// The input as the person named it.
        name: String,
        /// Bytes that were read before it, after decompression.
        byte: u64,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// The error for what the system said when `name` was opened.
    pub(super) fn opening(name: &str, source: io::Error) -> Self {
        let name = name.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { name },
            io::ErrorKind::PermissionDenied => Self::Forbidden { name },
            io::ErrorKind::IsADirectory => Self::Directory { name },
            _ => Self::System { name, byte: 0, source },
        }
    }
}

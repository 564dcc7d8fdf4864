//! Why a DBC file is refused: only when nothing in it can be used.

/// A DBC file with nothing to decode in it. The text names the file, the line and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No bytes, or only white space.
    #[error("{name}:1: the file is empty; give a DBC file with at least one message (BO_)")]
    Empty {
        /// The file.
        name: String,
    },
    /// Bytes that are no text.
    #[error("{name}:{line}: this is not text, so not a DBC file; check that the right file was named")]
    NotText {
        /// The file.
        name: String,
        /// The line of the first byte that no text has.
        line: u64,
    },
    /// Text without a single `BO_`.
    #[error(
        "{name}:1: no message (BO_) in {lines} lines, so nothing to decode; check that this is a DBC file"
    )]
    NoMessage {
        /// The file.
        name: String,
        /// How many lines were looked through.
        lines: u64,
    },
    /// Messages, but none that could be read.
    #[error("{name}:{line}: no message (BO_) can be read: {reason}; mend this line first")]
    NoneReadable {
        /// The file.
        name: String,
        /// The first message that could not be read.
        line: u64,
        /// What was wrong with it.
        reason: String,
    },
}

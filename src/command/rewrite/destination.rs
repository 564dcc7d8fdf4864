//! Where a capture is written to: a file that appears when it is whole and never replaces another unasked, or a stream.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::capture::Compression;
use crate::capture::write::Output;
use crate::command::Error;
use crate::command::beside::beside;

/// Where it is written to.
pub(in crate::command) enum Destination {
    /// Beside the file it will become; it vanishes if it is dropped.
    Beside { file: NamedTempFile, path: PathBuf, force: bool },
    /// A pipe or device that has a name.
    Device { file: File, path: PathBuf },
    /// Standard output.
    Stream(File),
}

impl Destination {
    pub(super) fn stream(file: File) -> Self {
        Self::Stream(file)
    }

    /// A file to be called `path`.
    ///
    /// # Errors
    /// If it is there already and `force` does not allow to replace it, or its folder cannot be written to.
    pub(in crate::command) fn file(path: &Path, force: bool) -> Result<Self, Error> {
        let write = |source| Error::Write { path: path.to_owned(), source };
        match std::fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                return Err(write(io::Error::other("is a directory; name a file in it")));
            }
            Ok(about) if !about.is_file() => {
                let file = File::options().write(true).open(path).map_err(write)?;
                return Ok(Self::Device { file, path: path.to_owned() });
            }
            Ok(_) if !force => return Err(Error::Exists { path: path.to_owned() }),
            _ => {}
        }
        let file = beside(path).map_err(write)?;
        Ok(Self::Beside { file, path: path.to_owned(), force })
    }

    /// A way to write to it.
    ///
    /// # Errors
    /// If the system refuses a second handle, or to be written to.
    pub(super) fn output(&self, compression: Option<Compression>) -> io::Result<Output> {
        let (file, is_seekable) = match self {
            Self::Beside { file, .. } => (file.as_file().try_clone()?, true),
            Self::Device { file, .. } | Self::Stream(file) => (file.try_clone()?, false),
        };
        match (compression, is_seekable) {
            (Some(compression), _) => Output::packed(Box::new(file), compression),
            (None, true) => Ok(Output::file(file)),
            (None, false) => Ok(Output::stream(Box::new(file))),
        }
    }

    /// Writes all there is to it, and gives the file its name.
    ///
    /// # Errors
    /// If it cannot be written, or as for [`Destination::keep`].
    pub(in crate::command) fn write(mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = match &mut self {
            Self::Beside { file, .. } => file.write_all(bytes).and_then(|()| file.as_file().sync_all()),
            Self::Device { file, .. } | Self::Stream(file) => file.write_all(bytes),
        };
        written.map_err(|source| self.error(source))?;
        self.keep()
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// If a file of that name has appeared meanwhile, or it cannot be renamed.
    pub(super) fn keep(self) -> Result<(), Error> {
        let Self::Beside { file, path, force } = self else { return Ok(()) };
        let kept = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
        match kept {
            Ok(_) => Ok(()),
            Err(failure) if failure.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Error::Exists { path })
            }
            Err(failure) => Err(Error::Write { path, source: failure.error }),
        }
    }

    /// The file that is not whole until it has another name, if it is one.
    pub(super) fn part(&self) -> Option<&Path> {
        match self {
            Self::Beside { file, .. } => Some(file.path()),
            Self::Device { .. } | Self::Stream(_) => None,
        }
    }

    /// The error for what the system said when it was written to.
    pub(super) fn error(&self, source: io::Error) -> Error {
        match self {
            Self::Stream(_) => Error::Output(source),
            Self::Beside { path, .. } | Self::Device { path, .. } => {
                Error::Write { path: path.clone(), source }
            }
        }
    }
}

//! The car that a person names: one that comes with the program, or a DBC file.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Error;
use crate::car::Car;

/// The largest DBC file that is read, in bytes; the largest in public collections has below 2 MiB.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A car that was named.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// The car.
    pub(super) car: Car,
    /// Its file as the person named it; `None` for a car that comes with the program.
    pub(super) file: Option<String>,
}

impl Choice {
    /// The car called `name`, or that of the DBC file `name` in `folder`.
    ///
    /// # Errors
    /// If there is no such car and no such file, or nothing in the file can be used.
    pub(super) fn make(name: &Path, folder: &Path) -> Result<Self, Error> {
        Self::with_bytes(name, folder).map(|(choice, _)| choice)
    }

    /// The same, and the bytes of its DBC file.
    ///
    /// # Errors
    /// As for [`Choice::make`].
    pub(super) fn with_bytes(name: &Path, folder: &Path) -> Result<(Self, Cow<'static, [u8]>), Error> {
        let shown = name.display().to_string();
        if let Some(bytes) = name.to_str().and_then(Car::file) {
            return Ok((Self { car: Car::load(&shown, bytes)?, file: None }, bytes.into()));
        }
        let path = folder.join(name);
        let is_bare = name.components().count() == 1 && name.extension().is_none();
        if !path.exists() && is_bare {
            return Err(Error::UnknownCar { nearest: Car::suggest(&shown), name: shown });
        }
        let read = |source| Error::Read { path: path.clone(), source };
        let mut bytes = Vec::new();
        File::open(&path).map_err(read)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(read)?;
        if bytes.len() as u64 > LARGEST {
            return Err(read(std::io::Error::other("larger than any DBC file (64 MiB)")));
        }
        Ok((Self { car: Car::load(&shown, &bytes)?, file: Some(shown) }, bytes.into()))
    }
}

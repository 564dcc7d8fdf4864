//! A new file beside the one that it is to become, so that this is there whole or not at all.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// The mode of a new file, before the person's own mask.
const NEW_FILE: u32 = 0o666;

/// An empty file in the folder of `path`, to be renamed to it; it vanishes if it is dropped.
///
/// # Errors
/// If the folder cannot be written to.
pub(super) fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut builder = Builder::new();
    builder.permissions(Permissions::from_mode(NEW_FILE));
    builder.prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder)
}

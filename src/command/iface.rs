//! Whether a person who names an input means a file or an interface.

use std::path::Path;

/// Whether `path` means an interface: no file is there, but an interface.
pub(super) fn is_interface(path: &Path) -> bool {
    path.components().count() == 1 && !path.exists() && Path::new("/sys/class/net").join(path).exists()
}

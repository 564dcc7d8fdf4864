//! The names of files that follow one another: `drive.log` becomes `drive-0001.log`, `drive-0002.log` and so on.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// Digits of a number in a name; larger numbers have more.
const DIGITS: usize = 4;

/// A series of files.
#[derive(Debug)]
pub(super) struct Series {
    folder: PathBuf,
    stem: OsString,
    extension: Option<OsString>,
    next: u64,
}

impl Series {
    /// The series of `path`. It goes on behind the files of an earlier run, which stay as they are.
    pub(super) fn of(path: &Path) -> Self {
        let mut series = Self {
            folder: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            stem: path.file_stem().unwrap_or_default().to_owned(),
            extension: path.extension().map(OsStr::to_owned),
            next: 1,
        };
        let folder = if series.folder.as_os_str().is_empty() { Path::new(".") } else { &series.folder };
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let last = names.filter_map(|name| series.number(Path::new(&name))).max();
        series.next = last.map_or(1, |last| last.saturating_add(1));
        series
    }

    /// The name of the next file, until it is [taken](Self::take).
    pub(super) fn next(&self) -> PathBuf {
        let mut name = self.stem.clone();
        name.push(format!("-{:0DIGITS$}", self.next));
        if let Some(extension) = &self.extension {
            name.push(".");
            name.push(extension);
        }
        self.folder.join(name)
    }

    /// There is a file of the next name now.
    pub(super) fn take(&mut self) {
        self.next = self.next.saturating_add(1);
    }

    /// The number in the name of a file of this series.
    fn number(&self, name: &Path) -> Option<u64> {
        if name.extension() != self.extension.as_deref() {
            return None;
        }
        let stem = name.file_stem()?.to_str()?;
        let digits = stem.strip_prefix(self.stem.to_str()?)?.strip_prefix('-')?;
        (digits.len() >= DIGITS).then(|| digits.parse().ok())?
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Series;

    #[test]
    fn numbers_go_on_behind_those_of_an_earlier_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("drive.log");
        let mut series = Series::of(&path);
        let first = series.next();
        series.take();
        let names = [first, series.next()];
        assert_eq!(names, ["drive-0001.log", "drive-0002.log"].map(|name| folder.path().join(name)));
        for name in
            ["drive-0041.log", "drive-0099.log.marks", "drive-12.log", "other-0077.log", "drive-0050.txt"]
        {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(Series::of(&path).next(), folder.path().join("drive-0042.log"));
    }

    #[test]
    fn a_name_needs_no_extension_and_numbers_no_end() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("drive-9999"), "").unwrap();
        let series = Series::of(&folder.path().join("drive"));
        assert_eq!(series.next(), folder.path().join("drive-10000"));
    }
}

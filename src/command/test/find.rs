//! Which captures there are to test, and which reports have none.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Error;

/// Endings of files that lie beside captures and are none.
const BESIDE: [&str; 5] = ["report", "marks", "scenario", "md", "dbc"];

/// Endings of compressed files.
const COMPRESSED: [&str; 1] = ["gz"];

/// One thing to test.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// A capture.
    Capture(PathBuf),
    /// A report without a capture.
    Orphan(PathBuf),
}

impl Found {
    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Capture(path) | Self::Orphan(path) => path,
        }
    }
}

/// Everything to test at `paths`, each once, in order of names.
///
/// # Errors
/// If a path is not there or cannot be read, or nothing is found at all.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<Found>, Error> {
    let mut captures = BTreeSet::new();
    let mut reports = BTreeSet::new();
    for path in paths {
        let about = fs::metadata(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        if about.is_dir() {
            walk(path, &mut captures, &mut reports)?;
        } else if has_ending(path, &["report"]) {
            reports.insert(path.clone());
        } else {
            captures.insert(path.clone());
        }
    }
    let expected: BTreeSet<_> = captures.iter().map(|capture| report_of(capture)).collect();
    let mut found: Vec<_> = captures.into_iter().map(Found::Capture).collect();
    found.extend(reports.difference(&expected).cloned().map(Found::Orphan));
    if found.is_empty() {
        return Err(Error::NoCaptures { paths: paths.to_vec() });
    }
    found.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(found)
}

fn walk(
    folder: &Path,
    captures: &mut BTreeSet<PathBuf>,
    reports: &mut BTreeSet<PathBuf>,
) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // Not through symbolic links, which can lead in circles.
        if entry.file_type().map_err(failed)?.is_dir() {
            walk(&path, captures, reports)?;
        } else if has_ending(&path, &["report"]) {
            reports.insert(path);
        } else if !has_ending(&path, &BESIDE) {
            captures.insert(path);
        }
    }
    Ok(())
}

/// The report expected of a capture: `x.report` for `x.log` and `x.log.gz`.
pub(super) fn report_of(capture: &Path) -> PathBuf {
    let unpacked =
        if has_ending(capture, &COMPRESSED) { capture.with_extension("") } else { capture.to_owned() };
    unpacked.with_extension("report")
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|ending| endings.contains(&ending))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Found, find, report_of};

    #[test]
    fn a_report_has_the_name_of_its_capture() {
        for (capture, report) in
            [("a/x.log", "a/x.report"), ("x.log.gz", "x.report"), ("x.1.log", "x.1.report")]
        {
            assert_eq!(report_of(Path::new(capture)), Path::new(report));
        }
    }

    #[test]
    fn captures_and_lonely_reports_are_found_in_folders_of_folders() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("sub")).unwrap();
        for name in [
            "b.log",
            "b.report",
            "b.scenario",
            "b.log.marks",
            "sub/c.log.gz",
            "lonely.report",
            "README.md",
            ".x",
        ] {
            fs::write(path(name), "").unwrap();
        }
        let expected = [
            Found::Capture(path("b.log")),
            Found::Orphan(path("lonely.report")),
            Found::Capture(path("sub/c.log.gz")),
        ];
        assert_eq!(find(&[folder.path().to_owned()]).unwrap(), expected);
    }

    #[test]
    fn a_folder_without_captures_is_an_error_and_no_success() {
        let folder = tempfile::tempdir().unwrap();
        assert!(find(&[folder.path().to_owned()]).is_err());
        assert!(find(&[folder.path().join("missing")]).is_err());
    }
}

//! What is committed is whole: no file bears the marks of an unfinished merge, and none has grown too long to read.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file that people write, in lines.
const LONGEST: usize = 600;

/// What is made, not written: builds, and what fuzzing grows.
const MADE: [&str; 5] = ["target", ".git", "corpus", "artifacts", "node_modules"];

/// The ends of the names of what people write.
const WRITTEN: [&str; 8] = ["rs", "md", "py", "sh", "toml", "dbc", "scenario", ""];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_symlink() || MADE.contains(&name) {
            continue;
        }
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The files of the project that hold text.
fn texts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(Path::new("."), &mut found);
    let texts: Vec<_> = found
        .into_iter()
        .filter_map(|path| fs::read_to_string(&path).ok().map(|text| (path, text)))
        .collect();
    assert!(texts.len() > 200, "the project's files were not found");
    texts
}

#[test]
fn no_merge_is_left_unfinished() {
    let marks = ["<".repeat(7), ">".repeat(7), "|".repeat(7)].map(|mark| mark + " ");
    for (path, text) in texts() {
        for (line, number) in text.lines().zip(1..) {
            let is_marked = marks.iter().any(|mark| line.starts_with(mark.as_str()));
            assert!(!is_marked, "{}:{number}: {line}", path.display());
        }
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    for (path, text) in texts() {
        let extension = path.extension().unwrap_or_default().to_str().unwrap_or("?");
        let length = text.lines().count();
        assert!(!WRITTEN.contains(&extension) || length <= LONGEST, "{}: {length} lines", path.display());
    }
}

//! The page to hand over, as options of a command: where it goes, whether it can go there, and writing it whole or not at
//! all. What is in it is not decided here.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Error as IoError, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Error;
use super::beside::beside;
use crate::diagnosis::{Diagnosis, Given};
use crate::report::{Making, Page};

/// How every page begins.
const BEGINNING: &[u8] = b"<!DOCTYPE html>";

/// Options on the page.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Handout {
    /// Also write one page to hand over: an HTML file that needs no network, with the verdict, the car, a timeline, each
    /// finding with its frames, the causes, and the next check. Works on a phone, and prints.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Show in that page what reads like a vehicle identification number; else it is hidden.
    #[arg(long, requires = "html")]
    show_vin: bool,
}

impl Handout {
    /// An empty page, if there is to be one.
    ///
    /// # Errors
    /// If it could not be written in the end.
    pub(super) fn begin(&self) -> Result<Option<Page>, Error> {
        let Some(path) = &self.html else { return Ok(None) };
        if let Ok(file) = File::open(path)
            && !is_page(file).map_err(|source| cannot(path, source))?
        {
            return Err(Error::NoPage { path: path.clone() });
        }
        // Better known before an hour of listening than after it.
        drop(beside(path).map_err(|source| cannot(path, source))?);
        Ok(Some(Page::default()))
    }

    /// Writes the page, with what a person answered and what follows from it, if anybody was asked.
    ///
    /// # Errors
    /// If it cannot be written; then nothing is there but what was there before.
    pub(super) fn write(
        &self,
        page: Option<Page>,
        asked: Option<(&[Given], &Diagnosis)>,
    ) -> Result<(), Error> {
        let (Some(page), Some(path)) = (page, &self.html) else { return Ok(()) };
        let making = Making {
            command: command(),
            shows_vin: self.show_vin,
            answers: asked.map(|(answers, _)| answers.to_vec()).unwrap_or_default(),
            diagnosis: asked.map(|(_, diagnosis)| diagnosis.clone()),
        };
        let mut file = beside(path).map_err(|source| cannot(path, source))?;
        file.write_all(page.make(&making).as_bytes()).map_err(|source| cannot(path, source))?;
        file.as_file().sync_all().map_err(|source| cannot(path, source))?;
        file.persist(path).map_err(|error| cannot(path, error.error))?;
        Ok(())
    }
}

/// Whether it is a page of ours, or empty: anything else, above all a capture, is never overwritten.
fn is_page(file: File) -> Result<bool, IoError> {
    let about = file.metadata()?;
    let mut begin = Vec::new();
    if about.is_file() {
        file.take(BEGINNING.len() as u64).read_to_end(&mut begin)?;
    }
    Ok(about.is_file() && (begin.is_empty() || begin == BEGINNING))
}

fn cannot(path: &Path, source: IoError) -> Error {
    Error::Write { path: path.to_owned(), source }
}

/// The command line as a shell takes it, wherever the program stands here.
fn command() -> String {
    let words = std::env::args_os().skip(1).map(|word| quoted(&word));
    std::iter::once(env!("CARGO_PKG_NAME").to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs;

    use super::{Handout, quoted};

    fn handout(path: &std::path::Path) -> Handout {
        Handout { html: Some(path.to_owned()), show_vin: false }
    }

    #[test]
    fn words_are_quoted_as_a_shell_takes_them() {
        let words = [("a-b.log", "a-b.log"), ("a b", "'a b'"), ("", "''"), ("it's $x", r"'it'\''s $x'")];
        for (word, shown) in words {
            assert_eq!(quoted(OsStr::new(word)), shown);
        }
    }

    #[test]
    fn a_page_is_written_whole_and_again_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        for _ in 0..2 {
            let page = handout(&path).begin().unwrap();
            handout(&path).write(page, None).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap().ends_with("</html>"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_page_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("capture.log");
        fs::write(&path, "(0.000000) can0 123#00\n").unwrap();
        let error = handout(&path).begin().unwrap_err().to_string();
        assert!(error.contains("capture.log") && error.contains("name another file"), "{error}");
        for path in
            [folder.path().to_owned(), folder.path().join("none").join("page.html"), "/dev/null".into()]
        {
            assert!(handout(&path).begin().is_err(), "{}", path.display());
        }
    }
}

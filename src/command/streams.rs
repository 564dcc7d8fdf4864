//! Standard output and standard error, and whether to colour them. Nothing else in the program writes to either.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, LineWriter, Write};
use std::os::fd::AsFd as _;

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use indicatif::ProgressBar;

use super::{Error, Exit};
use crate::frame::Origin;
use crate::notice::Notices;
use crate::report::{self, Escaped, Palette};

/// How many notices of a kind are shown with their place.
const SHOWN: usize = 10;

/// Bytes held back when results go to a file or pipe.
const BUFFER: usize = 64 * 1024;

/// Where results go, as a writer, and complaints.
pub(super) struct Streams {
    out: Box<dyn Write>,
    coloured: bool,
    is_terminal: bool,
    err: Complaints,
}

/// Where complaints go, and progress.
#[derive(Clone)]
pub(super) struct Complaints {
    bar: ProgressBar,
    coloured: bool,
}

impl Streams {
    /// The process's own.
    pub(super) fn standard(choice: ColorChoice) -> Self {
        let bar = ProgressBar::hidden();
        let stdout = Beside { bar: bar.clone(), inner: io::stdout().lock() };
        let is_terminal = stdout.inner.is_terminal();
        let out: Box<dyn Write> =
            // A person sees each line at once, and the bar gives way once a line.
            if is_terminal { Box::new(LineWriter::new(stdout)) } else { Box::new(BufWriter::with_capacity(BUFFER, stdout)) };
        let coloured = is_coloured(choice, is_terminal);
        let err = Complaints { bar, coloured: is_coloured(choice, io::stderr().is_terminal()) };
        Self { out, coloured, is_terminal, err }
    }

    /// The colours for results.
    pub(super) const fn palette(&self) -> Palette {
        Palette::new(self.coloured)
    }

    /// Whether somebody is there to ask: results go to a terminal, and standard input is one.
    pub(super) fn can_ask(&self) -> bool {
        self.is_terminal && io::stdin().is_terminal()
    }

    /// Standard output for bytes that are no text, beside what was written so far.
    ///
    /// # Errors
    /// If the system refuses a second handle.
    pub(super) fn bytes(&mut self) -> io::Result<File> {
        self.out.flush()?;
        Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
    }

    /// Whether results are coloured.
    pub(super) const fn is_coloured(&self) -> bool {
        self.coloured
    }

    /// Where complaints go.
    pub(super) const fn err(&self) -> &Complaints {
        &self.err
    }
}

impl Complaints {
    /// The progress bar: hidden until someone gives it a target, and out of the way while results are written.
    pub(super) const fn bar(&self) -> &ProgressBar {
        &self.bar
    }

    /// Standard error, for a talk that standard output is not there for.
    pub(super) fn writer(&self) -> impl Write + use<> {
        Beside { bar: self.bar.clone(), inner: io::stderr() }
    }

    /// The colours for it.
    pub(super) const fn palette(&self) -> Palette {
        Palette::new(self.coloured)
    }

    /// Tells on standard error why something could not be done. A standard error that is gone is no reason to stop.
    pub(super) fn complain(&self, error: &dyn Display) {
        let style = if self.coloured { AnsiColor::Red.on_default().bold() } else { Style::new() };
        let text = error.to_string();
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "{style}error{style:#}: {}", Escaped(&text));
        });
    }

    /// Tells why one of several could not be done, so that the others still are; gives its exit code.
    ///
    /// # Errors
    /// The same again, if results cannot be written: then nothing more can be done.
    pub(super) fn survive(&self, error: Error) -> Result<Exit, Error> {
        if matches!(error, Error::Output(_)) {
            return Err(error);
        }
        self.complain(&error);
        Ok(Exit::Failed)
    }

    /// Tells on standard error what is worth knowing and no error.
    pub(super) fn remark(&self, text: &dyn Display) {
        let text = text.to_string();
        self.tell(|out, palette| {
            let heading = palette.heading();
            writeln!(out, "{heading}note{heading:#}: {}", Escaped(&text))
        });
    }

    /// Tells on standard error what was wrong with what was read; `place` says where an origin is.
    pub(super) fn notices(&self, notices: &Notices, place: impl Fn(Origin) -> String) {
        self.tell(|out, palette| report::notices(out, palette, notices, SHOWN, place));
    }

    /// Writes to standard error, which may be gone. The writer escapes what comes from files.
    pub(super) fn tell(&self, write: impl FnOnce(&mut dyn Write, Palette) -> io::Result<()>) {
        let palette = self.palette();
        self.bar.suspend(|| {
            let _ = write(&mut io::stderr().lock(), palette);
        });
    }
}

impl Write for Streams {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A writer that takes the progress bar off the screen while it writes.
struct Beside<W> {
    bar: ProgressBar,
    inner: W,
}

impl<W: Write> Write for Beside<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bar.suspend(|| self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn is_coloured(choice: ColorChoice, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        // https://no-color.org: set and not empty means no colour.
        ColorChoice::Auto => {
            is_terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

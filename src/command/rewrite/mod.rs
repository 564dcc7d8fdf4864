//! Reading one capture and writing another: what every subcommand does that hands a capture on.

mod destination;
mod losses;
mod names;

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::interrupt::Unfinished;
use super::passage::Passage;
use super::streams::{Complaints, Streams};
use super::{Error, Exit};
use crate::capture::write::{Lost, Target, Writer, extension};
use crate::capture::{Compression, Item};
use crate::frame::Frame;
use crate::notice::Notices;
use crate::report::{Stop, number};
pub(super) use destination::Destination;
use losses::Losses;
use names::Names;

/// Formats that are read and not written, by the ends of their files' names. No library writes MF4 with all that a bus
/// logger's file holds.
const READ_ONLY: [(&str, &str); 3] = [("mf4", "ASAM MF4"), ("pcap", "pcap"), ("crtd", "CRTD")];

/// What is written, and where.
#[derive(Debug, Clone, Args)]
pub(super) struct Writing {
    /// The file to write; `-` is standard output.
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// The format to write. Without it, the one that the name of OUT tells.
    #[arg(long, value_name = "FORMAT", value_parser = target())]
    to: Option<Target>,
    /// How to compress. Without it, as the name of OUT ends: `.gz`, `.bz2`, `.xz` or `.zst`.
    #[arg(long, value_name = "HOW", value_enum)]
    compress: Option<Compress>,
    /// Replace OUT if it is there.
    #[arg(short, long)]
    force: bool,
}

/// How to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Compress {
    /// Of gzip
    Gzip,
    /// Of bzip2: smaller, slower
    Bzip2,
    /// Of xz: smallest, slowest
    Xz,
    /// Of zstd: fast
    Zstd,
    /// Not at all
    None,
}

impl Compress {
    const fn compression(self) -> Option<Compression> {
        Some(match self {
            Self::Gzip => Compression::Gzip,
            Self::Bzip2 => Compression::Bzip2,
            Self::Xz => Compression::Xz,
            Self::Zstd => Compression::Zstd,
            Self::None => return None,
        })
    }
}

fn target() -> impl TypedValueParser<Value = Target> {
    let names = PossibleValuesParser::new(Target::all().iter().map(|target| target.name()));
    names.try_map(|name| Target::named(&name).ok_or("no such format"))
}

/// The format that the name of `path` tells, if it is one that is read only.
fn read_only(path: &Path) -> Option<&'static str> {
    let extension = extension(path)?;
    READ_ONLY.iter().find(|(own, _)| extension.eq_ignore_ascii_case(own)).map(|&(_, format)| format)
}

/// What becomes of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is written.
    Kept,
    /// It is left out.
    Dropped,
}

/// A capture on its way from one file to another.
pub(super) struct Rewriting<'a> {
    err: &'a Complaints,
    input: String,
    output: String,
    target: Target,
    destination: Destination,
    writer: Writer,
    names: Names,
    losses: Losses,
    notices: Notices,
    written: u64,
}

/// How it went.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewritten {
    /// Frames written.
    pub(super) written: u64,
    /// Whether all was read.
    pub(super) is_whole: bool,
}

impl Rewritten {
    /// What it means for the exit code.
    pub(super) const fn exit(self) -> Exit {
        if self.is_whole { Exit::Clean } else { Exit::Failed }
    }
}

impl Writing {
    /// Whether what is written goes to standard output.
    pub(super) fn is_to_stdout(&self) -> bool {
        self.output == Path::new("-")
    }

    /// The same, writing in `format` if neither `--to` nor the name of OUT tells another.
    pub(super) fn otherwise(mut self, format: Option<Target>) -> Self {
        if self.to.is_none() && (self.is_to_stdout() || Target::for_path(&self.output).is_none()) {
            self.to = format;
        }
        self
    }

    /// Whether what is written would take the place of `input`.
    pub(super) fn replaces(&self, input: &Path) -> bool {
        let id = |path: &Path| path.metadata().map(|about| (about.dev(), about.ino()));
        matches!((id(input), id(&self.output)), (Ok(input), Ok(output)) if input == output)
    }

    /// How people call what is written.
    pub(super) fn output_name(&self) -> String {
        if self.is_to_stdout() { "standard output".to_owned() } else { self.output.display().to_string() }
    }

    /// Begins to write. `input` is how people call what is read; what is not whole yet is told to `unfinished`.
    ///
    /// # Errors
    /// If no format is known for it, it is there already, or it cannot be written.
    pub(super) fn begin<'a>(
        &self,
        streams: &mut Streams,
        err: &'a Complaints,
        input: String,
        unfinished: &Unfinished,
    ) -> Result<Rewriting<'a>, Error> {
        let target = self.target()?;
        let named = Compression::for_path(&self.output);
        let compression = self.compress.map_or(named, Compress::compression);
        let destination = if self.is_to_stdout() {
            Destination::stream(streams.bytes()?)
        } else {
            Destination::file(&self.output, self.force)?
        };
        unfinished.add(destination.part());
        let written = |source| destination.error(source);
        let writer = destination
            .output(compression)
            .and_then(|output| Writer::new(target, output))
            .map_err(written)?;
        Ok(Rewriting {
            err,
            input,
            output: self.output_name(),
            target,
            destination,
            writer,
            names: Names::new(target),
            losses: Losses::default(),
            notices: Notices::default(),
            written: 0,
        })
    }

    fn target(&self) -> Result<Target, Error> {
        if let Some(target) = self.to {
            return Ok(target);
        }
        if self.is_to_stdout() {
            return Target::named("candump").ok_or_else(|| Error::NoTarget { path: self.output.clone() });
        }
        if let Some(format) = read_only(&self.output) {
            return Err(Error::ReadOnly { path: self.output.clone(), format });
        }
        Target::for_path(&self.output).ok_or_else(|| Error::NoTarget { path: self.output.clone() })
    }
}

impl Rewriting<'_> {
    /// Writes every frame of `passage` that `pass` keeps, as `pass` leaves it, and tells on standard error what is not as
    /// it was. If reading fails, what was read so far becomes a whole file; also if someone asks to stop what comes
    /// from a pipe, for it cannot be read again.
    ///
    /// # Errors
    /// If writing or `pass` fails, no frame is left, or someone asks to stop; then nothing is left of the file.
    pub(super) fn go(
        mut self,
        passage: &mut Passage<'_>,
        mut pass: impl FnMut(&mut Frame, &[String]) -> Result<Fate, Error>,
    ) -> Result<Rewritten, Error> {
        self.names.count_from(passage.reader.format().first_bus());
        let mut frame = Frame::empty();
        while let Some(item) = passage.next(&mut frame) {
            if let Item::Notice(notice) = item {
                self.notices.add(notice);
                continue;
            }
            let channels = passage.reader.channels();
            if pass(&mut frame, channels)? == Fate::Kept {
                self.write(&mut frame, channels)?;
            }
        }
        let is_stopped = passage.stop() == Stop::Interrupted;
        let failure = passage.take_failure();
        if is_stopped && passage.reader.progress().total.is_some() {
            return Err(Error::Unfinished { path: self.output, name: self.input });
        }
        self.err.notices(&self.notices, |origin| format!("{}:{}", self.input, origin.line));
        if self.written == 0 {
            let (name, read, target) = (self.input, passage.read(), self.target.name());
            let nothing = || Error::NothingLeft { name, read, target };
            return Err(failure.map_or_else(nothing, Error::from));
        }
        let done = Rewritten { written: self.written, is_whole: failure.is_none() };
        for line in self.losses.told(self.target).chain(self.names.told(self.target)) {
            self.err.remark(&format!("{}: {line}", self.output));
        }
        let Self { writer, destination, err, output, .. } = self;
        writer.finish().map_err(|source| destination.error(source))?;
        destination.keep()?;
        let frames = number(done.written);
        if is_stopped {
            err.remark(&format!(
                "{output}: stopped by hand: it holds {frames} frames, all that came until then"
            ));
        }
        if let Some(failure) = failure {
            err.complain(&format!("{failure}; {output} holds the {frames} frames before"));
        }
        Ok(done)
    }

    fn write(&mut self, frame: &mut Frame, channels: &[String]) -> Result<(), Error> {
        let (channel, name) = self.names.of(frame.channel, channels);
        frame.channel = channel;
        let lost = self.writer.write(frame, name).map_err(|source| self.destination.error(source))?;
        if !lost.is_empty() {
            self.losses.add(lost, frame.origin);
        }
        self.written += u64::from(!lost.intersects(Lost::LEFT_OUT));
        Ok(())
    }
}

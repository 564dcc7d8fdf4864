//! What is recorded while listening, as the command line says it, and what became of it, in words.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::capture::Compression;
use crate::capture::record::{News, Plan, Recorder};
use crate::capture::write::Target;
use crate::command::Error;
use crate::command::amount::{Period, Size};
use crate::notice::NoticeKind;

use super::ways;

/// Options on recording.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Recording")]
pub(super) struct Recording {
    /// Record everything heard, error frames included, as a candump log. What is typed as a mark goes to FILE.marks. A file
    /// that is there is never overwritten.
    #[arg(long, value_name = "FILE", value_parser = log_path)]
    record: Option<PathBuf>,
    /// Begin a new file when one has this size (500k, 10M, 1G): x.log becomes x-0001.log, x-0002.log and so on.
    #[arg(long, value_name = "SIZE", requires = "record")]
    rotate_size: Option<Size>,
    /// Begin a new file when one covers this much time (30s, 10m, 2h).
    #[arg(long, value_name = "TIME", requires = "record")]
    rotate_time: Option<Period>,
    /// Keep only the newest so many files of this run.
    #[arg(long, value_name = "NUMBER", requires = "record", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// Keep the last while (10m) in memory, at most 64 MiB, and write it, with the half minute that follows, when a fault or
    /// warning is raised or the program gets the signal USR1: to x-0001.log and so on.
    #[arg(long, value_name = "TIME", requires = "record", conflicts_with_all = ["rotate_size", "rotate_time"])]
    ring: Option<Period>,
}

/// A name that does not promise another format than is written: a log can be read up to where a killed program or a full disk
/// ended it, which other formats cannot promise.
pub(in crate::command) fn log_path(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    let promised = Target::for_path(&path).map_or("candump", Target::name);
    let is_log = promised == "candump" && Compression::for_path(&path).is_none();
    if is_log {
        return Ok(path);
    }
    Err("a recording is a plain candump log; name it so (x.log), and `doorjamb convert` it afterwards"
        .to_owned())
}

impl Recording {
    /// Begins it, if there is to be one.
    ///
    /// # Errors
    /// If the first file cannot be created.
    pub(super) fn begin(self) -> Result<Option<Recorder>, Error> {
        let Some(path) = self.record else { return Ok(None) };
        let span = |span: Option<Period>| -> Option<Duration> { span.map(|Period(span)| span) };
        let plan = Plan {
            path,
            rotate_size: self.rotate_size.map(|Size(size)| size),
            rotate_time: span(self.rotate_time),
            keep: self.keep.map(usize::from),
            ring: span(self.ring),
        };
        begin_recording(plan).map(Some)
    }
}

/// Begins to record.
///
/// # Errors
/// If the file is there already, or cannot be created.
pub(in crate::command) fn begin_recording(plan: Plan) -> Result<Recorder, Error> {
    Recorder::begin(plan).map_err(|(path, source)| {
        if source.kind() == std::io::ErrorKind::AlreadyExists {
            Error::Recorded { path }
        } else {
            Error::Write { path, source }
        }
    })
}

/// What became of the recording, in words.
pub(super) fn words(news: News) -> ways::News {
    let kind = match news {
        News::Began(_) | News::Recovered { missing: 0, .. } => NoticeKind::Recording,
        _ => NoticeKind::RecordingFailed,
    };
    let text = match news {
        News::Began(path) => format!("recording to {}", path.display()),
        News::Trouble { path, why } => {
            format!("{}: cannot be written: {why}; listening goes on, and it is tried again", path.display())
        }
        News::Recovered { path, missing: 0 } => {
            format!("{}: is written again, nothing is missing", path.display())
        }
        News::Recovered { path, missing } => {
            format!("{}: is written again, {missing} frames are missing in it", path.display())
        }
        News::NotRemoved { path, why } => format!("{}: cannot be removed: {why}", path.display()),
    };
    ways::News { channel: None, kind, time: None, text }
}

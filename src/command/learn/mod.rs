//! `learn`: where the openings and locks of a car stand that nobody has documented.

mod done;
mod outcome;
mod tape;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use self::done::Done;
pub(super) use self::outcome::{From, Telling};
use self::tape::Tape;
use super::amount::Period;
use super::follow::name_of;
use super::guide::Guided;
use super::iface::is_interface;
use super::interrupt::Interrupt;
use super::live::log_path;
use super::progress::Watch;
use super::reading::Side;
use super::{Error, Exit, Streams};
use crate::capture::WhichBus;
use crate::frame::SourceId;
use crate::learn::{Action, Settings, Window};
use crate::notice::Notices;

/// How long after one recording the next begins, as they are played.
const BETWEEN: Duration = Duration::from_secs(10);

/// The same between recordings with and without something open: between them, it is opened.
const OPENED: Duration = Duration::from_secs(1);

/// Find out which bits tell of a car's doors and locks, though nobody has documented it.
///
/// Of an interface such as can0: asks for one thing at a time, says what the bus makes of it, and stops when it is sure or nothing
/// more can be learned. It listens and never sends, and records what it hears, with what was done beside it, to be learned again.
///
/// From recordings during which somebody opened, shut and locked, and noted when: in the file `<capture>.marks`, one
/// `(seconds) front-left open`, `(seconds) tailgate closed` or `(seconds) locked` a line, or with `--during`. A second or so does not
/// matter; two or three times each does. Nothing is claimed that is not sure: what could be a lamp, a lock or chance is said to be
/// undecided, and what never moved to be absent.
///
/// Exit code 0: all that was moved is claimed or absent. 1: something is undecided, or contradicts a file. 2: it could not be done.
#[derive(Debug, Args)]
pub(super) struct Learn {
    /// Recordings of one car, learned from together; `-` is standard input. Or an interface, to be asked what to do.
    #[arg(value_name = "FILE|IFACE", required_unless_present = "with")]
    files: Vec<PathBuf>,
    /// What was done when, of one recording. Without it, each recording's `<capture>.marks` is read if there is one.
    #[arg(long, value_name = "FILE")]
    marks: Option<PathBuf>,
    /// What was done then, in seconds from the first frame: `--during 12.5..14 'tailgate open'`. Once for each time.
    #[arg(long, num_args = 2, value_names = ["WHEN", "ACTION"], action = clap::ArgAction::Append)]
    during: Vec<String>,
    /// A recording with something open; what, says `--of`. With `--without`, and again for a second pair.
    #[arg(long, value_name = "FILE", requires_all = ["without", "of"], conflicts_with_all = ["files", "during", "marks"])]
    with: Vec<PathBuf>,
    /// The same without.
    #[arg(long, value_name = "FILE", requires = "with")]
    without: Vec<PathBuf>,
    /// What is open in one recording and not in the other, such as 'tailgate open'.
    #[arg(long, value_name = "ACTION", requires = "with")]
    of: Option<String>,
    /// The bus to look at, by the name the recording gives it, such as can0. Without it, the one that tells most.
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
    /// The side the driver sits on, for what is called driver or passenger.
    #[arg(long, value_enum, value_name = "SIDE", default_value = "left")]
    handed: Side,
    /// Claim what is at least so probable.
    #[arg(long, value_name = "PERCENT", default_value_t = 99.0, value_parser = percent)]
    confidence: f64,
    /// Of an interface: how long to listen before anything is asked.
    #[arg(long, value_name = "TIME", default_value = "20s")]
    baseline: Period,
    /// Of an interface: record to this file instead of one named after the time. A file that is there is never overwritten.
    #[arg(long, value_name = "FILE", value_parser = log_path)]
    record: Option<PathBuf>,
    #[command(flatten)]
    telling: Telling,
}

fn percent(text: &str) -> Result<f64, String> {
    let percent: f64 = text.trim_end_matches('%').parse().map_err(|error| format!("{error}"))?;
    let is_one = (50.0..100.0).contains(&percent);
    if is_one { Ok(percent) } else { Err("give 50 or more, and less than 100".to_owned()) }
}

impl Learn {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        self.telling.check()?;
        if self.marks.is_some() && self.files.len() > 1 {
            return Err(Error::MarksOfMany);
        }
        let settings = Settings { confidence: self.confidence / 100.0, ..Settings::default() };
        if let [only] = self.files.as_slice()
            && is_interface(only)
        {
            return self.guided(only, settings, streams);
        }
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let err = streams.err().clone();
        let watch = Watch { interrupt: &interrupt, bar: err.bar() };
        let mut tape = Tape::new(settings, WhichBus::named(self.channel.clone()), watch);
        let sources = if self.with.is_empty() { self.marked(&mut tape)? } else { self.compared(&mut tape)? };
        let failure = tape.failure.take();
        let notices = std::mem::take(&mut tape.notices);
        let Some((bus, learner, others)) = tape.best() else {
            return Err(Error::NothingHeard { name: sources.join(", ") });
        };
        if !others.is_empty() {
            err.remark(&format!("{bus} tells most; not told: {} (see --channel)", others.join(", ")));
        }
        let exit =
            self.telling.tell(streams, &learner, From { sources: &sources, bus: &bus, notices: &notices })?;
        match failure {
            Some(failure) => {
                streams.err().complain(&failure);
                Ok(Exit::Failed)
            }
            None => Ok(exit),
        }
    }

    /// Asks for one thing at a time, and learns from what an interface makes of it.
    fn guided(&self, interface: &Path, settings: Settings, streams: &mut Streams) -> Result<Exit, Error> {
        let name = name_of(interface);
        if self.marks.is_some() || !self.during.is_empty() || self.channel.is_some() {
            return Err(Error::NoCapture { name });
        }
        let guided = Guided {
            interface: name.clone(),
            baseline: self.baseline.0,
            record: self.record.clone(),
            talks_aside: self.telling.is_for_programs(),
        };
        let (learner, recording) = guided.run(settings, streams)?;
        let from = From { sources: &[name_of(&recording)], bus: &name, notices: &Notices::default() };
        self.telling.tell(streams, &learner, from)
    }

    /// Plays recordings with what was done in each; says how they and their marks are called.
    fn marked(&self, tape: &mut Tape<'_>) -> Result<Vec<String>, Error> {
        let side = self.handed.side();
        let mut sources: Vec<String> = self.files.iter().map(|file| name_of(file)).collect();
        let mut is_idle = true;
        for (number, file) in (0..).zip(&self.files) {
            let noted = SourceId(u16::try_from(sources.len()).unwrap_or(u16::MAX));
            let on_line = if number == 0 { self.during.as_slice() } else { &[] };
            let mut done = Done::on_line(on_line, side)?;
            if self.during.is_empty() || self.marks.is_some() {
                done = done.noted(self.marks.as_deref(), file, noted, side)?;
            }
            sources.extend(done.file.as_ref().map(|file| name_of(file)));
            is_idle &= done.is_empty();
            let played = tape.play(file, SourceId(number), BETWEEN)?;
            for notice in std::mem::take(&mut done.notices) {
                tape.notice(notice);
            }
            for window in done.windows(played.first) {
                tape.done(played.shifted(window));
            }
        }
        if is_idle {
            let problem = format!(
                "nothing says what was done in {}; write it to a file and give that with --marks, or give --during 12.5..14 \
                 'tailgate open'",
                sources.join(", ")
            );
            return Err(Error::NoAction { problem });
        }
        Ok(sources)
    }

    /// Plays recordings without and with something open in turn, as if it were opened and shut between them.
    fn compared(&self, tape: &mut Tape<'_>) -> Result<Vec<String>, Error> {
        let action = self.of.as_deref().unwrap_or_default();
        let opens =
            Action::parse(action, self.handed.side()).map_err(|problem| Error::NoAction { problem })?;
        if self.with.len() != self.without.len() {
            let problem =
                "--with and --without come in pairs; give one of each for every comparison".to_owned();
            return Err(Error::NoAction { problem });
        }
        let turns = self.without.iter().zip(&self.with).flat_map(|(without, with)| [without, with]);
        let turns: Vec<&PathBuf> = turns.collect();
        let mut end = None;
        for (number, file) in (0..).zip(&turns) {
            let played = tape.play(file.as_path(), SourceId(number), OPENED)?;
            let action = if number % 2 == 1 { opens } else { opens.reverse() };
            if let Some(end) = end.replace(played.span.1) {
                tape.done(Window { action, begin: end, end: played.span.0 });
            }
        }
        Ok(turns.into_iter().map(|file| name_of(Path::new(file))).collect())
    }
}

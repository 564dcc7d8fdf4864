//! What is watched and how captures are read: the options that `replay`, `test` and `live` share, checked.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::Error;
use super::choice::Choice;
use super::span::Stretch;
use crate::body::Handedness;
use crate::capture::WhichBus;
use crate::diagnosis::{Evidence, Observer};
use crate::monitor::{Monitor, Unwatched};
use crate::rules::{self, Rule};

/// Options on what is watched, in a capture or live.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Watching {
    /// The car: a name that `doorjamb cars` lists, or a DBC file. Without it, the car is recognised from its traffic.
    #[arg(long, value_name = "NAME|FILE.dbc")]
    car: Option<PathBuf>,
    /// The side the driver sits on. Without it, the side the car's DBC file gives, else left.
    #[arg(long, value_enum, value_name = "SIDE")]
    handed: Option<Side>,
    /// Judge only these findings; the story is told all the same.
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = rule(), hide_possible_values = true)]
    only: Vec<&'static str>,
}

/// Options on how captures are read.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Reading {
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    stretch: Stretch,
    /// The bus to look at, by the name the capture gives it, such as can0. Without it, the one that the car's body is on; to
    /// send, the one with the first frame.
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
    /// What a person saw and did, one `(seconds) tailgate closed` or `(seconds) fob pressed` a line, by the capture's clock.
    /// Without it, the file `<capture>.marks` is read if there is one.
    #[arg(long, value_name = "FILE")]
    marks: Option<PathBuf>,
}

/// A side of the car.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Side {
    /// Left-hand drive
    Left,
    /// Right-hand drive
    Right,
}

impl Side {
    /// The side of the car.
    pub(super) const fn side(self) -> Handedness {
        match self {
            Self::Left => Handedness::Left,
            Self::Right => Handedness::Right,
        }
    }
}

fn rule() -> impl TypedValueParser<Value = &'static str> {
    let ids = PossibleValuesParser::new(rules::ALL.iter().map(|rule| rule.id));
    ids.try_map(|id| rules::by_id(&id).map(|rule| rule.id).ok_or("no such finding"))
}

/// How captures are to be read.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The car, if it was named.
    pub(super) car: Option<Choice>,
    /// The driver's side, if it was given.
    pub(super) handedness: Option<Handedness>,
    /// Findings to judge; empty for all.
    only: Vec<&'static str>,
    /// From when on, and until when.
    pub(super) stretch: Stretch,
    /// The buses to look at.
    pub(super) bus: WhichBus,
    /// The marks, if a file was named.
    pub(super) marks: Option<PathBuf>,
}

impl Reading {
    /// Checks the options; names of files are taken from `folder`.
    ///
    /// # Errors
    /// If the car is not known or its file not readable, or `--from` is not before `--to`.
    pub(super) fn settings(self, folder: &Path) -> Result<Settings, Error> {
        self.stretch.check()?;
        let marks = self.marks.map(|marks| folder.join(marks));
        Ok(Settings {
            stretch: self.stretch,
            bus: WhichBus::named(self.channel),
            marks,
            ..self.watching.settings(folder)?
        })
    }
}

impl Watching {
    /// Checks the options; names of files are taken from `folder`. Nothing that comes is left out.
    ///
    /// # Errors
    /// If the car is not known or its file not readable.
    pub(super) fn settings(self, folder: &Path) -> Result<Settings, Error> {
        let handedness = self.handed.map(Side::side);
        Ok(Settings {
            car: self.car.map(|car| Choice::make(&car, folder)).transpose()?,
            handedness,
            only: self.only,
            stretch: Stretch::default(),
            bus: WhichBus::default(),
            marks: None,
        })
    }
}

impl Settings {
    /// Whether an option was given that only a capture can follow.
    pub(super) fn needs_capture(&self) -> bool {
        self.marks.is_some() || self.bus.name().is_some() || !self.stretch.is_whole()
    }

    /// Whether findings of this rule are judged.
    pub(super) fn judges(&self, rule: &str) -> bool {
        self.only.is_empty() || self.only.contains(&rule)
    }

    /// What `monitor` could not watch so far, of what is judged.
    pub(super) fn unwatched(&self, monitor: &Monitor) -> Vec<Unwatched> {
        let mut unwatched = monitor.unwatched();
        unwatched.retain(|unwatched| self.judges(unwatched.rule));
        unwatched
    }

    /// What `observer` has seen so far, as evidence, where `unwatched` could not be watched.
    pub(super) fn evidence(&self, observer: &Observer, unwatched: &[Unwatched]) -> Vec<Evidence> {
        let mut seen = observer.evidence(unwatched);
        // A rule that was not to be judged was not quiet either.
        seen.retain(|one| one.rule().is_none_or(|rule| self.judges(rule)));
        seen
    }

    /// The rules that are judged.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        rules::ALL.iter().copied().filter(|rule| self.judges(rule.id))
    }
}

//! Recordings played to learners, one for each bus: in turn, as if each began a little after the one before.

use std::path::Path;
use std::time::Duration;

use super::super::Error;
use super::super::follow::{MOST_BUSES, name_of};
use super::super::passage::Passage;
use super::super::progress::Watch;
use crate::capture::{Item, Reader, WhichBus};
use crate::frame::{Frame, SourceId, Time};
use crate::learn::{Learner, Settings, Window};
use crate::notice::{Notice, Notices};

/// Everything that was played so far.
pub(super) struct Tape<'a> {
    settings: Settings,
    bus: WhichBus,
    watch: Watch<'a>,
    /// By name, in the order they came.
    buses: Vec<(String, Learner)>,
    /// What was wrong with the recordings.
    pub(super) notices: Notices,
    last: Option<Time>,
    /// What stopped reading before the end.
    pub(super) failure: Option<Error>,
}

/// One recording as it was played: when it began by its own clock, and how far it was moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Played {
    /// Its first frame, by its own clock.
    pub(super) first: Time,
    /// Nanoseconds that were added to its times.
    shift: i64,
    /// When it begins and ends, as played.
    pub(super) span: (Time, Time),
}

impl Played {
    /// A window by the recording's own clock, as played.
    pub(super) fn shifted(&self, window: Window) -> Window {
        let moved = |time: Time| Time::from_nanos(time.as_nanos().saturating_add(self.shift));
        Window { begin: moved(window.begin), end: moved(window.end), ..window }
    }
}

impl<'a> Tape<'a> {
    /// Nothing so far; only what `bus` holds is heard.
    pub(super) fn new(settings: Settings, bus: WhichBus, watch: Watch<'a>) -> Self {
        let (buses, notices) = (Vec::new(), Notices::default());
        Self { settings, bus, watch, buses, notices, last: None, failure: None }
    }

    /// Plays the recording at `path`; the first as it is, others `pause` after the end of the one before.
    ///
    /// # Errors
    /// If it cannot be opened, or holds no frame, or no frame of the bus that was named, or no times.
    pub(super) fn play(&mut self, path: &Path, source: SourceId, pause: Duration) -> Result<Played, Error> {
        let name = name_of(path);
        let mut passage = Passage::new(Reader::open(path, source)?, self.watch);
        let mut frame = Frame::empty();
        let mut span: Option<(Time, Time, Time)> = None;
        let (mut shift, mut heard) = (0, 0_u64);
        while let Some(item) = passage.next(&mut frame) {
            if let Item::Notice(notice) = item {
                self.notice(notice);
                continue;
            }
            if span.is_none() {
                let begins = self.last.map(|last| last.after(pause).as_nanos());
                shift = begins.map_or(0, |begins| begins.saturating_sub(frame.time.as_nanos()));
            }
            let own = frame.time;
            frame.time = Time::from_nanos(own.as_nanos().saturating_add(shift));
            let (_, _, end) = *span.get_or_insert((own, frame.time, frame.time));
            span = span.map(|(first, begin, _)| (first, begin, end.max(frame.time)));
            heard += u64::from(self.hear(&frame, passage.reader.channels()));
        }
        if let Some(failure) = passage.take_failure() {
            self.failure = Some(failure.into());
        }
        let Some((first, begin, end)) = span else {
            return Err(self.failure.take().unwrap_or(Error::NothingHeard { name }));
        };
        if let (Some(bus), 0) = (self.bus.name(), heard) {
            return Err(Error::NoBus {
                name,
                bus: bus.to_owned(),
                buses: passage.reader.channels().to_vec(),
            });
        }
        if begin == end && heard > 1 {
            return Err(Error::NoTimes { name });
        }
        self.last = Some(end);
        Ok(Played { first, shift, span: (begin, end) })
    }

    fn hear(&mut self, frame: &Frame, channels: &[String]) -> bool {
        if !self.bus.holds(frame.channel, channels) {
            return false;
        }
        let name = channels.get(usize::from(frame.channel)).map_or("", String::as_str);
        let known = self.buses.iter().position(|(known, _)| known == name);
        let place = known.unwrap_or_else(|| {
            if self.buses.len() < MOST_BUSES {
                self.buses.push((name.to_owned(), Learner::new(self.settings.clone())));
            }
            self.buses.len() - 1
        });
        if let Some((known, learner)) = self.buses.get_mut(place)
            && known == name
        {
            learner.feed(frame);
        }
        true
    }

    /// Takes in something that was wrong with the input.
    pub(super) fn notice(&mut self, notice: Notice) {
        self.notices.add(notice);
    }

    /// Something was done, as played.
    pub(super) fn done(&mut self, window: Window) {
        for (_, learner) in &mut self.buses {
            learner.add(window);
        }
    }

    /// The bus on which most was learned, and how the others are called.
    pub(super) fn best(self) -> Option<(String, Learner, Vec<String>)> {
        let worth = |learner: &Learner| {
            let claims = learner.conclude().iter().filter(|one| one.claimed().is_some()).count();
            (claims, learner.frames())
        };
        let at = match self.buses.len() {
            1 => 0,
            many => (0..many).max_by_key(|at| worth(&self.buses[*at].1))?,
        };
        let mut buses = self.buses;
        let (name, learner) = buses.remove(at);
        Some((name, learner, buses.into_iter().map(|(name, _)| name).collect()))
    }
}

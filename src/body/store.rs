//! Sources to facts: which messages are alive, what each source last said, and which source is believed. It
//! follows no gestures.

use std::time::Duration;

use super::fact::{Fact, Value};
use super::source::{Message, Source};
use crate::frame::{Frame, Origin, Time};

/// A message is gone after this many of its cycles without a frame (the factor that open driver-assistance
/// software uses for its own watchdogs).
pub const STALE_CYCLES: u32 = 10;

/// What is known of one message.
#[derive(Debug, Clone)]
pub struct Heartbeat {
    /// Time of its last frame; `None` if not seen yet, or not since the clock jumped.
    pub last_seen: Option<Time>,
    /// Whether it was ever seen.
    pub ever_seen: bool,
    /// Where that frame stands.
    pub origin: Origin,
    /// Whether it came within [`STALE_CYCLES`] of its cycle.
    pub fresh: bool,
    /// Its declared cycle; `None` for messages sent only on an event, and for answers, which keep the rhythm of whoever asks.
    pub cycle: Option<Duration>,
    /// When it last came later than several cycles.
    pub last_hole: Option<Time>,
    /// How long its silence may last; `None` for messages sent only on an event.
    pub patience: Option<Duration>,
    /// Bytes the last frame had and bytes its signals need, if it was too short.
    pub short: Option<(u8, u8)>,
    /// When frames began to be too short.
    pub short_since: Time,
}

/// What one source says.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// The value; `None` if never told, said not to be available, or not to be trusted yet.
    pub(super) value: Option<Value>,
    /// The frame that brought it.
    pub(super) frame: Frame,
    /// When it took that value.
    pub(super) since: Time,
    /// It said "no" since then, which counts only once it has said "yes".
    pub(super) unproven_since: Option<Time>,
    /// It has said "yes".
    pub(super) proven: bool,
    /// It has said anything that counts.
    pub(super) ever: bool,
}

/// All sources and messages with their state.
#[derive(Debug, Clone)]
pub(super) struct Store {
    pub(super) messages: Vec<Message>,
    pub(super) sources: Vec<Source>,
    pub(super) heartbeats: Vec<Heartbeat>,
    pub(super) told: Vec<Told>,
    by_fact: Vec<Vec<usize>>,
    by_message: Vec<Vec<usize>>,
}

impl Store {
    /// Sources of one fact are believed in the order of the list.
    pub(super) fn new(messages: Vec<Message>, sources: Vec<Source>) -> Self {
        let mut by_fact = vec![Vec::new(); Fact::COUNT];
        let mut by_message = vec![Vec::new(); messages.len()];
        for (index, source) in sources.iter().enumerate() {
            by_fact[source.fact.index()].push(index);
            if let Some(list) = by_message.get_mut(source.message) {
                list.push(index);
            }
        }
        let heartbeats = messages.iter().map(|message| Heartbeat {
            last_seen: None,
            ever_seen: false,
            origin: Origin::default(),
            fresh: false,
            cycle: message.cycle.filter(|_| message.request.is_none()),
            last_hole: None,
            patience: message.cycle.map(|cycle| cycle * STALE_CYCLES),
            short: None,
            short_since: Time::MIN,
        });
        let told = sources.iter().map(|source| Told {
            value: None,
            frame: Frame::empty(),
            since: Time::MIN,
            unproven_since: None,
            proven: !source.needs_proof,
            ever: false,
        });
        Self {
            heartbeats: heartbeats.collect(),
            told: told.collect(),
            messages,
            sources,
            by_fact,
            by_message,
        }
    }

    /// Positions of the sources of `fact`, the most believed first.
    pub(super) fn sources_of(&self, fact: Fact) -> &[usize] {
        &self.by_fact[fact.index()]
    }

    /// Positions of the sources in a message.
    pub(super) fn sources_in(&self, message: usize) -> &[usize] {
        self.by_message.get(message).map_or(&[], Vec::as_slice)
    }

    /// Whether a source's message is alive.
    pub(super) fn fresh(&self, source: usize) -> bool {
        let message = self.sources[source].message;
        self.heartbeats.get(message).is_some_and(|heartbeat| heartbeat.fresh)
    }

    /// What a source says now; `None` if it says nothing or its message stopped.
    pub(super) fn says(&self, source: usize) -> Option<Value> {
        if self.fresh(source) { self.told[source].value } else { None }
    }

    /// The source to believe for `fact`: the first that says something.
    pub(super) fn believed(&self, fact: Fact) -> Option<(usize, Value)> {
        self.sources_of(fact).iter().find_map(|&source| Some((source, self.says(source)?)))
    }

    /// Notes what a source says. `Some(time)` if a "no" since that time is now proven to have been one.
    pub(super) fn tell(&mut self, source: usize, value: Option<Value>, frame: &Frame) -> Option<Time> {
        let told = &mut self.told[source];
        told.frame.clone_from(frame);
        if told.value != value {
            told.since = frame.time;
        }
        if told.proven {
            told.value = value;
            told.ever |= value.is_some();
            return None;
        }
        match value {
            Some(Value::Switch(true)) => {
                told.proven = true;
                told.ever = true;
                told.value = value;
                told.unproven_since.take()
            }
            Some(Value::Switch(false)) => {
                told.unproven_since.get_or_insert(frame.time);
                None
            }
            other => {
                told.value = other;
                None
            }
        }
    }

    /// Notes that all sources of a message say in `frame` what they said before.
    pub(super) fn repeat(&mut self, message: usize, frame: &Frame) {
        for &source in self.by_message.get(message).into_iter().flatten() {
            self.told[source].frame.clone_from(frame);
        }
    }

    /// Whether a source's "no" counts.
    pub(super) fn is_proven(&self, source: usize) -> bool {
        self.told[source].proven
    }

    /// A "yes" in a message proves that this car uses the signals of its kind: what its other sources said "no" to
    /// counts from now on. Gives the position of every source that this makes heard.
    pub(super) fn prove_message(&mut self, source: usize) -> Vec<usize> {
        let message = self.sources[source].message;
        let mut heard = Vec::new();
        for other in 0..self.sources.len() {
            let told = &mut self.told[other];
            if other != source && self.sources[other].message == message && !told.proven {
                told.proven = true;
                if told.unproven_since.take().is_some() {
                    told.value = Some(Value::Switch(false));
                    told.ever = true;
                    heard.push(other);
                }
            }
        }
        heard
    }

    /// The first moment at which a live message will have been silent for too long.
    pub(super) fn next_due(&self) -> Time {
        self.heartbeats.iter().filter_map(Heartbeat::due).min().unwrap_or(Time::MAX)
    }

    /// Takes every message for gone, and forgets what is not proven.
    pub(super) fn forget(&mut self) {
        for heartbeat in &mut self.heartbeats {
            heartbeat.fresh = false;
            heartbeat.last_seen = None;
            heartbeat.short = None;
        }
        for told in &mut self.told {
            told.value = None;
            told.unproven_since = None;
        }
    }
}

impl Heartbeat {
    /// When it will have been silent for too long; `None` if it is gone or has no cycle.
    pub(super) fn due(&self) -> Option<Time> {
        let last = self.last_seen.filter(|_| self.fresh)?;
        Some(last.after(self.patience?))
    }
}

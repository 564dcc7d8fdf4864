//! What is remembered of one fact: its value, since when, what shows it, and a bounded number of edges. It
//! does not decide which source to believe.

use std::collections::VecDeque;

use super::fact::Value;
use crate::frame::{Frame, Time};

/// How many edges of a fact are remembered: `door-flicker` needs six, `reopens-at-once` four, with as many
/// again for what comes between.
pub const MAX_EDGES: usize = 16;

/// A change of a switch that was seen to happen.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// When.
    pub time: Time,
    /// The state it changed to.
    pub on: bool,
    /// Position of the source that told it.
    pub source: usize,
    /// The frame that shows it.
    pub frame: Frame,
}

/// What is remembered of one fact.
#[derive(Debug, Clone)]
pub struct History {
    /// Its value; `None` while unknown.
    pub value: Option<Value>,
    /// When it took that value, or was first seen with it.
    pub since: Time,
    /// Whether the change to that value was seen to happen.
    pub seen_changing: bool,
    /// The last value it had, also while unknown.
    pub last_known: Option<Value>,
    /// When it was last known to have that value.
    pub last_known_at: Time,
    /// Position of the source that is believed.
    pub source: usize,
    /// The frame that brought the value.
    pub frame: Frame,
    edges: VecDeque<Edge>,
}

impl History {
    pub(super) fn new() -> Self {
        Self {
            value: None,
            since: Time::MIN,
            seen_changing: false,
            last_known: None,
            last_known_at: Time::MIN,
            source: 0,
            frame: Frame::empty(),
            edges: VecDeque::with_capacity(MAX_EDGES),
        }
    }

    /// Takes a value that was first seen (`changed` false) or seen to change (`changed` true).
    pub(super) fn take(&mut self, value: Value, changed: bool, time: Time, source: usize, frame: &Frame) {
        self.value = Some(value);
        self.last_known = Some(value);
        self.last_known_at = time;
        self.since = time;
        self.seen_changing = changed;
        self.source = source;
        self.frame.clone_from(frame);
        if let (true, Value::Switch(on)) = (changed, value) {
            if self.edges.len() == MAX_EDGES {
                self.edges.pop_front();
            }
            self.edges.push_back(Edge { time, on, source, frame: frame.clone() });
        }
    }

    /// Forgets the value; `known_until` is when it was last certain.
    pub(super) fn lose(&mut self, known_until: Time) {
        self.value = None;
        self.last_known_at = known_until;
    }

    /// Forgets the edges too: the clock jumped.
    pub(super) fn forget(&mut self) {
        self.value = None;
        self.last_known = None;
        self.edges.clear();
    }

    /// The edges, newest first.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().rev()
    }

    /// The newest edge to `on`.
    pub fn last_edge(&self, on: bool) -> Option<&Edge> {
        self.edges().find(|edge| edge.on == on)
    }

    /// Whether it changed to `on` within `from..=to`.
    pub fn changed_within(&self, on: bool, from: Time, to: Time) -> bool {
        self.edges().any(|edge| edge.on == on && from <= edge.time && edge.time <= to)
    }
}

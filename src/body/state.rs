//! The body itself: everything known of the car at one moment, for rules and screens to read. How it comes to
//! know it is in the files beside this one.

use std::time::Duration;

use super::cue::Cues;
use super::event::{Event, Evidence};
use super::fact::{Fact, Ignition, Value};
use super::history::History;
use super::lamps::{AnswerBack, LampsTracker};
use super::lock_change::LockChange;
use super::locks::LocksState;
use super::mark::{Mark, Marks};
use super::occupancy::Occupancy;
use super::opening::OpeningState;
use super::part::{Handedness, Opening};
use super::phase::Phase;
use super::request::Request;
use super::restart::Restart;
use super::source::{Message, Source};
use super::store::{Heartbeat, Store};
use super::traffic::{Seam, Traffic};
use crate::frame::{CanId, Time};

/// The body of one car.
#[derive(Debug)]
pub struct Body {
    pub(super) store: Store,
    pub(super) histories: Vec<History>,
    pub(super) handed: Handedness,
    pub(super) wake_id: Option<CanId>,
    pub(super) now: Time,
    pub(super) traffic: Traffic,
    pub(super) openings: [OpeningState; 6],
    pub(super) locks: LocksState,
    pub(super) phase: Phase,
    pub(super) occupancy: Occupancy,
    pub(super) lamps: LampsTracker,
    pub(super) answer_back: Option<AnswerBack>,
    pub(super) request: Option<Request>,
    pub(super) judging: Vec<LockChange>,
    pub(super) lock_change: Option<LockChange>,
    pub(super) last_unlock: Option<Time>,
    pub(super) last_opened: Option<Time>,
    pub(super) wake: Option<Evidence>,
    pub(super) woke_at: Option<Time>,
    pub(super) restart: Option<Restart>,
    pub(super) seam: Option<Seam>,
    pub(super) marks: Marks,
    pub(super) touched: Vec<(Fact, bool)>,
    pub(super) events: Vec<Event>,
    pub(super) cues: Cues,
}

impl Body {
    /// A body of which nothing is known yet, told by these messages and sources. Of several sources of one
    /// fact, the first that says something is believed.
    pub fn new(messages: Vec<Message>, sources: Vec<Source>, handed: Handedness) -> Self {
        let wake_id = sources
            .iter()
            .find(|source| source.fact == Fact::BcmWake)
            .and_then(|source| messages.get(source.message))
            .map(|message| message.id);
        Self {
            store: Store::new(messages, sources),
            histories: vec![History::new(); Fact::COUNT],
            handed,
            wake_id,
            now: Time::MIN,
            traffic: Traffic::default(),
            openings: [OpeningState::Unknown; 6],
            locks: LocksState::Unknown,
            phase: Phase::Unknown,
            occupancy: Occupancy::Unknown,
            lamps: LampsTracker::default(),
            answer_back: None,
            request: None,
            judging: Vec::with_capacity(8),
            lock_change: None,
            last_unlock: None,
            last_opened: None,
            wake: None,
            woke_at: None,
            restart: None,
            seam: None,
            marks: Marks::default(),
            touched: Vec::with_capacity(Fact::COUNT),
            events: Vec::with_capacity(64),
            cues: Cues::NONE,
        }
    }

    /// The moment up to which everything has been settled.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The signals that can tell facts, the most believed of each fact first.
    pub fn sources(&self) -> &[Source] {
        &self.store.sources
    }

    /// The messages that carry them.
    pub fn messages(&self) -> &[Message] {
        &self.store.messages
    }

    /// What is known of the message at this position.
    pub fn heartbeat(&self, message: usize) -> Option<&Heartbeat> {
        self.store.heartbeats.get(message)
    }

    /// Whether any source can tell `fact` on this car.
    pub fn can_tell(&self, fact: Fact) -> bool {
        !self.store.sources_of(fact).is_empty()
    }

    /// Whether a message that carries `fact` was ever seen.
    pub fn was_carried(&self, fact: Fact) -> bool {
        self.store.sources_of(fact).iter().any(|&source| {
            let message = self.store.sources[source].message;
            self.store.heartbeats.get(message).is_some_and(|heartbeat| heartbeat.ever_seen)
        })
    }

    /// Whether a "no" of `fact` counts only after a "yes".
    pub fn needs_proof(&self, fact: Fact) -> bool {
        self.store.sources_of(fact).iter().any(|&source| self.store.sources[source].needs_proof)
    }

    /// Whether `fact` was ever known.
    pub fn was_told(&self, fact: Fact) -> bool {
        self.store.sources_of(fact).iter().any(|&source| self.store.told[source].ever)
    }

    /// What is remembered of `fact`.
    pub fn history(&self, fact: Fact) -> &History {
        &self.histories[fact.index()]
    }

    /// Its value; `None` while unknown.
    pub fn value(&self, fact: Fact) -> Option<Value> {
        self.history(fact).value
    }

    /// A switch's state; `None` while unknown.
    pub fn switch(&self, fact: Fact) -> Option<bool> {
        self.value(fact)?.switch()
    }

    /// A number, in the fact's unit; `None` while unknown.
    pub fn number(&self, fact: Fact) -> Option<f64> {
        self.value(fact)?.number()
    }

    /// Position of the ignition switch; `None` while unknown.
    pub fn ignition(&self) -> Option<Ignition> {
        ignition_of(self.value(Fact::Ignition))
    }

    /// The last known position of the ignition switch and when it was last known.
    pub fn last_ignition(&self) -> Option<(Ignition, Time)> {
        let history = self.history(Fact::Ignition);
        let at = if history.value.is_some() { self.now } else { history.last_known_at };
        Some((ignition_of(history.last_known)?, at))
    }

    /// Whether the ignition was ON or at START, now or as last known.
    pub fn last_ignition_on(&self) -> bool {
        self.last_ignition().is_some_and(|(position, _)| position >= Ignition::On)
    }

    /// Each source of `fact` that says something, with what it says.
    pub fn tellings(&self, fact: Fact) -> impl Iterator<Item = (usize, Value)> + '_ {
        self.store.sources_of(fact).iter().filter_map(|&source| Some((source, self.store.says(source)?)))
    }

    /// Whether what the sources at these positions say is of one moment. A message that is sent by itself is always of now; an
    /// answer is of when it was given, and says nothing of what changed since, or less than `margin` before.
    pub fn are_of_one_moment(&self, one: usize, other: usize, margin: Duration) -> bool {
        let knows = |source: usize, other: usize| {
            let message = self.store.sources[source].message;
            let given = self.store.heartbeats[message].last_seen;
            self.store.messages[message].request.is_none()
                || given.is_some_and(|given| given >= self.store.told[other].since.after(margin))
        };
        knows(one, other) && knows(other, one)
    }

    /// Whether every source of `fact` is an answer, of a unit that must be asked.
    pub fn must_be_asked(&self, fact: Fact) -> bool {
        let sources = self.store.sources_of(fact);
        !sources.is_empty() && sources.iter().all(|&source| self.is_asked(source))
    }

    /// Whether this fact would have another source if its unit were asked.
    pub fn could_be_asked(&self, fact: Fact) -> bool {
        let mut sources = self.store.sources_of(fact).iter();
        sources.any(|&source| self.is_asked(source) && !self.store.told[source].ever)
    }

    /// How many sources of `fact` have ever said something.
    pub fn sources_heard(&self, fact: Fact) -> usize {
        self.store.sources_of(fact).iter().filter(|&&source| self.store.told[source].ever).count()
    }

    fn is_asked(&self, source: usize) -> bool {
        self.store.messages[self.store.sources[source].message].request.is_some()
    }

    /// State of one opening.
    pub fn opening(&self, opening: Opening) -> OpeningState {
        self.openings[opening as usize]
    }

    /// State of the locks together.
    pub fn locks(&self) -> LocksState {
        self.locks
    }

    /// The car as a whole.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether somebody may be inside.
    pub fn occupancy(&self) -> Occupancy {
        self.occupancy
    }

    /// Which side the driver sits on.
    pub fn handed(&self) -> Handedness {
        self.handed
    }

    /// The last flash of both turn lamps that was judged an answer.
    pub fn answer_back(&self) -> Option<&AnswerBack> {
        self.answer_back.as_ref()
    }

    /// When the flash that is still being judged began.
    pub fn flashing_since(&self) -> Option<Time> {
        self.lamps.flashing_since()
    }

    /// The last request for the tailgate.
    pub fn request(&self) -> Option<&Request> {
        self.request.as_ref()
    }

    /// The last lock change that was judged.
    pub fn lock_change(&self) -> Option<&LockChange> {
        self.lock_change.as_ref()
    }

    /// The last wake of the bus.
    pub fn wake(&self) -> Option<&Evidence> {
        self.wake.as_ref()
    }

    /// The last restart of the body control module with the ignition on.
    pub fn restart(&self) -> Option<&Restart> {
        self.restart.as_ref()
    }

    /// The last place where the recording was interrupted.
    pub fn seam(&self) -> Option<&Seam> {
        self.seam.as_ref()
    }

    /// What a person last saw of `opening`.
    pub fn mark(&self, opening: Opening) -> Option<Mark> {
        self.marks.openings[opening as usize]
    }

    /// When a person last pressed the fob.
    pub fn fob_mark(&self) -> Option<Mark> {
        self.marks.fob
    }

    /// Since when the bus has been talking without a pause, and when it last did; `None` before the first frame.
    pub fn alive(&self) -> Option<(Time, Time)> {
        self.traffic.last().map(|(last, ..)| (self.traffic.alive_since(), last))
    }
}

pub(super) fn ignition_of(value: Option<Value>) -> Option<Ignition> {
    if let Some(Value::Ignition(position)) = value { Some(position) } else { None }
}

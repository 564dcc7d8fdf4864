//! What the timeline is drawn from, collected while a session runs: a track for each fact, one for each kind of finding, and
//! moments. What it keeps is bounded however long the session, and only what changes costs anything.

use super::clock::Clock;
use super::track::{MOST, State, Track};
use crate::body::{Body, Event, Fact, FactKind, Lock, Mark, MarkWhat, Opening, Value, What};
use crate::monitor::Finding;
use crate::rules::{Severity, Subject};

/// The facts that are drawn, in the order people read them.
pub(super) const FACTS: [Fact; 15] = [
    Fact::Open(Opening::FrontLeft),
    Fact::Open(Opening::FrontRight),
    Fact::Open(Opening::RearLeft),
    Fact::Open(Opening::RearRight),
    Fact::Open(Opening::Tailgate),
    Fact::Open(Opening::Bonnet),
    Fact::Locked(Lock::Driver),
    Fact::Locked(Lock::Others),
    Fact::Commanded(Lock::Driver),
    Fact::Commanded(Lock::Others),
    Fact::TailgateRequest,
    Fact::Ignition,
    Fact::EngineRunning,
    Fact::Speed,
    Fact::Supply,
];

/// Kinds of finding that are drawn; a car that breaks all rules about all doors at once breaks its bus, too.
const MOST_FINDINGS: usize = 30;
/// Runs that are kept of one kind of finding.
const MOST_OF_ONE: usize = 400;
/// Moments that are kept: some hours of somebody walking around the car.
const MOST_MOMENTS: usize = 500;

/// The findings of one rule about one subject.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) rule: &'static str,
    pub(super) subject: Subject,
    pub(super) severity: Severity,
    /// "Yes" while it was wrong.
    pub(super) track: Track,
}

/// Something without duration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    /// When on the page, in nanoseconds.
    pub(super) at: u64,
    /// What.
    pub(super) what: Happened,
}

/// The kinds of moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happened {
    /// The key fob was pressed to lock (`true`) or unlock: inferred.
    KeyFob(bool),
    /// The turn lamps answered a lock request.
    AnswerBack,
    /// Somebody asked for the tailgate.
    TailgateRequest,
    /// A person noted something.
    Noted(MarkWhat),
}

/// Everything the timeline is drawn from.
#[derive(Debug)]
pub(super) struct Lanes {
    pub(super) clock: Clock,
    /// By position in [`FACTS`].
    pub(super) facts: Vec<Track>,
    pub(super) found: Vec<Found>,
    pub(super) moments: Vec<Moment>,
    /// Moments that were not kept.
    pub(super) unkept: u64,
    /// What a person last saw, by position in [`Opening::ALL`].
    pub(super) seen: [Option<bool>; Opening::ALL.len()],
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            clock: Clock::default(),
            facts: FACTS.iter().map(|_| Track::new(MOST)).collect(),
            found: Vec::new(),
            moments: Vec::new(),
            unkept: 0,
            seen: [None; Opening::ALL.len()],
        }
    }
}

impl Lanes {
    /// Looks at the body after a frame: numbers change without an event.
    pub(super) fn look(&mut self, body: &Body) {
        self.clock.reach(body.now());
        for (fact, track) in FACTS.iter().zip(&mut self.facts) {
            if matches!(fact.kind(), FactKind::Number(_)) {
                let state = body.value(*fact).map_or(State::Unknown, State::Told);
                if track.last() != state {
                    track.tell(self.clock.end(), state);
                }
            }
        }
    }

    /// Takes in an event.
    pub(super) fn event(&mut self, event: &Event) {
        self.clock.reach(event.time);
        let at = self.clock.place(event.time);
        match event.what {
            What::Seen(fact, value) | What::Changed(fact, _, value) => {
                self.tell(fact, at, State::Told(value));
            }
            What::Lost(fact) => self.tell(fact, at, State::Unknown),
            What::KeyFob(locked) => self.moment(at, Happened::KeyFob(locked)),
            What::AnswerBack(_) => self.moment(at, Happened::AnswerBack),
            What::TailgateRequest => self.moment(at, Happened::TailgateRequest),
            What::Phase(..) | What::LockedBy { .. } | What::Hazard => {}
        }
    }

    /// Takes in a finding that was raised, or the clearing of one.
    pub(super) fn finding(&mut self, finding: &Finding) {
        self.clock.reach(finding.raised);
        let about = |known: &Found| (known.rule, known.subject) == (finding.rule, finding.subject);
        let at = self.found.iter().position(about).unwrap_or(self.found.len());
        if at == self.found.len() && at < MOST_FINDINGS {
            let &Finding { rule, subject, severity, .. } = finding;
            self.found.push(Found { rule, subject, severity, track: Track::new(MOST_OF_ONE) });
        }
        let Some(found) = self.found.get_mut(at) else { return };
        let wrong = |is_wrong| State::Told(Value::Switch(is_wrong));
        // A clearing repeats what was told of the raising.
        if found.track.last() != wrong(true) {
            found.track.tell(self.clock.place(finding.since), wrong(true));
        }
        if let Some(cleared) = finding.cleared {
            self.clock.reach(cleared);
            found.track.tell(self.clock.place(cleared), wrong(false));
        }
    }

    /// Takes in a person's mark.
    pub(super) fn mark(&mut self, mark: &Mark) {
        self.clock.reach(mark.time);
        self.moment(self.clock.place(mark.time), Happened::Noted(mark.what));
        if let MarkWhat::Opening(opening, is_open) = mark.what {
            self.seen[opening as usize] = Some(is_open);
        }
    }

    /// What is known of `fact` at the end.
    pub(super) fn last(&self, fact: Fact) -> State {
        let at = FACTS.iter().position(|known| *known == fact);
        at.and_then(|at| self.facts.get(at)).map_or(State::Unknown, Track::last)
    }

    /// The thickest run that was merged, in nanoseconds; 0 if none had to be.
    pub(super) fn thinnest(&self) -> u64 {
        let findings = self.found.iter().map(|found| &found.track);
        self.facts.iter().chain(findings).map(Track::thinnest).max().unwrap_or(0)
    }

    fn tell(&mut self, fact: Fact, at: u64, state: State) {
        if let Some(number) = FACTS.iter().position(|known| *known == fact)
            && let Some(track) = self.facts.get_mut(number)
        {
            track.tell(at, state);
        }
    }

    fn moment(&mut self, at: u64, what: Happened) {
        if self.moments.len() < MOST_MOMENTS {
            self.moments.push(Moment { at, what });
        } else {
            self.unkept += 1;
        }
    }
}

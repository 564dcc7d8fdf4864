//! The learner: frames and what people did go in, candidates and conclusions come out. Time is that of the frames.

use super::action::{Action, Subject};
use super::claims::{Chosen, Claims};
use super::conclusion::{Candidate, Conclusion, Outcome, Why};
use super::explanation::Explanation;
use super::settings::Settings;
use super::sift::{Sieve, Sifted};
use super::timeline::{Timeline, Window};
use super::traffic::Traffic;
use crate::body::{Fact, Lock, Opening};
use crate::frame::{Frame, Time};

/// Candidates told at most.
pub const MOST_CANDIDATES: usize = 16;

/// A candidate less probable than this is none.
const IMPROBABLE: f64 = 0.02;

/// How often something must have been done each way before it is called absent.
const OFTEN: usize = 2;

/// What moves, but is no switch: how much of it was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SetAside {
    /// Bits that move too often: counters, clocks, sensors.
    pub busy_bits: u64,
    /// Messages with a checksum.
    pub checksums: usize,
    /// Messages whose first byte says what the rest is.
    pub multiplexed: usize,
    /// Frames of identifiers beyond those that are remembered.
    pub frames_beyond: u64,
}

/// Learns which bits tell of what people do. Its memory is bounded by the number of identifiers and of marks.
#[derive(Debug, Clone)]
pub struct Learner {
    settings: Settings,
    traffic: Traffic,
    windows: Vec<Window>,
    begun: Option<Window>,
    skipped: Vec<Subject>,
}

impl Learner {
    /// One that knows nothing.
    pub fn new(settings: Settings) -> Self {
        let traffic = Traffic::new(&settings);
        Self { settings, traffic, windows: Vec::new(), begun: None, skipped: Vec::new() }
    }

    /// How it works.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Hears a frame of the one bus that is looked at.
    pub fn feed(&mut self, frame: &Frame) {
        self.traffic.hear(frame);
    }

    /// The time is `now`, whether or not a frame came.
    pub fn advance(&mut self, now: Time) {
        self.traffic.advance(now);
    }

    /// Somebody begins, or is asked, to do this now. What was begun before and not done is dropped.
    pub fn begin(&mut self, action: Action, at: Time) {
        self.advance(at);
        self.begun = Some(Window { action, begin: at, end: at });
    }

    /// Somebody says that it is done; says whether anything was begun.
    pub fn done(&mut self, at: Time) -> bool {
        self.advance(at);
        let Some(window) = self.begun.take() else { return false };
        self.add(Window { end: at.max(window.begin), ..window });
        true
    }

    /// Somebody says that this was done about now.
    pub fn mark(&mut self, action: Action, at: Time) {
        self.advance(at);
        self.add(Window { action, begin: at, end: at });
    }

    /// Adds what was done at any time.
    pub fn add(&mut self, window: Window) {
        self.windows.push(window);
    }

    /// Takes back what was begun, or else the last thing that was done; says what it was.
    pub fn undo(&mut self) -> Option<Window> {
        self.begun.take().or_else(|| self.windows.pop())
    }

    /// Never asks for this again: the car has none, or nobody can reach it.
    pub fn skip(&mut self, subject: Subject) {
        if !self.is_skipped(subject) {
            self.skipped.push(subject);
        }
        self.begun = self.begun.take().filter(|window| window.action.subject != subject);
    }

    /// Whether this is never asked for again.
    pub fn is_skipped(&self, subject: Subject) -> bool {
        self.skipped.contains(&subject)
    }

    /// What was done, in the order it was told.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// What was begun and is not done yet.
    pub fn begun(&self) -> Option<Window> {
        self.begun
    }

    /// Data frames heard.
    pub fn frames(&self) -> u64 {
        self.traffic.frames
    }

    /// Identifiers heard.
    pub fn identifiers(&self) -> usize {
        self.traffic.messages().len()
    }

    /// Bits heard, moving or not: all those of the longest frame of each identifier.
    pub fn bits(&self) -> u64 {
        self.traffic.messages().iter().map(|message| 8 * message.len as u64).sum()
    }

    /// What moves, but is no switch.
    pub fn set_aside(&self) -> SetAside {
        let messages = self.traffic.messages();
        SetAside {
            busy_bits: messages.iter().map(|message| u64::from(message.busy_count())).sum(),
            checksums: messages.iter().filter(|message| message.has_check()).count(),
            multiplexed: messages.iter().filter(|message| message.is_multiplexed()).count(),
            frames_beyond: self.traffic.beyond,
        }
    }

    pub(super) fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(super) fn timeline(&self) -> Timeline {
        Timeline::new(&self.windows, &self.settings, self.traffic.now, |time| self.traffic.millis(time))
    }

    /// The bits that may tell of this, the most probable first, at most sixteen.
    pub fn candidates(&self, subject: Subject) -> Vec<Candidate> {
        let timeline = self.timeline();
        ranked(&Sieve::new(&self.traffic, &timeline), subject)
    }

    /// When the first frame, or the first that was told, came.
    pub fn start(&self) -> Option<Time> {
        self.traffic.start()
    }

    /// What is known of everything that was moved, by now.
    pub fn conclude(&self) -> Vec<Conclusion> {
        let timeline = self.timeline();
        self.conclude_from(&Sieve::new(&self.traffic, &timeline))
    }

    pub(super) fn conclude_from(&self, sieve: &Sieve<'_>) -> Vec<Conclusion> {
        let claims = Claims::new(sieve, &self.settings);
        let conclusion = |subject| Conclusion { subject, outcome: self.outcome(sieve, &claims, subject) };
        let mut all: Vec<_> = self.subjects().into_iter().map(conclusion).collect();
        // Nobody works the command alone, so it is only spoken of where it is found.
        if !self.windows.iter().any(|window| window.action.subject == Subject::Locks) {
            return all;
        }
        for lock in Lock::ALL {
            let command = conclusion(Fact::Commanded(lock).into());
            all.extend(Some(command).filter(|command| command.claimed().is_some()));
        }
        all
    }

    /// What was moved. Which of its locks a bit tells of can be known once one of them was moved alone.
    fn subjects(&self) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = self.windows.iter().map(|window| window.action.subject).collect();
        let each = Lock::ALL.map(|lock| Subject::from(Fact::Locked(lock)));
        if subjects.contains(&Subject::Locks) && each.iter().any(|lock| subjects.contains(lock)) {
            subjects.retain(|subject| *subject != Subject::Locks);
            subjects.extend(each);
        }
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }

    /// How often this was made true, and how often false.
    fn times(&self, subject: Subject) -> [usize; 2] {
        let moved = |window: &&Window| {
            let by = window.action.subject;
            by == subject || by.facts().iter().any(|fact| subject == (*fact).into())
        };
        let all = self.windows.iter().filter(moved);
        all.fold([0, 0], |[yes, no], window| if window.action.value { [yes + 1, no] } else { [yes, no + 1] })
    }

    fn outcome(&self, sieve: &Sieve<'_>, claims: &Claims, subject: Subject) -> Outcome {
        let times = self.times(subject);
        if self.traffic.frames == 0 {
            return Outcome::Absent(Why::Silence);
        }
        let is_whole = subject == Subject::Locks;
        let is_ambiguous = match claims.of(sieve, subject) {
            Some(Chosen::Clear(claim)) => return Outcome::Claimed(claim),
            Some(Chosen::Ambiguous) => true,
            None => false,
        };
        let mut candidates = ranked(sieve, subject);
        let seldom = times.into_iter().min().unwrap_or(0);
        if seldom >= OFTEN {
            // However little else explains a bit: what contradicts as often as it agrees is no candidate.
            candidates.retain(|found| found.evidence.contradicted.len() <= found.evidence.agreed.len());
        }
        let Some(best) = candidates.first() else {
            let all = self.windows.len();
            let why = match seldom {
                0 => Why::NotExercised,
                _ if all >= OFTEN * 2 && sieve.nothing_moves() => {
                    return Outcome::Absent(Why::NothingMoves { times: all });
                }
                OFTEN.. => return Outcome::Absent(Why::NeverMoved { times: times.iter().sum() }),
                _ => Why::TooFewRepeats,
            };
            return Outcome::Undecided(why, candidates);
        };
        let bit = sieve.bits.iter().find(|bit| bit.place == best.place);
        let is_sure = best.posterior >= self.settings.confidence;
        let why = match bit.and_then(|bit| sieve.separating(bit, subject)) {
            // The fob moves both locks, what it tells them and the alarm alike.
            _ if is_whole && is_sure => {
                Why::NotSeparated { by: Action { subject: Fact::Locked(Lock::Driver).into(), value: false } }
            }
            _ if is_ambiguous => Why::Ambiguous,
            Some(by) => Why::NotSeparated { by },
            None if times.contains(&0) => Why::NotExercised,
            None if times.iter().any(|times| *times < self.settings.repeats) => Why::TooFewRepeats,
            None => Why::Ambiguous,
        };
        Outcome::Undecided(why, candidates)
    }
}

fn ranked(sieve: &Sieve<'_>, subject: Subject) -> Vec<Candidate> {
    let probable = |bit: &&Sifted| sieve.posterior(bit, subject) >= IMPROBABLE;
    let mut all: Vec<&Sifted> = sieve.bits.iter().filter(probable).collect();
    all.sort_by(|one, other| sieve.posterior(other, subject).total_cmp(&sieve.posterior(one, subject)));
    all.truncate(MOST_CANDIDATES);
    all.into_iter().map(|bit| sieve.candidate(bit, subject)).collect()
}

impl Sieve<'_> {
    /// What would tell whether a bit tells of `subject` alone: opening something that was not opened so far.
    fn separating(&self, bit: &Sifted<'_>, subject: Subject) -> Option<Action> {
        let rivals: f64 = self
            .explained(bit)
            .filter(|(rival, _)| matches!(rival, Explanation::AnyOf(_)))
            .map(|(_, share)| share)
            .sum();
        let is_opening = matches!(subject, Subject::Fact(Fact::Open(_)));
        let untried = |opening: &Opening| !self.is_exercised(Fact::Open(*opening));
        let other =
            Opening::ALL.into_iter().find(untried).filter(|_| is_opening && rivals > IMPROBABLE / 2.0)?;
        Some(Action { subject: Fact::Open(other).into(), value: true })
    }
}

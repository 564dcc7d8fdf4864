//! Every bit that moved, with what it probably stands for. How many bits move for reasons of their own is taken from the
//! bus itself, so that on a lively bus chance needs more repeats to be ruled out.

use super::action::{Action, Subject};
use super::belief::{Fit, Response, Step, steps};
use super::conclusion::{Candidate, Evidence};
use super::explanation::{Explanation, beforehand};
use super::habit::Habit;
use super::lane::{Lane, Track};
use super::message::Message;
use super::pages;
use super::place::Place;
use super::timeline::{Millis, Timeline};
use super::traffic::Traffic;
use crate::body::{Fact, Lock, Opening};

/// Switches of a body that move a bit, as many as there usually are: what chance is weighed against.
const USUAL_SWITCHES: f64 = 16.0;

/// Probability from which on a bit shows how a person marks.
const SURE_ENOUGH: f64 = 0.9;

/// Other openings in the same message that make it one of doors, and how much less a timer belongs there.
const COMPANY: usize = 2;
const TIMER_IN_COMPANY: f64 = 0.02;

/// Classes of bits by how often they moved, each twice as often as the one before.
const CLASSES: usize = 16;

/// The class of a bit.
fn class(bit: &Sifted<'_>) -> usize {
    (bit.response.moves().max(1).ilog2() as usize).min(CLASSES - 1)
}

/// One bit that moved, and what it may stand for.
pub(super) struct Sifted<'a> {
    /// Where it stands.
    pub(super) place: Place,
    /// Its message.
    pub(super) message: &'a Message,
    /// What it did, stretch by stretch.
    pub(super) response: Response<'a>,
    fits: Vec<Fit>,
    chance: f64,
    /// Probability of each explanation, then of chance.
    posteriors: Vec<f64>,
}

/// Everything that moved.
pub(super) struct Sieve<'a> {
    traffic: &'a Traffic,
    timeline: &'a Timeline,
    explanations: Vec<(Explanation, f64, Vec<Step>)>,
    /// The bits, in the order of the messages.
    pub(super) bits: Vec<Sifted<'a>>,
}

impl<'a> Sieve<'a> {
    /// Weighs every bit that moved in `traffic` against what was done.
    pub(super) fn new(traffic: &'a Traffic, timeline: &'a Timeline) -> Self {
        let done: Vec<Action> = timeline.done().map(|(_, _, action)| action).collect();
        let weighed = beforehand(&done);
        let explanations: Vec<_> = weighed
            .into_iter()
            .map(|(explanation, weight)| (explanation, weight, steps(timeline, explanation, &done)))
            .collect();
        let mut sieve = Self { traffic, timeline, explanations, bits: Vec::new() };
        if !done.is_empty() {
            for message in traffic.messages() {
                for (page, lane) in message.lanes() {
                    sieve.add(message, page, lane);
                }
            }
            sieve.weigh();
            if let Some(habit) = sieve.habit() {
                sieve.favour(habit);
                sieve.weigh();
            }
            sieve.trust_company();
            sieve.weigh();
        }
        sieve
    }

    fn add(&mut self, message: &'a Message, page: Option<u8>, lane: &'a Lane) {
        for track in lane.tracks() {
            if message.is_check(track.bit) || is_number(lane, track) || !pages::holds(message, page, track) {
                continue;
            }
            let response = Response::new(self.timeline, track, lane.since).delayed(message.delay(page));
            let fits = self
                .explanations
                .iter()
                .map(|(explanation, _, steps)| response.fit(*explanation, steps))
                .collect();
            let chance = response.fit(Explanation::Chance, &[]).log;
            let place = message.place(page, track.bit);
            self.bits.push(Sifted { place, message, response, fits, chance, posteriors: Vec::new() });
        }
    }

    /// Posteriors of all bits. How many move by chance, and about as often, is estimated from them, and they anew with that.
    fn weigh(&mut self) {
        let mut strangers = [0.0; CLASSES];
        for bit in &self.bits {
            strangers[class(bit)] += 1.0;
        }
        for _ in 0..4 {
            let mut remaining = [0.0; CLASSES];
            for bit in &mut self.bits {
                let class = class(bit);
                let alike: f64 = strangers[class.saturating_sub(1)..CLASSES.min(class + 2)].iter().sum();
                let chance = ((alike + 1.0) / USUAL_SWITCHES).ln() + bit.chance;
                let fits = self
                    .explanations
                    .iter()
                    .zip(&bit.fits)
                    .map(|((_, weight, _), fit)| weight.ln() + fit.log);
                bit.posteriors = normalised(fits.chain([chance]).collect());
                remaining[class] += Self::chance(bit);
            }
            strangers = remaining;
        }
    }

    /// How the person marks, by the bits that surely tell of one opening.
    fn habit(&self) -> Option<Habit> {
        let mut offsets = Vec::new();
        for bit in &self.bits {
            for ((explanation, _, steps), probability) in self.explanations.iter().zip(&bit.posteriors) {
                if matches!(explanation, Explanation::Single(Fact::Open(_))) && *probability > SURE_ENOUGH {
                    let marked = |stretch: usize| i64::from(self.timeline.stretches[stretch].marked);
                    offsets
                        .extend(reactions(bit, steps).map(|(stretch, at)| i64::from(at) - marked(stretch)));
                }
            }
        }
        Habit::of(offsets)
    }

    /// Weighs in when each bit moved, by the person's habit.
    fn favour(&mut self, habit: Habit) {
        for at in 0..self.bits.len() {
            let bit = &self.bits[at];
            let favours: Vec<f64> = self
                .explanations
                .iter()
                .map(|(explanation, _, steps)| match explanation {
                    Explanation::Lamp | Explanation::Stir | Explanation::Chance => 0.0,
                    Explanation::AnyOf(_) | Explanation::Timer(_) | Explanation::Single(Fact::Open(_)) => {
                        habit.favours(self.timeline, bit, reactions(bit, steps), false)
                    }
                    _ => habit.favours(self.timeline, bit, reactions(bit, steps), true),
                })
                .collect();
            for (fit, favour) in self.bits[at].fits.iter_mut().zip(favours) {
                fit.log += favour;
            }
        }
    }

    /// A timer hardly stands where other openings are told, nor as they are in messages of their own.
    fn trust_company(&mut self) {
        let mut told: Vec<(Opening, usize)> = Vec::new();
        for opening in Opening::ALL {
            let pair = [Explanation::Single(Fact::Open(opening)), Explanation::Timer(opening)];
            let of: Vec<usize> = pair.into_iter().filter_map(|one| self.place_of(one)).collect();
            let share = |bit: &Sifted<'_>| of.iter().filter_map(|at| bit.posteriors.get(*at)).sum::<f64>();
            let probable = |at: &usize| share(&self.bits[*at]) > SURE_ENOUGH;
            told.extend((0..self.bits.len()).filter(probable).map(|at| (opening, at)));
        }
        for (opening, at) in &told {
            let own = self.bits[*at].place;
            let is_company = |place: Place| {
                place.id == own.id || (place.bit, place.page, own.page) == (own.bit, None, None)
            };
            let mut others: Vec<Opening> = told
                .iter()
                .filter(|(other, place)| other != opening && is_company(self.bits[*place].place))
                .map(|(other, _)| *other)
                .collect();
            others.dedup();
            if let Some(timer) =
                self.place_of(Explanation::Timer(*opening)).filter(|_| others.len() >= COMPANY)
            {
                self.bits[*at].fits[timer].log += TIMER_IN_COMPANY.ln();
            }
        }
    }

    fn place_of(&self, explanation: Explanation) -> Option<usize> {
        self.explanations.iter().position(|(known, _, _)| *known == explanation)
    }

    /// The explanations that make a bit tell of `subject`.
    fn of(&self, subject: Subject) -> Vec<usize> {
        let all: Vec<Explanation> = match subject {
            Subject::Fact(fact @ Fact::Locked(_)) => vec![Explanation::Single(fact), Explanation::BothLocked],
            Subject::Fact(Fact::Commanded(_)) => vec![Explanation::Command],
            Subject::Fact(fact) => vec![Explanation::Single(fact)],
            Subject::Locks => Lock::ALL
                .map(|lock| Explanation::Single(Fact::Locked(lock)))
                .into_iter()
                .chain([Explanation::BothLocked, Explanation::EitherLocked, Explanation::Command])
                .collect(),
        };
        all.into_iter().filter_map(|explanation| self.place_of(explanation)).collect()
    }

    /// How probable it is that a bit tells of `subject`.
    pub(super) fn posterior(&self, bit: &Sifted<'_>, subject: Subject) -> f64 {
        let of = self.of(subject);
        of.iter().filter_map(|place| bit.posteriors.get(*place)).sum()
    }

    /// The probability of each explanation of a bit but chance.
    pub(super) fn explained<'b>(
        &'b self,
        bit: &'b Sifted<'_>,
    ) -> impl Iterator<Item = (Explanation, f64)> + 'b {
        let explanations = self.explanations.iter().map(|(explanation, _, _)| *explanation);
        explanations.zip(bit.posteriors.iter().copied())
    }

    /// Whether nothing that was done seems to have moved any bit to and fro.
    pub(super) fn nothing_moves(&self) -> bool {
        let is_state =
            |explanation: Explanation| !matches!(explanation, Explanation::Lamp | Explanation::Stir);
        let moved = |bit: &Sifted<'_>| {
            let states = self.explained(bit).filter(|(explanation, _)| is_state(*explanation));
            states.map(|(_, probability)| probability).sum::<f64>() > SURE_ENOUGH
        };
        !self.bits.iter().any(moved)
    }

    /// How probable it is that a bit has nothing to do with what was done.
    fn chance(bit: &Sifted<'_>) -> f64 {
        bit.posteriors.last().copied().unwrap_or(1.0)
    }

    /// Whether anything was done to this fact.
    pub(super) fn is_exercised(&self, fact: Fact) -> bool {
        self.place_of(Explanation::Single(fact)).is_some()
    }

    /// The best explanation of a bit that makes it tell of `subject`.
    fn best(&self, bit: &Sifted<'_>, subject: Subject) -> Option<usize> {
        let probability = |place: &usize| bit.posteriors.get(*place).copied().unwrap_or(0.0);
        self.of(subject).into_iter().max_by(|one, other| probability(one).total_cmp(&probability(other)))
    }

    /// The bit as a candidate for `subject`.
    pub(super) fn candidate(&self, bit: &Sifted<'_>, subject: Subject) -> Candidate {
        let best = self.best(bit, subject);
        let inverted = best.and_then(|place| bit.fits.get(place)).is_some_and(|fit| fit.inverted);
        let steps = best.map(|place| self.explanations[place].2.as_slice()).unwrap_or_default();
        let evidence = self.evidence(&bit.response, steps);
        Candidate { place: bit.place, posterior: self.posterior(bit, subject), inverted, evidence }
    }

    fn evidence(&self, response: &Response<'_>, steps: &[Step]) -> Evidence {
        let mut evidence = Evidence::default();
        let due =
            |stretch: usize| steps.iter().find(|step| step.stretch == stretch && step.before != step.after);
        for (number, stretch) in self.timeline.stretches.iter().enumerate() {
            let edges = response.edges(number);
            let time = |at: Millis| self.traffic.time(at);
            match (due(number), edges) {
                (None, _) => evidence.contradicted.extend(edges.iter().map(|edge| time(*edge))),
                (Some(_), [first, ..]) if edges.len() % 2 == 1 => evidence.agreed.push(time(*first)),
                (Some(step), _) if step.before.is_some() => evidence.contradicted.push(time(stretch.begin)),
                _ => {}
            }
        }
        evidence
    }

    /// When a bit moved each time it should, by stretch: the first change of each.
    pub(super) fn reactions(&self, bit: &Sifted<'_>, subject: Subject) -> Vec<(usize, Millis)> {
        let Some(best) = self.best(bit, subject) else { return Vec::new() };
        reactions(bit, &self.explanations[best].2).collect()
    }

    /// Whether a bit tells of `subject` together with something else: of both locks.
    pub(super) fn is_shared(&self, bit: &Sifted<'_>, subject: Subject) -> bool {
        self.best(bit, subject).is_some_and(|best| self.explanations[best].0 == Explanation::BothLocked)
    }

    /// Everything a bit can tell of.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let mut subjects = Vec::new();
        for (explanation, _, _) in &self.explanations {
            match explanation {
                Explanation::Single(fact) => subjects.push(Subject::Fact(*fact)),
                Explanation::Command => {
                    subjects.extend(Lock::ALL.map(|lock| Subject::from(Fact::Commanded(lock))));
                }
                _ => {}
            }
        }
        subjects
    }
}

/// When a bit moved where it should: the stretch and the first change in it.
fn reactions(bit: &Sifted<'_>, steps: &[Step]) -> impl Iterator<Item = (usize, Millis)> {
    let due = steps.iter().filter(|step| step.before != step.after);
    due.filter_map(|step| Some((step.stretch, *bit.response.edges(step.stretch).first()?)))
}

/// Whether a bit is part of a number: it moves only when the bit below it does, and less often; or always with most of its byte.
fn is_number(lane: &Lane, track: &Track) -> bool {
    let goes_along = |other: &&Track| {
        other.bit / 8 == track.bit / 8
            && track.along >> (other.bit % 64) & 1 == 1
            && other.edges.len() <= 2 * track.edges.len()
    };
    if lane.tracks().iter().filter(goes_along).count() >= 4 {
        return true;
    }
    // The next bit down in this byte, or in the byte before or behind, as numbers run either way.
    let below = match track.bit % 8 {
        0 => [track.bit.checked_sub(1), track.bit.checked_add(15)],
        _ => [track.bit.checked_sub(1), None],
    };
    below.into_iter().flatten().filter(|below| below / 64 == track.bit / 64).any(|below| {
        let is_carried = track.along >> (below % 64) & 1 == 1;
        let moves = lane.track(below).map(|below| below.edges.len());
        is_carried && (lane.is_busy(below) || moves.is_some_and(|moves| moves > track.edges.len() + 2))
    })
}

/// Probabilities of these weights, given as logarithms.
fn normalised(logs: Vec<f64>) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.into_iter().map(|log| (log - most).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

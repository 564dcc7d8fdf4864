//! How well an explanation fits what a bit did: the probability of its changes, given what people did and when.

use super::action::Action;
use super::alarm;
use super::chance;
use super::explanation::{Explanation, World};
use super::lane::Track;
use super::timeline::{Millis, Timeline};
use super::timer;
use crate::body::Fact;

/// Just outside a window, in milliseconds: a hand later still, or a mark further off, than a window allows.
const JUST_OUTSIDE: Millis = 1500;

/// How long a door is open that somebody took by mistake, in milliseconds.
const SLIP: Millis = 2500;

/// How an explanation fits one bit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    /// Natural logarithm of the probability of what the bit did.
    pub(super) log: f64,
    /// Whether the bit is 0 where what it stands for is true.
    pub(super) inverted: bool,
}

/// What a bit should do in a stretch in which something was done, but for its polarity; `None` where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// Which stretch of the timeline.
    pub(super) stretch: usize,
    /// What it shows before.
    pub(super) before: Option<bool>,
    /// What it shows afterwards.
    pub(super) after: Option<bool>,
}

/// What a bit with this explanation should do.
pub(super) fn steps(timeline: &Timeline, explanation: Explanation, done: &[Action]) -> Vec<Step> {
    if let Explanation::Timer(opening) = explanation {
        let opened = steps(timeline, Explanation::Single(Fact::Open(opening)), done);
        return opened.into_iter().filter(|step| step.after == Some(true)).collect();
    }
    let mut world = World::before(done);
    let step = |(stretch, _, action)| {
        let before = world.shows(explanation);
        world.act(action);
        Step { stretch, before, after: world.shows(explanation) }
    };
    timeline.done().map(step).collect()
}

/// What a bit did, stretch by stretch.
pub(super) struct Response<'a> {
    timeline: &'a Timeline,
    track: &'a Track,
    since: Millis,
    /// How long a change may take to be seen, in milliseconds.
    pub(super) delay: Millis,
    /// Changes in each stretch.
    counts: Vec<usize>,
    /// Changes before each stretch.
    before: Vec<usize>,
}

impl<'a> Response<'a> {
    /// Of a bit heard since `since`.
    pub(super) fn new(timeline: &'a Timeline, track: &'a Track, since: Millis) -> Self {
        let stretches = &timeline.stretches;
        let (mut counts, mut before) = (vec![0; stretches.len()], Vec::with_capacity(stretches.len()));
        let last = stretches.len().saturating_sub(1);
        let mut at = 0;
        for edge in &track.edges {
            // Clocks that go backwards may leave edges out of order.
            while at < last && *edge >= stretches[at].end {
                at += 1;
            }
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &counts {
            before.push(sum);
            sum += count;
        }
        Self { timeline, track, since, delay: 0, counts, before }
    }

    /// The same, of a bit whose changes take so long to be seen.
    pub(super) fn delayed(self, delay: Millis) -> Self {
        Self { delay, ..self }
    }

    /// The level at the beginning of a stretch; `None` before the bit was first heard.
    pub(super) fn level(&self, stretch: usize) -> Option<bool> {
        let begin = self.timeline.stretches.get(stretch)?.begin;
        (begin >= self.since)
            .then(|| self.track.first ^ (self.before.get(stretch).copied().unwrap_or(0) % 2 == 1))
    }

    /// When it moved in a stretch.
    pub(super) fn edges(&self, stretch: usize) -> &'a [Millis] {
        let from = self.before.get(stretch).copied().unwrap_or(0);
        let count = self.counts.get(stretch).copied().unwrap_or(0);
        self.track.edges.get(from..from + count).unwrap_or(&[])
    }

    /// How `explanation` fits, with the polarity that fits best; `steps` are what it should do.
    pub(super) fn fit(&self, explanation: Explanation, steps: &[Step]) -> Fit {
        let both = [false, true].map(|inverted| {
            let log = match explanation {
                Explanation::Chance => self.chance(false),
                Explanation::Stir => self.chance(true),
                Explanation::Lamp => self.lamp(inverted),
                Explanation::Timer(_) => timer::log(self, self.timeline, steps, inverted),
                Explanation::Single(Fact::Locked(_))
                | Explanation::BothLocked
                | Explanation::EitherLocked
                | Explanation::Command => self.state(inverted, steps) + alarm::of_locks(self, self.timeline),
                Explanation::Alarm => self.state(inverted, steps) + alarm::of_alarm(self, self.timeline),
                _ => self.state(inverted, steps),
            };
            Fit { log, inverted }
        });
        if both[1].log > both[0].log { both[1] } else { both[0] }
    }

    fn state(&self, inverted: bool, steps: &[Step]) -> f64 {
        let mut log = 0.0;
        let mut due: Vec<(Millis, Millis)> = Vec::new();
        let mut is_due = vec![false; self.counts.len()];
        for Step { stretch: place, before, after } in steps {
            let stretch = &self.timeline.stretches[*place];
            if stretch.end <= self.since {
                continue;
            }
            if let (Some(before), Some(level)) = (before, self.level(*place))
                && *before != (level ^ inverted)
            {
                log += chance::CONTRADICTS.ln();
            }
            if before == after {
                continue;
            }
            is_due[*place] = true;
            due.push((stretch.begin, stretch.end));
            let count = self.counts[*place];
            let pairs = i32::try_from(count.saturating_sub(1) / 2).unwrap_or(i32::MAX);
            let is_known = before.is_some() && self.level(*place).is_some();
            log += f64::from(pairs) * chance::BOUNCES.ln();
            log += match count {
                0 if !is_known => 0.5_f64.ln(),
                0 => chance::MISSES.ln(),
                _ if count.is_multiple_of(2) && is_known => chance::RETURNS.ln(),
                _ if is_known => chance::MOVES.ln(),
                _ => 0.5_f64.ln(),
            };
        }
        if let Some(Step { after: Some(after), .. }) = steps.last()
            && *after != (self.track.first ^ (self.track.edges.len() % 2 == 1) ^ inverted)
        {
            log += chance::CONTRADICTS.ln();
        }
        let mut slips = 0;
        for (place, _) in is_due.iter().enumerate().filter(|(_, is_due)| !**is_due) {
            let edges = self.edges(place);
            if let [to, fro] = edges
                && fro.saturating_sub(*to) <= SLIP
                && slips == 0
            {
                slips += 1;
                log += chance::SLIPS.ln();
                continue;
            }
            for edge in edges {
                let is_near = due.iter().any(|(begin, end)| {
                    begin.saturating_sub(JUST_OUTSIDE) <= *edge && *edge <= end.saturating_add(JUST_OUTSIDE)
                });
                log += if is_near { chance::STRAYS.ln() } else { chance::MOVES_ALONE.ln() };
            }
        }
        log
    }

    /// Lit by whatever is opened if it is dark, in many cars by unlocking too; out again at any time, and often when locked.
    fn lamp(&self, inverted: bool) -> f64 {
        // Before anything is done, a lamp is dark.
        let is_lit_before = self.level(1).is_some_and(|level| level ^ inverted);
        let mut log = if is_lit_before { chance::LIT_BEFORE.ln() } else { 0.0 };
        for (place, stretch) in self.timeline.stretches.iter().enumerate() {
            let is_of = |fact: fn(&Fact) -> bool| {
                stretch
                    .action
                    .filter(|action| action.subject.facts().iter().any(fact))
                    .map(|action| action.value)
            };
            let opens = is_of(|fact| matches!(fact, Fact::Open(_))) == Some(true);
            let locks = is_of(|fact| matches!(fact, Fact::Locked(_)));
            let Some(mut is_lit) = self.level(place).map(|level| level ^ inverted) else { continue };
            let mut was_lit = is_lit;
            for _ in self.edges(place) {
                is_lit = !is_lit;
                was_lit |= is_lit;
                log += match (is_lit, opens, locks) {
                    (true, true, _) => chance::MOVES.ln(),
                    (true, _, Some(false)) | (false, _, Some(true)) => chance::LAMP_OF_LOCK.ln(),
                    (true, ..) => chance::MOVES_ALONE.ln(),
                    (false, ..) => chance::LAMP_OUT.ln(),
                };
            }
            if opens && !was_lit {
                log += chance::MISSES.ln();
            }
        }
        log
    }

    /// As many changes as there were, at moments that have nothing to do with it: over all the time, or apart where
    /// something was done and where nothing was.
    fn chance(&self, apart: bool) -> f64 {
        let of = |done: bool| {
            let heard = |place: &usize| self.timeline.stretches[*place].end > self.since;
            let chosen = (0..self.counts.len())
                .filter(heard)
                .filter(|place| !apart || self.timeline.stretches[*place].action.is_some() == done);
            let each: Vec<(usize, f64)> =
                chosen.map(|place| (self.counts[place], self.timeline.stretches[place].seconds())).collect();
            let total: f64 = each.iter().map(|(_, seconds)| seconds).sum();
            let sum: usize = each.iter().map(|(count, _)| count).sum();
            let moved = each.iter().filter(|(count, _)| *count > 0);
            factorial(sum)
                + moved
                    .map(|(count, seconds)| *count as f64 * (seconds / total).ln() - factorial(*count))
                    .sum::<f64>()
        };
        if apart { of(true) + of(false) } else { of(true) }
    }

    /// How often it moved.
    pub(super) fn moves(&self) -> usize {
        self.track.edges.len()
    }
}

/// Logarithm of a factorial.
fn factorial(number: usize) -> f64 {
    (1..=number).map(|factor| (factor as f64).ln()).sum()
}

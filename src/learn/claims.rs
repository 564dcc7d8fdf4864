//! From bits that surely move with something to the bits that tell of it: what stands with its like is told from a lamp that
//! follows, and a second source from a checksum.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::action::Subject;
use super::conclusion::{Claim, Source};
use super::place::Place;
use super::settings::Settings;
use super::sift::{Sieve, Sifted};
use super::timeline::Millis;
use crate::body::{Fact, Opening};
use crate::frame::CanId;

/// How much later than the quickest a copy may be on average, in milliseconds, beside the period of its message.
const COPY_LAG: f64 = 300.0;

/// How much later one of two lone bits must be to be taken for what follows the other.
const CLEARLY_LATER: f64 = 250.0;

/// What was chosen of the bits that move with something.
pub(super) enum Chosen {
    /// These tell of it.
    Clear(Claim),
    /// One of several does.
    Ambiguous,
}

/// The bits that move with something as surely as is asked for, by what they move with.
pub(super) struct Claims {
    sure: HashMap<Subject, Vec<usize>>,
    /// What each message tells of.
    company: HashMap<CanId, HashSet<Subject>>,
    /// What bits of this number tell of in whole messages: units made alike report alike.
    alike: HashMap<u16, HashSet<Subject>>,
}

/// One of the bits that may be chosen.
struct Rival<'a, 'b> {
    bit: &'b Sifted<'a>,
    /// Other things that its message, or its like in other messages, tells of.
    company: usize,
    /// How much later than the quickest it moves on average, in milliseconds.
    lag: f64,
}

impl Claims {
    /// Looks through everything that moved.
    pub(super) fn new(sieve: &Sieve<'_>, settings: &Settings) -> Self {
        let mut claims = Self { sure: HashMap::new(), company: HashMap::new(), alike: HashMap::new() };
        for subject in sieve.subjects() {
            let sure = sure(sieve, subject, settings.confidence);
            if !matches!(subject, Subject::Fact(Fact::Commanded(_))) {
                for bit in sure.iter().map(|at| &sieve.bits[*at]) {
                    claims.company.entry(bit.place.id).or_default().insert(subject);
                    if bit.place.page.is_none() {
                        claims.alike.entry(bit.place.bit).or_default().insert(subject);
                    }
                }
            }
            claims.sure.insert(subject, sure);
        }
        claims
    }

    /// What tells of `subject`; `None` if nothing surely does.
    pub(super) fn of(&self, sieve: &Sieve<'_>, subject: Subject) -> Option<Chosen> {
        let sure: Vec<&Sifted> = self.sure.get(&subject)?.iter().map(|at| &sieve.bits[*at]).collect();
        // A bit of one lock alone says more than one of both.
        let is_own = |bit: &&&Sifted| !sieve.is_shared(bit, subject);
        let own: Vec<&Sifted> = sure.iter().filter(is_own).copied().collect();
        let mut rivals = self.rivals(sieve, subject, if own.is_empty() { &sure } else { &own });
        rivals.sort_by(|one, other| {
            let rank =
                |rival: &Rival| (std::cmp::Reverse(rival.company.min(2)), rival.bit.place.page.is_some());
            rank(one)
                .cmp(&rank(other))
                .then(one.lag.total_cmp(&other.lag))
                .then(one.bit.place.cmp(&other.bit.place))
        });
        let (best, others) = rivals.split_first()?;
        let mut sources = vec![source(sieve, subject, best)?];
        let mut followers = Vec::new();
        for rival in others {
            let place = rival.bit.place;
            let is_near = rival.lag - best.lag <= COPY_LAG + f64::from(rival.bit.message.delay(place.page));
            // One message says a thing once, or by two bits side by side; whatever else in it moves likewise is a sum or a lamp.
            let same: Vec<&Source> =
                sources.iter().filter(|known| known.candidate.place.id == place.id).collect();
            let is_elsewhere = same.is_empty();
            let is_pair = same.iter().any(|known| is_beside(place, known.candidate.place));
            let is_copy = is_elsewhere && is_near && (rival.company >= 2 || !has_own_lamp(subject));
            if is_pair || is_copy {
                sources.extend(source(sieve, subject, rival));
                continue;
            }
            let is_later = best.company.min(2) > rival.company || rival.lag - best.lag > CLEARLY_LATER;
            if !is_later && (is_elsewhere || has_own_lamp(subject)) {
                return Some(Chosen::Ambiguous);
            }
            followers.push(place);
        }
        complement(&mut sources);
        Some(Chosen::Clear(Claim { sources, followers }))
    }

    fn rivals<'a, 'b>(
        &self,
        sieve: &Sieve<'a>,
        subject: Subject,
        bits: &[&'b Sifted<'a>],
    ) -> Vec<Rival<'a, 'b>> {
        let reactions: Vec<_> = bits.iter().map(|bit| sieve.reactions(bit, subject)).collect();
        let mut quickest: HashMap<usize, Millis> = HashMap::new();
        for (stretch, at) in reactions.iter().flatten() {
            quickest.entry(*stretch).and_modify(|first| *first = (*first).min(*at)).or_insert(*at);
        }
        let rival = |(bit, reactions): (&&'b Sifted<'a>, &Vec<(usize, Millis)>)| {
            let lags =
                reactions.iter().filter_map(|(stretch, at)| Some(at.saturating_sub(*quickest.get(stretch)?)));
            let sum: f64 = lags.map(f64::from).sum();
            let others = |found: Option<&HashSet<Subject>>| {
                found.map_or(0, |found| found.iter().filter(|other| **other != subject).count())
            };
            let company = others(self.company.get(&bit.place.id)).max(if bit.place.page.is_none() {
                others(self.alike.get(&bit.place.bit))
            } else {
                0
            });
            Rival { bit, company, lag: sum / reactions.len().max(1) as f64 }
        };
        bits.iter().zip(&reactions).map(rival).collect()
    }
}

/// The bits that surely move with `subject`.
fn sure(sieve: &Sieve<'_>, subject: Subject, confidence: f64) -> Vec<usize> {
    let weighed = |bit: &Sifted<'_>| {
        let evidence = sieve.candidate(bit, subject).evidence;
        (evidence.agreed.len(), evidence.contradicted.len())
    };
    // Nobody works the command alone, so it is told from a lamp that locking puts out only by what it does not do.
    let allowed = usize::from(!matches!(subject, Subject::Fact(Fact::Commanded(_))));
    let is_sure = |at: &usize| {
        let bit = &sieve.bits[*at];
        let is_probable = sieve.posterior(bit, subject) >= confidence;
        // However badly everything else explains a bit: what often contradicts is no explanation.
        is_probable
            && matches!(weighed(bit), (agreed, contradicted) if agreed >= 2 && contradicted * 3 <= (agreed + 2) * allowed)
    };
    let all: Vec<usize> = (0..sieve.bits.len()).filter(is_sure).collect();
    let place = |at: &usize| sieve.bits[*at].place;
    let is_sound = |at: &&usize| {
        let alike = |other: &&usize| (place(other).id, place(other).bit) == (place(at).id, place(at).bit);
        let of_pages = |other: &&usize| place(other).page.is_some();
        let contradicted = |at: &usize| weighed(&sieve.bits[*at]).1;
        let fewest = all.iter().filter(alike).filter(|other| other != at).map(contradicted).min();
        if place(at).page.is_none() {
            return fewest.is_none_or(|fewest| contradicted(at) <= fewest);
        }
        // What holds for several first bytes alike, but not for the whole, is a checksum in another guise.
        let mut wholes = all.iter().filter(alike).filter(|other| !of_pages(other));
        wholes.all(|whole| contradicted(at) < contradicted(whole))
            && all.iter().filter(alike).filter(of_pages).count() < 3
    };
    let sound: Vec<usize> = all.iter().filter(is_sound).copied().collect();
    // Where one bit of a message and several of one other byte move alike, those are a checksum of a kind nobody knows.
    let is_sum = |at: &&usize| {
        let of_message =
            |other: &&usize| (place(other).id, place(other).page) == (place(at).id, place(at).page);
        let of_byte = |other: &&usize| place(other).bit / 8 == place(at).bit / 8;
        let (same, other): (Vec<&usize>, Vec<&usize>) = sound.iter().filter(of_message).partition(of_byte);
        same.len() >= 3 && !other.is_empty()
    };
    // A bit that moves with the same one of an earlier byte of its frame is what an exclusive or of all bytes would be.
    let is_parity = |at: &&usize| {
        let twin = |other: &&usize| {
            let (one, other) = (place(at), place(other));
            (one.id, one.page, one.bit % 8) == (other.id, other.page, other.bit % 8)
                && usize::from(one.bit / 8) + 1 == sieve.bits[**at].message.len
                && other.bit < one.bit
        };
        sound.iter().any(|other| twin(&other))
    };
    sound.iter().filter(|at| !is_parity(at) && !is_sum(at)).copied().collect()
}

/// Whether a lamp of its own goes with it in many cars, which is as quick as the switch: under the mirrors of the front doors.
pub(super) const fn has_own_lamp(subject: Subject) -> bool {
    matches!(subject, Subject::Fact(Fact::Open(Opening::FrontLeft | Opening::FrontRight)))
}

/// Whether two bits stand side by side, as those of one state of two bits.
fn is_beside(one: Place, other: Place) -> bool {
    (one.id, one.page, one.bit / 2) == (other.id, other.page, other.bit / 2)
}

fn source(sieve: &Sieve<'_>, subject: Subject, rival: &Rival<'_, '_>) -> Option<Source> {
    let message = rival.bit.message;
    Some(Source {
        fact: *subject.facts().first()?,
        candidate: sieve.candidate(rival.bit, subject),
        len: message.len,
        cycle: message.rhythm.period().map(|period| Duration::from_millis(u64::from(period))),
        has_extra_frames: message.rhythm.has_extra_frames(),
        lag: Duration::from_secs_f64(rival.lag.max(0.0) / 1000.0),
    })
}

/// A bit beside its opposite is the complement that some cars send.
fn complement(sources: &mut [Source]) {
    for at in 0..sources.len() {
        let place = sources[at].candidate.place;
        let is_pair = |other: &Source| is_beside(other.candidate.place, place) && !other.candidate.inverted;
        if let Fact::Open(opening) = sources[at].fact
            && sources[at].candidate.inverted
            && sources.iter().any(is_pair)
        {
            sources[at].fact = Fact::Closed(opening);
            sources[at].candidate.inverted = false;
        }
    }
}

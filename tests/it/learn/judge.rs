//! One unknown car is learned from its recording, and every claim held against what its bus really carries.

use std::collections::BTreeMap;

use doorjamb::body::{Fact, Handedness, Lock, Opening};
use doorjamb::frame::Frame;
use doorjamb::learn::{Action, Conclusion, Learner, Outcome, Settings, Source, Subject, Window};
use doorjamb::simulate::unknown::{Carrier, Trait, Truth, Unknown};

/// How often something was so, and of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) yes: usize,
    pub(super) of: usize,
}

impl Count {
    fn add(&mut self, yes: bool) {
        self.yes += usize::from(yes);
        self.of += 1;
    }

    pub(super) fn percent(self) -> f64 {
        if self.of == 0 { 100.0 } else { self.yes as f64 * 100.0 / self.of as f64 }
    }
}

/// How learning went, of one car or of many.
#[derive(Debug, Clone, Default)]
pub(super) struct Score {
    pub(super) cars: usize,
    pub(super) frames: u64,
    /// Claimed bits that are the exact bit with the right polarity.
    pub(super) exact: Count,
    /// Facts on the bus that were found.
    pub(super) found: Count,
    /// Facts that are not on the bus and were claimed.
    pub(super) invented: Count,
    /// Of guided searches: how much was asked, and the minutes it took.
    pub(super) searches: Vec<(usize, f64)>,
    /// Found, by what is looked for and by what makes it hard.
    pub(super) kinds: BTreeMap<&'static str, Count>,
    /// What was wrong or missed, a line each.
    pub(super) stories: Vec<String>,
}

impl Score {
    /// Learns the car of `seed`.
    pub(super) fn of(seed: u64) -> Self {
        let unknown = Unknown::new(seed);
        let mut learner = Learner::new(Settings::default());
        if unknown.truth().two_doors() {
            // Whoever learns a car knows how many doors it has.
            learner.skip(Fact::Open(Opening::RearLeft).into());
            learner.skip(Fact::Open(Opening::RearRight).into());
        }
        let mut session = unknown.session();
        for mark in session.marks() {
            let action = Action::parse(&mark.action.to_string(), Handedness::Left).unwrap();
            learner.add(Window { action, begin: mark.time, end: mark.time });
        }
        let mut frame = Frame::empty();
        while session.next(&mut frame) {
            learner.feed(&frame);
        }
        Self::of_learner(seed, &unknown, &learner)
    }

    /// How well what `learner` concludes of the car of `seed` holds.
    pub(super) fn of_learner(seed: u64, unknown: &Unknown, learner: &Learner) -> Self {
        let conclusions = learner.conclude();
        let mut score = Self { cars: 1, frames: learner.frames(), ..Self::default() };
        let truth = unknown.truth();
        for conclusion in &conclusions {
            score.claims(seed, truth, conclusion);
        }
        score.facts(seed, truth, &conclusions);
        score
    }

    /// Adds how other cars went.
    pub(super) fn join(&mut self, other: Self) {
        self.cars += other.cars;
        self.frames += other.frames;
        let pairs = [
            (&mut self.exact, other.exact),
            (&mut self.found, other.found),
            (&mut self.invented, other.invented),
        ];
        for (sum, count) in pairs {
            *sum = Count { yes: sum.yes + count.yes, of: sum.of + count.of };
        }
        for (kind, count) in other.kinds {
            let sum = self.kinds.entry(kind).or_default();
            *sum = Count { yes: sum.yes + count.yes, of: sum.of + count.of };
        }
        self.searches.extend(other.searches);
        self.stories.extend(other.stories);
    }

    fn claims(&mut self, seed: u64, truth: &Truth, conclusion: &Conclusion) {
        let Outcome::Claimed(claim) = &conclusion.outcome else { return };
        for source in &claim.sources {
            let right = is_right(truth, conclusion.subject, source);
            self.exact.add(right);
            if !right {
                let (place, inverted) = (source.candidate.place, source.candidate.inverted);
                let known: Vec<String> = carriers(truth, conclusion.subject).map(shown).collect();
                let known = if known.is_empty() { "absent".to_owned() } else { known.join(", ") };
                self.stories.push(format!(
                    "wrong   {seed} {}: {place} (inverted: {inverted}, {:.4}); truly {known}",
                    conclusion.subject, source.candidate.posterior
                ));
            }
        }
    }

    fn facts(&mut self, seed: u64, truth: &Truth, conclusions: &[Conclusion]) {
        let mut asked: Vec<(&str, Vec<Fact>)> = Vec::new();
        for opening in Opening::ALL {
            if truth.two_doors() && matches!(opening, Opening::RearLeft | Opening::RearRight) {
                continue;
            }
            let kind = match opening {
                Opening::Tailgate => "tailgate",
                Opening::Bonnet => "bonnet",
                _ => "door",
            };
            asked.push((kind, vec![Fact::Open(opening)]));
        }
        let locks = Lock::ALL.map(Fact::Locked);
        // A bus without any lock lacks one thing, not two.
        if locks.iter().all(|lock| truth.carriers(*lock).next().is_none()) {
            asked.push(("lock", locks.to_vec()));
        } else {
            asked.extend(locks.map(|lock| ("lock", vec![lock])));
        }
        for (kind, facts) in asked {
            self.fact(seed, truth, conclusions, kind, &facts);
        }
    }

    fn fact(
        &mut self,
        seed: u64,
        truth: &Truth,
        conclusions: &[Conclusion],
        kind: &'static str,
        facts: &[Fact],
    ) {
        let about = |conclusion: &&Conclusion| {
            facts
                .iter()
                .any(|fact| conclusion.subject.facts().contains(fact) || conclusion.subject == (*fact).into())
        };
        let claimed: Vec<&Source> = conclusions
            .iter()
            .filter(about)
            .filter_map(Conclusion::claimed)
            .flat_map(|claim| &claim.sources)
            .collect();
        let carriers: Vec<&Carrier> = facts.iter().flat_map(|fact| truth.carriers(*fact)).collect();
        if carriers.is_empty() {
            self.invented.add(!claimed.is_empty());
            return;
        }
        let found = claimed.iter().any(|source| is_right(truth, Subject::Fact(facts[0]), source));
        self.found.add(found);
        self.kinds.entry(kind).or_default().add(found);
        let traits = [
            Trait::Paged,
            Trait::TwoBit,
            Trait::Passing,
            Trait::Bounces,
            Trait::Copied,
            Trait::Inverted,
            Trait::Guarded,
            Trait::Rests,
        ];
        for one in traits {
            // Only what has no easier copy counts as hard.
            if carriers.iter().all(|carrier| carrier.traits.contains(&one)) {
                self.kinds.entry(one.word()).or_default().add(found);
            }
        }
        if !found {
            let said: Vec<String> = conclusions.iter().filter(about).map(said).collect();
            let known: Vec<String> = carriers.into_iter().map(shown).collect();
            self.stories.push(format!(
                "missed  {seed} {}: truly {}; said {}",
                facts[0].name(),
                known.join(", "),
                said.join("; ")
            ));
        }
    }
}

/// The bits that carry what was moved.
fn carriers(truth: &Truth, subject: Subject) -> impl Iterator<Item = &Carrier> {
    subject.facts().iter().flat_map(|fact| truth.carriers(*fact))
}

fn is_right(truth: &Truth, subject: Subject, source: &Source) -> bool {
    let place = source.candidate.place;
    // The complement of an opening is set while it is closed.
    let complement = matches!(source.fact, Fact::Closed(_));
    carriers(truth, subject).any(|carrier| {
        (carrier.id, u16::from(carrier.bit), carrier.page) == (place.id, place.bit, place.page)
            && carrier.when_true == (source.candidate.inverted == complement)
    })
}

fn shown(carrier: &Carrier) -> String {
    let Carrier { id, bit, when_true, page, traits } = carrier;
    let page = page.map(|page| format!("[{page:02X}] ")).unwrap_or_default();
    let traits: Vec<&str> = traits.iter().map(|one| one.word()).collect();
    format!("{id} {page}{}.{}={} ({})", bit / 8, bit % 8, u8::from(*when_true), traits.join(" "))
}

fn said(conclusion: &Conclusion) -> String {
    match &conclusion.outcome {
        Outcome::Claimed(claim) => {
            let places: Vec<String> =
                claim.sources.iter().map(|source| source.candidate.place.to_string()).collect();
            format!("{} is {}", conclusion.subject, places.join(" and "))
        }
        Outcome::Absent(why) => format!("{} absent: {why}", conclusion.subject),
        Outcome::Undecided(why, candidates) => {
            let best: Vec<String> = candidates
                .iter()
                .take(3)
                .map(|candidate| format!("{} {:.3}", candidate.place, candidate.posterior))
                .collect();
            format!("{} undecided: {why} [{}]", conclusion.subject, best.join(", "))
        }
    }
}

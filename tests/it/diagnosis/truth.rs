//! How often the diagnosis is right. Weights were set looking at [`TUNING`] seeds only; [`JUDGING`] seeds are for
//! this test, and nobody looks at single stories of theirs to change a weight.
//!
//! `tests/truth` prints the table and the confusions.

use std::collections::BTreeMap;

use doorjamb::diagnosis::{Case, Diagnosis, Evidence, Ranked};

use super::stories::{Story, stories};
use super::{answered, answers, told};

/// Seeds that weights may be set by.
const TUNING: &[u64] = &[1, 2, 3];
/// Seeds that judge them.
const JUDGING: &[u64] = &[424_201, 424_202, 424_203];
/// Fewest stories that judge.
const STORIES: usize = 60;

/// How the stories of some seeds went.
#[derive(Default)]
struct Score {
    stories: usize,
    first: usize,
    three: usize,
    by_kind: BTreeMap<&'static str, (usize, usize, usize)>,
    confusions: Vec<String>,
}

impl Score {
    fn of(seeds: &[u64]) -> Self {
        let mut score = Self::default();
        for seed in seeds {
            for story in stories(*seed) {
                score.judge(*seed, &story);
            }
        }
        score
    }

    fn judge(&mut self, seed: u64, story: &Story) {
        let (case, diagnosis) = diagnose(story);
        let is = |ranked: &Ranked, (cause, place): (&str, Option<&str>)| {
            ranked.cause.id == cause && place.is_none_or(|place| ranked.place.id() == place)
        };
        let first = diagnosis.ranked.first().is_some_and(|top| story.truth.iter().any(|one| is(top, *one)));
        let leading = || diagnosis.ranked.iter().take(3);
        let three = story.truth.iter().all(|one| leading().any(|ranked| is(ranked, *one)));
        self.stories += 1;
        self.first += usize::from(first);
        self.three += usize::from(three);
        let row = self.by_kind.entry(story.kind).or_default();
        *row = (row.0 + 1, row.1 + usize::from(first), row.2 + usize::from(three));
        if !(first && three) {
            let said: Vec<String> = diagnosis
                .ranked
                .iter()
                .take(4)
                .map(|one| format!("{}@{} {:.2}", one.cause.id, one.place.id(), one.probability))
                .collect();
            let raised: Vec<String> = case
                .seen()
                .iter()
                .filter(|one| !matches!(one, Evidence::Quiet(..)))
                .map(Evidence::words)
                .collect();
            let (kind, car) = (story.kind, story.car);
            self.confusions.push(format!(
                "{kind} (seed {seed}, {car}): {:?}\n      said {}\n      saw {}",
                story.truth,
                said.join(", "),
                raised.join("; ")
            ));
        }
    }

    #[expect(clippy::print_stdout, reason = "the table is what the test is run for with --nocapture")]
    fn print(&self, title: &str) {
        println!("\n{title}: {} stories, first {}, within three {}", self.stories, self.first, self.three);
        for (kind, (stories, first, three)) in &self.by_kind {
            println!("  {kind:40} {stories:3} {first:3} {three:3}");
        }
        println!("  confusions: {}", self.confusions.len());
        self.confusions.iter().for_each(|one| println!("    {one}"));
    }
}

fn diagnose(story: &Story) -> (Case, Diagnosis) {
    let mut case = if story.scenario.is_empty() { answered(story.car, "") } else { told(&story.scenario) };
    for given in answers(&story.answers) {
        case.answer(given);
    }
    let diagnosis = case.diagnosis();
    (case, diagnosis)
}

#[test]
fn the_true_cause_ranks_first_in_four_of_five_stories_and_among_three_in_nineteen_of_twenty() {
    let score = Score::of(JUDGING);
    score.print("judging");
    assert!(score.stories >= STORIES, "only {} stories", score.stories);
    assert!(score.first * 100 >= score.stories * 80, "first in {} of {}", score.first, score.stories);
    assert!(score.three * 100 >= score.stories * 95, "within three in {} of {}", score.three, score.stories);
}

#[test]
fn the_seeds_that_weights_were_set_by_meet_the_same_floor() {
    assert!(TUNING.iter().all(|seed| !JUDGING.contains(seed)), "seeds must be kept apart");
    let score = Score::of(TUNING);
    score.print("tuning");
    assert!(score.first * 100 >= score.stories * 80 && score.three * 100 >= score.stories * 95);
}

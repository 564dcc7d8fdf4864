//! How often what is learned is so. The engine is tuned looking at seeds below `FIRST_JUDGING` only; those from there on
//! are for this test, and nobody looks at single cars of theirs to change anything.
//!
//! `tests/truth learning` prints the table of 200 cars, with everything that was wrong or missed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use doorjamb::simulate::unknown::FIRST_JUDGING;

use super::judge::Score;

/// Cars that are learned in every run of the tests.
const PINNED: u64 = 6;

/// How many cars are learned instead, when somebody wants to know.
const CARS: &str = "DOORJAMB_LEARN_CARS";

/// Whether cars to tune by are learned instead of those that judge.
const TUNING: &str = "DOORJAMB_LEARN_TUNING";

/// How `of` goes with so many cars from a seed on, on as many threads as there are processors.
pub(super) fn learn(first: u64, cars: u64, of: impl Fn(u64) -> Score + Sync) -> Score {
    let (next, sum) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + cars {
                return;
            }
            let score = of(seed);
            sum.lock().unwrap().push((seed, score));
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let mut scores = sum.into_inner().unwrap();
    scores.sort_by_key(|(seed, _)| *seed);
    let mut all = Score::default();
    for (_, score) in scores {
        all.join(score);
    }
    all
}

#[expect(clippy::print_stdout, reason = "the table is what the test is run for with --nocapture")]
pub(super) fn print(title: &str, score: &Score) {
    let [least, present, most] = TARGETS;
    let Score { cars, frames, exact, found, invented, searches, kinds, stories } = score;
    println!("\n{title}: {cars} cars, {frames} frames");
    println!(
        "  claimed bits that are exact    {:5} of {:5}  {:6.2} %  (at least {least})",
        exact.yes,
        exact.of,
        exact.percent()
    );
    println!(
        "  present and found              {:5} of {:5}  {:6.2} %  (at least {present})",
        found.yes,
        found.of,
        found.percent()
    );
    println!(
        "  absent and yet claimed         {:5} of {:5}  {:6.2} %  (at most {most})",
        invented.yes,
        invented.of,
        invented.percent()
    );
    if !searches.is_empty() {
        let of = searches.len() as f64;
        let asked = searches.iter().map(|(asked, _)| *asked).sum::<usize>() as f64 / of;
        let minutes = searches.iter().map(|(_, minutes)| minutes).sum::<f64>() / of;
        let most = searches.iter().map(|(asked, _)| *asked).max().unwrap_or(0);
        println!("  asked for {asked:.0} actions on average, {most} at most; {minutes:.1} min on average");
    }
    for (kind, count) in kinds {
        println!("    found {kind:24} {:5} of {:5}  {:6.2} %", count.yes, count.of, count.percent());
    }
    for story in stories {
        println!("    {story}");
    }
}

/// What the table of many cars must show: exact claims and found facts at least, invented ones at most, in percent.
pub(super) const TARGETS: [f64; 3] = [99.0, 95.0, 1.0];

/// The same of the few cars that every run of the tests learns.
const FLOORS: [f64; 3] = [95.0, 90.0, 0.0];

#[test]
fn what_is_claimed_is_so_and_what_is_there_is_found() {
    let asked = asked(CARS);
    let cars = asked.unwrap_or(PINNED);
    let wanted = if asked.is_some() { TARGETS } else { FLOORS };
    let (title, first) = seeds();
    assert!(title == "judging" || cars < FIRST_JUDGING, "seeds must be kept apart");
    let score = learn(first, cars, Score::of);
    print(title, &score);
    assert!(score.exact.of > 0 && score.found.of > 0 && score.invented.of > 0, "nothing was judged");
    hold(&score, wanted);
}

/// What the cars are for, and the seed of the first.
pub(super) fn seeds() -> (&'static str, u64) {
    if std::env::var_os(TUNING).is_some() { ("tuning", 1) } else { ("judging", FIRST_JUDGING) }
}

/// How many cars somebody wants to know about, who set this variable.
pub(super) fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|cars| cars.parse().expect("a number of cars"))
}

/// Holds `score` to exact claims and found facts at least, and invented ones at most, in percent.
pub(super) fn hold(score: &Score, [exact, found, invented]: [f64; 3]) {
    assert!(score.exact.percent() >= exact, "{:?} exact", score.exact);
    assert!(score.found.percent() >= found, "{:?} found", score.found);
    assert!(score.invented.percent() <= invented, "{:?} invented", score.invented);
}

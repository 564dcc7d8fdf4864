//! The guided search with a person and a car that are both made up: what it asks, and that it ends.

use std::time::Duration;

use doorjamb::body::{Fact, Opening};
use doorjamb::frame::{Frame, Time};
use doorjamb::learn::{Action, Answer, Guide, Heard, Settings, Step, Subject};
use doorjamb::simulate::unknown::{Action as Deed, Car, Unknown};

use super::judge::Score;
use super::truth;

/// The seed of a car that tells of all its openings.
const ALL_HEARD: u64 = 6;

const BASELINE: Duration = Duration::from_secs(10);

/// A car, and the search that listens to it.
struct Search {
    car: Car,
    guide: Guide,
    now: Time,
    /// What this person's hesitation is drawn from.
    mood: u64,
}

impl Search {
    fn new(seed: u64) -> Self {
        let guide = Guide::new(Settings::default(), Time::ZERO, BASELINE);
        Self { car: Unknown::new(seed).car(), guide, now: Time::ZERO, mood: seed }
    }

    /// Lets so much time go by.
    fn wait(&mut self, span: Duration) {
        let until = self.now.after(span);
        let mut frame = Frame::empty();
        while self.now < until {
            self.now = self.now.after(Duration::from_millis(100)).min(until);
            while self.car.next(self.now, &mut frame) {
                self.guide.feed(&frame);
            }
            self.guide.advance(self.now);
        }
    }

    fn until_asked(&mut self) -> Option<Action> {
        for _ in 0..200 {
            if let Step::Ask(action) = self.guide.step() {
                return Some(action);
            }
            if self.guide.is_over() {
                return None;
            }
            self.wait(Duration::from_millis(100));
        }
        panic!("it asks for nothing and does not end: {:?}", self.guide.step());
    }

    /// A while between these, in milliseconds: nobody is as even as a clock.
    fn while_of(&mut self, least: u64, most: u64) -> Duration {
        self.mood = self.mood.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis(least + (self.mood >> 33) % (most - least))
    }

    /// Does what is asked, after a while, and says so a while later.
    fn obey(&mut self, action: Action) {
        let hesitates = self.while_of(900, 2_800);
        self.wait(hesitates);
        self.car.perform(deed(action), self.now);
        let confirms = self.while_of(400, 1_400);
        self.wait(confirms);
        assert_eq!(self.guide.answer(Answer::Done, self.now), Heard::Counted(action));
    }
}

fn deed(action: Action) -> Deed {
    match (action.subject, action.value) {
        (Subject::Fact(Fact::Open(opening)), true) => Deed::Opens(opening),
        (Subject::Fact(Fact::Open(opening)), false) => Deed::Closes(opening),
        (Subject::Fact(Fact::Locked(lock)), false) => Deed::UnlocksByHand(lock),
        (Subject::Locks | Subject::Fact(Fact::Locked(_)), true) => Deed::Locks,
        (Subject::Locks, false) => Deed::Unlocks,
        other => panic!("nobody can do {other:?}"),
    }
}

#[test]
fn a_person_who_does_what_is_asked_learns_the_doors_in_few_actions() {
    let mut search = Search::new(ALL_HEARD);
    let doors = [Opening::FrontLeft, Opening::FrontRight, Opening::Tailgate].map(Fact::Open);
    let mut asked = 0;
    while let Some(action) = search.until_asked() {
        asked += 1;
        assert!(asked <= 30, "it asks for ever");
        if doors.into_iter().any(|door| action.subject == door.into()) {
            search.obey(action);
        } else {
            search.guide.answer(Answer::Skip, search.now);
        }
    }
    assert_eq!(search.guide.step(), Step::Sure);
    let unknown = Unknown::new(ALL_HEARD);
    let conclusions = search.guide.learner().conclude();
    for fact in doors {
        let conclusion = conclusions.iter().find(|conclusion| conclusion.subject == fact.into()).unwrap();
        let claim = conclusion.claimed().unwrap_or_else(|| panic!("{conclusion:?}"));
        let place = claim.sources[0].candidate.place;
        let mut carriers = unknown.truth().carriers(fact);
        assert!(
            carriers.any(|carrier| (carrier.id, u16::from(carrier.bit), carrier.page)
                == (place.id, place.bit, place.page)),
            "{} is not {place}",
            fact.name()
        );
    }
}

/// How a search goes with a person who does everything that is asked, of which there is less than `most`.
fn obedient(seed: u64, most: usize) -> Score {
    let mut search = Search::new(seed);
    let unknown = Unknown::new(seed);
    let mut asked = 0;
    while let Some(action) = search.until_asked() {
        asked += 1;
        assert!(asked < most, "it asks for ever");
        let is_rear = [Opening::RearLeft, Opening::RearRight].map(Fact::Open).map(Subject::Fact);
        if unknown.truth().two_doors() && is_rear.contains(&action.subject) {
            search.guide.answer(Answer::Skip, search.now);
        } else {
            search.obey(action);
        }
    }
    let minutes = search.now.since(Time::ZERO).as_secs_f64() / 60.0;
    Score { searches: vec![(asked, minutes)], ..Score::of_learner(seed, &unknown, search.guide.learner()) }
}

/// How many judging cars are searched instead, when somebody wants to know.
const CARS: &str = "DOORJAMB_GUIDED_CARS";

/// A car that tells of openings and of each lock.
const WITH_LOCKS: u64 = 105;

#[test]
fn a_search_tells_one_lock_from_the_other_by_having_each_unlocked_alone() {
    if let Some(cars) = truth::asked(CARS) {
        let (title, first) = truth::seeds();
        let score = truth::learn(first, cars, |seed| obedient(seed, 80));
        truth::print(&format!("guided searches, {title}"), &score);
        truth::hold(&score, truth::TARGETS);
        return;
    }
    let score = obedient(WITH_LOCKS, 45);
    assert!(score.exact.yes >= 10 && score.exact.yes == score.exact.of, "{:?}", score.stories);
    assert!(score.found.yes == score.found.of, "{:?}", score.stories);
}

#[test]
fn nothing_is_asked_before_the_quiet_time_is_over() {
    let mut search = Search::new(ALL_HEARD);
    assert_eq!(search.guide.answer(Answer::Done, search.now), Heard::Nothing);
    search.wait(BASELINE / 2);
    assert_eq!(search.guide.step(), Step::Quiet(Time::ZERO.after(BASELINE)));
    search.wait(BASELINE / 2);
    assert!(matches!(search.guide.step(), Step::Ask(_)));
}

#[test]
fn what_is_skipped_is_never_asked_for_again() {
    let mut search = Search::new(ALL_HEARD);
    let skipped = search.until_asked().unwrap().subject;
    assert_eq!(search.guide.answer(Answer::Skip, search.now), Heard::Skipped(skipped));
    while let Some(action) = search.until_asked() {
        assert_ne!(action.subject, skipped);
        search.obey(action);
        if search.guide.learner().windows().len() > 6 {
            return;
        }
    }
}

#[test]
fn what_is_undone_does_not_count_and_is_asked_for_again() {
    let mut search = Search::new(ALL_HEARD);
    assert_eq!(search.guide.answer(Answer::Undo, search.now), Heard::Nothing);
    let first = search.until_asked().unwrap();
    search.obey(first);
    let second = search.until_asked().unwrap();
    assert_eq!(second, first.reverse());
    // The first time nothing else was begun, the second time something was.
    assert_eq!(search.guide.answer(Answer::Undo, search.now), Heard::Forgotten(first));
    search.car.perform(deed(second), search.now);
    assert!(search.guide.learner().windows().is_empty());
    let again = search.until_asked().unwrap();
    assert_eq!(again, first);
    search.obey(again);
    assert_eq!(search.guide.answer(Answer::Undo, search.now), Heard::Forgotten(first));
    assert!(search.guide.learner().windows().is_empty());
}

#[test]
fn what_is_repeated_is_asked_for_both_ways() {
    let mut search = Search::new(ALL_HEARD);
    let first = search.until_asked().unwrap();
    search.obey(first);
    assert_eq!(search.guide.answer(Answer::Repeat, search.now), Heard::Again(first.subject));
    assert_eq!(search.until_asked(), Some(first.reverse()));
    search.obey(first.reverse());
    assert_eq!(search.until_asked(), Some(first));
}

#[test]
fn whoever_has_enough_keeps_what_was_learned() {
    let mut search = Search::new(ALL_HEARD);
    let first = search.until_asked().unwrap();
    search.obey(first);
    search.until_asked().unwrap();
    assert_eq!(search.guide.answer(Answer::Enough, search.now), Heard::Ended);
    assert!(search.guide.is_over() && search.guide.step() == Step::Enough);
    let learner = search.guide.into_learner();
    assert_eq!((learner.windows().len(), learner.begun()), (1, None));
}

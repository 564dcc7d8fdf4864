//! A person who opens and locks an unknown car as asked, not quite when the marks say, and sometimes more than that.

use std::time::Duration;

use super::action::Action;
use super::level::SWITCHES;
use crate::body::{Lock, Opening};
use crate::frame::Time;
use crate::simulate::random::Random;

/// What a hand does, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// What was asked; the mark that goes with it stands apart.
    Does(Action),
    /// Brushes against a switch.
    Touches(u8),
}

/// All that a person does in a session.
#[derive(Debug, Clone)]
pub(super) struct Doings {
    /// In order of time.
    pub(super) hands: Vec<(Time, Hand)>,
    /// What was marked, in order of the marks' times.
    pub(super) marks: Vec<(Time, Action)>,
    /// When the recording ends.
    pub(super) end: Time,
}

/// A person.
struct Person {
    random: Random,
    /// How late this person usually marks, in milliseconds before the earliest.
    habit: u64,
    /// How far single marks are from that.
    spread: u64,
    now: Time,
    doings: Doings,
}

/// The earliest that a mark is, before what it marks.
const EARLY: Duration = Duration::from_millis(500);

/// How much later than [`EARLY`] a mark can be, in milliseconds.
const MARK_RANGE: u64 = 1500;

/// How often each thing is done; by hand each lock is unlocked once.
const ROUNDS: u32 = 3;

/// Everything that the person of this seed does.
pub(super) fn doings(seed: u64, two_doors: bool) -> Doings {
    let mut random = Random::new(seed, 0x9E2);
    let spread = if random.chance(500) { MARK_RANGE } else { 300 + random.below(600) };
    let habit = random.below(MARK_RANGE - spread + 1);
    let begin = Time::ZERO.after(random.millis(17_000, 24_000));
    let doings = Doings { hands: Vec::new(), marks: Vec::new(), end: begin };
    let mut person = Person { random, habit, spread, now: begin, doings };
    let mixes = person.random.chance(500);
    let mut openings: Vec<Opening> = Opening::ALL.into_iter().collect();
    openings.retain(|opening| !(two_doors && matches!(opening, Opening::RearLeft | Opening::RearRight)));
    for round in 0..ROUNDS {
        if mixes {
            for place in (1..openings.len()).rev() {
                openings.swap(place, person.random.place(place + 1));
            }
        }
        for opening in &openings {
            person.opens_and_closes(*opening);
        }
        person.works_the_locks(round);
        if person.random.chance(250) {
            person.now = person.now.after(person.random.millis(4_000, 25_000));
        }
    }
    person.doings.end = person.now.after(Duration::from_secs(4));
    person.doings.hands.sort_by_key(|(at, _)| *at);
    person.doings.marks.sort_by_key(|(at, _)| *at);
    person.doings
}

impl Person {
    fn opens_and_closes(&mut self, opening: Opening) {
        self.does(Action::Opens(opening));
        self.now = self.now.after(self.random.millis(1_800, 5_000));
        self.does(Action::Closes(opening));
        self.now = self.now.after(self.random.millis(2_000, 5_500));
    }

    fn works_the_locks(&mut self, round: u32) {
        self.does(Action::Locks);
        self.now = self.now.after(self.random.millis(2_800, 5_500));
        let by_hand = match round {
            1 => Some(Lock::Driver),
            2 => Some(Lock::Others),
            _ => None,
        };
        if let Some(lock) = by_hand {
            self.does(Action::UnlocksByHand(lock));
            self.now = self.now.after(self.random.millis(2_500, 5_000));
        }
        self.does(Action::Unlocks);
        self.now = self.now.after(self.random.millis(3_000, 6_000));
    }

    fn does(&mut self, action: Action) {
        if self.random.chance(100) {
            let before = self.random.millis(0, 1_500);
            let switch = self.random.byte(SWITCHES);
            self.doings.hands.push((self.now.before(before), Hand::Touches(switch)));
        }
        if let (Action::Opens(opening), true) = (action, self.random.chance(15)) {
            // The wrong door first, shut again at once and not worth a mark.
            let wrong = if opening == Opening::FrontLeft { Opening::FrontRight } else { Opening::FrontLeft };
            self.doings.hands.push((self.now, Hand::Does(Action::Opens(wrong))));
            self.now = self.now.after(self.random.millis(600, 1_500));
            self.doings.hands.push((self.now, Hand::Does(Action::Closes(wrong))));
            self.now = self.now.after(self.random.millis(1_500, 3_000));
        }
        self.doings.hands.push((self.now, Hand::Does(action)));
        let late = Duration::from_millis(self.habit) + self.random.millis(0, self.spread);
        self.doings.marks.push((self.now.before(EARLY).after(late), action));
    }
}

//! What a bit may stand for: one opening or lock, several of them together, a lamp, something that only stirs, or chance;
//! and what each would make it show after every action.

use super::action::{Action, Subject};
use crate::body::{Fact, Lock, Opening};

/// What a bit may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Explanation {
    /// One switch of the body.
    Single(Fact),
    /// Set while any of these openings is open; a bit for each of [`Opening::ALL`].
    AnyOf(u8),
    /// Both locks are locked.
    BothLocked,
    /// Either lock is locked.
    EitherLocked,
    /// What the locks were last told together.
    Command,
    /// Set a while after both locks are locked, and no longer once either is unlocked or the fob says so.
    Alarm,
    /// Set by opening this, and for as long each time: a greeting, a timer.
    Timer(Opening),
    /// A lamp that any opening lights and that goes out when it likes.
    Lamp,
    /// Something that stirs when people do something, whatever it is.
    Stir,
    /// It has nothing to do with what people did.
    Chance,
}

/// How common each is among the bits that people's actions move, before anything was seen. Every unit that knows an opening may
/// send a bit for it, most cars have one for all doors together, for the lamp and the dash, and odd selections hardly occur.
const SINGLE: f64 = 0.0625;
const ODD_SET: f64 = 1e-4;
const NATURAL_SETS: [(u8, f64); 8] = [
    (0b00_1111, 0.04),
    (0b01_1111, 0.06),
    (0b11_1111, 0.05),
    (0b00_0011, 0.01),
    (0b00_1100, 0.01),
    (0b00_1110, 0.005),
    (0b00_1101, 0.005),
    (0b01_1100, 0.003),
];
const BOTH_LOCKED: f64 = 0.04;
const EITHER_LOCKED: f64 = 3e-4;
const COMMAND: f64 = 0.05;
const ALARM: f64 = 0.01;
const TIMER: f64 = 0.0004;
const TIMER_OF_DRIVER: f64 = 0.012;
const LAMP: f64 = 0.1;
const STIR: f64 = 0.02;

/// The front doors, and the rear doors.
const FRONT: u8 = mask(Opening::FrontLeft) | mask(Opening::FrontRight);
const REAR: u8 = mask(Opening::RearLeft) | mask(Opening::RearRight);

/// How probable it is that a car has rear doors after all of which everything is opened but them.
const NO_REAR_DOORS: f64 = 0.02;

/// The explanations worth weighing after `done`, with what each weighs beforehand. That of chance is left out: it depends on the
/// bus.
pub(super) fn beforehand(done: &[Action]) -> Vec<(Explanation, f64)> {
    let mut all = vec![(Explanation::Lamp, LAMP), (Explanation::Stir, STIR)];
    let mut exercised = Vec::new();
    for fact in done.iter().flat_map(|action| action.subject.facts()) {
        if !exercised.contains(fact) {
            exercised.push(*fact);
            all.push((Explanation::Single(*fact), SINGLE));
            if let Fact::Open(opening) = *fact {
                // Where the driver sits is not known.
                let weight = if FRONT & mask(opening) != 0 { TIMER_OF_DRIVER } else { TIMER };
                all.push((Explanation::Timer(opening), weight));
            }
        }
    }
    let is_exercised = |opening: &Opening| exercised.contains(&Fact::Open(*opening));
    let seen =
        Opening::ALL.iter().filter(|opening| is_exercised(opening)).fold(0, |seen, one| seen | mask(*one));
    let has_rear = seen & REAR != 0 || seen & FRONT != FRONT || seen == FRONT;
    let mut sets: Vec<(u8, f64)> = Vec::new();
    for set in 1..1_u8 << Opening::ALL.len() {
        if set.count_ones() < 2 || set & seen == 0 {
            continue;
        }
        let weight =
            NATURAL_SETS.iter().find(|(natural, _)| *natural == set).map_or(ODD_SET, |(_, weight)| *weight);
        let weight = if has_rear || set & !REAR & !seen != 0 || set & REAR == 0 {
            weight
        } else {
            weight * NO_REAR_DOORS
        };
        // Sets that differ only in what was never opened cannot be told apart.
        match sets.iter_mut().find(|(known, _)| *known == set & seen) {
            Some((_, sum)) => *sum += weight,
            None => sets.push((set & seen, weight)),
        }
    }
    all.extend(sets.into_iter().map(|(set, weight)| (Explanation::AnyOf(set), weight)));
    if Lock::ALL.iter().any(|lock| exercised.contains(&Fact::Locked(*lock))) {
        all.push((Explanation::BothLocked, BOTH_LOCKED));
        all.push((Explanation::EitherLocked, EITHER_LOCKED));
        all.push((Explanation::Command, COMMAND));
        all.push((Explanation::Alarm, ALARM));
    }
    all
}

const fn mask(opening: Opening) -> u8 {
    1 << opening as u8
}

/// What is known of the car's body from what people did to it.
#[derive(Debug, Clone)]
pub(super) struct World {
    facts: [Option<bool>; Fact::COUNT],
    command: Option<bool>,
}

impl World {
    /// Before anything was done. Whoever opens a door found it closed; whoever locks a car may find it locked.
    pub(super) fn before(done: &[Action]) -> Self {
        let mut world = Self { facts: [None; Fact::COUNT], command: None };
        for action in done.iter().rev() {
            if let Subject::Fact(fact @ Fact::Open(_)) = action.subject {
                world.facts[fact.index()] = Some(!action.value);
            }
        }
        world
    }

    /// After `action`.
    pub(super) fn act(&mut self, action: Action) {
        for fact in action.subject.facts() {
            self.facts[fact.index()] = Some(action.value);
        }
        if action.subject == Subject::Locks {
            self.command = Some(action.value);
        }
    }

    /// The state of a switch, as far as it is known.
    pub(super) fn fact(&self, fact: Fact) -> Option<bool> {
        self.facts[fact.index()]
    }

    /// What a bit with this explanation shows now, but for its polarity; `None` if that is not known.
    pub(super) fn shows(&self, explanation: Explanation) -> Option<bool> {
        let lock = |lock| self.fact(Fact::Locked(lock));
        match explanation {
            Explanation::Single(fact) => self.fact(fact),
            Explanation::AnyOf(set) => {
                let chosen = |opening: &&Opening| set & mask(**opening) != 0;
                Some(
                    Opening::ALL
                        .iter()
                        .filter(chosen)
                        .any(|opening| self.fact(Fact::Open(*opening)) == Some(true)),
                )
            }
            Explanation::BothLocked | Explanation::Alarm => Some(lock(Lock::Driver)? && lock(Lock::Others)?),
            Explanation::EitherLocked => Some(lock(Lock::Driver)? || lock(Lock::Others)?),
            Explanation::Command => self.command,
            Explanation::Timer(_) | Explanation::Lamp | Explanation::Stir | Explanation::Chance => None,
        }
    }
}

//! How the body of an unknown car behaves: what lamps, locks and units do after a hand did something. It knows no bus.

use std::time::Duration;

use super::action::Action;
use super::level::Level;
use crate::body::{Lock, Opening};
use crate::frame::Time;
use crate::simulate::random::Random;

/// What one make does, and how fast.
#[derive(Debug, Clone)]
pub(super) struct Habits {
    lamp_delay: Duration,
    /// How long the room lamp stays lit with something open.
    lamp_limit: Duration,
    /// How long it stays lit after everything is shut.
    lamp_after: Duration,
    lamp_on_unlock: bool,
    lamp_with_lid: bool,
    puddle_limit: Duration,
    command_lag: Duration,
    lock_lag: Duration,
    others_lag: Duration,
    motor: Duration,
    flash: Duration,
    lock_flashes: u8,
    unlock_flashes: u8,
    arms_after: Duration,
    greets_after: Duration,
    greets_for: Duration,
    /// How long after unlocking the car locks again if nothing is opened.
    relocks_after: Option<Duration>,
    /// How long after the last thing done its resting units fall asleep.
    sleeps_after: Duration,
}

impl Habits {
    pub(super) fn new(random: &mut Random) -> Self {
        let twice = random.chance(500);
        Self {
            lamp_delay: random.millis(30, 450),
            lamp_limit: random.millis(10_000, 30_000),
            lamp_after: if random.chance(300) {
                random.millis(50, 400)
            } else {
                random.millis(2_000, 12_000)
            },
            lamp_on_unlock: random.chance(600),
            lamp_with_lid: random.chance(400),
            puddle_limit: random.millis(10_000, 30_000),
            command_lag: random.millis(20, 150),
            // The lag of a lock behind its command: 1.0 s in a labelled Volvo capture.
            lock_lag: random.millis(300, 1_200),
            others_lag: random.millis(0, 200),
            motor: random.millis(200, 600),
            flash: random.millis(250, 500),
            lock_flashes: if twice { 2 } else { 1 },
            unlock_flashes: if twice { 1 } else { 2 },
            arms_after: random.millis(1_000, 25_000),
            greets_after: random.millis(150, 1_500),
            greets_for: random.millis(1_500, 8_000),
            relocks_after: random.chance(100).then(|| random.millis(25_000, 60_000)),
            sleeps_after: random.millis(8_000, 20_000),
        }
    }
}

/// A level that changes by itself later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Later {
    Becomes(Level, bool),
    /// All locks and the alarm, if nothing was opened since.
    Relocks,
    /// So many more changes of the flashing lamps.
    Flash(u8),
    Falls(Falling),
}

/// What times out, unless it was renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Falling {
    RoomLamp,
    Puddle(Level),
    Sleep,
}

/// The body of one car.
#[derive(Debug, Clone)]
pub(super) struct Body {
    habits: Habits,
    levels: [bool; Level::COUNT],
    /// Latest first.
    agenda: Vec<(Time, Later)>,
    /// What changed and was not yet taken.
    pub(super) changes: Vec<(Time, Level, bool)>,
}

impl Body {
    pub(super) fn new(habits: Habits) -> Self {
        let mut body =
            Self { habits, levels: [false; Level::COUNT], agenda: Vec::new(), changes: Vec::new() };
        body.levels[Level::Awake.index()] = true;
        body.enter(Time::ZERO, body.habits.sleeps_after, Later::Falls(Falling::Sleep));
        body
    }

    pub(super) const fn is(&self, level: Level) -> bool {
        self.levels[level.index()]
    }

    pub(super) fn due(&self) -> Option<Time> {
        self.agenda.last().map(|(at, _)| *at)
    }

    /// Lets the next thing happen that is due.
    pub(super) fn proceed(&mut self) {
        let Some((now, later)) = self.agenda.pop() else { return };
        match later {
            Later::Becomes(level, value) => self.set(level, value, now),
            Later::Relocks => self.locks(now),
            Later::Flash(left) => {
                self.set(Level::Flash, left % 2 == 1, now);
                if left > 0 {
                    self.enter(now, self.habits.flash, Later::Flash(left - 1));
                }
            }
            Later::Falls(Falling::RoomLamp) => self.set(Level::RoomLamp, false, now),
            Later::Falls(Falling::Puddle(level)) => self.set(level, false, now),
            Later::Falls(Falling::Sleep) => self.set(Level::Awake, false, now),
        }
    }

    /// A hand does something.
    pub(super) fn perform(&mut self, action: Action, now: Time) {
        self.stirs(now);
        match action {
            Action::Opens(opening) => self.opens(opening, now),
            Action::Closes(opening) => self.closes(opening, now),
            Action::Locks => self.locks(now),
            Action::Unlocks => self.unlocks(now),
            Action::UnlocksByHand(lock) => {
                self.set(Level::Locked(lock), false, now);
                self.disarm(now);
            }
        }
    }

    /// A hand brushes against a switch.
    pub(super) fn touch(&mut self, switch: u8, now: Time) {
        self.stirs(now);
        let level = Level::Touched(switch);
        self.set(level, !self.is(level), now);
    }

    fn opens(&mut self, opening: Opening, now: Time) {
        if self.is(Level::Open(opening)) {
            return;
        }
        self.cancel(|later| later == Later::Relocks);
        self.set(Level::Open(opening), true, now);
        self.any(now);
        let lock = match opening {
            Opening::FrontLeft => Some(Lock::Driver),
            Opening::Tailgate | Opening::Bonnet => None,
            _ => Some(Lock::Others),
        };
        if let Some(lock) = lock.filter(|lock| self.is(Level::Locked(*lock))) {
            // Opened from inside, a door unlocks itself 0.6 to 0.8 s later (labelled Volvo capture).
            self.enter(now, Duration::from_millis(700), Later::Becomes(Level::Locked(lock), false));
            self.disarm(now);
        }
        if lock.is_some() || (opening == Opening::Tailgate && self.habits.lamp_with_lid) {
            self.lamp(now);
        }
        match opening {
            Opening::FrontLeft => {
                self.puddle(Level::PuddleLeft, now);
                let after = self.habits.greets_after;
                self.enter(now, after, Later::Becomes(Level::Greeting, true));
                let ends = after + self.habits.greets_for;
                self.enter(now, ends, Later::Becomes(Level::Greeting, false));
            }
            Opening::FrontRight => self.puddle(Level::PuddleRight, now),
            _ => {}
        }
    }

    fn closes(&mut self, opening: Opening, now: Time) {
        self.set(Level::Open(opening), false, now);
        self.any(now);
        let lit = Opening::ALL.into_iter().any(|other| {
            self.is(Level::Open(other))
                && (other != Opening::Tailgate || self.habits.lamp_with_lid)
                && other != Opening::Bonnet
        });
        if !lit {
            self.fall(now, self.habits.lamp_after, Falling::RoomLamp);
        }
        let short = Duration::from_millis(300);
        match opening {
            Opening::FrontLeft => self.fall(now, short, Falling::Puddle(Level::PuddleLeft)),
            Opening::FrontRight => self.fall(now, short, Falling::Puddle(Level::PuddleRight)),
            _ => {}
        }
    }

    fn locks(&mut self, now: Time) {
        let Habits { command_lag, lock_lag, others_lag, motor, .. } = self.habits;
        self.cancel(|later| later == Later::Relocks);
        self.set(Level::Commanded, true, now.after(command_lag));
        self.drives(Level::LockMotor, now.after(command_lag), motor);
        self.enter(now, lock_lag, Later::Becomes(Level::Locked(Lock::Driver), true));
        self.enter(now, lock_lag + others_lag, Later::Becomes(Level::Locked(Lock::Others), true));
        self.enter(now, command_lag, Later::Flash(self.habits.lock_flashes * 2 - 1));
        self.enter(now, lock_lag + self.habits.arms_after, Later::Becomes(Level::Armed, true));
        self.fall(now, command_lag * 2, Falling::RoomLamp);
    }

    fn unlocks(&mut self, now: Time) {
        let Habits { command_lag, lock_lag, others_lag, motor, .. } = self.habits;
        self.disarm(now);
        self.set(Level::Commanded, false, now.after(command_lag));
        self.drives(Level::UnlockMotor, now.after(command_lag), motor);
        self.enter(now, lock_lag, Later::Becomes(Level::Locked(Lock::Driver), false));
        self.enter(now, lock_lag + others_lag, Later::Becomes(Level::Locked(Lock::Others), false));
        self.enter(now, command_lag, Later::Flash(self.habits.unlock_flashes * 2 - 1));
        if self.habits.lamp_on_unlock {
            self.lamp(now);
        }
        // What lights the ground beside the front doors does so above all for someone who comes.
        self.puddle(Level::PuddleLeft, now);
        self.puddle(Level::PuddleRight, now);
        if let Some(after) = self.habits.relocks_after {
            self.cancel(|later| later == Later::Relocks);
            self.enter(now, after, Later::Relocks);
        }
    }

    fn drives(&mut self, motor: Level, now: Time, long: Duration) {
        self.set(motor, true, now);
        self.enter(now, long, Later::Becomes(motor, false));
    }

    fn disarm(&mut self, now: Time) {
        self.cancel(|later| later == Later::Becomes(Level::Armed, true));
        self.set(Level::Armed, false, now);
    }

    fn lamp(&mut self, now: Time) {
        self.enter(now, self.habits.lamp_delay, Later::Becomes(Level::RoomLamp, true));
        self.fall(now, self.habits.lamp_limit, Falling::RoomLamp);
    }

    fn puddle(&mut self, level: Level, now: Time) {
        self.enter(now, self.habits.lamp_delay, Later::Becomes(level, true));
        self.fall(now, self.habits.puddle_limit, Falling::Puddle(level));
    }

    fn any(&mut self, now: Time) {
        let open =
            |body: &Self, openings: &[Opening]| openings.iter().any(|opening| body.is(Level::Open(*opening)));
        let (doors, all) = (open(self, &Opening::ALL[..4]), open(self, &Opening::ALL));
        self.set(Level::AnyDoor, doors, now);
        self.set(Level::AnyOpening, all, now);
    }

    /// Whatever rests wakes, and stays awake for its time.
    fn stirs(&mut self, now: Time) {
        self.set(Level::Awake, true, now);
        self.fall(now, self.habits.sleeps_after, Falling::Sleep);
    }

    /// Lets something time out so long after `now`, whatever was set before.
    fn fall(&mut self, now: Time, after: Duration, what: Falling) {
        self.cancel(|later| later == Later::Falls(what));
        self.enter(now, after, Later::Falls(what));
    }

    fn set(&mut self, level: Level, value: bool, now: Time) {
        if self.is(level) != value {
            self.levels[level.index()] = value;
            self.changes.push((now, level, value));
            if matches!(level, Level::Locked(_)) {
                let both = Lock::ALL.into_iter().all(|lock| self.is(Level::Locked(lock)));
                self.set(Level::AllLocked, both, now);
            }
        }
    }

    fn enter(&mut self, now: Time, after: Duration, later: Later) {
        let at = now.after(after);
        let place = self.agenda.partition_point(|(other, _)| *other > at);
        self.agenda.insert(place, (at, later));
    }

    fn cancel(&mut self, unwanted: impl Fn(Later) -> bool) {
        self.agenda.retain(|(_, later)| !unwanted(*later));
    }
}

//! Who changed a lock. The bus shows the lock bit only; who did it is inferred from what happened around it, and
//! every conclusion is marked as inferred.

use std::time::Duration;

use super::event::{Agent, Evidence};
use super::fact::Ignition;
use super::occupancy::Occupancy;
use super::part::Lock;
use crate::frame::Time;

/// The lamps answer a fob within this, and a door opened by its inside handle opens within this, before or
/// after the lock bit (the bit was seen to follow the handle by 0.8 s, and a command by about 1 s).
pub const AROUND: Duration = Duration::from_secs(2);
/// Whoever unlocked with the key opens the driver's door within this.
pub(super) const KEY_TIME: Duration = Duration::from_secs(10);
/// Both locks changing within this are one change: they were seen to follow one command 1 s apart at most.
pub(super) const ONE_CHANGE: Duration = Duration::from_millis(1500);
/// The re-lock after an unlock with nothing opened comes no earlier (30 s by the owner's menus, less tolerance).
pub(super) const RELOCK_FROM: Duration = Duration::from_secs(28);
/// It comes no later (60 s by the owner's menus, and some tolerance).
pub(super) const RELOCK_TO: Duration = Duration::from_secs(65);
/// Cars that lock themselves on driving off do so above walking pace, in km/h.
pub(super) const AUTO_LOCK_SPEED: f64 = 5.0;

/// A change of one lock, or of both as one.
#[derive(Debug, Clone)]
pub struct LockChange {
    /// When the first lock bit changed.
    pub at: Time,
    /// Locked or unlocked.
    pub locked: bool,
    /// The driver's lock changed.
    pub driver: Option<Evidence>,
    /// The others' lock changed.
    pub others: Option<Evidence>,
    /// What was known when it changed.
    pub circumstances: Circumstances,
    /// Who did it; `None` while it is being judged.
    pub agent: Option<Agent>,
}

/// What was known at the moment a lock changed.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// Position of the ignition switch, as last known.
    pub ignition: Option<Ignition>,
    /// Whether somebody may have been inside.
    pub occupancy: Occupancy,
    /// Road speed in km/h.
    pub speed: Option<f64>,
    /// Turn lamps, openings and ignition were all known: nothing that could explain the change goes unseen.
    pub observed: bool,
}

impl LockChange {
    /// Whether exactly these locks changed: `None` for both.
    pub fn concerns(&self, lock: Option<Lock>) -> bool {
        match lock {
            Some(Lock::Driver) => self.driver.is_some() && self.others.is_none(),
            Some(Lock::Others) => self.others.is_some() && self.driver.is_none(),
            None => self.driver.is_some() && self.others.is_some(),
        }
    }
}

/// What was seen around a lock change, gathered by the body.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent observations, each a question with a yes or no"
)]
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    /// An answer-back began within [`AROUND`].
    pub(super) answered: bool,
    /// A flash that began within [`AROUND`] is still being judged.
    pub(super) flashing: bool,
    /// The ignition changed within [`AROUND`].
    pub(super) ignition_changed: bool,
    /// A door opened within [`AROUND`].
    pub(super) door_opened: bool,
    /// The driver's door opened within [`KEY_TIME`] after it.
    pub(super) driver_opened: bool,
    /// It follows an unlock by [`RELOCK_FROM`] to [`RELOCK_TO`] with nothing opened.
    pub(super) relock: bool,
}

/// Who made a change at `at`, judged at `now`; `None` if that cannot be told before [`deadline`].
pub(super) fn judge(change: &LockChange, seen: Surroundings, now: Time) -> Option<Agent> {
    let then = change.circumstances;
    let ignition_off = then.ignition == Some(Ignition::Off);
    if seen.answered && ignition_off {
        return Some(Agent::Fob);
    }
    if now < change.at.after(AROUND) || seen.flashing {
        return None;
    }
    // Where the lamps' answer cannot be seen, it may have been the fob.
    if !change.locked && then.observed && seen.door_opened {
        return Some(Agent::InsideHandle);
    }
    let moving = then.speed.is_some_and(|speed| speed > AUTO_LOCK_SPEED);
    if seen.ignition_changed || (change.locked && (moving || seen.relock)) {
        return Some(Agent::Automatic);
    }
    if !change.locked && then.observed && seen.driver_opened {
        return Some(Agent::Key);
    }
    if now < deadline(change) {
        return None;
    }
    Some(match then.occupancy {
        _ if !then.observed => Agent::Unknown,
        _ if !ignition_off => Agent::CentralSwitch,
        Occupancy::MayBeOccupied => Agent::CentralSwitch,
        Occupancy::PresumedEmpty => Agent::Nobody,
        Occupancy::Unknown => Agent::Unknown,
    })
}

/// The next moment at which a change must be judged again.
pub(super) fn next_look(change: &LockChange, now: Time) -> Time {
    let around = change.at.after(AROUND);
    if around > now { around } else { deadline(change) }
}

/// The moment by which everything that could explain a change has happened. A flash that began in time is
/// judged 5 s later at the latest, which is before it for an unlock and waited for otherwise.
pub(super) fn deadline(change: &LockChange) -> Time {
    change.at.after(if change.locked { AROUND } else { KEY_TIME })
}

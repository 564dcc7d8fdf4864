//! Motors as the supply and the lock reports show them: whether one drew current when it was driven, and whether a
//! lock was slow. It needs the body for two seconds after a command and nothing else.

use std::time::Duration;

use super::place::Place;
use super::sign::Sign;
use crate::body::{Body, Fact, Ignition, Lock, Opening};
use crate::frame::Time;

/// A motor pulls a healthy supply down by about half a volt; supplies are reported in tenths.
const DIP: f64 = 0.25;
/// A lock motor draws its current within this of the command.
const PULL: Duration = Duration::from_millis(1_200);
/// Locks were seen to follow their command by 1.0 s; a free one is never this late.
const SLOW: Duration = Duration::from_millis(1_450);
/// What changes later than this follows another command.
const TOO_LATE: Duration = Duration::from_secs(6);

/// The motors.
#[derive(Debug, Default)]
pub(super) struct Motors {
    locks: Option<Pull>,
    tailgate: Option<Pull>,
    /// When each lock was last commanded.
    commanded: [Option<Time>; 2],
}

/// A motor that is being driven.
#[derive(Debug, Clone, Copy)]
struct Pull {
    until: Time,
    before: f64,
    lowest: f64,
}

impl Motors {
    /// A lock was commanded.
    pub(super) fn commanded(&mut self, lock: Lock, locked: bool, time: Time, body: &Body) {
        let is_there = body.switch(Fact::Locked(lock)) == Some(locked);
        self.commanded[lock as usize] = if is_there { None } else { Some(time) };
        if self.locks.is_none() {
            self.locks = Pull::begin(time, body);
        }
    }

    /// The tailgate was asked for.
    pub(super) fn tailgate_asked(&mut self, time: Time, body: &Body) {
        self.tailgate = Pull::begin(time, body);
    }

    /// A lock reports a change.
    pub(super) fn moved(&mut self, lock: Lock, time: Time) -> Option<(Sign, Place)> {
        let took = time.since(self.commanded[lock as usize].take()?);
        (took > SLOW && took < TOO_LATE).then_some((Sign::LockSlow, Place::Lock(lock)))
    }

    /// Looks at the supply; says whether a motor drew current once its time is over.
    #[inline]
    pub(super) fn look(&mut self, body: &Body) -> Option<(Sign, Place)> {
        if self.locks.is_none() && self.tailgate.is_none() {
            return None;
        }
        let tailgate = Place::Opening(Opening::Tailgate);
        let of_locks = settle(&mut self.locks, body).map(|sign| (sign, Place::Car));
        of_locks.or_else(|| settle(&mut self.tailgate, body).map(|sign| (sign, tailgate)))
    }
}

impl Pull {
    /// `None` where the supply is not known, or is the alternator's or the starter's doing.
    fn begin(time: Time, body: &Body) -> Option<Self> {
        let is_running = body.switch(Fact::EngineRunning) == Some(true);
        let is_cranking = body.ignition() == Some(Ignition::Start);
        let volts = body.number(Fact::Supply).filter(|_| !is_running && !is_cranking)?;
        Some(Self { until: time.after(PULL), before: volts, lowest: volts })
    }
}

fn settle(pull: &mut Option<Pull>, body: &Body) -> Option<Sign> {
    let pulling = pull.as_mut()?;
    let Some(volts) = body.number(Fact::Supply).filter(|_| body.ignition() != Some(Ignition::Start)) else {
        *pull = None;
        return None;
    };
    pulling.lowest = pulling.lowest.min(volts);
    // The dip may have begun before the frame that told of the command.
    pulling.before = pulling.before.max(volts);
    if body.now() < pulling.until {
        return None;
    }
    let sign = if pulling.before - pulling.lowest >= DIP { Sign::CurrentDrawn } else { Sign::NoCurrentDrawn };
    *pull = None;
    Some(sign)
}

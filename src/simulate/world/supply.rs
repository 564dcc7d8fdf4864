//! The supply voltage: rest, load of motors, cranking, charging.

use std::time::Duration;

use crate::body::Ignition;
use crate::frame::Time;
use crate::simulate::fault::Fault;

use super::World;

/// What draws current just now.
#[derive(Debug)]
pub(super) struct Supply {
    actuated: Time,
}

impl Default for Supply {
    fn default() -> Self {
        Self { actuated: Time::MIN }
    }
}

/// Charging voltage of a running engine.
const CHARGING_MV: i64 = 14_200;
/// How long lock and lid motors draw current: long enough that a report every 100 ms shows it.
const ACTUATION: Duration = Duration::from_millis(400);

impl Supply {
    pub(super) const fn actuates(&mut self, now: Time) {
        self.actuated = now;
    }
}

impl World {
    /// Supply voltage at that moment, in millivolts.
    pub(super) fn supply_mv(&self, at: Time) -> i64 {
        let weak = self.faults.iter().find_map(|fault| match fault {
            Fault::WeakBattery(rest) => Some(*rest),
            _ => None,
        });
        let (rest, cranking) = weak.map_or(self.settings.battery_mv, |rest| (rest, rest - 3_000));
        if let Some(since) = self.engine.cranking {
            // The starter's first jerk draws most, then the battery recovers a little.
            let gone = i64::try_from(at.since(since).as_millis()).unwrap_or(i64::MAX).min(600);
            return cranking + gone;
        }
        let level = if self.engine.running {
            // The alternator takes over within half a second.
            let gone = i64::try_from(at.since(self.engine.since).as_millis()).unwrap_or(i64::MAX).min(500);
            rest + (CHARGING_MV - rest) * gone / 500
        } else if self.engine.ignition == Ignition::Off {
            rest
        } else {
            rest - 250
        };
        // Motors pull a sound battery down by half a volt, a weak one by two and a half.
        let load = if weak.is_some() && !self.engine.running { 2_500 } else { 500 };
        if at.since(self.supply.actuated) < ACTUATION && at >= self.supply.actuated {
            level - load
        } else {
            level
        }
    }
}

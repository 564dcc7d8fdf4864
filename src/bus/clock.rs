//! The adapter's own clock laid onto the system's. Hardware stamps have no jitter but count from any zero and run
//! at their own pace; software stamps are on the right clock but late by the interrupt's delay.

use std::time::Duration;

use crate::frame::Time;

/// How much faster the system's clock may run than the adapter's, in parts per million. Quartz is good for 100;
/// twice that follows any adapter without following jitter.
const DRIFT_PPM: i64 = 200;

/// A stamp further off than this means that one of the clocks was set, or the adapter restarted.
const STEP: Duration = Duration::from_secs(1);

/// The offset between an adapter's clock and the system's, learnt from frames that carry both stamps.
///
/// No frame can be seen before it was on the bus, so the smallest difference seen is the best estimate of the
/// offset; it may grow only at the pace of drift.
#[derive(Debug, Clone, Default)]
pub(super) struct AdapterClock {
    /// The last hardware stamp, the offset estimated then and the time given out.
    last: Option<(i64, i64, i64)>,
}

impl AdapterClock {
    /// The time of a frame on the system's clock: never later than `software`, and with the spacing of the
    /// hardware stamps. Without a hardware stamp it is `software`.
    pub(super) fn time(&mut self, hardware: Option<Time>, software: Time) -> Time {
        let Some(hardware) = hardware else { return software };
        let (hardware, software) = (hardware.as_nanos(), software.as_nanos());
        let difference = software.saturating_sub(hardware);
        let step = i64::try_from(STEP.as_nanos()).unwrap_or(i64::MAX);
        let (offset, earliest) = match self.last {
            Some((at, offset, given))
                if hardware >= at && difference.saturating_sub(offset).saturating_abs() < step =>
            {
                let drift = (hardware.saturating_sub(at) / 1_000_000).saturating_mul(DRIFT_PPM);
                (difference.min(offset.saturating_add(drift)), given)
            }
            _ => (difference, i64::MIN),
        };
        // When a smaller difference corrects the offset, time must not run backwards.
        let time = hardware.saturating_add(offset).max(earliest).min(software);
        self.last = Some((hardware, offset, time));
        Time::from_nanos(time)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EPOCH: i64 = 1_700_000_000_000_000_000;
    const MS: i64 = 1_000_000;

    /// Frames every 10 ms by the bus; the adapter counts from 5 s and runs `ppm` fast; `delays` are the interrupt's.
    fn times(ppm: i64, delays: &[i64]) -> Vec<(i64, i64, i64)> {
        let mut clock = AdapterClock::default();
        let mut all = Vec::new();
        for (number, delay) in (0_i64..).zip(delays) {
            let real = number * 10 * MS;
            let hardware = 5_000 * MS + real + real / 1_000_000 * ppm;
            let software = EPOCH + real + delay;
            let time = clock.time(Some(Time::from_nanos(hardware)), Time::from_nanos(software)).as_nanos();
            all.push((EPOCH + real, software, time));
        }
        all
    }

    #[test]
    fn without_hardware_stamps_the_kernels_stand() {
        let mut clock = AdapterClock::default();
        assert_eq!(clock.time(None, Time::from_nanos(77)), Time::from_nanos(77));
    }

    #[test]
    fn jitter_disappears_and_the_zero_is_the_systems() {
        let delays: Vec<i64> = (0..500).map(|n| MS / 10 + (n * 1_234_577) % (3 * MS)).collect();
        for (real, _, time) in &times(0, &delays)[100..] {
            assert!((time - real).abs() < MS / 2, "{time} for a frame at {real}");
        }
    }

    #[test]
    fn a_fast_or_slow_adapter_is_followed_for_an_hour() {
        let delays: Vec<i64> = (0..360_000).map(|n| MS / 10 + (n * 1_234_577) % MS).collect();
        for ppm in [-100, 100] {
            for (real, _, time) in &times(ppm, &delays)[1000..] {
                assert!((time - real).abs() < 2 * MS, "{ppm} ppm: {time} for a frame at {real}");
            }
        }
    }

    #[test]
    fn a_system_clock_that_was_set_is_followed_at_once() {
        let mut clock = AdapterClock::default();
        let at = |nanos| Time::from_nanos(nanos);
        clock.time(Some(at(0)), at(EPOCH));
        assert_eq!(clock.time(Some(at(MS)), at(EPOCH + 3_600_000 * MS)), at(EPOCH + 3_600_000 * MS));
        assert_eq!(clock.time(Some(at(2 * MS)), at(EPOCH + 2 * MS)), at(EPOCH + 2 * MS));
    }

    #[test]
    fn an_adapter_that_restarted_is_followed_at_once() {
        let mut clock = AdapterClock::default();
        clock.time(Some(Time::from_nanos(900 * MS)), Time::from_nanos(EPOCH));
        let time = clock.time(Some(Time::from_nanos(3 * MS)), Time::from_nanos(EPOCH + 10 * MS));
        assert_eq!(time, Time::from_nanos(EPOCH + 10 * MS));
    }

    proptest! {
        #[test]
        fn time_never_runs_backwards_nor_ahead(ppm in -100_i64..=100, delays in proptest::collection::vec(0..5 * MS, 2..200)) {
            let all = times(ppm, &delays);
            prop_assert!(all.iter().all(|(_, software, time)| time <= software));
            // Software stamps that ran backwards themselves (a later interrupt answered sooner) are no clock's fault.
            let mut latest = i64::MIN;
            for (_, software, time) in all {
                prop_assert!(time >= latest.min(software));
                latest = latest.max(time);
            }
        }

        #[test]
        fn any_stamps_are_taken_without_panic(stamps in proptest::collection::vec((any::<i64>(), any::<i64>()), 0..20)) {
            let mut clock = AdapterClock::default();
            for (hardware, software) in stamps {
                let time = clock.time(Some(Time::from_nanos(hardware)), Time::from_nanos(software));
                prop_assert!(time.as_nanos() <= software);
            }
        }
    }
}

//! The one clock of the program: everything else is told the time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::frame::Time;

/// Time that passes while the program runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    /// A clock that starts now.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads a clock")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it has run.
    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The time of day, which is also what the kernel stamps frames with.
#[expect(clippy::disallowed_methods, reason = "the one place that reads a clock")]
pub(super) fn time_of_day() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::ZERO.after(since)
}

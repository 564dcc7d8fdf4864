//! How long a tester waits for a unit, and how often it asks again.

use std::time::Duration;

/// The patience of one side that asks. The defaults are those of ISO 15765-3 and ISO 14229-2, with room for a gateway and a
/// slow adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// From the end of a question to the beginning of its answer (`P2`; units have 50 ms).
    pub answer: Duration,
    /// The same once a unit has said that its answer takes time (`P2*`).
    pub pending: Duration,
    /// From the first "takes time" to the last: then it is given up.
    pub longest: Duration,
    /// Before a busy unit is asked again.
    pub busy_pause: Duration,
    /// How often it is.
    pub busy_repeats: u8,
    /// Silence after which a unit in a session is told that the tester is still there (units wait 5 s).
    pub keep_alive: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            answer: Duration::from_millis(300),
            pending: Duration::from_secs(5),
            longest: Duration::from_secs(20),
            busy_pause: Duration::from_millis(200),
            busy_repeats: 5,
            keep_alive: Duration::from_secs(2),
        }
    }
}

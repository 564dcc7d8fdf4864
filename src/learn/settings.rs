//! How sure is sure, how imprecise a person is, and how much is remembered.

use std::time::Duration;

/// How a [`super::Learner`] works.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Posterior probability from which on something is claimed, above 0 and below 1.
    pub confidence: f64,
    /// How long before a mark what it marks may have happened.
    pub early: Duration,
    /// How long after a mark the bus may still follow: a late hand, a slow message, a lock that takes its time.
    pub late: Duration,
    /// How often one action is asked for at most.
    pub repeats: usize,
    /// Identifiers remembered at most; those that first come later are only counted.
    pub identifiers: usize,
    /// Changes of one bit remembered at most. A bit that moves more often is no switch a person works.
    pub changes: usize,
}

impl Default for Settings {
    /// 99 %; marks up to 1.5 s late, a bus up to 2.5 s behind; three repeats.
    fn default() -> Self {
        Self {
            confidence: 0.99,
            early: Duration::from_millis(1500),
            late: Duration::from_millis(2500),
            repeats: 3,
            identifiers: 4096,
            changes: 256,
        }
    }
}

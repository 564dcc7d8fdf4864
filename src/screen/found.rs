//! The findings by rule and subject, the newest of each with a count: memory stays flat, and what comes again and
//! again is one line.

use crate::monitor::Finding;
use crate::report::Tally;
use crate::rules::Subject;

/// All findings so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    entries: Vec<Entry>,
    tally: Tally,
    /// The highest number of a finding so far.
    number: u64,
}

/// The findings of one rule about one subject.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The newest of them.
    pub(super) finding: Finding,
    /// How many there were.
    pub(super) times: u64,
}

/// What tells entries apart.
pub(super) type Key = (&'static str, Subject);

impl Entry {
    pub(super) const fn key(&self) -> Key {
        (self.finding.rule, self.finding.subject)
    }

    pub(super) const fn is_over(&self) -> bool {
        self.finding.cleared.is_some()
    }
}

impl Found {
    /// Takes in a finding that was raised, or the clearing of one that was.
    pub(super) fn add(&mut self, finding: Finding) {
        let is_new = finding.number > self.number;
        if is_new {
            self.number = finding.number;
            self.tally.add(finding.severity);
        }
        let key = (finding.rule, finding.subject);
        match self.entries.iter_mut().find(|entry| entry.key() == key) {
            Some(entry) => {
                entry.times += u64::from(is_new);
                entry.finding = finding;
            }
            None => self.entries.push(Entry { finding, times: 1 }),
        }
        self.entries.sort_by_key(|entry| (entry.is_over(), entry.finding.severity));
    }

    /// What lasts before what is over, the worst first.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) const fn tally(&self) -> Tally {
        self.tally
    }
}

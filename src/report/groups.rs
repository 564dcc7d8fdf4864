//! The findings of a session by rule and subject, the first few of each kept whole and the rest counted: memory
//! stays flat for hours of findings.

use crate::frame::Time;
use crate::monitor::Finding;

/// How many findings of one rule about one subject are shown with their frames.
pub(super) const KEPT: usize = 5;

/// The findings of one rule about one subject.
#[derive(Debug)]
pub(super) struct Group {
    /// The first of them, oldest first; never empty.
    pub(super) kept: Vec<Finding>,
    /// How many came after those.
    pub(super) more: u64,
    /// When the last of all was raised.
    pub(super) last: Time,
}

/// All groups.
#[derive(Debug, Default)]
pub(super) struct Groups(Vec<Group>);

impl Groups {
    /// Takes in a finding that was raised, or the clearing of one that was; says whether it is the first of its kind.
    pub(super) fn add(&mut self, finding: Finding) -> bool {
        let about = |group: &&mut Group| {
            group
                .kept
                .first()
                .is_some_and(|first| (first.rule, first.subject) == (finding.rule, finding.subject))
        };
        let Some(group) = self.0.iter_mut().find(about) else {
            let last = finding.raised;
            self.0.push(Group { kept: vec![finding], more: 0, last });
            return true;
        };
        if let Some(known) = group.kept.iter_mut().find(|known| known.number == finding.number) {
            *known = finding;
        } else if group.kept.len() < KEPT {
            group.last = finding.raised;
            group.kept.push(finding);
        } else if finding.raised > group.last {
            // The clearing of a counted one is not news.
            group.more += 1;
            group.last = finding.raised;
        }
        false
    }

    /// Empties it: the worst first, then in order of first occurrence.
    pub(super) fn take(&mut self) -> Vec<Group> {
        let mut groups = std::mem::take(&mut self.0);
        groups.sort_by_key(|group| group.kept.first().map(|first| (first.severity, first.number)));
        groups
    }
}

//! What loading a file repaired or left out, with the line: kept in bounded number.

/// One thing that was repaired or left out, so that the rest could be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The line, from 1.
    pub line: u64,
    /// Lower-case, no full stop; quotes the file, but holds none of its control characters.
    pub text: String,
}

/// How many repairs are kept; a file with more is no DBC file but a heap of lines that begin like one.
const KEPT: usize = 1000;

/// The repairs of one file.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    kept: Vec<Repair>,
    more: usize,
}

impl Repairs {
    pub(super) fn add(&mut self, line: u64, text: impl FnOnce() -> String) {
        if self.kept.len() < KEPT {
            self.kept.push(Repair { line, text: text() });
        } else {
            self.more += 1;
        }
    }

    /// All that were kept, by line; the last one counts those that were not.
    pub(super) fn into_sorted(mut self) -> Vec<Repair> {
        self.kept.sort_by_key(|repair| repair.line);
        if let (Some(last), 1..) = (self.kept.last(), self.more) {
            let text = format!("{} more repairs are not listed", self.more);
            self.kept.push(Repair { line: last.line, text });
        }
        self.kept
    }
}

//! What the written format could not hold, counted.

use crate::capture::write::{Lost, Target};
use crate::frame::Origin;
use crate::report::number;

/// How often each thing was lost, and where first.
#[derive(Debug, Default)]
pub(super) struct Losses(Vec<(Lost, u64, Origin)>);

impl Losses {
    /// Counts what was lost of the frame at `origin`.
    pub(super) fn add(&mut self, lost: Lost, origin: Origin) {
        for one in lost.iter() {
            match self.0.iter_mut().find(|(known, ..)| *known == one) {
                Some((_, count, _)) => *count += 1,
                None => self.0.push((one, 1, origin)),
            }
        }
    }

    /// A line for each thing.
    pub(super) fn told(&self, target: Target) -> impl Iterator<Item = String> + '_ {
        self.0.iter().flat_map(move |&(lost, count, origin)| {
            lost.words().map(move |words| {
                let s = if count == 1 { "" } else { "s" };
                let line = origin.line;
                format!(
                    "{} cannot hold {words}: {} frame{s}, first at line {line}",
                    target.name(),
                    number(count)
                )
            })
        })
    }
}

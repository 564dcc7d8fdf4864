//! Which car is this? From what a bus carries, and by signatures that stand in the cars' own files. It
//! judges traffic only: it opens nothing and waits for nothing.

mod advice;
mod mismatch;
mod observed;
mod recogniser;
mod signature;

pub use advice::Explanation;
pub use mismatch::Mismatch;
pub use observed::{Observed, Tally};
pub use recogniser::{Recogniser, Verdict};
pub(super) use signature::Signature;

//! Trouble codes: their structure, the lists of them in answers, and texts for those of which something may be said.

mod code;
mod list;
mod status;
mod texts;

pub use code::{Code, System};
pub use list::{List, list};
pub use status::{Kwp, Status};
pub use texts::Texts;

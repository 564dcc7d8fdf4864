//! The way from the plug to this program, step by step. The system is read in one file ([`look()`]) and what was read is
//! judged in others; nothing is changed, and nothing is sent.

pub mod adapter;
mod check;
mod hear;
mod look;
mod readings;
mod step;

pub use check::check;
pub use hear::hear;
pub use look::look;
pub use readings::{Heard, Kernel, Modules, Readings, Sockets, UsbDevice};
pub use step::{Advice, Checkup, Outcome, Step};

//! A car that behaves, and that can be given each fault: a scenario in, frames out, the same for ever. No
//! input or output, no clock; the frames go wherever the caller takes them.
//!
//! To add something a person can write: one phrase in the list of its kind ([`grammar()`] shows all five), and what it
//! does in the theme of `world` that it concerns.

mod act;
mod bus;
mod error;
mod fault;
mod form;
mod grammar;
mod logger;
mod quantity;
mod random;
mod scenario;
mod setting;
mod simulation;
mod unit;
pub mod unknown;
mod world;

pub use error::{Error, Problem};
pub use grammar::{Entry, Section, grammar};
pub use scenario::{MAX_BYTES, Scenario};
pub use setting::{Settings, Start, Traffic};
pub use simulation::{Progress, Simulation};

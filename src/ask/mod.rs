//! Questions to a car's control units and their answers, as they travel on the bus and what they mean. It opens no socket
//! and reads no clock; only of a car's declared answers does it know what they are; and what is asked here can only read.

pub mod isotp;
mod answer;
mod camel;
pub mod conversation;
mod exchange;
mod functional;
mod overhearing;
mod refusal;
mod request;
mod service;
mod timing;
pub mod trouble;

pub use answer::Answer;
pub use exchange::{Exchange, NoAnswer, Outcome, StillAsking};
pub use functional::{Everyone, Functional, Reply};
pub use overhearing::Overhearing;
pub use refusal::Refusal;
pub use request::{Codes, NotARead, Presence, Request, Session};
pub use service::{parameter, service};
pub use timing::Timing;

//! Questions to a car's control units and their answers, as they travel on the bus and what they mean. It opens no socket
//! and reads no clock; only of a car's declared answers does it know what they are; and what is asked here can only read.

pub mod isotp;
mod answer;
mod camel;
mod overhearing;
mod refusal;
mod request;
mod service;
pub mod trouble;

pub use answer::Answer;
pub use overhearing::Overhearing;
pub use refusal::Refusal;
pub use request::{Codes, NotARead, Presence, Request, Session};
pub use service::{parameter, service};

//! Questions to a car's control units and their answers, as they travel on the bus and what they mean. It opens no socket
//! and reads no clock; only of a car's declared answers does it know what they are. What is asked here can only read; what moves something
//! needs a person's consent.

pub mod isotp;
mod answer;
mod camel;
pub mod conversation;
mod deed;
mod exchange;
mod functional;
mod line;
mod overhearing;
mod polling;
mod refusal;
mod request;
mod service;
mod survey;
mod tester;
mod timing;
pub mod trouble;

pub use answer::Answer;
pub use deed::{Deed, Permitted, Withheld};
pub use exchange::{Exchange, NoAnswer, Outcome, StillAsking};
pub use functional::{Everyone, Functional, Reply};
pub use line::{Heard, Line};
pub use overhearing::Overhearing;
pub use polling::{News, Polling, Rate, What};
pub use refusal::Refusal;
pub use request::{Codes, NotARead, Presence, Request, Session};
pub use service::{parameter, service};
pub use survey::{Found, Identity, IdentityKind, Survey};
pub use tester::{Ended, Tester};
pub use timing::Timing;

//! Questions to a car's control units and their answers, as they travel on the bus. It opens no socket; only of a car's
//! declared answers does it know what they are.

pub mod isotp;
mod overhearing;

pub use overhearing::Overhearing;

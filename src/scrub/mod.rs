//! A capture made fit to share: what in its frames tells whose car it is and where it was is found in a first reading and
//! blanked in a second. Lengths and times stay. It opens no files.

mod account;
mod named;
mod numbers;
mod parameter_groups;
mod plan;
mod private;
mod signals;
mod survey;
mod transfers;
mod turns;

pub use account::{Removed, Unread};
pub use plan::{Changed, Plan};
pub use private::{Found, Private};
pub use survey::Survey;

/// What no reading of frames can know; for whoever shares the copy.
pub const LIMITS: [&str; 5] = [
    "what a car broadcasts in a way of its own: a position or a serial number is known only from J1939 and from the DBC files \
     that are given",
    "answers whose beginning was not recorded, and those that hold several records, beyond the first of them, unless a VIN \
     stands in them as text",
    "a VIN that is sent in pieces of fewer than six characters, or as numbers, if no answer holds it as text",
    "times: they stay as recorded, and so does what tells habits, such as speed, odometer and fuel",
    "the name of the file, and marks kept beside it",
];

//! A **frame** comes in from a **source**, changes the **body**, each of the **rules** looks at it, and what
//! a rule finds becomes a **finding** with a **diagnosis**, which goes out through a **report** or a **screen**.
//!
//! The modules below stand in layer order: a line may use those above it, never those below; rules and car do
//! not know each other; and nothing above `capture` does input or output, reads a clock or prints.

pub mod frame;
pub mod notice;
pub mod near;
pub mod dbc;
pub mod body;
pub mod car;
pub mod rules;
pub mod monitor;
pub mod diagnosis;
pub mod capture;
pub mod bus;
pub mod ask;
pub mod learn;
pub mod scrub;
pub mod doctor;
pub mod simulate;
pub mod report;
pub mod screen;
pub mod command;

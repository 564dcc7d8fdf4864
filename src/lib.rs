//! A **frame** comes in from a **source**, changes the **body**, each of the **rules** looks at it, and what
//! a rule finds becomes a **finding** with a **diagnosis**, which goes out through a **report** or a **screen**.
//!
//! The modules below stand in layer order: a line may use those above it, never those below.

pub mod frame;
pub mod notice;

pub mod bus;

//! What only a kernel with CAN can show. Every test is ignored by a plain `cargo test` and run by `tests/vm/run`,
//! whose stories (`tests/vm/guest/`) lay out the interfaces each test expects.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test, and says where")]

mod adapter;
mod controllers;
mod ground;
mod interfaces;
mod isotp;
mod program;
mod survival;
mod traffic;

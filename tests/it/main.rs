//! The integration tests: one crate, one module for each part of the public surface.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed expectation is a failed test")]

mod capture;
mod cli;
mod cars;
mod catalogue;
mod dbc;
mod layers;
mod monitor;
mod simulate;

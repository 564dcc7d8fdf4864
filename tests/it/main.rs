//! The integration tests: one crate, one module for each part of the public surface.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed expectation is a failed test")]

mod ask;
mod asking;
mod capture;
mod cars;
mod catalogue;
mod cli;
mod dbc;
mod diagnosis;
mod doctor;
mod frames;
mod isotp;
mod layers;
mod learn;
mod monitor;
mod overhearing;
mod readme;
mod screen;
mod scrub;
mod sending;
mod simulate;
mod story;
mod tidy;
mod tmux;

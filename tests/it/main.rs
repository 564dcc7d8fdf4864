//! The integration tests: one crate, one module for each part of the public surface.

mod capture;
mod dbc;

//! The integration tests: one crate, one module for each part of the public surface.

mod capture;
#[cfg(test)]
mod dbc;

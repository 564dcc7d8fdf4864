//! Everything that is tested from outside: one crate, a module for each subject.

#[cfg(test)]
mod cars;
#[cfg(test)]
mod dbc;

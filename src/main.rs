//! The binary: arguments to command to exit code, nothing else.

fn main() {}

//! The binary: arguments to command to exit code, nothing else.

use std::process::ExitCode;

use clap::Parser;
use doorjamb::command::Cli;

fn main() -> ExitCode {
    Cli::parse().run().into()
}

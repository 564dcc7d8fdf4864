//! `completions`: what a shell needs to complete the command line.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Error, Exit, Streams};

/// Print the completion script for a shell.
///
/// For example: `doorjamb completions bash > ~/.local/share/bash-completion/completions/doorjamb`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        // Made in memory: the generator panics when it cannot write, and a pipe may close.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "doorjamb", &mut script);
        streams.write_all(&script)?;
        Ok(Exit::Clean)
    }
}

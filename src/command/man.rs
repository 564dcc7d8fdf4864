//! `man`: the manual page.

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use super::{Cli, Error, Exit, Streams};

/// Print the manual page, or that of one subcommand.
///
/// Read it at once with `doorjamb man | man -l -`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The subcommand; without it, the page of the whole program.
    #[arg(value_name = "SUBCOMMAND")]
    subcommand: Option<String>,
}

impl Man {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        let mut program = Cli::command();
        program.build();
        let page = match &self.subcommand {
            None => Page::new(program),
            Some(name) => {
                let found = program.find_subcommand(name).cloned();
                let subcommand = found.ok_or_else(|| Error::NoSubcommand { name: name.clone() })?;
                Page::new(subcommand)
            }
        };
        page.render(streams)?;
        Ok(Exit::Clean)
    }
}

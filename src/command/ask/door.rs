//! The way out for questions. Whoever runs `ask`, or gives `--ask`, wants them sent, on a real bus, too; what is asked can only
//! read.

use crate::bus::{Permission, RealBus, Sender};
use crate::command::Error;

/// Opens the guarded door of the interface called `name`, for questions.
///
/// # Errors
/// If nothing can be sent on it: it is down, only listens, or is not there.
pub(in crate::command) fn door(name: &str) -> Result<Sender, Error> {
    Ok(Sender::open(Permission::ask(name, RealBus::Permitted)?)?)
}

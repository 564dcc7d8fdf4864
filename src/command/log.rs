//! What the program tells of its own work, on standard error, for whoever asks with `-v`. Nothing that a result
//! depends on goes here.

use std::io::IsTerminal as _;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Begins to tell: nothing without `-v`, what is done with one, how with two, everything with three.
pub(super) fn begin(verbosity: u8) {
    let level = match verbosity {
        0 => return,
        1 => Level::INFO,
        2 => Level::DEBUG,
        _ => Level::TRACE,
    };
    // Names that come from files are escaped where they are told; the stamps would be the wall clock's, which says
    // nothing about a capture.
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .without_time()
        .with_target(false);
    let only_ours = Targets::new().with_target(env!("CARGO_PKG_NAME"), level);
    // A second subscriber can only be one that a test or an embedding program set: theirs stays.
    let _ = tracing_subscriber::registry().with(lines).with(only_ours).try_init();
}

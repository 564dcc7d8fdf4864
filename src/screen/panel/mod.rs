//! The panels, one file each. A panel draws what it is given where it is told to, and remembers nothing.

pub(super) mod bus;
pub(super) mod car;
pub(super) mod causes;
pub(super) mod events;
pub(super) mod explain;
pub(super) mod facts;
pub(super) mod findings;
pub(super) mod header;
pub(super) mod help;
pub(super) mod status;
pub(super) mod unwatched;

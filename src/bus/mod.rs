//! A live SocketCAN bus: sockets that only listen, kernel time stamps, frames lost and why, the state of the
//! interface, and one guarded door for sending. What the frames mean is not known here.

mod batch;
mod channels;
mod clock;
mod control;
mod error;
pub mod error_frame;
mod intake;
pub mod interface;
mod kernel;
mod links;
mod listen;
mod receiver;
mod send;
mod socket;
mod wire;

pub use batch::{Batch, Event, Item, Link, Loss, LossCause};
pub use error::Error;
pub use interface::Interface;
pub use links::Traffic;
pub use listen::Listen;
pub use receiver::Receiver;
pub use send::{Outgoing, Permission, RealBus, SendError, Sender, Sent, Unsendable};
pub use socket::probe;

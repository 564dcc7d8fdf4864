//! A live SocketCAN bus: sockets that only listen, kernel time stamps, frames lost and why, the state of the
//! interface. Nothing here can send a frame; what the frames mean is not known here.

pub mod error_frame;

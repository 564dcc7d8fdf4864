//! How the way to the car is, as whoever listens tells it. It measures nothing.

use super::meter::Load;
use crate::bus::Link;
use crate::bus::error_frame::State;

/// One bus that is listened to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bus {
    /// Its name, such as `can0`.
    pub name: String,
    /// How its interface is; `None` for a bus of a capture.
    pub link: Option<Link>,
    /// How much its controller still takes part; `None` if that is not known.
    pub state: Option<State>,
    /// Whether it is in listen-only mode; `None` if that is not known, or means nothing.
    pub listen_only: Option<bool>,
    /// Bits per second; `None` if not known.
    pub bitrate: Option<u32>,
    /// Frames in the last second.
    pub rate: u32,
    /// How busy it is; `None` without its bitrate.
    pub load: Option<Load>,
    /// Frames known to be lost on the way here, since the beginning.
    pub lost: u64,
    /// Errors its controller reported, since the beginning.
    pub errors: u64,
}

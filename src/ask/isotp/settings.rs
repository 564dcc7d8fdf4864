//! How one side of a link makes its frames, what it asks of the other side, and how long it waits.

use std::time::Duration;

use super::{LONGEST_CLASSIC, PATIENCE, Separation};
use crate::frame::MAX_CLASSIC_PAYLOAD;

/// Longest payload of the frames that are sent (`TX_DL`): a length that a CAN FD frame can have, from 8 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Width(u8);

impl Width {
    /// Every width, in bytes (ISO 11898-1:2015, DLC 8 to 15).
    pub const ALL: [Self; 8] =
        [Self(8), Self(12), Self(16), Self(20), Self(24), Self(32), Self(48), Self(64)];

    /// The least one that `bytes` fit into; `None` above 64.
    pub fn holding(bytes: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|width| bytes <= width.bytes())
    }

    /// In bytes.
    pub const fn bytes(self) -> usize {
        self.0 as usize
    }
}

/// What kind of frames are sent. Heard are all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// Of up to eight bytes.
    Classic,
    /// CAN FD.
    Fd {
        /// Of up to so many bytes.
        width: Width,
        /// With the data at the higher bit rate (`BRS`).
        is_fast: bool,
    },
}

impl Frames {
    /// Longest payload, in bytes.
    pub const fn width(self) -> usize {
        match self {
            Self::Classic => MAX_CLASSIC_PAYLOAD,
            Self::Fd { width, .. } => width.bytes(),
        }
    }
}

/// How one side behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// What it sends.
    pub frames: Frames,
    /// What fills frames up to eight bytes; without it they are as short as they can be. Longer frames that need
    /// filling have this, or CC.
    pub padding: Option<u8>,
    /// How many frames it takes before it is asked again; 0 for all that come.
    pub block: u8,
    /// The least time between the frames it takes.
    pub separation: Separation,
    /// Longest message it sends or takes, in bytes; longer ones are refused.
    pub limit: usize,
    /// How often in a row it may be told to wait before it gives up (`N_WFTmax`).
    pub patience_waits: u8,
    /// How often it tells the other side to wait before each go-ahead, as a unit that is short of memory does.
    pub waits: u8,
    /// How long after the one before each of these comes.
    pub wait_pause: Duration,
    /// How long a frame may take to get onto the bus (`N_As`, `N_Ar`).
    pub transmission: Duration,
    /// How long it waits for flow control (`N_Bs`).
    pub flow_control: Duration,
    /// How long it waits for the next frame of a message (`N_Cr`).
    pub consecutive: Duration,
}

impl Default for Settings {
    /// Classic frames filled with CC, everything taken at once, messages up to 4095 bytes, and the times of ISO 15765-2.
    fn default() -> Self {
        Self {
            frames: Frames::Classic,
            padding: Some(super::segment::FILLER),
            block: 0,
            separation: Separation::NONE,
            limit: LONGEST_CLASSIC,
            patience_waits: 10,
            waits: 0,
            wait_pause: Duration::from_millis(100),
            transmission: PATIENCE,
            flow_control: PATIENCE,
            consecutive: PATIENCE,
        }
    }
}

//! Handing frames to a bus's guarded door: again and again as long as its queue is full, but not for ever. Whether it may
//! be sent was settled when the door was opened.

use std::thread::sleep;
use std::time::Duration;

use super::Error;
use super::interrupt::Interrupt;
use crate::bus::{Outgoing, Sender, Sent};

/// Between two tries at a full queue: a frame of eight bytes takes about 0.25 ms at 500 kbit/s.
const RETRY: Duration = Duration::from_micros(200);

/// A queue that has not moved for so long will not move: with nobody to acknowledge it, the first frame is repeated for ever.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tries until the kernel takes the frame; `false` if it was time to stop before.
///
/// # Errors
/// If the kernel refuses it, or its queue stays full.
pub(super) fn hand_over(sender: &Sender, frame: &Outgoing, interrupt: &Interrupt) -> Result<bool, Error> {
    let mut waited = Duration::ZERO;
    while sender.send(frame)? == Sent::Full {
        if interrupt.is_asked() {
            return Ok(false);
        }
        if waited >= PATIENCE {
            return Err(sender.stuck().into());
        }
        sleep(RETRY);
        waited += RETRY;
    }
    Ok(true)
}

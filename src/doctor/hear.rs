//! Listening to an interface for a while. It judges nothing.

use std::time::Duration;

use tokio::time::timeout;

use super::Heard;
use crate::bus::error_frame::ErrorFrame;
use crate::bus::{Batch, Error, Event, Interface, Item, Listen};
use crate::car::{Car, Recogniser};
use crate::frame::{Flags, Frame};

/// Listens to `interface` for `wait`; with `car`, only that one is recognised.
///
/// # Errors
/// What stops [`Listen::open`] or [`Receiver::next_batch`](crate::bus::Receiver::next_batch).
///
/// # Panics
/// In a tokio runtime without I/O or time.
pub async fn hear(interface: &Interface, car: Option<&Car>, wait: Duration) -> Result<Heard, Error> {
    let recogniser = car.map_or_else(Recogniser::embedded, |car| Recogniser::new([car]));
    let mut heard = Heard { waited: wait, recogniser, causes: Vec::new(), lost: 0, after: None };
    let mut receiver = Listen::to([interface.name.as_str()]).open()?;
    let mut batch = Batch::new();
    let listening = async {
        loop {
            receiver.next_batch(&mut batch).await?;
            for item in batch.items() {
                match item {
                    Item::Frame(frame) => heard.frame(frame, interface.is_virtual()),
                    Item::Event(Event::Loss(loss)) => heard.lost += loss.lost,
                    Item::Event(Event::Link { .. }) => {}
                }
            }
        }
    };
    if let Ok(ended) = timeout(wait, listening).await {
        let ended: Result<(), Error> = ended;
        ended?;
    }
    heard.after = Interface::find(&interface.name)?;
    Ok(heard)
}

impl Heard {
    fn frame(&mut self, frame: &Frame, is_virtual: bool) {
        if let Some(error) = ErrorFrame::decode(frame) {
            for cause in error.causes() {
                match self.causes.iter_mut().find(|(known, _)| *known == cause) {
                    Some((_, count)) => *count += 1,
                    None => self.causes.push((cause, 1)),
                }
            }
        }
        if is_virtual && frame.flags.contains(Flags::TX) {
            // On a virtual bus everybody is this machine.
            let mut frame = frame.clone();
            frame.flags.remove(Flags::TX);
            self.recogniser.observe(&frame);
        } else {
            self.recogniser.observe(frame);
        }
    }
}

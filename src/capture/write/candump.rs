//! Writing a candump log, which holds everything.

use std::io;

use super::{Buses, Encoder, Lost, Output, Target};
use crate::capture::candump::Writer;
use crate::frame::Frame;

pub(super) const TARGET: Target = Target {
    name: "candump",
    extension: "log",
    buses: Buses::Named,
    start: |output| Ok(Box::new(Candump(Writer::new(output)))),
};

struct Candump(Writer<Output>);

impl Encoder for Candump {
    fn write(&mut self, frame: &Frame, channel: &str) -> io::Result<Lost> {
        self.0.write(frame, channel)?;
        Ok(Lost::empty())
    }

    fn finish(self: Box<Self>) -> io::Result<Output> {
        Ok(self.0.into_inner())
    }
}

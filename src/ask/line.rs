//! The way to a bus as whoever asks one question after the other sees it: say this, hear until then. Whether it is a socket
//! or a simulation is not known here.

use crate::frame::{Frame, Time};

/// What came of waiting.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// A frame.
    Frame(Frame),
    /// None until then.
    Nothing,
    /// Someone wants it to end.
    Stop,
}

/// A bus on which questions are asked.
pub trait Line {
    /// Why it can no longer be used.
    type Error;

    /// The moment.
    fn now(&self) -> Time;

    /// Says a frame.
    ///
    /// # Errors
    /// If the bus does not take it.
    fn say(&mut self, frame: &Frame) -> Result<(), Self::Error>;

    /// Waits for a frame until `until`; returns at once if that has passed.
    ///
    /// # Errors
    /// If the bus cannot be heard.
    fn hear(&mut self, until: Time) -> Result<Heard, Self::Error>;
}

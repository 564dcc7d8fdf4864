//! What one wait on a bus brings: frames, and what happened between them.

use std::fmt;

use crate::frame::{Frame, Time};

/// The way to an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// It is up; frames come when the bus has any.
    Up,
    /// It is there but down: nothing is heard.
    Down,
    /// It is not there: unplugged, or not created yet.
    Gone,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Gone => "gone",
        })
    }
}

/// Why frames were lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LossCause {
    /// They came faster than this program took them: the socket's buffer was full. The count is exact.
    SocketBuffer,
    /// They came faster than the driver took them: the controller's buffer was full. The controller only tells
    /// that it happened, so the count is the least possible; [`Traffic::receive_overruns`](super::Traffic) of
    /// some drivers knows more.
    ControllerOverrun,
    /// They came from more interfaces than there are channels (256).
    NoChannel,
}

impl fmt::Display for LossCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SocketBuffer => "the socket's buffer was full",
            Self::ControllerOverrun => "the controller's buffer was full",
            Self::NoChannel => "there are more interfaces than channels",
        })
    }
}

/// Frames that were on the bus and did not arrive here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Loss {
    /// The interface they came from; `None` when listening to several, where the kernel counts them together.
    pub channel: Option<u8>,
    /// How many; see [`LossCause`] for how exactly that is known.
    pub lost: u64,
    /// Why.
    pub cause: LossCause,
    /// The last frame before the gap, if there was one.
    pub since: Option<Time>,
    /// The first frame after the gap; `None` if none came yet.
    pub until: Option<Time>,
}

/// Something other than a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// An interface came, went, or was set up or down. Each interface's state is told once at the beginning.
    Link {
        /// Which one.
        channel: u8,
        /// Its new state.
        link: Link,
    },
    /// Frames are missing here.
    Loss(Loss),
}

/// One thing from a bus, in the order it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item<'a> {
    /// A frame, error frames included.
    Frame(&'a Frame),
    /// What happened before the next frame.
    Event(Event),
}

/// The frames and events of one wait, kept for the next so that nothing is allocated once it has grown.
#[derive(Debug, Default)]
pub struct Batch {
    frames: Vec<Frame>,
    /// Each with the number of frames that stand before it.
    events: Vec<(usize, Event)>,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// The frames alone, in the order the kernel passed them.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The events alone, in their order.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        self.events.iter().map(|(_, event)| *event)
    }

    /// Frames and events as they followed each other.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        let mut events = self.events.iter().peekable();
        let mut frames = self.frames.iter().enumerate().peekable();
        std::iter::from_fn(move || {
            let at = frames.peek().map_or(usize::MAX, |(number, _)| *number);
            if let Some((_, event)) = events.next_if(|(before, _)| *before <= at) {
                return Some(Item::Event(*event));
            }
            frames.next().map(|(_, frame)| Item::Frame(frame))
        })
    }

    /// Whether there is neither a frame nor an event.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty() && self.events.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.events.clear();
    }

    /// Adds an empty frame to be filled in place.
    pub(super) fn add(&mut self) -> &mut Frame {
        let at = self.frames.len();
        self.frames.push(Frame::empty());
        &mut self.frames[at]
    }

    /// Takes back the frame added last.
    pub(super) fn take_back(&mut self) {
        self.frames.pop();
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.events.push((self.frames.len(), event));
    }

    /// Tells what came before the frame added last.
    pub(super) fn tell_before_last(&mut self, event: Event) {
        self.events.push((self.frames.len().saturating_sub(1), event));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_stand_where_they_happened() {
        let event = |channel| Event::Link { channel, link: Link::Up };
        let mut batch = Batch::new();
        batch.tell(event(0));
        batch.add();
        batch.add();
        batch.take_back();
        batch.add();
        batch.tell(event(1));
        batch.add();
        batch.tell_before_last(event(2));
        batch.tell(event(3));
        let order: Vec<Option<Event>> = batch
            .items()
            .map(|item| match item {
                Item::Frame(_) => None,
                Item::Event(event) => Some(event),
            })
            .collect();
        let expected = [Some(event(0)), None, None, Some(event(1)), Some(event(2)), None, Some(event(3))];
        assert_eq!(order, expected);
    }
}

//! One side of an ISO-TP link, tester or unit: messages in and out at the same time. It neither sends nor waits: its
//! caller brings frames and the time, takes frames away, and comes back when something is due.

use super::receiving::Receiving;
use super::segment::Segmenter;
use super::sending::Sending;
use super::{Fault, Kind, Malformed, Part, Route, Separation, Settings, Stopped};
use crate::frame::{Frame, Time};

/// One side of a link.
///
/// ```
/// use doorjamb::ask::isotp::{Event, Link, Route, Settings};
/// use doorjamb::frame::{CanId, Time};
///
/// let route = Route::new(CanId::standard(0x745).unwrap(), CanId::standard(0x765).unwrap());
/// let mut tester = Link::new(route, Settings::default());
/// let mut unit = Link::new(route.reversed(), Settings::default());
/// tester.send(&[0x21, 0x47], Time::ZERO).unwrap();
/// let frame = tester.outgoing(Time::ZERO).unwrap();
/// assert_eq!(tester.advance(Time::ZERO), [Event::Sent]);
/// assert_eq!(unit.feed(&frame, Time::ZERO), [Event::Received(vec![0x21, 0x47])]);
/// ```
#[derive(Debug, Clone)]
pub struct Link {
    route: Route,
    settings: Settings,
    sending: Option<Sending>,
    receiving: Receiving,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// All of ours has gone onto the bus.
    Sent,
    /// Ours was given up.
    SendFailed(Stopped),
    /// One came whole.
    Received(Vec<u8>),
    /// One was given up on the way.
    ReceiveFailed(Fault),
}

/// Why a message is not even begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another is on its way.
    #[error("the message before is still on its way")]
    Busy,
    /// There is nothing in it.
    #[error("an empty message cannot be sent")]
    Empty,
    /// It is longer than the link's limit, in bytes.
    #[error("the message is longer than {0} bytes")]
    TooLong(usize),
}

impl Link {
    /// A link at rest.
    pub const fn new(route: Route, settings: Settings) -> Self {
        Self { route, settings, sending: None, receiving: Receiving::new(route, &settings) }
    }

    /// Between whom it runs.
    pub const fn route(&self) -> Route {
        self.route
    }

    /// Whether a message of ours is on its way.
    pub const fn is_sending(&self) -> bool {
        self.sending.is_some()
    }

    /// Whether a message for us is on its way.
    pub const fn is_receiving(&self) -> bool {
        self.receiving.is_receiving()
    }

    /// The longest message that goes in one frame: all that may be sent to several at once.
    pub fn single_holds(&self) -> usize {
        self.segmenter().single_holds()
    }

    /// Begins to send `message`; its frames come out of [`Link::outgoing`].
    ///
    /// # Errors
    /// If it cannot be begun. What is on its way stays so.
    pub fn send(&mut self, message: &[u8], now: Time) -> Result<(), Refused> {
        if self.sending.is_some() {
            return Err(Refused::Busy);
        }
        if message.is_empty() {
            return Err(Refused::Empty);
        }
        if message.len() > self.settings.limit || u32::try_from(message.len()).is_err() {
            return Err(Refused::TooLong(self.settings.limit));
        }
        self.sending = Some(Sending::new(message.to_vec(), now));
        Ok(())
    }

    /// Forgets what is on its way, in both directions.
    pub fn reset(&mut self) {
        *self = Self::new(self.route, self.settings);
    }

    /// Takes a frame heard at `now`. What is not for this side, and what belongs to no message, changes nothing.
    pub fn feed(&mut self, frame: &Frame, now: Time) -> Vec<Event> {
        let mut events = self.advance(now);
        if !self.route.carries(frame) {
            return events;
        }
        let payload = frame.payload();
        match Part::read(payload, self.route.addressing()) {
            Ok(Part { kind: Kind::FlowControl { state, block, separation }, .. }) => {
                let told = self
                    .sending
                    .as_mut()
                    .map(|sending| sending.flow(state, block, Separation(separation), &self.settings, now));
                self.stop(told, &mut events);
            }
            Ok(part) => {
                let heard = self.receiving.feed(&part, payload, &self.settings, now);
                events.extend(heard.fault.map(Event::ReceiveFailed));
                events.extend(heard.message.map(Event::Received));
            }
            Err(Malformed::Reserved(kind)) if kind >> 4 == 3 => {
                let told = self.sending.as_ref().map(|sending| sending.bad_flow(kind));
                self.stop(told, &mut events);
            }
            Err(_) => {}
        }
        events
    }

    /// The next frame that may go by now. To be asked until there is none, whenever the bus can take one: a frame that is
    /// ready and not taken within the link's time for it ends its message.
    pub fn outgoing(&mut self, now: Time) -> Option<Frame> {
        let segmenter = self.segmenter();
        let answer = self.receiving.outgoing(segmenter, &self.settings, now);
        answer.or_else(|| self.sending.as_mut()?.outgoing(segmenter, &self.settings, now))
    }

    /// When [`Link::outgoing`] or [`Link::advance`] next has something, if no frame comes before; may lie in the past.
    pub fn due(&self) -> Option<Time> {
        let sending = self.sending.as_ref().map(|sending| sending.due().unwrap_or(Time::MIN));
        [sending, self.receiving.due()].into_iter().flatten().min()
    }

    /// What has ended by now without a frame.
    pub fn advance(&mut self, now: Time) -> Vec<Event> {
        let mut events = Vec::new();
        if self.sending.as_ref().is_some_and(Sending::is_gone) {
            self.sending = None;
            events.push(Event::Sent);
        }
        let told = self.sending.as_ref().map(|sending| sending.advance(&self.settings, now));
        self.stop(told, &mut events);
        if let Err(fault) = self.receiving.advance(&self.settings, now) {
            events.push(Event::ReceiveFailed(fault));
        }
        events
    }

    fn stop(&mut self, told: Option<Result<(), Stopped>>, events: &mut Vec<Event>) {
        if let Some(Err(stopped)) = told {
            self.sending = None;
            events.push(Event::SendFailed(stopped));
        }
    }

    const fn segmenter(&self) -> Segmenter {
        Segmenter::new(self.route, &self.settings)
    }
}

//! The control units as testers know them: what they are asked over ISO-TP, and what they answer as the car stands.

mod asked;
mod identity;
mod kwp;
mod manner;
mod obd;
mod respondent;
mod uds;

use std::collections::VecDeque;
use std::time::Duration;

use self::respondent::Respondent;
use super::world::World;
use crate::ask::isotp::{Addressing, Event, Kind, Link, Part, Route, Settings};
use crate::car::Car;
use crate::frame::{CanId, Frame, Time};

pub(super) use manner::{MANNERS, Manner, Station};

/// The identifier at which everyone who knows OBD-II is asked at once, with 11 bits and with 29 (ISO 15765-4).
const OF_ALL: u32 = 0x7DF;
const OF_ALL_LONG: u32 = 0x18DB_33F1;

/// Questions that keep a car awake need not do so more often than this.
const STIRRING: Duration = Duration::from_secs(1);

/// What fills the frames of units.
const FILLER: u8 = 0xFF;

/// Everyone who can be asked.
#[derive(Debug)]
pub(super) struct Units {
    all: Vec<Port>,
    /// When a question last kept the car awake.
    stirred: Option<Time>,
}

/// One unit and its way to the bus.
#[derive(Debug)]
struct Port {
    request: CanId,
    link: Link,
    respondent: Respondent,
    /// What it will say, and when.
    replies: VecDeque<(Time, Vec<u8>)>,
}

impl Units {
    /// The units of `car`.
    pub(super) fn new(car: &Car) -> Self {
        let settings = Settings { padding: Some(FILLER), ..Settings::default() };
        let port = |(number, unit): (usize, &crate::car::Unit)| {
            let route = Route::new(unit.response, physical(unit.request, unit.response));
            Port {
                request: unit.request,
                link: Link::new(route, settings),
                respondent: Respondent::new(car, number),
                replies: VecDeque::new(),
            }
        };
        Self { all: car.units().iter().enumerate().map(port).collect(), stirred: None }
    }

    /// Takes in a frame; says whether it is for a unit. A sleeping car wakes of it, and has not heard it.
    pub(super) fn hear(&mut self, car: &Car, world: &mut World, frame: &Frame, now: Time) -> bool {
        if !frame.is_data() || !self.all.iter().any(|port| port.hears(frame.id)) {
            return false;
        }
        let was_asleep = world.is_asleep();
        if was_asleep || self.stirred.is_none_or(|stirred| now.since(stirred) >= STIRRING) {
            self.stirred = Some(now);
            world.spoken_to(now);
        }
        if !was_asleep {
            self.all.iter_mut().for_each(|port| port.hear(car, world, frame, now));
        }
        true
    }

    /// When a unit next has something to say; may lie in the past.
    pub(super) fn due(&self) -> Option<Time> {
        let replies = self.all.iter().filter_map(Port::reply_due);
        replies.chain(self.all.iter().filter_map(|port| port.link.due())).min()
    }

    /// The next frame of a unit that may go by now.
    pub(super) fn outgoing(&mut self, now: Time) -> Option<Frame> {
        self.all.iter_mut().find_map(|port| port.outgoing(now))
    }
}

impl Port {
    fn hears(&self, id: CanId) -> bool {
        id == self.request || id == self.link.route().hears || self.is_meant_by(id)
    }

    /// Whether `id` asks this unit as one of many.
    fn is_meant_by(&self, id: CanId) -> bool {
        let of_all = if self.request.is_extended() { OF_ALL_LONG } else { OF_ALL };
        id.is_extended() == self.request.is_extended() && id.value() == of_all && self.respondent.is_generic()
    }

    fn hear(&mut self, car: &Car, world: &World, frame: &Frame, now: Time) {
        if self.is_meant_by(frame.id) {
            // What is said to all fits one frame.
            if let Ok(Part { kind: Kind::Single, data }) = Part::read(frame.payload(), Addressing::Normal) {
                self.asked(car, world, &frame.payload()[data], true, now);
            }
            return;
        }
        for event in self.link.feed(frame, now) {
            if let Event::Received(request) = event {
                self.asked(car, world, &request, false, now);
            }
        }
    }

    fn asked(&mut self, car: &Car, world: &World, request: &[u8], is_of_all: bool, now: Time) {
        let replies = self.respondent.answer(car, world, request, is_of_all, now);
        self.replies.extend(replies.into_iter().map(|reply| (now.after(reply.after), reply.message)));
        // Of a slow answer and one that was asked for later, the later may come first.
        self.replies.make_contiguous().sort_by_key(|(at, _)| *at);
    }

    /// When its next answer begins; not as long as one is under way.
    fn reply_due(&self) -> Option<Time> {
        self.replies.front().filter(|_| !self.link.is_sending()).map(|(at, _)| *at)
    }

    fn outgoing(&mut self, now: Time) -> Option<Frame> {
        // What became of an answer concerns its tester alone.
        self.link.advance(now);
        if self.reply_due().is_some_and(|at| at <= now)
            && let Some((_, message)) = self.replies.pop_front()
        {
            // It is not busy, and no answer here is empty or longer than a link takes.
            let _ = self.link.send(&message, now);
        }
        self.link.outgoing(now)
    }
}

/// Where a tester says how an answer is to go on: to the unit itself, also if it was asked as one of many.
fn physical(request: CanId, response: CanId) -> CanId {
    if request.value() != OF_ALL_LONG || !request.is_extended() {
        return request;
    }
    let [_, _, tester, unit] = response.value().to_be_bytes();
    let id = u32::from_be_bytes([0x18, 0xDA, unit, tester]);
    CanId::extended(id).unwrap_or(request)
}

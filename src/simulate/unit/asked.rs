//! What a unit knows when it is asked: the car as it stands, and what it is to say of it.

use crate::body::{Fact, Value};
use crate::car::{Answer, Ask, Car};
use crate::frame::{MAX_PAYLOAD, Time};
use crate::simulate::fault::Fault;
use crate::simulate::form::Place;
use crate::simulate::world::World;

use super::manner::{Manner, Station};

/// Why a unit does not say what it is asked (ISO 14229-1, ISO 14230-3).
pub(super) mod refusal {
    /// It knows no such service.
    pub(in crate::simulate::unit) const SERVICE: u8 = 0x11;
    /// It knows the service, and not what is asked of it.
    pub(in crate::simulate::unit) const SUB_FUNCTION: u8 = 0x12;
    /// The request is too short or too long.
    pub(in crate::simulate::unit) const LENGTH: u8 = 0x13;
    /// It has no time now.
    pub(in crate::simulate::unit) const BUSY: u8 = 0x21;
    /// The conditions are not right.
    pub(in crate::simulate::unit) const CONDITIONS: u8 = 0x22;
    /// There is nothing of this number.
    pub(in crate::simulate::unit) const RANGE: u8 = 0x31;
    /// It is at it: the answer comes later.
    pub(in crate::simulate::unit) const PENDING: u8 = 0x78;
    /// Not in this session (UDS).
    pub(in crate::simulate::unit) const SESSION: u8 = 0x7F;
    /// Not in this mode (KWP2000).
    pub(in crate::simulate::unit) const MODE: u8 = 0x80;
}

/// The bytes of an answer, or why there is none.
pub(super) type Told = Result<Vec<u8>, u8>;

/// One unit being asked at one moment.
pub(super) struct Asked<'a> {
    pub(super) car: &'a Car,
    pub(super) world: &'a World,
    /// Its position among the car's units.
    pub(super) unit: usize,
    pub(super) station: Option<Station>,
    /// The session that is open, by its number; `None` for the one that is there by itself.
    pub(super) session: Option<u8>,
    pub(super) now: Time,
}

impl Asked<'_> {
    /// How it is told to behave.
    pub(super) fn manners(&self) -> impl Iterator<Item = Manner> + '_ {
        self.world.faults().iter().filter_map(|fault| match *fault {
            Fault::Unit(station, manner) if Some(station) == self.station => Some(manner),
            _ => None,
        })
    }

    /// The data of a declared answer to `request`, behind what repeats it; `None` if nothing is declared.
    pub(super) fn declared(&self, request: &[u8]) -> Option<Result<Vec<u8>, Ask>> {
        let answer = self
            .car
            .answers()
            .iter()
            .find(|answer| answer.unit == self.unit && answer.request.bytes() == request)?;
        let wanted = answer.session.bytes().get(1).copied();
        if wanted.is_some() && wanted != self.session {
            return Some(Err(answer.session.clone()));
        }
        Some(Ok([&[request[0] | 0x40], &request[1..], &self.data(answer)[..]].concat()))
    }

    fn data(&self, answer: &Answer) -> Vec<u8> {
        let length = self.car.database().message(answer.id).map_or(0, |message| message.length);
        let mut data = vec![0; length.min(MAX_PAYLOAD)];
        for (place, source) in self.car.sources().iter().enumerate() {
            let is_here =
                self.car.messages().get(source.message).is_some_and(|message| message.id == answer.id);
            if let Some(value) = is_here.then(|| self.reading(source.fact)).flatten() {
                // A value that the signal cannot hold leaves zero: nothing is known to put there.
                self.car.encode(place, value, &mut data);
            }
        }
        data
    }

    /// What it says of `fact`.
    pub(super) fn reading(&self, fact: Fact) -> Option<Value> {
        let shown = |opening| {
            self.manners().find_map(|manner| match manner {
                Manner::Shows(Place::At(other), open) if other == opening => Some(open),
                _ => None,
            })
        };
        let bent = match fact {
            Fact::Open(opening) => shown(opening).map(Value::Switch),
            Fact::Closed(opening) => shown(opening).map(|open| Value::Switch(!open)),
            _ => None,
        };
        bent.or_else(|| self.world.reading(fact, self.now))
    }

    /// The same as a number; zero for what is none.
    pub(super) fn number(&self, fact: Fact) -> f64 {
        self.reading(fact).and_then(Value::number).unwrap_or(0.0)
    }

    /// The trouble codes it keeps.
    pub(super) fn codes(&self) -> Vec<u16> {
        self.manners()
            .filter_map(|manner| if let Manner::Code(code) = manner { Some(code) } else { None })
            .collect()
    }
}

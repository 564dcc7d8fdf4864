//! One unit that answers: a request in, what it says and how much later out. It keeps its session; it has no link.

use std::time::Duration;

use super::asked::{Asked, Told, refusal};
use super::manner::{Manner, Station};
use super::{kwp, obd, uds};
use crate::car::{Car, Platform, Protocol};
use crate::frame::Time;
use crate::simulate::world::{Unit, World};

/// A session that nobody keeps open ends by itself after this (S3 of ISO 14229-2 and P3 of ISO 14230-2).
const SESSION_ENDS: Duration = Duration::from_secs(5);

/// How soon a unit answers: well within the 50 ms that testers wait at least.
const PROMPT: Duration = Duration::from_millis(12);

/// How often a unit that is at it says so again: within the 5 s that testers wait then.
const AT_IT: Duration = Duration::from_secs(3);

/// One message of a unit, and how long after the request it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) after: Duration,
    pub(super) message: Vec<u8>,
}

/// A unit that answers.
#[derive(Debug, Clone)]
pub(super) struct Respondent {
    unit: usize,
    station: Option<Station>,
    protocol: Protocol,
    /// Whose messages fall silent with it.
    group: Unit,
    session: Option<u8>,
    /// When it was last asked.
    asked: Time,
}

impl Respondent {
    /// The unit at this position of `car`.
    pub(super) fn new(car: &Car, unit: usize) -> Self {
        let found = car.units().get(unit);
        let station = found.and_then(|unit| Station::of_node(&unit.name));
        let group = match station {
            Some(Station::Bcm) => Unit::Body,
            Some(Station::Abs | Station::Engine) => Unit::Powered,
            _ => Unit::Cabin,
        };
        let protocol = match found.map(|unit| unit.protocol) {
            // Its generation tells.
            None | Some(Protocol::Unknown) if car.platform() == Platform::Classic => Protocol::Kwp2000,
            None | Some(Protocol::Unknown) => Protocol::Uds,
            Some(known) => known,
        };
        Self { unit, station, protocol, group, session: None, asked: Time::MIN }
    }

    /// Whether it hears what is asked of all.
    pub(super) fn is_generic(&self) -> bool {
        self.protocol == Protocol::Obd
    }

    /// What it says to `request`, asked of it alone or of all, as the car stands.
    pub(super) fn answer(
        &mut self,
        car: &Car,
        world: &World,
        request: &[u8],
        is_of_all: bool,
        now: Time,
    ) -> Vec<Reply> {
        let Some(&service) = request.first() else { return Vec::new() };
        if now.since(self.asked) > SESSION_ENDS {
            self.session = None;
        }
        let asked = Asked { car, world, unit: self.unit, station: self.station, session: self.session, now };
        if asked.manners().any(|manner| manner == Manner::Silent) || !world.speaks(self.group) {
            return Vec::new();
        }
        self.asked = now;
        let told = self.told(&asked, request);
        let Some(told) = told else { return Vec::new() };
        if told.is_ok() {
            match request {
                [0x10, 0x01 | 0x81] | [0x20] => self.session = None,
                [0x10, session] => self.session = Some(*session),
                _ => {}
            }
        }
        let message = match told {
            Ok(message) => message,
            // Who was not meant says nothing (ISO 14229-1, ISO 15031-5).
            Err(refusal::SERVICE | refusal::SUB_FUNCTION | refusal::RANGE) if is_of_all => return Vec::new(),
            Err(reason) => vec![0x7F, service, reason],
        };
        let slow = asked.manners().find_map(|manner| match manner {
            Manner::Slow(span) => Some(span),
            _ => None,
        });
        let Some(span) = slow else { return vec![Reply { after: PROMPT, message }] };
        let pending = (0..).map(|times| PROMPT + AT_IT * times).take_while(|after| *after < span);
        let mut replies: Vec<Reply> =
            pending.map(|after| Reply { after, message: vec![0x7F, service, refusal::PENDING] }).collect();
        replies.push(Reply { after: span.max(PROMPT), message });
        replies
    }

    fn told(&self, asked: &Asked<'_>, request: &[u8]) -> Option<Told> {
        let reason = asked.manners().find_map(|manner| match manner {
            Manner::Busy => Some(refusal::BUSY),
            Manner::Refuses => Some(refusal::CONDITIONS),
            _ => None,
        });
        if let Some(reason) = reason {
            return Some(Err(reason));
        }
        match self.protocol {
            Protocol::Kwp2000 => kwp::answer(asked, request),
            Protocol::Uds => uds::answer(asked, request),
            Protocol::Obd | Protocol::Unknown => {
                obd::answer(asked, request).or_else(|| uds::answer(asked, request))
            }
        }
    }
}

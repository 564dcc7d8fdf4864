//! Who is there and what they say of themselves: every unit of a car asked for its presence, its identification, its trouble
//! codes and what the car's file declares. Only reading, one question at a time.

use std::time::Duration;

use super::isotp::Route;
use super::line::Line;
use super::tester::{Ended, Tester};
use super::trouble::{Code, list};
use super::{Codes, Everyone, Exchange, NoAnswer, Outcome, Presence, Request};
use crate::car::{Car, Protocol, Unit};
use crate::frame::CanId;

/// What was found out.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Every unit that was asked, in the order of the car's file; then those that answered to everyone.
    pub units: Vec<Found>,
    /// What the engine unit measures at its own supply, in volts, and who that is.
    pub supply: Option<(String, f64)>,
    /// How many questions were asked.
    pub questions: u64,
    /// Someone wanted it to end before it was through.
    pub is_cut_short: bool,
}

/// What was found out of one unit.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its name in the car's file, or where it answers.
    pub name: String,
    /// What it is, for people; may be empty.
    pub comment: String,
    /// Where it is asked.
    pub request: CanId,
    /// Where it answers.
    pub response: CanId,
    /// The language in which it answers.
    pub protocol: Protocol,
    /// Whether it answers at all, be it with a refusal.
    pub presence: Result<(), NoAnswer>,
    /// What it says of who it is.
    pub identity: Vec<Identity>,
    /// Its trouble codes; `None` if it was not asked.
    pub codes: Option<Result<Vec<Code>, NoAnswer>>,
    /// What it said to the car's declared questions: the request, as people write it, and what came of it.
    pub declared: Vec<(String, Outcome)>,
}

/// Something that a unit says of who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What it is.
    pub kind: IdentityKind,
    /// How it was asked for.
    pub request: Request,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a unit can say of who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// The vehicle's identification number.
    Vin,
    /// A serial number.
    Serial,
    /// The number of the part or its software.
    Part,
}

impl IdentityKind {
    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vin => "VIN",
            Self::Serial => "serial number",
            Self::Part => "part number",
        }
    }

    /// Whether it tells one car from all others, so that it is shown only to who asks for it.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::Vin | Self::Serial)
    }
}

/// Between two rounds of the same questions: longer than an answer may lag behind what it tells of.
const APART: Duration = Duration::from_millis(600);

/// All trouble codes.
const ALL: u16 = 0xFF00;

impl Survey {
    /// Asks every unit of `car`, or, of a car that is not known, everyone who knows OBD-II. What was found out until someone
    /// wants it to end stands in `self` all the same.
    ///
    /// # Errors
    /// If the bus fails.
    pub fn make<L: Line>(&mut self, car: Option<&Car>, line: &mut L) -> Result<(), L::Error> {
        let mut tester = Tester::new(line);
        let made = self.all(car, &mut tester);
        self.questions = tester.questions();
        match made {
            Ok(()) => Ok(()),
            Err(Ended::Stopped) => {
                self.is_cut_short = true;
                Ok(())
            }
            Err(Ended::Failed(error)) => Err(error),
        }
    }

    /// Whether anyone answered.
    pub fn is_answered(&self) -> bool {
        self.units.iter().any(|unit| unit.presence.is_ok())
    }

    fn all<L: Line>(&mut self, car: Option<&Car>, tester: &mut Tester<'_, L>) -> Result<(), Ended<L::Error>> {
        for unit in car.map_or(&[][..], Car::units) {
            let mut talk = Tester::<L>::talk(Route::new(alone(unit), unit.response));
            self.units.push(Found::of(unit));
            self.unit(&mut talk, tester)?;
        }
        self.everyone(tester)?;
        self.declared(car, tester)?;
        // What two units say can be compared only if neither changed its mind in between.
        if self.units.iter().filter(|found| found.declared.iter().any(|(_, said)| said.is_ok())).count() > 1 {
            tester.listen(APART)?;
            self.declared(car, tester)?;
        }
        Ok(())
    }

    /// Asks each unit that is there what the car's file declares.
    fn declared<L: Line>(
        &mut self,
        car: Option<&Car>,
        tester: &mut Tester<'_, L>,
    ) -> Result<(), Ended<L::Error>> {
        for (number, unit) in car.map_or(&[][..], Car::units).iter().enumerate() {
            let Some(found) = self.units.get_mut(number).filter(|found| found.presence.is_ok()) else {
                continue;
            };
            let mut talk = Tester::<L>::talk(Route::new(alone(unit), unit.response));
            found.declared.clear();
            let asked = found.declared(car, number, &mut talk, tester);
            // However it went, no session is left open.
            tester.leave(&mut talk).map_err(Ended::Failed)?;
            asked?;
        }
        Ok(())
    }

    /// Asks everyone who is not in the car's file, with short identifiers, and if nobody answers, with long ones.
    fn everyone<L: Line>(&mut self, tester: &mut Tester<'_, L>) -> Result<(), Ended<L::Error>> {
        for everyone in [Everyone::Short, Everyone::Long] {
            let replies = tester.ask_all(everyone, Request::Current(0x00))?.unwrap_or_default();
            let has_answered = !replies.is_empty();
            for reply in replies {
                let is_known = self.units.iter().any(|unit| unit.response == reply.response);
                let Some(request) = everyone.physical(reply.response).filter(|_| !is_known) else { continue };
                let mut talk = Tester::<L>::talk(Route::new(request, reply.response));
                self.units.push(Found::stranger(request, reply.response));
                self.details(&mut talk, tester)?;
            }
            if has_answered {
                break;
            }
        }
        Ok(())
    }

    /// Asks the unit that was noted last.
    fn unit<L: Line>(
        &mut self,
        talk: &mut Exchange,
        tester: &mut Tester<'_, L>,
    ) -> Result<(), Ended<L::Error>> {
        let is_first = !self.is_answered();
        let Some(found) = self.units.last_mut() else { return Ok(()) };
        found.is_there(talk, tester)?;
        if is_first && found.presence == Err(NoAnswer::Silent) {
            // A sleeping car wakes of the first question, and hears the second.
            found.is_there(talk, tester)?;
        }
        if found.presence.is_ok() { self.details(talk, tester) } else { Ok(()) }
    }

    /// Asks the unit that was noted last, and is there, who it is and for its trouble codes.
    fn details<L: Line>(
        &mut self,
        talk: &mut Exchange,
        tester: &mut Tester<'_, L>,
    ) -> Result<(), Ended<L::Error>> {
        let Some(found) = self.units.last_mut() else { return Ok(()) };
        for &(kind, request) in identities(found.protocol) {
            if let Ok(bytes) = tester.ask(talk, request)? {
                found.identity.push(Identity { kind, request, bytes });
            }
        }
        for &request in codes(found.protocol) {
            let outcome = tester.ask(talk, request)?;
            let told = outcome.map(|data| list(request, &data).map(|list| list.codes).unwrap_or_default());
            let is_told = told.is_ok();
            found.codes = match (found.codes.take(), told) {
                (Some(Ok(mut known)), Ok(more)) => {
                    known.extend(more);
                    Some(Ok(known))
                }
                (Some(Ok(known)), Err(_)) => Some(Ok(known)),
                (_, told) => Some(told),
            };
            // The other way to ask a KWP2000 unit is for those that do not know this one.
            if is_told && found.protocol == Protocol::Kwp2000 {
                break;
            }
        }
        if found.protocol == Protocol::Obd
            && self.supply.is_none()
            && let Ok(data) = tester.ask(talk, Request::Current(0x42))?
            && let [high, low, ..] = data[..]
        {
            let volts = f64::from(u16::from_be_bytes([high, low])) / 1000.0;
            self.supply = Some((found.name.clone(), volts));
        }
        Ok(())
    }
}

impl Found {
    fn of(unit: &Unit) -> Self {
        Self {
            name: unit.name.clone(),
            comment: unit.comment.clone(),
            request: unit.request,
            response: unit.response,
            protocol: unit.protocol,
            presence: Err(NoAnswer::Silent),
            identity: Vec::new(),
            codes: None,
            declared: Vec::new(),
        }
    }

    /// A unit that answered to everyone.
    fn stranger(request: CanId, response: CanId) -> Self {
        let unit = Unit {
            name: format!("unit {response}"),
            comment: String::new(),
            request,
            response,
            protocol: Protocol::Obd,
            grade: crate::body::Grade::A,
        };
        Self { presence: Ok(()), ..Self::of(&unit) }
    }

    /// Asks what the car's file declares, last of all, so that all of it is of about the same moment.
    fn declared<L: Line>(
        &mut self,
        car: Option<&Car>,
        number: usize,
        talk: &mut Exchange,
        tester: &mut Tester<'_, L>,
    ) -> Result<(), Ended<L::Error>> {
        let mut unentered = None;
        for answer in car.map_or(&[][..], Car::answers).iter().filter(|answer| answer.unit == number) {
            let Ok(request) = Request::parse(answer.request.bytes()) else { continue };
            let session = match Request::parse(answer.session.bytes()) {
                Ok(Request::Session(session)) => Some(session),
                _ => None,
            };
            let mut outcome = match (session, unentered) {
                (Some(session), Some((known, why))) if session == known => Err(why),
                (Some(session), _) => tester.enter(talk, session)?,
                (None, _) => Ok(Vec::new()),
            };
            match &outcome {
                Ok(_) => outcome = tester.ask(talk, request)?,
                // It is not asked again for what it refused.
                Err(why) => unentered = session.map(|session| (session, *why)),
            }
            self.declared.push((answer.request.to_string(), outcome));
        }
        Ok(())
    }

    /// Asks whether it is there, in the language it is known to speak, else in one after the other.
    fn is_there<L: Line>(
        &mut self,
        talk: &mut Exchange,
        tester: &mut Tester<'_, L>,
    ) -> Result<(), Ended<L::Error>> {
        let (uds, kwp) = (Request::TesterPresent(Presence::Answered), Request::TesterPresent(Presence::Bare));
        let (known, request) = match self.protocol {
            Protocol::Kwp2000 => (Protocol::Kwp2000, kwp),
            Protocol::Obd => (Protocol::Obd, Request::Current(0x00)),
            Protocol::Uds | Protocol::Unknown => (Protocol::Uds, uds),
        };
        let outcome = tester.ask(talk, request)?;
        self.presence = match outcome {
            Ok(_) => {
                self.protocol = known;
                Ok(())
            }
            // A refusal, too, comes from somebody; one that speaks KWP2000 knows no `3E 00`.
            Err(NoAnswer::Refused(_)) if self.protocol == Protocol::Unknown => {
                if tester.ask(talk, kwp)?.is_ok() {
                    self.protocol = Protocol::Kwp2000;
                }
                Ok(())
            }
            Err(NoAnswer::Refused(_) | NoAnswer::Busy | NoAnswer::Pending) => Ok(()),
            Err(why) => Err(why),
        };
        Ok(())
    }
}

/// Where a unit alone is asked: long answers go on where one unit is told so.
fn alone(unit: &Unit) -> CanId {
    let everyone = if unit.request.is_extended() { Everyone::Long } else { Everyone::Short };
    if unit.request == everyone.request() {
        everyone.physical(unit.response).unwrap_or(unit.request)
    } else {
        unit.request
    }
}

const fn identities(protocol: Protocol) -> &'static [(IdentityKind, Request)] {
    use IdentityKind::{Part, Serial, Vin};
    match protocol {
        Protocol::Kwp2000 => &[(Part, Request::Identification(0x81)), (Vin, Request::Identification(0x90))],
        Protocol::Uds => &[
            (Part, Request::Identifier(0xF188)),
            (Serial, Request::Identifier(0xF18C)),
            (Vin, Request::Identifier(0xF190)),
        ],
        Protocol::Obd => &[(Vin, Request::Vehicle(0x02))],
        Protocol::Unknown => &[],
    }
}

const fn codes(protocol: Protocol) -> &'static [Request] {
    match protocol {
        Protocol::Kwp2000 => {
            &[Request::KwpCodes(ALL), Request::KwpCodesByStatus { status: 0x02, group: ALL }]
        }
        Protocol::Uds => &[Request::UdsCodes(Codes::Having(0xFF))],
        Protocol::Obd => &[Request::Stored, Request::Pending],
        Protocol::Unknown => &[],
    }
}

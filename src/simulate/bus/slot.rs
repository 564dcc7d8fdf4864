//! One message on the bus: its rhythm, and its bytes as the car stands.

use std::time::Duration;

use crate::body::{Fact, FactKind, Ignition, Value};
use crate::car::Car;
use crate::frame::{CanId, MAX_PAYLOAD, Time};
use crate::simulate::fault::Fault;
use crate::simulate::random::Random;
use crate::simulate::world::{Unit, World};

use super::traffic::{Move, Row};

/// One message.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) id: CanId,
    pub(super) unit: Unit,
    /// `None` for the frame that tells of waking.
    pub(super) period: Option<Duration>,
    /// Whether a change brings an extra frame.
    pub(super) eager: bool,
    /// Whether its unit speaks.
    pub(super) speaks: bool,
    /// The beat its frames keep to, give or take the jitter.
    pub(super) beat: Time,
    /// When its last frame was sent; `None` before the first since its unit speaks.
    pub(super) last: Option<Time>,
    row: Option<&'static Row>,
    sources: Vec<Teller>,
    /// Whether its bytes change although nothing happens.
    restless: bool,
    frames: u32,
    length: usize,
    /// How many bytes a frame carries just now.
    carried: usize,
    payload: [u8; MAX_PAYLOAD],
    version: u64,
}

/// A signal that tells a fact.
#[derive(Debug)]
struct Teller {
    source: usize,
    fact: Fact,
    /// The last of several sources in different messages: the one that can disagree.
    last: bool,
    bent: bool,
}

impl Slot {
    pub(super) fn new(
        car: &Car,
        id: CanId,
        unit: Unit,
        period: Option<Duration>,
        row: Option<&'static Row>,
    ) -> Self {
        let sources: Vec<Teller> = car
            .sources()
            .iter()
            .enumerate()
            .filter(|(_, source)| {
                car.messages()[source.message].id == id && source.fact.kind() != FactKind::Pulse
            })
            .map(|(index, source)| Teller {
                source: index,
                fact: source.fact,
                last: is_last(car, index),
                bent: false,
            })
            .collect();
        let length = car.database().message(id).map_or(0, |message| message.length);
        let length = length.max(row.map_or(0, |row| row.base.len())).min(MAX_PAYLOAD);
        let number = |teller: &Teller| matches!(teller.fact.kind(), FactKind::Number(_));
        Self {
            id,
            unit,
            period,
            // Body units tell a change at once; what only drifts is no change.
            eager: unit == Unit::Body && period.is_some() && sources.iter().any(|teller| !number(teller)),
            speaks: false,
            beat: Time::ZERO,
            last: None,
            restless: sources.iter().any(number)
                || row.is_some_and(|row| row.moves.iter().any(|change| change.drifts())),
            row,
            sources,
            frames: 0,
            length,
            carried: length,
            payload: [0; MAX_PAYLOAD],
            version: 0,
        }
    }

    /// Whether it tells any fact.
    pub(super) fn tells(&self) -> bool {
        !self.sources.is_empty() || self.period.is_none()
    }

    /// Looks up which faults concern it.
    pub(super) fn look_up(&mut self, faults: &[Fault]) {
        let short = faults.iter().any(|fault| matches!(fault, Fault::ShortFrames(id) if *id == self.id));
        self.carried = if short { self.length.min(2) } else { self.length };
        for teller in &mut self.sources {
            teller.bent = teller.last && faults.contains(&Fault::SourcesDisagree(teller.fact));
        }
    }

    /// Whether what it tells differs from its last frame.
    pub(super) fn changed(&mut self, car: &Car, world: &World, random: &mut Random, now: Time) -> bool {
        let before = self.payload;
        self.write(car, world, random, now);
        self.payload != before
    }

    /// The bytes of its next frame.
    pub(super) fn bytes(&mut self, car: &Car, world: &World, random: &mut Random, now: Time) -> &[u8] {
        if self.restless || self.version != world.version() {
            self.write(car, world, random, now);
        }
        self.frames = self.frames.wrapping_add(1);
        &self.payload[..self.carried]
    }

    fn write(&mut self, car: &Car, world: &World, random: &mut Random, now: Time) {
        self.version = world.version();
        if let Some(row) = self.row {
            self.payload[..row.base.len()].copy_from_slice(row.base);
            for change in row.moves {
                change.apply(&mut self.payload, self.frames, world, random, now);
            }
        }
        for teller in &self.sources {
            if let Some(value) = world.reading(teller.fact, now) {
                let value = if teller.bent { bent(value) } else { value };
                // A value the signal cannot hold leaves the base bytes: nothing is known to put there.
                car.encode(teller.source, value, &mut self.payload[..self.length]);
            }
        }
        // The pulse overrides what the request says meanwhile: it is the whole byte.
        if let Some(row) = self.row.filter(|_| world.self_test()) {
            for change in row.moves {
                if let Move::SelfTest(byte, mask) = *change {
                    self.payload[byte] |= mask;
                }
            }
        }
    }
}

/// Whether the source is the last of its fact, and an earlier one stands in another message.
fn is_last(car: &Car, index: usize) -> bool {
    let sources = car.sources();
    let same = |other: &&crate::body::Source| {
        other.fact == sources[index].fact && car.messages()[other.message].request.is_none()
    };
    sources[index + 1..].iter().find(same).is_none()
        && sources[..index].iter().filter(same).any(|other| other.message != sources[index].message)
}

/// Something else than `value`, and far from it.
fn bent(value: Value) -> Value {
    match value {
        Value::Switch(on) => Value::Switch(!on),
        Value::Ignition(Ignition::On) => Value::Ignition(Ignition::Acc),
        Value::Ignition(_) => Value::Ignition(Ignition::On),
        Value::Number(number) if number > 30.0 => Value::Number(number / 2.0),
        Value::Number(number) => Value::Number(number + 20.0),
    }
}

impl Move {
    /// Whether it changes the bytes although nothing happens.
    const fn drifts(self) -> bool {
        !matches!(self, Self::On(..) | Self::Start(..) | Self::SelfTest(..))
    }

    fn apply(
        self,
        payload: &mut [u8; MAX_PAYLOAD],
        frames: u32,
        world: &World,
        random: &mut Random,
        now: Time,
    ) {
        let set = |on: bool, mask: u8| if on { mask } else { 0 };
        match self {
            Self::Count(byte, mask) => {
                payload[byte] = (payload[byte] & !mask) | (frames.to_le_bytes()[0] & mask);
            }
            Self::Wander(byte, spread) => {
                let shift = random.below(u64::from(spread) * 2 + 1).to_le_bytes()[0];
                payload[byte] = payload[byte].wrapping_add(shift).wrapping_sub(spread);
            }
            Self::Wheel(byte) => {
                // Wheels never turn quite alike: up to 0.1 km/h apart while moving.
                let speed = world.speed(now) * 2;
                let apart = if speed > 200 { random.below(40).cast_signed() - 20 } else { 0 };
                big_endian(payload, byte, speed + apart);
            }
            Self::Turns(byte) => {
                // Idle at 750 turns a minute, and 30 more for each km/h.
                let idle = 750 * 8 + random.below(160).cast_signed();
                big_endian(
                    payload,
                    byte,
                    if world.engine_runs() { idle + world.speed(now) * 30 * 8 / 100 } else { 0 },
                );
            }
            Self::On(byte, mask) => {
                payload[byte] |= set(matches!(world.ignition(), Ignition::On | Ignition::Start), mask);
            }
            Self::Start(byte, mask) => payload[byte] |= set(world.ignition() == Ignition::Start, mask),
            Self::SelfTest(..) => {}
        }
    }
}

fn big_endian(payload: &mut [u8; MAX_PAYLOAD], byte: usize, number: i64) {
    let number = u16::try_from(number.max(0)).unwrap_or(u16::MAX);
    payload[byte..byte + 2].copy_from_slice(&number.to_be_bytes());
}

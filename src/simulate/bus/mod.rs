//! The bus: every message in its rhythm, one frame after another as arbitration lets them. It knows the car
//! that behaves only by what its units report.

mod slot;
mod traffic;

use std::collections::VecDeque;
use std::time::Duration;

use crate::body::{Fact, Message};
use crate::car::{Car, Platform};
use crate::frame::{CanId, Flags, Frame, MAX_CLASSIC_PAYLOAD, Time};
use crate::simulate::random::Random;
use crate::simulate::setting::{Settings, Traffic};
use crate::simulate::world::{Unit, World};

use slot::Slot;

/// The bus and all who send on it.
#[derive(Debug)]
pub(super) struct Bus {
    /// By identifier: who stands first wins arbitration.
    slots: Vec<Slot>,
    /// When each slot wants to send next; apart from the slots, because every frame looks through all of it.
    due: Vec<Time>,
    /// When the frame on the bus is over.
    free: Time,
    wakes: u64,
    version: u64,
    jitter: Random,
    noise: Random,
    /// What testers and units have to say to each other, in order; it gives way to everything else.
    talk: VecDeque<(Time, Frame)>,
}

/// Time of one bit at 500 kbit/s.
const BIT: Duration = Duration::from_micros(2);
/// Bits between two frames (ISO 11898-1).
const INTERMISSION: u32 = 3;

impl Bus {
    /// The bus of `car`, nothing sent yet.
    pub(super) fn new(car: &Car, settings: &Settings) -> Self {
        let rows = match car.platform() {
            Platform::ProPilot => traffic::PROPILOT,
            Platform::Classic => traffic::CLASSIC,
            Platform::Gateway | Platform::Other => &[],
        };
        let mut jitter = Random::new(settings.seed, 0xB05);
        let mut slots: Vec<Slot> = car
            .messages()
            .iter()
            .filter(|message| message.request.is_none())
            .map(|message| {
                let row = rows.iter().find(|row| CanId::standard(row.id) == Some(message.id));
                let pulse = car.sources().iter().any(|source| {
                    source.fact == Fact::BcmWake && car.messages()[source.message].id == message.id
                });
                let declared = message.cycle.filter(|cycle| *cycle >= Duration::from_millis(1));
                let period = if pulse { None } else { Some(declared.unwrap_or(Duration::from_millis(100))) };
                Slot::new(car, message.id, unit_of(message), period, row)
            })
            .collect();
        if settings.traffic == Traffic::Full {
            let known = slots.len();
            for row in rows.iter().filter(|row| row.period_ms > 0) {
                if let Some(id) = CanId::standard(row.id)
                    && slots[..known].iter().all(|slot| slot.id != id)
                {
                    slots.push(Slot::new(
                        car,
                        id,
                        row.unit,
                        Some(Duration::from_millis(row.period_ms.into())),
                        Some(row),
                    ));
                }
            }
        }
        slots.retain(|slot| settings.traffic == Traffic::Full || slot.tells());
        slots.sort_by_key(|slot| (slot.id.value() >> if slot.id.is_extended() { 18 } else { 0 }, slot.id));
        for slot in &mut slots {
            // No two units' quartz runs alike: up to 300 parts in a million apart.
            if let Some(period) = &mut slot.period {
                let micros = u64::try_from(period.as_micros()).unwrap_or(u64::MAX);
                *period = Duration::from_micros(
                    micros - micros * 300 / 1_000_000 + jitter.below(micros * 600 / 1_000_000 + 1),
                );
            }
        }
        let due = vec![Time::MAX; slots.len()];
        let noise = Random::new(settings.seed, 0x201);
        Self { slots, due, free: Time::MIN, wakes: 0, version: 0, jitter, noise, talk: VecDeque::new() }
    }

    /// When the next frame can begin; [`Time::MAX`] on a silent bus.
    pub(super) fn begins(&self) -> Time {
        let earliest = self.due.iter().copied().min().unwrap_or(Time::MAX);
        let talk = self.talk.front().map_or(Time::MAX, |(from, _)| *from);
        earliest.min(talk).max(self.free)
    }

    /// Takes a frame of a tester or of a unit that answers one, to be sent from `now` on.
    pub(super) fn post(&mut self, frame: Frame, now: Time) {
        self.talk.push_back((now, frame));
    }

    /// Follows what happened to the car at `now`: units that wake or fall silent, changes worth an extra frame.
    pub(super) fn follow(&mut self, car: &Car, world: &World, now: Time) {
        if self.version == world.version() {
            return;
        }
        let begins = self.version == 0;
        self.version = world.version();
        let woke = std::mem::replace(&mut self.wakes, world.wakes()) != world.wakes();
        for (slot, due) in self.slots.iter_mut().zip(&mut self.due) {
            slot.look_up(world.faults());
            let speaks = world.speaks(slot.unit);
            let before = std::mem::replace(&mut slot.speaks, speaks);
            let Some(period) = slot.period else {
                if woke && speaks {
                    *due = now.after(self.jitter.millis(1, 3));
                }
                continue;
            };
            if !speaks {
                *due = Time::MAX;
            } else if !before {
                // Everyone else waits for the frame that tells of waking: it is the first on the bus.
                let pause = if begins { Duration::ZERO } else { Duration::from_millis(45) };
                let span = u64::try_from(period.as_micros()).unwrap_or(u64::MAX).min(100_000);
                slot.beat = now.after(pause).after(Duration::from_micros(self.jitter.below(span)));
                slot.last = None;
                *due = slot.beat;
            } else if let Some(last) = slot.last.filter(|_| slot.eager)
                && slot.changed(car, world, &mut self.noise, now)
            {
                // The extra frame on a change: 20 to 60 ms after the one before.
                let extra = last.after(self.jitter.millis(20, 60)).max(now.after(Duration::from_millis(1)));
                *due = extra.min(*due);
            }
        }
    }

    /// Sends the frame that wins the bus at [`Bus::begins`]; its time is when it was received whole.
    pub(super) fn send(&mut self, car: &Car, world: &World, frame: &mut Frame) {
        let now = self.begins();
        let Some(index) = self.due.iter().position(|due| *due <= now) else {
            if let Some((_, said)) = self.talk.pop_front() {
                *frame = said;
                frame.time = now.after(BIT * bits(frame.id, frame.payload().len()));
                self.free = frame.time.after(BIT * INTERMISSION);
            }
            return;
        };
        let slot = &mut self.slots[index];
        let id = slot.id;
        frame.id = id;
        frame.flags = Flags::empty();
        let bytes = slot.bytes(car, world, &mut self.noise, now);
        if bytes.len() > MAX_CLASSIC_PAYLOAD {
            frame.flags = Flags::FD;
        }
        frame.set_payload(bytes);
        frame.time = now.after(BIT * bits(id, bytes.len()));
        self.free = frame.time.after(BIT * INTERMISSION);
        slot.last = Some(now);
        let Some(period) = slot.period else {
            self.due[index] = Time::MAX;
            return;
        };
        // An extra frame leaves the beat alone; a frame of the beat moves it on.
        let slack = Duration::from_micros(u64::try_from(period.as_micros()).unwrap_or(u64::MAX) / 100);
        while slot.beat <= now {
            slot.beat = slot.beat.after(period);
        }
        let jitter =
            Duration::from_micros(self.jitter.below(u64::try_from(slack.as_micros()).unwrap_or(0) + 1));
        self.due[index] = slot.beat.after(jitter);
    }
}

/// Bits of a frame with so many bytes, a tenth of them stuffed.
fn bits(id: CanId, bytes: usize) -> u32 {
    let bytes = u32::try_from(bytes).unwrap_or(0);
    let (frame, stuffed) =
        if id.is_extended() { (64 + 8 * bytes, 54 + 8 * bytes) } else { (44 + 8 * bytes, 34 + 8 * bytes) };
    frame + stuffed / 10
}

/// Whose message it is, by its sender's name.
fn unit_of(message: &Message) -> Unit {
    match message.sender.as_str() {
        "BCM" => Unit::Body,
        "ABS" | "ENGINE" | "ECM" | "GEARBOX" | "TCM" => Unit::Powered,
        _ => Unit::Cabin,
    }
}

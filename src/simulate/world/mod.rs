//! A car that behaves: what people do and what is broken, turned into facts over time. It knows no frame.
//!
//! One file per theme; each adds what it can do to [`World`].

mod agenda;
mod faults;
mod ignition;
mod lamps;
mod locks;
mod motion;
mod openings;
mod power;
mod reading;
mod supply;
mod tailgate;

use std::time::Duration;

use crate::body::{Lock, Opening};
use crate::frame::Time;

use self::agenda::{Agenda, Happening};
use self::ignition::Engine;
use self::lamps::Lamps;
use self::locks::{Asker, Locks};
use self::motion::Motion;
use self::power::Power;
pub(super) use self::power::Unit;
use self::supply::Supply;
use super::act::{Act, Button};
use super::fault::Fault;
use super::random::Random;
use super::setting::{Settings, Start};

/// The car.
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the car, on or off")]
#[derive(Debug)]
pub(super) struct World {
    settings: Settings,
    random: Random,
    now: Time,
    agenda: Agenda,
    /// Counts changes of anything but numbers that drift by themselves.
    version: u64,
    faults: Vec<Fault>,
    open: [bool; Opening::ALL.len()],
    /// Whether a flickering wire has parted just now.
    parted: [bool; Opening::ALL.len()],
    locks: Locks,
    /// Whether the tailgate is asked for just now.
    request: bool,
    engine: Engine,
    motion: Motion,
    lamps: Lamps,
    supply: Supply,
    power: Power,
    belt: bool,
    brake: bool,
    brake_used: u64,
    parking_brake: bool,
    key_in_slot: bool,
}

impl World {
    /// The car as the settings begin it, at time zero.
    pub(super) fn new(settings: &Settings) -> Self {
        let start = settings.start;
        let inside = matches!(start, Start::IgnitionOn | Start::Running | Start::Driving);
        let running = matches!(start, Start::Running | Start::Driving);
        let mut world = Self {
            random: Random::new(settings.seed, 0xCA2),
            now: Time::ZERO,
            agenda: Agenda::default(),
            version: 1,
            faults: Vec::new(),
            open: [false; Opening::ALL.len()],
            parted: [false; Opening::ALL.len()],
            locks: Locks::new(start == Start::ParkedLocked),
            request: false,
            engine: Engine::new(inside, running),
            motion: Motion::new(if start == Start::Driving { 5_000 } else { 0 }),
            lamps: Lamps::default(),
            supply: Supply::default(),
            power: Power::new(!matches!(start, Start::ParkedLocked | Start::ParkedUnlocked), inside),
            belt: running,
            brake: false,
            brake_used: 0,
            parking_brake: start != Start::Driving,
            key_in_slot: false,
            settings: settings.clone(),
        };
        if !world.power.asleep() {
            world.stir();
        }
        world
    }

    /// Counts changes: as long as it stands still, only speed and supply can read differently.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }

    /// When something happens next by itself.
    pub(super) fn due(&self) -> Option<Time> {
        self.agenda.due()
    }

    /// Lets the next thing happen.
    pub(super) fn proceed(&mut self) {
        let Some((at, happening)) = self.agenda.take() else { return };
        self.now = at;
        self.version += 1;
        match happening {
            Happening::Moves(opening, open) => self.moves(opening, open),
            Happening::Flickers(opening) => self.flickers(opening),
            Happening::Hears(asker, lock) => self.hears(asker, lock),
            Happening::LockMoves(lock, locked) => self.locks.locked[lock as usize] = locked,
            Happening::Relocks(token) => self.relocks(token),
            Happening::Flash(left) => self.flash(left),
            Happening::Blinks(token) => self.blinks(token),
            Happening::Ignition(position) => self.ignition_reaches(position),
            Happening::Catches => self.catches(),
            Happening::SelfTestEnds => self.engine.self_test = false,
            Happening::RequestEnds => self.request = false,
            Happening::AfterRunEnds(token) => self.after_run_ends(token),
            Happening::SpeedLocks(token) => self.speed_locks(token),
            Happening::BrakeReleased(token) => {
                if self.brake_used == token {
                    self.brake = false;
                }
            }
            Happening::FallsAsleep(token) => self.falls_asleep(token),
            Happening::Silent(token) => self.silent(token),
            Happening::BcmBack => self.bcm_back(),
        }
        self.notice_inputs();
    }

    /// A person does something.
    pub(super) fn perform(&mut self, act: Act, now: Time) {
        self.now = now;
        self.version += 1;
        match act {
            Act::Fob(Button::Tailgate) => self.fob_tailgate(),
            Act::Fob(button) => self.fob(button == Button::Lock),
            Act::HandleSensor(lock) => self.handle_sensor(lock),
            Act::DoorKey(lock) => self.door_key(lock),
            Act::CentralSwitch(lock) => self.ask(Asker::CentralSwitch, lock),
            Act::Open(place) => self.pulled(place.resolve(self.settings.handed)),
            Act::Close(place) => self.pushed(place.resolve(self.settings.handed)),
            Act::InsideHandle(place) => self.inside_handle(place.resolve(self.settings.handed)),
            Act::LidButton => self.lid_button(),
            Act::Kick => self.kick(),
            Act::Key(position) => self.key(position),
            Act::KeySlot(in_slot) => {
                self.key_in_slot = in_slot;
                self.stir();
            }
            Act::Drive(speed, over) => self.drive(speed, over.seconds()),
            Act::Stop(over) => self.stop(over.seconds()),
            Act::Brake(on) => {
                self.brake = on;
                self.brake_used += 1;
                self.stir();
            }
            Act::Belt(on) => self.belt = on,
            Act::ParkingBrake(on) => self.parking_brake = on,
            Act::Turn(left, on) => self.turn(left, on),
            Act::Hazard(on) => self.hazard(on),
            Act::Sleep => self.sent_to_sleep(),
            Act::Saw(..) | Act::Pressed(_) | Act::Tester(_) | Act::End => {}
        }
        self.notice_inputs();
    }

    fn later(&mut self, after: Duration, happening: Happening) {
        self.agenda.enter(self.now, after, happening);
    }

    /// After a span left to chance.
    fn soon(&mut self, low_ms: u64, high_ms: u64, happening: Happening) {
        let after = self.random.millis(low_ms, high_ms);
        self.later(after, happening);
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }
}

/// The lock that holds an opening shut; none holds the bonnet.
const fn lock_of(opening: Opening, driver_door: Opening) -> Option<Lock> {
    match opening {
        Opening::Bonnet => None,
        _ if opening as usize == driver_door as usize => Some(Lock::Driver),
        _ => Some(Lock::Others),
    }
}

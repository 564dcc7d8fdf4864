//! The simulation: a scenario told to the car, the car heard on the bus, the bus recorded.

use std::fmt::Write;
use std::time::Duration;

use crate::ask::{Polling, Rate};
use crate::car::Car;
use crate::frame::{Frame, Time};

use super::act::{Act, Pressed};
use super::bus::Bus;
use super::error::{Error, shown};
use super::logger::Logger;
use super::scenario::{Doing, Scenario};
use super::unit::Units;
use super::world::World;

/// Units and tester are looked at no more often than this: shorter than any frame takes.
const GLANCE: Duration = Duration::from_micros(50);

/// How far a simulation came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// To a frame.
    Frame,
    /// As far as was asked; what comes next comes at this moment, counted from the beginning.
    Waiting(Time),
    /// To the end of the story.
    Over,
}

/// A running simulation: frames in order of time, as a recorder on the car's bus would keep them.
#[derive(Debug)]
pub struct Simulation<'a> {
    scenario: &'a Scenario,
    car: Car,
    world: World,
    bus: Bus,
    units: Units,
    /// Who asks them, if the story tells of anyone.
    tester: Option<Polling>,
    /// Whether only others ask.
    is_served: bool,
    /// When units and tester were last looked at.
    talked: Time,
    logger: Logger,
    /// Up to when the story is told.
    now: Time,
    /// Position of the next step.
    next: usize,
    /// When this round began.
    round: Time,
    rounds: u64,
    lines: u64,
    over: bool,
}

impl<'a> Simulation<'a> {
    /// Makes ready to tell `scenario`, with the embedded car it names.
    ///
    /// # Errors
    ///
    /// If no car of that name comes with the program, or its DBC cannot be read.
    pub fn new(scenario: &'a Scenario) -> Result<Self, Error> {
        let name = &scenario.settings.car;
        match Car::by_name(name) {
            Some(Ok(car)) => Ok(Self::with_car(scenario, &car)),
            Some(Err(error)) => Err(Error::Car { file: scenario.name.clone(), problem: error.to_string() }),
            None => Err(Error::UnknownCar {
                file: scenario.name.clone(),
                car: shown(name),
                nearest: Car::suggest(name).map(str::to_owned),
            }),
        }
    }

    /// The same with any other car, whatever the scenario names.
    pub fn with_car(scenario: &'a Scenario, car: &Car) -> Self {
        let settings = &scenario.settings;
        let car = car.seated(settings.handed).into_owned();
        let world = World::new(settings);
        let mut bus = Bus::new(&car, settings);
        bus.follow(&car, &world, Time::ZERO);
        let units = Units::new(&car);
        let logger = Logger::new(settings.seed, settings.epoch);
        Self {
            scenario,
            car,
            world,
            bus,
            units,
            tester: None,
            is_served: false,
            talked: Time::MIN,
            now: Time::ZERO,
            logger,
            next: 0,
            round: Time::ZERO,
            rounds: 1,
            lines: 0,
            over: false,
        }
    }

    /// The car that is simulated.
    pub fn car(&self) -> &Car {
        &self.car
    }

    /// Puts the next frame of the recording into `frame`; `false` at its end, `frame` then being of no meaning.
    pub fn next(&mut self, frame: &mut Frame) -> bool {
        self.proceed(Time::MAX, frame) == Progress::Frame
    }

    /// Goes on with the story up to `until`, counted from its beginning, or to its next frame.
    pub fn proceed(&mut self, until: Time, frame: &mut Frame) -> Progress {
        while !self.over {
            let step = self.scenario.steps.get(self.next);
            let end = self.round.after(self.scenario.end);
            let step_at = step.map_or(Time::MAX, |step| self.round.after(step.at)).min(end);
            let world_at = self.world.due().unwrap_or(Time::MAX);
            let bus_at = self.bus.begins();
            let talk_at = self.talk_due();
            let next_at = bus_at.min(talk_at).min(world_at).min(step_at);
            if next_at > until {
                return Progress::Waiting(next_at);
            }
            self.now = self.now.max(next_at);
            if bus_at < step_at && bus_at < world_at && bus_at < talk_at {
                self.bus.send(&self.car, &self.world, frame);
                self.overhear(frame);
                if self.record(frame) {
                    return Progress::Frame;
                }
            } else if talk_at < world_at && talk_at < step_at {
                self.talked = talk_at;
                while let Some(said) = self.units.outgoing(talk_at) {
                    self.bus.post(said, talk_at);
                }
                while let Some(said) = self.tester.as_mut().and_then(|tester| tester.outgoing(talk_at)) {
                    self.bus.post(said, talk_at);
                }
            } else if world_at < step_at {
                self.world.proceed();
                self.bus.follow(&self.car, &self.world, world_at);
            } else if let Some(step) = step.filter(|step| self.round.after(step.at) <= end) {
                self.next += 1;
                self.does(step.what, step_at);
                self.bus.follow(&self.car, &self.world, step_at);
            } else {
                self.next_round(end);
            }
        }
        Progress::Over
    }

    /// Takes in a frame that someone else sent onto the bus at `now`, counted from the beginning of the story; says whether it
    /// is for a unit.
    pub fn hear(&mut self, frame: &Frame, now: Time) -> bool {
        let now = now.max(self.now);
        let is_heard = self.units.hear(&self.car, &mut self.world, frame, now);
        self.bus.follow(&self.car, &self.world, now);
        is_heard
    }

    /// The same car, whose units only others ask: a tester in the story says nothing.
    #[must_use]
    pub fn served(self) -> Self {
        Self { is_served: true, ..self }
    }

    /// When a unit or the tester next has something to say. What they should have said before, they say now.
    fn talk_due(&self) -> Time {
        let tester = self.tester.as_ref().and_then(Polling::due);
        let due = self.units.due().into_iter().chain(tester).min();
        due.map_or(Time::MAX, |due| due.max(self.talked.after(GLANCE)).max(self.now))
    }

    /// Units and tester hear what is on the bus.
    fn overhear(&mut self, frame: &Frame) {
        let now = frame.time;
        if let Some(tester) = &mut self.tester {
            tester.feed(frame, now);
            if self.units.hear(&self.car, &mut self.world, frame, now) {
                self.bus.follow(&self.car, &self.world, now);
            }
        }
    }

    fn does(&mut self, what: Doing, now: Time) {
        match what {
            Doing::Act(Act::Tester(true)) if !self.is_served => {
                self.tester = Some(Polling::new(&self.car, Rate::default(), now));
            }
            Doing::Act(Act::Tester(false)) => {
                if let Some(tester) = &mut self.tester {
                    tester.end(now);
                }
            }
            Doing::Act(act) => self.world.perform(act, now),
            Doing::Sets(fault) => self.world.sets(fault, now),
            Doing::Clears(fault) => self.world.clears(fault, now),
            Doing::Slip(slip) => self.logger.slip(slip, now),
        }
    }

    fn next_round(&mut self, end: Time) {
        if self.rounds >= self.scenario.settings.rounds || self.scenario.end == Duration::ZERO {
            self.over = true;
            return;
        }
        self.rounds += 1;
        self.round = end;
        self.next = 0;
        self.world.heals(end);
        self.bus.follow(&self.car, &self.world, end);
    }

    /// Whether the recorder keeps the frame; stamps it.
    fn record(&mut self, frame: &mut Frame) -> bool {
        let keeps = &self.scenario.settings.keeps;
        if (!keeps.is_empty() && !keeps.contains(&frame.id)) || !self.logger.keeps(frame.time) {
            return false;
        }
        self.lines += 1;
        frame.time = self.logger.stamp(frame.time);
        frame.origin.line = self.lines;
        true
    }
}

impl Scenario {
    /// The marks file of the story's first round, one line for each `mark`; `None` if nobody marks anything.
    pub fn marks(&self) -> Option<String> {
        let mut lines = String::new();
        let mut logger = Logger::new(self.settings.seed, self.settings.epoch);
        for step in &self.steps {
            let now = Time::ZERO.after(step.at);
            let what = match step.what {
                Doing::Slip(slip) => {
                    logger.slip(slip, now);
                    continue;
                }
                Doing::Act(Act::Saw(place, open)) => {
                    let opening = place.resolve(self.settings.handed);
                    format!("{} {}", opening.id(), if open { "open" } else { "closed" })
                }
                Doing::Act(Act::Pressed(Pressed::Fob)) => "fob pressed".to_owned(),
                Doing::Act(Act::Pressed(Pressed::LidButton)) => "tailgate button pressed".to_owned(),
                _ => continue,
            };
            let micros = logger.stamp(now).as_nanos().div_euclid(1000);
            let (seconds, micros) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "({seconds}.{micros:06}) {what}");
        }
        (!lines.is_empty()).then_some(lines)
    }
}

//! A line to a simulated car, on which time passes as fast as it can be computed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use doorjamb::ask::{Heard, Line, Overhearing};
use doorjamb::car::Car;
use doorjamb::frame::{Frame, Time};
use doorjamb::monitor::Monitor;
use doorjamb::simulate::{Progress, Scenario, Simulation};

/// The line, and what was said on it.
pub(super) struct Simulated<'a> {
    simulation: Simulation<'a>,
    now: Time,
    waiting: VecDeque<Frame>,
    /// What the tester said.
    pub(super) said: Vec<Frame>,
    /// When someone wants it to end.
    pub(super) stops: Time,
    pub(super) body: (Monitor, Overhearing),
}

/// A moment of a story, in milliseconds.
pub(super) fn at(millis: u64) -> Time {
    Time::ZERO.after(Duration::from_millis(millis))
}

/// The story of a car that stands with its ignition on, for a minute.
pub(super) fn scenario(text: &str) -> Scenario {
    Scenario::parse("test", &format!("{text}\n60 end\n")).unwrap()
}

impl<'a> Simulated<'a> {
    /// From the second second of the story on.
    pub(super) fn new(scenario: &'a Scenario, car: &Car) -> Self {
        let simulation = Simulation::with_car(scenario, car);
        let body = (Monitor::new(car, scenario.settings.handed), Overhearing::new(car));
        let mut line = Self {
            simulation,
            now: Time::ZERO,
            waiting: VecDeque::new(),
            said: Vec::new(),
            stops: Time::MAX,
            body,
        };
        while line.hear(at(2_000)).unwrap() != Heard::Nothing {}
        line
    }
}

impl Line for Simulated<'_> {
    type Error = Infallible;

    fn now(&self) -> Time {
        self.now
    }

    fn say(&mut self, frame: &Frame) -> Result<(), Infallible> {
        self.said.push(frame.clone());
        self.simulation.hear(frame, self.now);
        Ok(())
    }

    fn hear(&mut self, until: Time) -> Result<Heard, Infallible> {
        if self.stops <= self.now {
            self.stops = Time::MAX;
            return Ok(Heard::Stop);
        }
        let mut frame = Frame::empty();
        if let Progress::Frame = self.simulation.proceed(until, &mut frame) {
            // The recorder's stamps count from another day.
            let epoch = 1_700_000_000_000_000_000;
            frame.time = Time::from_nanos(frame.time.as_nanos() - epoch);
            self.now = self.now.max(frame.time);
            self.body.1.feed(&mut self.body.0, &frame);
            self.waiting.push_back(frame);
        }
        if let Some(frame) = self.waiting.pop_front() {
            return Ok(Heard::Frame(frame));
        }
        self.now = self.now.max(until);
        Ok(Heard::Nothing)
    }
}

//! Judging what was read, step by step; a step behind which the others make no sense is the last.

mod kernel;
mod link;
mod overview;
mod plug;
mod traffic;

use super::{Checkup, Outcome, Readings, Step};
use crate::bus::Interface;

/// The names of all steps, in their order.
const STEPS: [&str; 10] = [
    "kernel",
    "interface",
    "adapter",
    "bit-rate",
    "listen-only",
    "up",
    "controller",
    "traffic",
    "car",
    "gateway",
];

/// What the readings say: of one interface, if one was asked about; of what there is otherwise.
pub fn check(readings: &Readings) -> Checkup {
    match &readings.asked {
        Some(name) => of_interface(readings, name),
        None => overview::check(readings),
    }
}

fn of_interface(readings: &Readings, name: &str) -> Checkup {
    let mut way = Way::default();
    if !way.go(kernel::check(&readings.kernel)) {
        return way.end();
    }
    let interface = link::find(readings, name);
    if !way.go(link::exists(readings, name, interface)) {
        // How to get one is still worth knowing, where there is none.
        let has_none =
            matches!(&readings.interfaces, Ok(interfaces) if interfaces.iter().all(Interface::is_virtual));
        if has_none && !name.starts_with("vcan") {
            way.steps.extend(plug::how_to_get_one(readings));
        }
        return way.end();
    }
    let Some(interface) = interface else { return way.end() };
    way.step(plug::of(readings, interface));
    way.step(link::bit_rate(readings, interface));
    way.step(link::listen_only(readings, interface));
    if !way.go(link::up(interface)) {
        return way.end();
    }
    way.step(link::controller(readings, interface));
    if link::hears(readings, interface) && way.go(traffic::heard(readings, interface)) {
        way.step(traffic::car(readings));
        way.step(traffic::gateway(readings));
    }
    way.end()
}

/// The steps taken so far.
#[derive(Default)]
struct Way {
    steps: Vec<Step>,
}

impl Way {
    /// A step after which others make sense whatever came of it.
    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// A step without which the others make no sense; says whether they do.
    fn go(&mut self, step: Step) -> bool {
        let goes_on = step.outcome == Outcome::Ok;
        self.steps.push(step);
        goes_on
    }

    fn end(self) -> Checkup {
        let last =
            self.steps.iter().filter_map(|step| STEPS.iter().position(|name| *name == step.name)).max();
        Checkup { steps: self.steps, not_taken: STEPS[last.map_or(0, |last| last + 1)..].to_vec() }
    }
}

/// Whether it is a serial adapter: a real controller without a device whose driver sysfs could name.
fn is_serial(interface: &Interface) -> bool {
    interface.controller.is_some() && interface.driver.is_none()
}

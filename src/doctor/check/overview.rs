//! Nobody named an interface: what is there, and what to ask next.

use super::{kernel, plug};
use crate::bus::Interface;
use crate::doctor::{Checkup, Outcome, Readings, Step};

pub(super) fn check(readings: &Readings) -> Checkup {
    let mut steps = vec![kernel::check(&readings.kernel)];
    match &readings.interfaces {
        Err(why) => steps.push(Step::unchecked("interface", why)),
        Ok(interfaces) if interfaces.is_empty() => {
            // Without CAN in the kernel there can be none, and the adapter is not what is missing.
            if steps[0].outcome == Outcome::Ok {
                steps.push(Step::not_ok("interface", "there is no CAN interface"));
            }
            steps.extend(plug::how_to_get_one(readings));
        }
        Ok(interfaces) => steps.extend(interfaces.iter().map(of)),
    }
    Checkup { steps, not_taken: Vec::new() }
}

fn of(interface: &Interface) -> Step {
    let mut words = vec![if interface.up { "up" } else { "down" }.to_owned()];
    match &interface.controller {
        None => words.push("virtual".to_owned()),
        Some(controller) => {
            words.extend(controller.bitrate.map(|rate| format!("{rate} bit/s")));
            words.extend(controller.listen_only.then(|| "listen-only".to_owned()));
            words.extend(interface.driver.as_ref().map(|driver| format!("driver {driver}")));
        }
    }
    Step::ok("interface", format!("{}: {}", interface.name, words.join(", ")))
        .command(format!("doorjamb doctor {}", interface.name))
}

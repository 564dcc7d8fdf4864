//! Is the interface there, and set up as it should be beside a car?

use super::is_serial;
use crate::bus::Interface;
use crate::bus::error_frame::State;
use crate::bus::interface::{Activity, Controller};
use crate::doctor::{Readings, Step};

pub(super) fn find<'a>(readings: &'a Readings, name: &str) -> Option<&'a Interface> {
    readings.interfaces.iter().flatten().find(|interface| interface.name == name)
}

pub(super) fn exists(readings: &Readings, name: &str, interface: Option<&Interface>) -> Step {
    const NAME: &str = "interface";
    let interfaces = match &readings.interfaces {
        Ok(interfaces) => interfaces,
        Err(why) => return Step::unchecked(NAME, why),
    };
    if let Some(interface) = interface {
        let kind = if interface.is_virtual() { "a virtual bus" } else { "a bus with a controller" };
        return Step::ok(NAME, format!("{name} is there: {kind}"));
    }
    let names: Vec<&str> = interfaces.iter().map(|interface| interface.name.as_str()).collect();
    let what = if readings.others.iter().any(|other| other == name) {
        format!("{name} is there, but is no CAN interface")
    } else {
        format!("there is no interface {name}")
    };
    if let Some(first) = names.first() {
        let step = Step::not_ok(NAME, format!("{what}; those for CAN are {}", names.join(", ")));
        return step.command(format!("doorjamb doctor {first}"));
    }
    let step = Step::not_ok(NAME, format!("{what}, nor any other for CAN"));
    if name.starts_with("vcan") {
        return step
            .command(format!("sudo ip link add {name} type vcan"))
            .command(format!("sudo ip link set {name} up"));
    }
    step
}

pub(super) fn bit_rate(readings: &Readings, interface: &Interface) -> Step {
    const NAME: &str = "bit-rate";
    let (name, wanted) = (&interface.name, readings.bitrate);
    let Some(controller) = &interface.controller else { return Step::ok(NAME, "a virtual bus has none") };
    match controller.bitrate {
        Some(rate) if rate == wanted => {
            let point =
                controller.sample_point.map(|point| format!(", sampled at {:.1} % of a bit", point * 100.0));
            Step::ok(NAME, format!("{rate} bit/s{}", point.unwrap_or_default()))
        }
        Some(rate) => Step::not_ok(NAME, format!("{rate} bit/s, but these cars use {wanted}"))
            .command(format!("sudo ip link set {name} down"))
            .command(format!("sudo ip link set {name} up type can bitrate {wanted} listen-only on")),
        None if is_serial(interface) => {
            Step::unchecked(NAME, "a serial adapter: slcand set it, and the kernel was not told")
                .hint("look at how slcand was started: its -s6 is 500000 bit/s")
        }
        None => Step::not_ok(NAME, format!("none is set; these cars use {wanted} bit/s"))
            .command(format!("sudo ip link set {name} type can bitrate {wanted} listen-only on")),
    }
}

pub(super) fn listen_only(readings: &Readings, interface: &Interface) -> Step {
    const NAME: &str = "listen-only";
    let name = &interface.name;
    let Some(controller) = &interface.controller else {
        return Step::ok(NAME, "nothing leaves a virtual bus");
    };
    if controller.listen_only {
        return Step::ok(NAME, "the adapter only listens: it cannot disturb the car");
    }
    if is_serial(interface) {
        return Step::unchecked(NAME, "a serial adapter: slcand set it, and the kernel was not told")
            .hint("slcand -l opens the adapter to only listen, -o to take part");
    }
    let what = "off: doorjamb sends nothing, but the adapter acknowledges frames and marks errors on the bus";
    if controller.can_listen_only == Some(false) {
        return Step::not_ok(NAME, what).hint(
            "this driver cannot switch it on; at a wrong bit rate such an adapter disturbs \
                                              the car, so be sure of the bit rate before you plug it in",
        );
    }
    let step = Step::not_ok(NAME, what);
    let step = if interface.up { step.command(format!("sudo ip link set {name} down")) } else { step };
    let rate =
        if controller.bitrate.is_some() { String::new() } else { format!("bitrate {} ", readings.bitrate) };
    let step = step.command(format!("sudo ip link set {name} type can {rate}listen-only on"));
    if interface.up { step.command(format!("sudo ip link set {name} up")) } else { step }
}

pub(super) fn up(interface: &Interface) -> Step {
    const NAME: &str = "up";
    if interface.up {
        return Step::ok(NAME, "it is up");
    }
    Step::not_ok(NAME, "it is down, and hears nothing")
        .command(format!("sudo ip link set {} up", interface.name))
}

/// The interface as it was last: what it became while listening says more than what it was.
fn latest<'a>(readings: &'a Readings, before: &'a Interface) -> &'a Interface {
    let after = readings.heard.iter().flatten().find_map(|heard| heard.after.as_ref());
    after.unwrap_or(before)
}

/// Whether its controller can hear anything.
pub(super) fn hears(readings: &Readings, before: &Interface) -> bool {
    let deaf = [Activity::Running(State::BusOff), Activity::Stopped];
    latest(readings, before).controller.is_none_or(|controller| !deaf.contains(&controller.state))
}

pub(super) fn controller(readings: &Readings, before: &Interface) -> Step {
    const NAME: &str = "controller";
    let interface = latest(readings, before);
    let Some(controller) = &interface.controller else { return Step::ok(NAME, "a virtual bus has none") };
    let name = &interface.name;
    let found = |state: State| format!("{state}{}", counters(controller));
    match controller.state {
        Activity::Running(State::Active) => Step::ok(NAME, found(State::Active)),
        Activity::Running(state @ (State::Warning | State::Passive)) => Step::not_ok(NAME, found(state))
            .hint("errors pile up: a wrong bit rate, CAN high and low swapped or broken, or a bus without terminators")
            .command(format!("ip -details -statistics link show {name}")),
        Activity::Running(State::BusOff) => {
            Step::not_ok(NAME, format!("{}: it has left the bus and hears nothing", found(State::BusOff)))
                .command(format!("sudo ip link set {name} down"))
                .command(format!("sudo ip link set {name} up type can bitrate {} listen-only on", readings.bitrate))
                .hint("a controller that only listens never goes bus-off; find out why its frames failed before it may send again")
        }
        Activity::Stopped => Step::not_ok(NAME, "it is stopped, though the interface is up")
            .command(format!("sudo ip link set {name} down"))
            .command(format!("sudo ip link set {name} up")),
        Activity::Unknown => Step::ok(NAME, "its driver does not tell how it is; error frames would"),
    }
}

fn counters(controller: &Controller) -> String {
    controller.errors.map_or_else(String::new, |errors| {
        format!(", error counters {} sending, {} receiving", errors.transmit, errors.receive)
    })
}

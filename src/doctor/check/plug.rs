//! Which adapter is it, and how does one get an interface from what is plugged in?

use super::is_serial;
use crate::bus::Interface;
use crate::doctor::adapter::{ADAPTERS, Adapter, Way};
use crate::doctor::{Modules, Outcome, Readings, Step, UsbDevice};

const NAME: &str = "adapter";

/// The adapter behind an interface that is there.
pub(super) fn of(readings: &Readings, interface: &Interface) -> Step {
    if interface.is_virtual() {
        return Step::ok(NAME, "none: what is sent on a virtual bus stays in this machine");
    }
    if let Some(driver) = &interface.driver {
        return Adapter::by_driver(driver).map_or_else(
            || Step::ok(NAME, format!("driver {driver}; nothing more is known here of it")),
            found,
        );
    }
    // Before Linux 6.0 slcan named itself; since then no serial driver does.
    if let Some(adapter) = interface.kind.as_deref().and_then(Adapter::by_driver) {
        return found(adapter);
    }
    let serial = ADAPTERS.iter().filter(|adapter| matches!(adapter.way, Way::Slcan | Way::Elm327));
    let loaded: Vec<_> =
        serial.filter(|adapter| readings.kernel.modules.is_loaded(adapter.driver) == Some(true)).collect();
    match loaded[..] {
        [one] if is_serial(interface) => found(one),
        _ => Step::unchecked(NAME, "a serial adapter, or one whose driver the kernel does not name"),
    }
}

fn found(adapter: &Adapter) -> Step {
    let text = format!("{}: driver {}, in Linux since {}", adapter.name, adapter.driver, adapter.since);
    let step = Step::ok(NAME, text);
    if adapter.limits.is_empty() { step } else { step.hint(adapter.limits) }
}

/// What is plugged in by USB and what to do for an interface; one step for each adapter, or one to say there is none.
pub(super) fn how_to_get_one(readings: &Readings) -> Vec<Step> {
    let Some(devices) = &readings.usb else {
        return vec![
            Step::unchecked(NAME, "the system does not tell what is plugged in by USB").hint(known()),
        ];
    };
    let mut steps: Vec<Step> = devices
        .iter()
        .filter_map(|device| Adapter::of(device).map(|adapter| plugged(readings, device, adapter)))
        .collect();
    // A chip that many things have is told of only where nothing better is.
    if steps.iter().any(|step| step.outcome != Outcome::Unchecked) {
        steps.retain(|step| step.outcome != Outcome::Unchecked);
    }
    if steps.is_empty() {
        steps.push(
            Step::not_ok(NAME, "nothing plugged in by USB is an adapter that is known here")
                .hint(known())
                .hint("for a board stacked onto the computer, its device tree overlay is to be named, on a Raspberry Pi in \
                       config.txt: dtoverlay=mcp2515-can0, with the oscillator and interrupt of your board"),
        );
    }
    steps
}

fn plugged(readings: &Readings, device: &UsbDevice, adapter: &Adapter) -> Step {
    let (driver, modules) = (adapter.driver, &readings.kernel.modules);
    let what = format!("{:04x}:{:04x} {}", device.vendor, device.product, device.name);
    if !device.interfaces.is_empty() {
        return Step::ok(NAME, format!("{}: {}", what.trim(), device.interfaces.join(", ")));
    }
    let found = format!("{}, {}", what.trim(), adapter.name);
    let step = if adapter.is_ambiguous {
        Step::unchecked(NAME, format!("{}: a serial converter, perhaps of an ELM327", what.trim()))
    } else {
        Step::not_ok(NAME, format!("{found}: it has no interface yet"))
    };
    let step = match driver_of(modules, driver) {
        Driver::NotShipped => {
            return step.hint(format!(
                "its driver {driver}, in Linux since {}, does not come with kernel {}: another kernel is needed",
                adapter.since, readings.kernel.release
            ));
        }
        Driver::NotLoaded => step.command(format!("sudo modprobe {driver}")),
        Driver::Loaded => step,
    };
    let step = match device.ports.first() {
        Some(port) => adapter.attach(port, readings.bitrate).into_iter().fold(step, Step::command),
        None if adapter.way == Way::Usb && driver_of(modules, driver) == Driver::Loaded => step
            .hint("its driver is loaded and did not take it: unplug it and plug it in again")
            .command("sudo dmesg | tail"),
        None if adapter.way == Way::Usb => step,
        None => {
            step.hint("it shows no serial port: unplug it and plug it in again").command("sudo dmesg | tail")
        }
    };
    if adapter.limits.is_empty() { step } else { step.hint(adapter.limits) }
}

#[derive(PartialEq, Eq)]
enum Driver {
    Loaded,
    NotLoaded,
    NotShipped,
}

fn driver_of(modules: &Modules, name: &str) -> Driver {
    match (modules.is_loaded(name), modules.is_shipped(name)) {
        (Some(true), _) => Driver::Loaded,
        (_, Some(false)) => Driver::NotShipped,
        // Where nothing is known, loading it does no harm.
        _ => Driver::NotLoaded,
    }
}

fn known() -> String {
    let names: Vec<String> =
        ADAPTERS.iter().map(|adapter| format!("{} ({})", adapter.name, adapter.driver)).collect();
    format!("known are {}", names.join("; "))
}

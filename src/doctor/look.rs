//! Reading the system: kernel, modules, interfaces, USB. It only reads files and asks the kernel; it judges nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Kernel, Modules, Readings, Sockets, UsbDevice};
use crate::bus::{self, Interface};
use crate::car::Car;

/// Everything but what can be heard. `asked`, `bitrate` and `car` are the person's.
pub fn look(asked: Option<String>, bitrate: u32, car: Option<Car>) -> Readings {
    let interfaces = Interface::all().map_err(|error| error.to_string());
    let known: Vec<&str> = interfaces.iter().flatten().map(|interface| interface.name.as_str()).collect();
    let mut others = entries(Path::new("/sys/class/net"));
    others.retain(|name| !known.contains(&name.as_str()));
    Readings {
        asked,
        bitrate,
        car,
        kernel: kernel(),
        interfaces,
        others,
        usb: usb(Path::new("/sys/bus/usb/devices")),
        heard: None,
    }
}

fn kernel() -> Kernel {
    let release = word(Path::new("/proc/sys/kernel/osrelease")).unwrap_or_default();
    let sockets = match bus::probe() {
        Ok(()) => Sockets::Work,
        Err(bus::Error::NoCan) => Sockets::Missing,
        Err(bus::Error::Socket { source, .. }) => Sockets::Refused(source.to_string()),
        Err(error) => Sockets::Refused(error.to_string()),
    };
    let modules = modules(Path::new("/proc/modules"), &Path::new("/lib/modules").join(&release));
    Kernel { release, sockets, modules }
}

fn modules(loaded: &Path, shipped: &Path) -> Modules {
    let loaded = fs::read_to_string(loaded).ok();
    let loaded = loaded
        .map(|text| text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect());
    let built_in = can_modules(&shipped.join("modules.builtin"));
    let shipped = can_modules(&shipped.join("modules.dep"))
        .map(|shipped| shipped.into_iter().chain(built_in.iter().flatten().cloned()).collect());
    Modules { loaded, shipped, built_in: built_in.unwrap_or_default() }
}

/// The modules for CAN in a list of depmod's; what follows a colon is what each depends on.
fn can_modules(list: &Path) -> Option<BTreeSet<String>> {
    let text = fs::read_to_string(list).ok()?;
    let paths =
        text.lines().filter_map(|line| line.split(':').next()).filter(|path| path.contains("net/can/"));
    let stem = |path: &str| Some(path.rsplit('/').next()?.split(".ko").next()?.replace('-', "_"));
    Some(paths.filter_map(stem).collect())
}

/// What is plugged in, by the directory in which the kernel describes it; `None` if there is none.
fn usb(devices: &Path) -> Option<Vec<UsbDevice>> {
    fs::read_dir(devices).ok()?;
    let number = |path: &Path| u16::from_str_radix(&word(path)?, 16).ok();
    let names = entries(devices);
    // Without a colon it is a device; with one, an interface of the device before the colon.
    let device = |name: &String| {
        let folder = devices.join(name);
        let mut device = UsbDevice {
            vendor: number(&folder.join("idVendor"))?,
            product: number(&folder.join("idProduct"))?,
            name: word(&folder.join("product")).unwrap_or_default(),
            ..UsbDevice::default()
        };
        for part in names.iter().filter(|part| part.split_once(':').is_some_and(|(of, _)| of == name)) {
            let part = devices.join(part);
            device.interfaces.extend(entries(&part.join("net")));
            // A modem's port stands in a directory of its own, that of a converter does not.
            device.ports.extend(entries(&part.join("tty")));
            device.ports.extend(entries(&part).into_iter().filter(|name| name.starts_with("ttyUSB")));
        }
        Some(device)
    };
    Some(names.iter().filter_map(device).collect())
}

/// The names in a directory, in order; none if it cannot be read.
fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn word(path: &Path) -> Option<String> {
    Some(fs::read_to_string(path).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    #[test]
    fn usb_devices_have_their_ports_and_interfaces() {
        let root = tempfile::tempdir().unwrap();
        write(
            root.path(),
            &[
                ("usb1/idVendor", "1d6b\n"),
                ("usb1/idProduct", "0002\n"),
                ("1-1/idVendor", "1d50\n"),
                ("1-1/idProduct", "606f\n"),
                ("1-1/product", "candleLight USB to CAN adapter\n"),
                ("1-1:1.0/net/can0/ifindex", "4\n"),
                ("1-10/idVendor", "ad50\n"),
                ("1-10/idProduct", "60c4\n"),
                ("1-10:1.0/tty/ttyACM0/dev", "166:0\n"),
                ("1-2/idVendor", "1a86\n"),
                ("1-2/idProduct", "7523\n"),
                ("1-2:1.0/ttyUSB3/dev", "\n"),
                ("1-3/idVendor", "what\n"),
            ],
        );
        let devices = usb(root.path()).unwrap();
        let told: Vec<_> = devices
            .iter()
            .map(|device| {
                (device.vendor, device.product, device.ports.join(" "), device.interfaces.join(" "))
            })
            .collect();
        let expected = [
            (0x1d50, 0x606f, "", "can0"),
            (0xad50, 0x60c4, "ttyACM0", ""),
            (0x1a86, 0x7523, "ttyUSB3", ""),
            (0x1d6b, 0x0002, "", ""),
        ]
        .map(|(vendor, product, ports, nets)| (vendor, product, ports.to_owned(), nets.to_owned()));
        assert_eq!(told, expected);
        assert_eq!(devices[0].name, "candleLight USB to CAN adapter");
        assert_eq!(usb(&root.path().join("nowhere")), None);
    }

    #[test]
    fn modules_are_known_by_the_kernels_own_lists() {
        let root = tempfile::tempdir().unwrap();
        write(
            root.path(),
            &[
                ("proc", "can_raw 20480 0 - Live 0x0\ngs_usb 1 0 - Live 0x0\n"),
                (
                    "lib/modules.dep",
                    "kernel/net/can/can-raw.ko: kernel/net/can/can.ko\nkernel/net/can/can.ko:\n\
                     kernel/drivers/net/can/usb/gs_usb.ko.xz: kernel/drivers/net/can/dev/can-dev.ko\n\
                     kernel/drivers/net/tun.ko:\n",
                ),
                ("lib/modules.builtin", "kernel/drivers/net/can/vcan.ko\n"),
            ],
        );
        let modules = modules(&root.path().join("proc"), &root.path().join("lib"));
        assert_eq!((modules.is_loaded("can_raw"), modules.is_shipped("can_raw")), (Some(true), Some(true)));
        assert_eq!((modules.is_loaded("can"), modules.is_shipped("can")), (Some(false), Some(true)));
        assert_eq!((modules.is_loaded("vcan"), modules.is_shipped("vcan")), (Some(true), Some(true)));
        assert_eq!((modules.is_loaded("can327"), modules.is_shipped("can327")), (Some(false), Some(false)));
        assert_eq!(modules.is_shipped("tun"), Some(false), "not one for CAN");
        let nothing = super::modules(Path::new("/nowhere"), Path::new("/nowhere"));
        assert_eq!((nothing.is_loaded("can"), nothing.is_shipped("can")), (None, None));
    }
}

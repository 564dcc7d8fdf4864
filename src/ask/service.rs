//! Services and parameters by name, for what is asked and what is overheard. What guards a car against theft has no name here.

use automotive_diag::kwp2000::KwpCommand;
use automotive_diag::obd2::{DataPid, Service09Pid};
use automotive_diag::uds::UdsCommand;

use super::camel::words;

/// What is said of services that guard a car.
const GUARDED: &str = "security service, not decoded";

/// Services of OBD-II (SAE J1979), whose library names are numbers.
const OBD: [(u8, &str); 10] = [
    (0x01, "current data"),
    (0x02, "freeze frame"),
    (0x03, "stored trouble codes"),
    (0x04, "clear trouble codes"),
    (0x05, "oxygen sensor tests"),
    (0x06, "on-board tests"),
    (0x07, "pending trouble codes"),
    (0x08, "control of a system"),
    (0x09, "vehicle information"),
    (0x0A, "permanent trouble codes"),
];

/// The name of a service as it is asked for, in OBD-II, UDS or KWP2000; `None` if none of them has it.
pub fn service(id: u8) -> Option<String> {
    if is_guarded(id) {
        return Some(GUARDED.to_owned());
    }
    if let Some((_, name)) = OBD.iter().find(|(known, _)| *known == id) {
        return Some((*name).to_owned());
    }
    if id == 0x20 {
        return Some("stop diagnostic session".to_owned());
    }
    UdsCommand::from_repr(id).map(words).or_else(|| KwpCommand::from_repr(id).map(words))
}

/// Whether a service guards a car. UDS and KWP2000 mean different things by 29; one of them does.
pub(super) const fn is_guarded(id: u8) -> bool {
    matches!(id, 0x27 | 0x29 | 0x84)
}

/// The name of a parameter of OBD-II's services 01, 02 and 09.
pub fn parameter(service: u8, id: u8) -> Option<String> {
    match service {
        0x01 | 0x02 => DataPid::from_repr(id).map(words),
        0x09 if id == 0x02 => Some("VIN".to_owned()),
        0x09 => Service09Pid::from_repr(id).map(words),
        _ => None,
    }
}

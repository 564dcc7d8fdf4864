//! Private signals of DBC files: those a file marks (`DoorjambPrivate`), and those whose names say so.

use std::collections::HashMap;
use std::sync::Arc;

use super::private::Private;
use crate::dbc::{Database, Raw, Signal};
use crate::frame::CanId;

/// Where one is.
#[derive(Debug)]
struct Place {
    database: usize,
    message: usize,
    signal: usize,
    private: Private,
    name: Arc<str>,
}

/// The private signals of all databases.
#[derive(Debug, Default)]
pub(super) struct Signals {
    databases: Vec<Database>,
    places: HashMap<CanId, Vec<Place>>,
}

impl Signals {
    pub(super) fn of(databases: Vec<Database>) -> Self {
        let mut places: HashMap<CanId, Vec<Place>> = HashMap::new();
        for (database, file) in databases.iter().enumerate() {
            for (at, message) in file.messages().iter().enumerate() {
                for (signal, told) in message.signals().iter().enumerate() {
                    // What tells other signals apart stays, or they could not be read any more.
                    let Some(private) = private(told).filter(|_| !told.multiplex.is_switch) else { continue };
                    let name = format!("{}.{}", message.name, told.name).into();
                    places.entry(message.id).or_default().push(Place {
                        database,
                        message: at,
                        signal,
                        private,
                        name,
                    });
                }
            }
        }
        Self { databases, places }
    }

    /// Sets the private signals in `payload` to zero; tells `each` of one that was not, and how many bytes changed.
    pub(super) fn blank(&self, id: CanId, payload: &mut [u8], mut each: impl FnMut(Private, &Arc<str>, u64)) {
        for place in self.places.get(&id).into_iter().flatten() {
            let Some(message) = self.databases[place.database].messages().get(place.message) else {
                continue;
            };
            if !message.is_present(place.signal, payload) {
                continue;
            }
            let before = Copy::of(payload);
            let signal = &message.signals()[place.signal];
            let zeros = [Raw::Unsigned(0), Raw::Signed(0), Raw::Float(0.0)];
            let _ = zeros.into_iter().any(|zero| signal.insert(zero, payload));
            let changed = before.differences(payload);
            if changed > 0 {
                each(place.private, &place.name, changed);
            }
        }
    }
}

/// A payload as it was.
struct Copy([u8; crate::frame::MAX_PAYLOAD]);

impl Copy {
    fn of(payload: &[u8]) -> Self {
        let mut copy = [0; crate::frame::MAX_PAYLOAD];
        for (to, from) in copy.iter_mut().zip(payload) {
            *to = *from;
        }
        Self(copy)
    }

    fn differences(&self, payload: &[u8]) -> u64 {
        self.0.iter().zip(payload).filter(|(one, other)| one != other).count() as u64
    }
}

/// What a signal holds that is private, if it does.
fn private(signal: &Signal) -> Option<Private> {
    if let Some(attribute) = signal.attribute("DoorjambPrivate") {
        let word = attribute.as_text().unwrap_or_default().trim().to_ascii_lowercase();
        let all = [Private::Vin, Private::Serial, Private::Workshop, Private::Position];
        if let Some(private) = all.into_iter().find(|private| private.id() == word) {
            return Some(private);
        }
        if word == "no" {
            return None;
        }
    }
    by_name(&signal.name)
}

/// What a signal's name says it holds.
fn by_name(name: &str) -> Option<Private> {
    let words = words(name);
    let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
    let is_of_satellites = has(&["gps", "gnss", "gpsinfo", "nav", "position"]);
    if has(&["vin"]) {
        Some(Private::Vin)
    } else if has(&["latitude", "longitude"])
        || is_of_satellites && has(&["lat", "lon", "long", "lng", "alt", "altitude"])
    {
        Some(Private::Position)
    } else if has(&["serialnumber", "serialno"]) || has(&["serial"]) && has(&["number", "no", "num", "nr"]) {
        Some(Private::Serial)
    } else {
        None
    }
}

/// The words of a name in small letters: split at what is no letter, and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for letter in name.chars() {
        if !letter.is_ascii_alphabetic() || (letter.is_ascii_uppercase() && was_small) {
            words.push(String::new());
        }
        was_small = letter.is_ascii_lowercase();
        if letter.is_ascii_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::by_name;
    use crate::scrub::Private;

    #[test]
    fn names_that_say_what_they_hold_are_understood() {
        for (name, private) in [
            ("VIN_Part1", Some(Private::Vin)),
            ("vehicleVIN", Some(Private::Vin)),
            ("GPS_Latitude", Some(Private::Position)),
            ("Longitude", Some(Private::Position)),
            ("GpsLong", Some(Private::Position)),
            ("LONG_ACCEL", None),
            ("EcuSerialNumber", Some(Private::Serial)),
            ("SERIAL_NO", Some(Private::Serial)),
            ("COVINGTON", None),
            ("DOOR_OPEN_FL", None),
        ] {
            assert_eq!(by_name(name), private, "{name}");
        }
    }
}

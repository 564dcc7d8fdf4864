//! What the buses of a capture are called in the one that is written, where they keep their names or get numbers.

use crate::capture::write::{Buses, Target};

/// Longest name that Linux gives an interface, without the zero behind it (`IFNAMSIZ`).
const LONGEST: usize = 15;

/// One bus as it is written.
#[derive(Debug, Clone)]
struct Bus {
    /// Its name as it was read.
    read: String,
    /// The channel for formats that number buses, counted from their first number.
    channel: u8,
    /// The name, or the number as text.
    written: String,
}

/// The buses, as they come up.
#[derive(Debug)]
pub(super) struct Names {
    buses: Buses,
    /// By channel as read.
    list: Vec<Option<Bus>>,
}

impl Names {
    pub(super) const fn new(target: Target) -> Self {
        Self { buses: target.buses(), list: Vec::new() }
    }

    /// The channel and the name under which the bus is written that `channels` names.
    pub(super) fn of(&mut self, channel: u8, channels: &[String]) -> (u8, &str) {
        let at = usize::from(channel);
        if self.list.get(at).is_none_or(Option::is_none) {
            let name = channels.get(at).map_or("", String::as_str);
            let bus = self.write(channel, name);
            self.list.resize(self.list.len().max(at + 1), None);
            self.list[at] = Some(bus);
        }
        self.list[at].as_ref().map_or((channel, ""), |bus| (bus.channel, bus.written.as_str()))
    }

    fn write(&self, channel: u8, name: &str) -> Bus {
        let read = name.to_owned();
        match self.buses {
            Buses::Named => Bus { read, channel, written: interface(name, channel) },
            Buses::Numbered { from } => {
                let is_free = |channel: &u8| !self.list.iter().flatten().any(|bus| bus.channel == *channel);
                let own = number(name).and_then(|number| number.checked_sub(from.into()));
                let own = own.and_then(|number| u8::try_from(number).ok()).filter(is_free);
                // As many numbers as there are channels, so one is free.
                let channel = own.or_else(|| (0..=u8::MAX).find(is_free)).unwrap_or(channel);
                Bus { read, channel, written: (u16::from(channel) + u16::from(from)).to_string() }
            }
        }
    }

    /// A line for each bus that is called otherwise.
    pub(super) fn told(&self, target: Target) -> impl Iterator<Item = String> + '_ {
        let changed = self.list.iter().flatten().filter(|bus| bus.is_renamed(self.buses));
        changed.map(move |Bus { read, written, .. }| match self.buses {
            Buses::Named => {
                format!("{} cannot hold the name of bus {read}: it is {written} there", target.name())
            }
            Buses::Numbered { .. } => format!("{} numbers buses: {read} is {written} there", target.name()),
        })
    }
}

impl Bus {
    fn is_renamed(&self, buses: Buses) -> bool {
        if self.read.is_empty() || self.read == self.written {
            return false;
        }
        // A number alone as the name of an interface, and back, is the same bus to anybody.
        match buses {
            Buses::Named => number(&self.read).is_none(),
            Buses::Numbered { .. } => {
                number(&self.read).map(|number| number.to_string()).as_ref() != Some(&self.written)
            }
        }
    }
}

/// The number of a bus that is called by one: `2` or `can2`.
fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("can").unwrap_or(name);
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `name` as Linux could call an interface: a number alone gets `can` before it.
fn interface(name: &str, channel: u8) -> String {
    if name.is_empty() {
        return format!("can{channel}");
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("can{name}").chars().take(LONGEST).collect();
    }
    let fits = |c: char| if c.is_ascii_graphic() { c } else { '_' };
    name.chars().take(LONGEST).map(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::{Names, interface};
    use crate::capture::write::Target;

    #[test]
    fn every_name_becomes_one_that_an_interface_can_have() {
        for (name, written) in [("vcan0", "vcan0"), ("2", "can2"), ("my bus", "my_bus"), ("", "can7")] {
            assert_eq!(interface(name, 7), written);
        }
        assert_eq!(interface(&"x".repeat(64), 0).len(), 15);
    }

    /// The numbers that `names` get, and how many of them are told.
    fn numbered(target: &str, names: &[&str]) -> (Vec<String>, usize) {
        let target = Target::named(target).unwrap();
        let channels: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        let mut written = Names::new(target);
        let numbers =
            (0..).take(names.len()).map(|channel| written.of(channel, &channels).1.to_owned()).collect();
        (numbers, written.told(target).count())
    }

    #[test]
    fn buses_keep_their_numbers_where_they_have_one_that_is_free() {
        let cases = [
            ("asc", vec!["2", "1"], vec!["2", "1"], 0),
            ("asc", vec!["can2"], vec!["2"], 0),
            ("asc", vec!["can0", "can1"], vec!["1", "2"], 2),
            ("asc", vec!["300", "body"], vec!["1", "2"], 2),
            ("gvret", vec!["can0", "can1"], vec!["0", "1"], 0),
            ("gvret", vec!["vcan0", "0"], vec!["0", "1"], 2),
            ("candump", vec!["1", "my bus"], vec!["can1", "my_bus"], 1),
        ];
        for (target, names, numbers, told) in cases {
            assert_eq!(numbered(target, &names), (numbers.iter().map(|n| (*n).to_owned()).collect(), told));
        }
    }
}

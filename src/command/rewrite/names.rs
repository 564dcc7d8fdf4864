//! What the buses of a capture are called in the one that is written, where they keep their names or get numbers. The
//! first bus by number is `can0` by name, as everywhere on Linux, so that there and back is the same.

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
    /// Whether nobody would know it by that.
    is_renamed: bool,
}

/// The buses, as they come up.
#[derive(Debug)]
pub(super) struct Names {
    buses: Buses,
    /// The number of the first bus in the capture that is read, where buses have numbers.
    first: u8,
    /// By channel as read.
    list: Vec<Option<Bus>>,
}

impl Names {
    pub(super) const fn new(target: Target) -> Self {
        Self { buses: target.buses(), first: 1, list: Vec::new() }
    }

    /// Says that the capture that is read counts its buses from `first`; without this, from 1.
    pub(super) const fn count_from(&mut self, first: u8) {
        self.first = first;
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
        let own = self.place(name);
        match self.buses {
            Buses::Named => {
                let is_free =
                    |written: &String| !self.list.iter().flatten().any(|bus| bus.written == *written);
                let wanted = own.map_or_else(|| interface(name, channel), |place| format!("can{place}"));
                let is_kept = is_free(&wanted);
                let mut others = (0..=u8::MAX).map(|place| format!("can{place}")).filter(is_free);
                let written = if is_kept { wanted } else { others.next().unwrap_or_default() };
                let is_kept = is_kept && own.is_some() || written.strip_prefix("can") == Some(name);
                let is_renamed = !is_kept && written != name && !name.is_empty();
                Bus { read, channel, written, is_renamed }
            }
            Buses::Numbered { from } => {
                let is_free = |channel: &u8| !self.list.iter().flatten().any(|bus| bus.channel == *channel);
                let kept = own.filter(is_free);
                // As many numbers as there are channels, so one is free.
                let channel = kept.or_else(|| (0..=u8::MAX).find(is_free)).unwrap_or(channel);
                let written = (u16::from(channel) + u16::from(from)).to_string();
                let is_renamed = kept.is_none() && written != name && !name.is_empty();
                Bus { read, channel, written, is_renamed }
            }
        }
    }

    /// Which bus it is, from 0, that is called by a number or `can` and one.
    fn place(&self, name: &str) -> Option<u8> {
        let (digits, first) = match name.strip_prefix("can") {
            Some(digits) => (digits, 0),
            None => (name, self.first),
        };
        let number: u16 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        u8::try_from(number.checked_sub(first.into())?).ok()
    }

    /// A line for each bus that is called otherwise.
    pub(super) fn told(&self, target: Target) -> impl Iterator<Item = String> + '_ {
        let renamed = self.list.iter().flatten().filter(|bus| bus.is_renamed);
        renamed.map(move |Bus { read, written, .. }| match self.buses {
            Buses::Named => {
                format!("{} cannot hold the name of bus {read}: it is {written} there", target.name())
            }
            Buses::Numbered { .. } => format!("{} numbers buses: {read} is {written} there", target.name()),
        })
    }
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
        for (name, written) in [("vcan0", "vcan0"), ("my bus", "my_bus"), ("", "can7")] {
            assert_eq!(interface(name, 7), written);
        }
        assert_eq!(interface(&"x".repeat(64), 0).len(), 15);
    }

    /// What `names` become, of a capture whose buses are numbered from `first`, and how many of them are told.
    fn written(target: &str, first: u8, names: &[&str]) -> (Vec<String>, usize) {
        let target = Target::named(target).unwrap();
        let channels: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        let mut written = Names::new(target);
        written.count_from(first);
        let names =
            (0..).take(names.len()).map(|channel| written.of(channel, &channels).1.to_owned()).collect();
        (names, written.told(target).count())
    }

    #[test]
    fn the_first_bus_by_number_is_can0_by_name() {
        let cases = [
            ("asc", 1, vec!["2", "1"], vec!["2", "1"], 0),
            ("asc", 1, vec!["can1", "can0"], vec!["2", "1"], 0),
            ("asc", 0, vec!["0", "1"], vec!["1", "2"], 0),
            ("asc", 1, vec!["300", "body"], vec!["1", "2"], 2),
            ("gvret", 1, vec!["can0", "can1"], vec!["0", "1"], 0),
            ("gvret", 1, vec!["1", "2"], vec!["0", "1"], 0),
            ("gvret", 1, vec!["vcan0", "can0"], vec!["0", "1"], 2),
            ("candump", 1, vec!["1", "2"], vec!["can0", "can1"], 0),
            ("candump", 0, vec!["0", "1"], vec!["can0", "can1"], 0),
            // As SavvyCAN writes BusMaster logs, whose own first bus is 1.
            ("candump", 1, vec!["0", "1"], vec!["can0", "can1"], 0),
            ("gvret", 1, vec!["0"], vec!["0"], 0),
        ];
        for (target, first, names, expected, told) in cases {
            let expected = expected.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(written(target, first, &names), (expected, told), "{target} {names:?}");
        }
    }

    #[test]
    fn no_two_buses_become_one() {
        let (names, told) = written("candump", 1, &["my bus", "my_bus", "can0", "1", "0"]);
        assert_eq!(names, ["my_bus", "can0", "can1", "can2", "can3"]);
        assert_eq!(told, 5);
    }
}

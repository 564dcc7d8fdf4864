//! Which interface is which channel, by name and, until it is plugged in anew, by the kernel's index. Keeps what
//! belongs to one interface over all its comings and goings.

use super::batch::{Batch, Event, Link};
use super::clock::AdapterClock;
use super::links::CanLink;
use crate::frame::Time;

/// Channels there can be: [`Frame::channel`](crate::frame::Frame) is one byte.
pub(super) const MOST: usize = 256;

/// Indices remembered; each time an adapter is plugged in it gets a new one.
const MOST_INDICES: usize = 512;

/// One interface listened to.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) name: String,
    /// Frames received from it so far.
    pub(super) frames: u64,
    /// When the last of them was on the bus.
    pub(super) last: Option<Time>,
    pub(super) clock: AdapterClock,
    /// Whether there is no wire behind it.
    pub(super) is_virtual: bool,
    /// The state told last.
    told: Option<Link>,
}

impl Channel {
    fn new(name: String) -> Self {
        Self { name, frames: 0, last: None, clock: AdapterClock::default(), is_virtual: false, told: None }
    }
}

/// What an index of the kernel's stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One of ours.
    Channel(u8),
    /// An interface nobody asked for.
    Unwanted,
    /// An interface there is no channel left for.
    Overflow,
    /// Not seen yet.
    Unknown,
}

/// The interfaces listened to.
#[derive(Debug)]
pub(super) struct Channels {
    list: Vec<Channel>,
    /// Whether interfaces not named are listened to as well.
    any: bool,
    indices: Vec<(u32, Place)>,
}

impl Channels {
    /// The interfaces of these names, in this order; all there are and will be, if `any`.
    pub(super) fn new(names: &[String], any: bool) -> Self {
        let list = names.iter().cloned().map(Channel::new).collect();
        Self { list, any, indices: Vec::new() }
    }

    pub(super) fn get_mut(&mut self, channel: u8) -> Option<&mut Channel> {
        self.list.get_mut(usize::from(channel))
    }

    /// The names, by channel.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|channel| channel.name.as_str())
    }

    /// What `index` stands for.
    pub(super) fn place(&self, index: u32) -> Place {
        let known = self.indices.iter().find(|(known, _)| *known == index);
        known.map_or(Place::Unknown, |(_, place)| *place)
    }

    /// Says what an index stands for that is in no list: its interface is already gone.
    pub(super) fn forget(&mut self, index: u32) {
        self.set(index, Place::Unwanted);
    }

    /// Takes over the meaning of the indices in the kernel's list. Those no longer in it keep theirs: frames from
    /// them may still wait.
    pub(super) fn learn(&mut self, links: &[CanLink]) {
        if self.indices.len() > MOST_INDICES {
            self.indices.retain(|(index, _)| links.iter().any(|link| link.index == *index));
        }
        for link in links {
            let place = self.wanted(&link.name);
            if let Place::Channel(number) = place
                && let Some(channel) = self.get_mut(number)
            {
                channel.is_virtual = link.is_virtual();
            }
            self.set(link.index, place);
        }
    }

    /// Takes over the kernel's list and tells what changed.
    pub(super) fn update(&mut self, links: &[CanLink], batch: &mut Batch) {
        self.learn(links);
        for (channel, number) in self.list.iter_mut().zip(0..=u8::MAX) {
            let link = match links.iter().find(|link| link.name == channel.name) {
                Some(link) if link.up => Link::Up,
                Some(_) => Link::Down,
                None => Link::Gone,
            };
            tell(channel, number, link, batch);
        }
    }

    /// Tells that `number` went down, if that was not told; the list may already show it up again.
    pub(super) fn went_down(&mut self, number: u8, batch: &mut Batch) {
        if let Some(channel) = self.get_mut(number) {
            tell(channel, number, Link::Down, batch);
        }
    }

    fn wanted(&mut self, name: &str) -> Place {
        let known = self.list.iter().position(|channel| channel.name == name);
        let number = match known {
            Some(number) => number,
            None if !self.any => return Place::Unwanted,
            None => {
                if self.list.len() < MOST {
                    self.list.push(Channel::new(name.to_owned()));
                    self.list.len() - 1
                } else {
                    MOST
                }
            }
        };
        u8::try_from(number).map_or(Place::Overflow, Place::Channel)
    }

    fn set(&mut self, index: u32, place: Place) {
        match self.indices.iter_mut().find(|(known, _)| *known == index) {
            Some(known) => known.1 = place,
            None => self.indices.push((index, place)),
        }
    }
}

fn tell(channel: &mut Channel, number: u8, link: Link, batch: &mut Batch) {
    if channel.told != Some(link) {
        channel.told = Some(link);
        batch.tell(Event::Link { channel: number, link });
    }
}

#[cfg(test)]
mod tests {
    use super::super::links::Traffic;
    use super::*;

    fn link(index: u32, name: &str, up: bool) -> CanLink {
        CanLink { index, name: name.into(), up, kind: None, traffic: Traffic::default() }
    }

    fn told(channels: &mut Channels, links: &[CanLink]) -> Vec<(u8, Link)> {
        let mut batch = Batch::new();
        channels.update(links, &mut batch);
        let links = batch.events().filter_map(|event| match event {
            Event::Link { channel, link } => Some((channel, link)),
            Event::Loss(_) => None,
        });
        links.collect()
    }

    #[test]
    fn each_state_is_told_once_and_a_new_index_is_the_same_channel() {
        let mut channels = Channels::new(&["can0".into(), "can1".into()], false);
        assert_eq!(told(&mut channels, &[link(3, "can0", true)]), [(0, Link::Up), (1, Link::Gone)]);
        assert_eq!(told(&mut channels, &[link(3, "can0", true)]), []);
        assert_eq!(told(&mut channels, &[]), [(0, Link::Gone)]);
        assert_eq!(told(&mut channels, &[link(9, "can0", false)]), [(0, Link::Down)]);
        assert_eq!((channels.place(3), channels.place(9)), (Place::Channel(0), Place::Channel(0)));
    }

    #[test]
    fn interfaces_not_named_are_unwanted_unless_any_is_listened_to() {
        let links = [link(3, "can0", true), link(4, "vcan7", false)];
        let mut named = Channels::new(&["vcan7".into()], false);
        assert_eq!(told(&mut named, &links), [(0, Link::Down)]);
        assert_eq!(
            (named.place(3), named.place(4), named.place(5)),
            (Place::Unwanted, Place::Channel(0), Place::Unknown)
        );
        let mut any = Channels::new(&[], true);
        assert_eq!(told(&mut any, &links), [(0, Link::Up), (1, Link::Down)]);
        assert_eq!(any.names().collect::<Vec<_>>(), ["can0", "vcan7"]);
    }

    #[test]
    fn an_index_given_to_another_interface_changes_its_meaning() {
        let mut channels = Channels::new(&["a".into(), "b".into()], false);
        told(&mut channels, &[link(3, "a", true)]);
        told(&mut channels, &[link(3, "b", true)]);
        assert_eq!(channels.place(3), Place::Channel(1));
    }

    #[test]
    fn more_interfaces_than_channels_are_seen_as_such() {
        let mut channels = Channels::new(&[], true);
        let links: Vec<CanLink> = (1..=300).map(|index| link(index, &format!("v{index}"), true)).collect();
        assert_eq!(told(&mut channels, &links).len(), MOST);
        assert_eq!((channels.place(256), channels.place(257)), (Place::Channel(255), Place::Overflow));
    }

    #[test]
    fn indices_of_adapters_long_gone_are_forgotten() {
        let mut channels = Channels::new(&["can0".into()], false);
        for index in 1..5000 {
            told(&mut channels, &[link(index, "can0", true)]);
        }
        assert!(channels.indices.len() <= MOST_INDICES + 1);
        assert_eq!(channels.place(4999), Place::Channel(0));
    }

    #[test]
    fn a_moment_of_being_down_is_told_even_if_it_is_over() {
        let mut channels = Channels::new(&["can0".into()], false);
        told(&mut channels, &[link(3, "can0", true)]);
        let mut batch = Batch::new();
        channels.went_down(0, &mut batch);
        channels.update(&[link(3, "can0", true)], &mut batch);
        let expected = [Link::Down, Link::Up].map(|link| Event::Link { channel: 0, link });
        assert_eq!(batch.events().collect::<Vec<_>>(), expected);
    }
}

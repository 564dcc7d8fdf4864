//! The way to the car: whether it can be heard, how busy it is, what was lost and what is wrong.

use ratatui::style::Style;

use crate::bus::Link;
use crate::bus::error_frame::State;
use crate::report::{count, number};
use crate::screen::health::Bus;
use crate::screen::pen::Pen;
use crate::screen::scene::Scene;
use crate::screen::sheet::Sheet;
use crate::screen::theme::Theme;

/// Rows of a bus told in full.
const FULL: usize = 4;

pub(in crate::screen) fn draw(pen: &mut Pen<'_>, scene: &Scene) {
    let alarm = pen.theme().alarm();
    let mut sheet = Sheet::new(pen.width());
    let notices: u64 = scene.notices.counts().iter().map(|(_, times)| times).sum();
    if notices > 0 {
        sheet.words(0, &format!("input: {}", count(notices, "notice")), Theme::strong());
    }
    if scene.buses.is_empty() {
        sheet.words(0, "nothing heard yet", Theme::faint());
    }
    let is_full = scene.buses.len() * FULL + sheet.len() <= usize::from(pen.height());
    for bus in &scene.buses {
        if is_full || scene.buses.len() == 1 {
            full(&mut sheet, bus, alarm);
        } else {
            short(&mut sheet, bus, alarm);
        }
    }
    sheet.draw(pen, 0);
}

fn full(sheet: &mut Sheet, bus: &Bus, alarm: Style) {
    let name = if bus.name.is_empty() { "bus" } else { &bus.name };
    let mode = match bus.listen_only {
        Some(true) => ", listen-only",
        Some(false) => ", NOT listen-only",
        None => "",
    };
    let link = bus.link.map(|link| format!(": {link}")).unwrap_or_default();
    let style = if wrong_link(bus).is_some() { alarm } else { Theme::plain() };
    sheet.words(0, &format!("{name}{link}{mode}"), style);
    sheet.words(0, &traffic(bus), Theme::plain());
    if bus.lost > 0 || bus.errors > 0 {
        let words = format!("lost {}, errors {}", number(bus.lost), number(bus.errors));
        sheet.words(0, &words, alarm);
    } else if bus.link.is_some() {
        sheet.words(0, "nothing lost, no errors", Theme::plain());
    }
    let state = bus.state.map(|state| state.to_string());
    let bitrate = bus.bitrate.map(|rate| format!("{} kbit/s", f64::from(rate) / 1000.0));
    let parts: Vec<_> = state.into_iter().chain(bitrate).collect();
    let style = if wrong_state(bus).is_some() { alarm } else { Theme::plain() };
    sheet.words(0, &parts.join(", "), style);
}

/// One line: the worst first.
fn short(sheet: &mut Sheet, bus: &Bus, alarm: Style) {
    let lost = (bus.lost > 0).then(|| format!("lost {}", number(bus.lost)));
    let errors = (bus.errors > 0).then(|| format!("errors {}", number(bus.errors)));
    let link = wrong_link(bus).map(|link| link.to_string());
    let state = wrong_state(bus).map(|state| state.to_string());
    let mode = (bus.listen_only == Some(false)).then(|| "NOT listen-only".to_owned());
    let wrong: Vec<_> = [link, state, mode, lost, errors].into_iter().flatten().collect();
    let style = if wrong.is_empty() { Theme::plain() } else { alarm };
    let words = if wrong.is_empty() { traffic(bus) } else { wrong.join(", ") };
    sheet.words(0, &format!("{}: {words}", bus.name), style);
}

fn traffic(bus: &Bus) -> String {
    let rate = format!("{} frames/s", number(u64::from(bus.rate)));
    match bus.load {
        Some(load) if load.least == load.most => format!("{rate}, load {} %", load.least),
        Some(load) => format!("{rate}, load {}-{} %", load.least, load.most),
        None => rate,
    }
}

/// How the interface is, unless it is as it should be.
fn wrong_link(bus: &Bus) -> Option<Link> {
    bus.link.filter(|link| *link != Link::Up)
}

fn wrong_state(bus: &Bus) -> Option<State> {
    bus.state.filter(|state| *state != State::Active)
}

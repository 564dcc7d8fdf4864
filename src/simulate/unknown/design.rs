//! An unknown car as its makers laid it out: its messages with all that has nothing to do with doors. Where its doors
//! stand is `doors`.

use std::collections::BTreeSet;
use std::time::Duration;

use super::body::Habits;
use super::doors::Doors;
use super::field::Life;
use super::layout::Layout;
use super::level::Level;
use super::message::Message;
use super::truth::Truth;
use super::wire::Wire;
use crate::frame::CanId;
use crate::simulate::random::Random;

/// All that a seed decides.
#[derive(Debug, Clone)]
pub(super) struct Design {
    pub(super) habits: Habits,
    pub(super) messages: Vec<Message>,
    pub(super) wires: Vec<Wire>,
    pub(super) truth: Truth,
}

impl Design {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, 0xDE5);
        let habits = Habits::new(&mut random);
        let ids = identifiers(&mut random);
        let mut layouts: Vec<Layout> =
            ids.into_iter().map(|id| Layout::new(id, period(&mut random), &mut random)).collect();
        rest(&mut layouts, &mut random);
        let (wires, truth) = Doors::place(&mut layouts, &mut random);
        for layout in &mut layouts {
            fill(layout, &mut random);
        }
        let messages = layouts.into_iter().map(|layout| layout.message).collect();
        Self { habits, messages, wires, truth }
    }
}

/// 40 to 120 different identifiers; in one car of eight some are long.
fn identifiers(random: &mut Random) -> BTreeSet<CanId> {
    let count = 40 + random.place(81);
    let long = if random.chance(125) { random.below(700) } else { 0 };
    let mut ids = BTreeSet::new();
    while ids.len() < count {
        let bits = u32::try_from(random.bits() & 0xFFFF_FFFF).unwrap_or(0);
        // From 7E0 on answers of diagnosis are expected, and below 010 hardly anybody sends.
        ids.extend(if random.chance(long) {
            CanId::extended(bits & CanId::MAX_EXTENDED)
        } else {
            CanId::standard(0x010 + bits % 0x7D0)
        });
    }
    ids
}

/// Periods as common as in the captures of classic cars.
fn period(random: &mut Random) -> Duration {
    Duration::from_millis(match random.below(100) {
        0..2 => 10,
        2..12 => 20,
        12..18 => 40,
        18..25 => 50,
        25..64 => 100,
        64..74 => 200,
        74..84 => 500,
        _ => 1000,
    })
}

/// Some cars have units that sleep when nothing is done, and a few sleep altogether.
fn rest(layouts: &mut [Layout], random: &mut Random) {
    let share = match random.below(100) {
        0..5 => 1000,
        5..20 => 40 + random.below(260),
        _ => 0,
    };
    for layout in layouts {
        layout.message.rests = random.chance(share);
        layout.message.blank_first = random.chance(400);
        layout.message.hurries = random.chance(50).then(|| random.millis(5, 60));
    }
}

/// Gives a message its sensors, switches, clocks and constant bytes.
fn fill(layout: &mut Layout, random: &mut Random) {
    // Many messages hardly ever change, some are full of sensors.
    let lively = random.below(700);
    for _ in 0..random.below(7) {
        let page = layout.pages().map(|pages| random.place(pages));
        if !random.chance(lively) {
            layout.add(page, 8, Life::Constant, random);
        } else if !sensor(layout, page, random) {
            break;
        }
    }
    for _ in 0..random.below(4) {
        if random.chance(450) {
            let page = layout.pages().map(|pages| random.place(pages));
            layout.add(page, 1, chatter(random), random);
        }
    }
    for _ in 0..random.below(3) {
        layout.add(None, 8, Life::Constant, random);
    }
}

fn sensor(layout: &mut Layout, page: Option<usize>, random: &mut Random) -> bool {
    let (width, life) = match random.below(100) {
        // A temperature, a level, a pressure: a step now and then.
        0..25 => (8, Life::Walk(1 + random.below(30), 1)),
        25..40 => (16, Life::Walk(20 + random.below(500), 1 + random.below(6))),
        // An acceleration, a yaw rate, an engine that idles.
        40..55 => (16, Life::Noise(0x800, 1 + random.below(30))),
        55..65 => (8, Life::Noise(100 + random.below(60), 1 + random.below(3))),
        // A wheel that stands still.
        65..75 => (16, Life::Noise(0, 0)),
        75..81 => (8, Life::Supply(120 + random.below(20), random.below(2), 1 + random.below(4))),
        81..85 => (8, Life::Ramp(Level::RoomLamp, 1 + random.below(60))),
        85..90 => (8, Life::Clock(Duration::from_secs(1))),
        90..93 => (16, Life::Clock(Duration::from_millis(100 + random.below(900)))),
        93..95 => (8, Life::Clock(Duration::from_secs(60))),
        95..97 => (2, Life::Counter),
        _ => (8, Life::Counter),
    };
    layout.add(page, width, life, random)
}

/// A compressor, a fan, a valve, a lamp that nobody asked for: from every few seconds to once a minute.
fn chatter(random: &mut Random) -> Life {
    let off = random.millis(1_500, 60_000);
    let on = if random.chance(500) { random.millis(200, 3_000) } else { random.millis(1_500, 60_000) };
    Life::Chatter(off, on)
}

//! Where the openings, the locks and what goes with them stand on the bus of an unknown car, if they do.

use std::time::Duration;

use super::layout::Layout;
use super::level::{Level, SWITCHES};
use super::truth::{Carrier, Trait, Truth};
use super::wire::{Shape, Wire};
use crate::body::{Fact, Lock, Opening};
use crate::simulate::random::Random;

/// What of the body can be heard on this bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// A gateway keeps all of it away.
    Nothing,
    /// Lamps and the like, and that some door is open, but not which.
    Hints,
    /// Some of the openings.
    Some,
    /// All.
    All,
}

/// Which messages tell of the doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// One unit tells all.
    Central,
    /// Each door has its own message, all alike.
    Modules,
    /// Here and there.
    Scattered,
}

/// How a switch is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    /// Two bits, one the opposite of the other.
    TwoBit,
    /// Two bits, the lower set only on the way.
    Passing,
}

/// Places signals of the body in messages.
#[derive(Debug)]
pub(super) struct Doors<'a> {
    layouts: &'a mut [Layout],
    random: &'a mut Random,
    wires: Vec<Wire>,
    carriers: Vec<(Fact, Carrier)>,
    /// The messages of body units, the chief first.
    units: Vec<usize>,
    style: Style,
    coding: Coding,
    /// How many signals in a thousand are told by a zero.
    inverts: u64,
    bounces: u8,
}

impl<'a> Doors<'a> {
    /// Places all that this car tells of its body.
    pub(super) fn place(layouts: &'a mut [Layout], random: &'a mut Random) -> (Vec<Wire>, Truth) {
        let heard = match random.below(1000) {
            0..80 => Heard::Nothing,
            80..110 => Heard::Hints,
            110..330 => Heard::Some,
            _ => Heard::All,
        };
        let two_doors = random.chance(120);
        let mut doors = Self::new(layouts, random);
        if heard != Heard::Nothing {
            doors.hints();
        }
        if matches!(heard, Heard::Some | Heard::All) {
            doors.openings(heard, two_doors);
            if doors.random.chance(800) {
                doors.locks();
            }
        }
        doors.mark_copies();
        (doors.wires, Truth::new(doors.carriers, two_doors))
    }

    fn new(layouts: &'a mut [Layout], random: &'a mut Random) -> Self {
        let style = match random.below(4) {
            0 => Style::Modules,
            1 => Style::Scattered,
            _ => Style::Central,
        };
        let coding = match random.below(100) {
            0..18 => Coding::TwoBit,
            18..26 => Coding::Passing,
            _ => Coding::Plain,
        };
        let inverts = match random.below(100) {
            0..70 => 0,
            70..85 => 1000,
            _ => 500,
        };
        let bounces = if random.chance(250) { 1 + random.byte(3) } else { 0 };
        let mut units: Vec<usize> = Vec::new();
        while units.len() < 6 {
            let unit = random.place(layouts.len());
            if !units.contains(&unit) {
                units.push(unit);
                let message = &mut layouts[unit].message;
                message.period = Duration::from_millis([50, 100, 100, 100, 200][random.place(5)]);
                message.hurries = random.chance(500).then(|| random.millis(5, 60));
            }
        }
        Self {
            layouts,
            random,
            wires: Vec::new(),
            carriers: Vec::new(),
            units,
            style,
            coding,
            inverts,
            bounces,
        }
    }

    /// All that moves with doors and locks and is neither.
    fn hints(&mut self) {
        let likely = [
            (Level::AnyDoor, 500),
            (Level::AnyOpening, 300),
            (Level::RoomLamp, 600),
            (Level::PuddleLeft, 300),
            (Level::PuddleRight, 300),
            (Level::Flash, 700),
            (Level::Armed, 500),
            (Level::LockMotor, 300),
            (Level::UnlockMotor, 300),
            (Level::Greeting, 250),
            (Level::Awake, 300),
        ];
        for (level, per_mille) in likely {
            while self.random.chance(per_mille) {
                let unit = self.any_unit();
                self.wire(level, unit, Coding::Plain, Shape::Clean);
                // A second lamp, or a second unit that tells of it.
                if !self.random.chance(200) {
                    break;
                }
            }
        }
        for switch in 0..SWITCHES {
            if self.random.chance(500) {
                let unit = self.any_unit();
                self.wire(Level::Touched(switch), unit, Coding::Plain, Shape::Clean);
            }
        }
    }

    fn openings(&mut self, heard: Heard, two_doors: bool) {
        let openings = Opening::ALL
            .into_iter()
            .filter(|opening| !(two_doors && matches!(opening, Opening::RearLeft | Opening::RearRight)));
        // What a meter, or whoever else needs to know, repeats.
        let meter = self.random.chance(250).then(|| self.random.place(self.layouts.len()));
        let (bit, scattered) = (self.random.byte(64), self.random.chance(500));
        for (number, opening) in openings.enumerate() {
            let likely = match (heard, opening) {
                (Heard::Some, _) => 550,
                (_, Opening::Bonnet) => 400,
                (_, Opening::Tailgate) => 930,
                _ => 1000,
            };
            if !self.random.chance(likely) {
                continue;
            }
            let level = Level::Open(opening);
            let shape = match self.bounces {
                0 => Shape::Clean,
                most => Shape::Bounces(most),
            };
            let unit = match self.style {
                Style::Central => self.units[0],
                Style::Modules => self.units[number],
                Style::Scattered => self.any_unit(),
            };
            let alike = self.style == Style::Modules && !scattered && self.coding == Coding::Plain;
            if !(alike && self.wire_at(level, unit, bit, shape)) {
                self.wire(level, unit, self.coding, shape);
            }
            let copy =
                meter.or_else(|| self.random.chance(60).then(|| self.random.place(self.layouts.len())));
            if let Some(copy) = copy.filter(|copy| *copy != unit) {
                self.wire(level, copy, Coding::Plain, Shape::Clean);
            }
        }
    }

    fn locks(&mut self) {
        let unit = if self.random.chance(600) { self.units[0] } else { self.any_unit() };
        let coding = if self.random.chance(250) { Coding::TwoBit } else { Coding::Plain };
        let levels: &[Level] = if self.random.chance(350) {
            &[Level::AllLocked]
        } else {
            &[Level::Locked(Lock::Driver), Level::Locked(Lock::Others)]
        };
        for level in levels {
            self.wire(*level, unit, coding, Shape::Clean);
            if self.random.chance(100) {
                let copy = self.any_unit();
                self.wire(*level, copy, Coding::Plain, Shape::Clean);
            }
        }
        if self.random.chance(300) {
            let unit = self.any_unit();
            self.wire(Level::Commanded, unit, Coding::Plain, Shape::Clean);
        }
    }

    fn any_unit(&mut self) -> usize {
        self.units[self.random.place(self.units.len())]
    }

    /// Places a signal anywhere in a message; nowhere if that is full.
    fn wire(&mut self, level: Level, message: usize, coding: Coding, shape: Shape) {
        let pages = self.layouts[message].pages();
        let page = pages.filter(|_| self.random.chance(700)).map(|pages| self.random.place(pages));
        let (width, step) = if coding == Coding::Plain { (1, 1) } else { (2, 2) };
        let Some(at) = self.layouts[message].take(page, width, step, self.random) else { return };
        let upper = at + width - 1;
        let lag = self.random.millis(10, 300);
        let inverted = coding == Coding::Plain && self.random.chance(self.inverts);
        let wire = Wire { level, message, page, bit: upper, inverted, lag, shape };
        match coding {
            Coding::Plain => self.connect(wire, &[]),
            Coding::TwoBit => {
                let flipped = self.random.chance(500);
                self.connect(Wire { inverted: flipped, ..wire.clone() }, &[Trait::TwoBit]);
                self.connect(Wire { inverted: !flipped, bit: at, ..wire }, &[Trait::TwoBit]);
            }
            Coding::Passing => {
                let way = Shape::Passes(self.random.millis(120, 450));
                self.connect(Wire { bit: at, shape: way, ..wire.clone() }, &[]);
                self.connect(Wire { lag: lag + Duration::from_millis(60), ..wire }, &[Trait::Passing]);
            }
        }
    }

    /// Places a signal at this bit; `false` if that is taken.
    fn wire_at(&mut self, level: Level, message: usize, bit: u8, shape: Shape) -> bool {
        let fits = self.layouts[message].take_at(None, bit, 1);
        if fits {
            let inverted = self.inverts == 1000;
            let lag = self.random.millis(10, 300);
            self.connect(Wire { level, message, page: None, bit, inverted, lag, shape }, &[]);
        }
        fits
    }

    fn connect(&mut self, wire: Wire, traits: &[Trait]) {
        let facts: &[Fact] = match wire.level {
            _ if !wire.settles() => &[],
            Level::Open(opening) => &[Fact::Open(opening)],
            Level::Locked(lock) => &[Fact::Locked(lock)],
            Level::AllLocked => &[Fact::Locked(Lock::Driver), Fact::Locked(Lock::Others)],
            Level::Commanded => &[Fact::Commanded(Lock::Driver), Fact::Commanded(Lock::Others)],
            _ => &[],
        };
        let message = &self.layouts[wire.message].message;
        let mut traits = traits.to_vec();
        let also = [
            (wire.page.is_some(), Trait::Paged),
            (matches!(wire.shape, Shape::Bounces(_)), Trait::Bounces),
            (wire.inverted, Trait::Inverted),
            (message.guard.is_some(), Trait::Guarded),
            (message.rests, Trait::Rests),
        ];
        traits.extend(also.into_iter().filter(|(has, _)| *has).map(|(_, one)| one));
        let page = wire.page.and_then(|page| message.pages.get(page)).copied();
        for fact in facts {
            let carrier = Carrier {
                id: message.id,
                bit: wire.bit,
                when_true: !wire.inverted,
                page,
                traits: traits.clone(),
            };
            self.carriers.push((*fact, carrier));
        }
        self.wires.push(wire);
    }

    fn mark_copies(&mut self) {
        let places: Vec<_> = self.carriers.iter().map(|(fact, carrier)| (*fact, carrier.id)).collect();
        for (fact, carrier) in &mut self.carriers {
            if places.iter().any(|(other, id)| other == fact && *id != carrier.id) {
                carrier.traits.push(Trait::Copied);
            }
        }
    }
}

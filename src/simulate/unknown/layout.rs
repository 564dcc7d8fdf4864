//! Finding room in a message for one more field: which bits are still free, page by page.

use std::time::Duration;

use super::field::{Field, Life};
use super::message::{Guard, Message, Voice};
use crate::frame::{CanId, Time};
use crate::simulate::random::Random;

/// A message in the making.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) message: Message,
    /// Bits taken, page by page.
    taken: Vec<u64>,
}

impl Layout {
    /// An empty message with its counter, guard and pages, if it has them.
    pub(super) fn new(id: CanId, period: Duration, random: &mut Random) -> Self {
        let length = if random.chance(750) { 8 } else { 2 + random.place(7) };
        let pages = if length >= 4 && random.chance(100) { selectors(random) } else { Vec::new() };
        let guard = (length >= 3 && random.chance(220)).then(|| {
            let first = random.bits().to_le_bytes()[0];
            match random.below(4) {
                0 => Guard::Xor(first),
                1 => Guard::Sum(first),
                2 => Guard::Crc(0x1D, 0xFF),
                _ => Guard::Crc(0x2F, first),
            }
        });
        let mut taken = vec![0; pages.len().max(1)];
        for page in &mut taken {
            // What lies behind the end, below the guard, and in the selecting byte cannot be used.
            *page |= if length < 8 { u64::MAX << (8 * length) } else { 0 };
            *page |= if guard.is_some() { 0xFF << (8 * (length - 1)) } else { 0 };
            *page |= if pages.is_empty() { 0 } else { 0xFF };
        }
        let message = Message {
            id,
            period,
            length,
            held: vec![0; taken.len()],
            pages,
            guard,
            fields: Vec::new(),
            rests: false,
            blank_first: false,
            hurries: None,
            page: 0,
            voice: Voice::Speaks,
        };
        let mut layout = Self { message, taken };
        if random.chance(400) {
            let width = if random.chance(700) { 4 } else { 8 };
            layout.add(None, width, Life::Counter, random);
        }
        layout
    }

    /// How many pages it has; `None` if every frame holds the same fields.
    pub(super) fn pages(&self) -> Option<usize> {
        (!self.message.pages.is_empty()).then_some(self.message.pages.len())
    }

    /// Takes `width` adjacent bits of a page, or of all, that begin at a multiple of `step`: the lowest of them.
    pub(super) fn take(
        &mut self,
        page: Option<usize>,
        width: u8,
        step: u8,
        random: &mut Random,
    ) -> Option<u8> {
        let places = 64 / step;
        let begin = random.byte(places);
        let free = (0..places).map(|place| (begin + place) % places * step).find(|at| {
            let fits = at + width <= 64 && (width > 8 || at / 8 == (at + width - 1) / 8);
            fits && self.pages_of(page).all(|taken| taken & (ones(width) << at) == 0)
        });
        let at = free?;
        self.occupy(page, at, width);
        Some(at)
    }

    /// Takes these bits if they are free.
    pub(super) fn take_at(&mut self, page: Option<usize>, at: u8, width: u8) -> bool {
        let free = self.pages_of(page).all(|taken| taken & (ones(width) << at) == 0);
        if free {
            self.occupy(page, at, width);
        }
        free
    }

    /// Adds a field where there is room; `false` if there is none.
    pub(super) fn add(&mut self, page: Option<usize>, width: u8, life: Life, random: &mut Random) -> bool {
        let step = match width {
            1 => 1,
            2..=4 => 4,
            _ => 8,
        };
        let Some(at) = self.take(page, width, step, random) else { return false };
        let value = match life {
            Life::Noise(middle, _) | Life::Supply(middle, ..) => middle,
            Life::Ramp(..) => 0,
            _ => random.bits() & ones(width),
        };
        let wait = match life {
            Life::Chatter(off, _) => random.millis(0, u64::try_from(off.as_millis()).unwrap_or(0)),
            Life::Clock(beat) => beat,
            _ => Duration::ZERO,
        };
        let swapped = width == 16 && random.chance(700);
        let next = Time::ZERO.after(wait);
        let value = if matches!(life, Life::Chatter(..)) { 0 } else { value };
        self.message.fields.push(Field { page, at, width, swapped, life, value, next });
        true
    }

    fn pages_of(&self, page: Option<usize>) -> impl Iterator<Item = u64> {
        let pages = self.taken.iter().enumerate();
        pages.filter(move |(number, _)| page.is_none_or(|page| page == *number)).map(|(_, taken)| *taken)
    }

    fn occupy(&mut self, page: Option<usize>, at: u8, width: u8) {
        let pages = self.taken.iter_mut().enumerate();
        for (_, taken) in pages.filter(|(number, _)| page.is_none_or(|page| page == *number)) {
            *taken |= ones(width) << at;
        }
    }
}

/// What the first byte of a message with pages says in turn.
fn selectors(random: &mut Random) -> Vec<u8> {
    let first = if random.chance(500) { 0 } else { random.bits().to_le_bytes()[0] };
    let step = if random.chance(700) { 1 } else { 16 };
    (0..2 + random.below(4))
        .map(|page| first.wrapping_add(page.to_le_bytes()[0].wrapping_mul(step)))
        .collect()
}

const fn ones(width: u8) -> u64 {
    if width >= 64 { u64::MAX } else { (1 << width) - 1 }
}

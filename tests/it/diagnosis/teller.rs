//! A scenario written step by step, with times and choices that a seed decides.

use std::fmt::Write;

/// Chance, the same for ever.
pub(super) struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        // SplitMix64, as published by Steele, Lea and Flood.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of the list.
    pub(super) fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.next() % list.len() as u64).unwrap()]
    }

    /// A number below `most`.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }
}

/// A story being told.
pub(super) struct Teller {
    pub(super) chance: Chance,
    seed: u64,
    /// Tenths of a second.
    now: u64,
    head: String,
    steps: String,
}

impl Teller {
    pub(super) fn new(kind: usize, seed: u64) -> Self {
        Self {
            chance: Chance(seed.wrapping_mul(1_000_003).wrapping_add(kind as u64)),
            seed,
            now: 5,
            head: String::new(),
            steps: String::new(),
        }
    }

    /// Whether nothing happens that the bus tells.
    pub(super) fn is_silent(&self) -> bool {
        self.steps.is_empty()
    }

    /// A line before the first step.
    pub(super) fn head(&mut self, line: &str) {
        writeln!(self.head, "{line}").unwrap();
    }

    /// A step, some seconds after the last.
    pub(super) fn then(&mut self, seconds: u64, step: &str) {
        self.now += seconds * 10 + self.chance.below(6);
        writeln!(self.steps, "{}.{} {step}", self.now / 10, self.now % 10).unwrap();
    }

    /// The whole of it, on that car.
    pub(super) fn ends(mut self, car: &str) -> String {
        self.then(12, "end");
        format!("car {car}\nseed {}\n{}{}", self.seed, self.head, self.steps)
    }

    /// Sets the fault, with its end so many seconds later.
    pub(super) fn fault(&mut self, seconds: u64, fault: &str, lasts: u64) {
        self.now += seconds * 10 + self.chance.below(6);
        let end = self.now + lasts * 10;
        writeln!(
            self.steps,
            "{}.{} fault {fault} until {}.{}",
            self.now / 10,
            self.now % 10,
            end / 10,
            end % 10
        )
        .unwrap();
    }
}

//! Cars that nobody has documented, made up from a number: what their messages hold, how their bodies behave, and a
//! person who opens and locks them by hand. It also says where each fact truly stands; nobody learns here.
//!
//! The same seed gives the same car for ever. Seeds below [`FIRST_JUDGING`] are for trying and tuning; those from there on
//! are for judging alone, and nothing may be fitted to a single one of them.

mod action;
mod body;
mod car;
mod design;
mod doors;
mod field;
mod layout;
mod level;
mod message;
mod person;
mod session;
mod truth;
mod wire;

pub use action::Action;
pub use car::Car;
pub use session::{Mark, Session};
pub use truth::{Carrier, Trait, Truth};

/// The first seed that is kept for judging what learns.
pub const FIRST_JUDGING: u64 = 10_000;

/// An unknown car: all that its seed decides.
#[derive(Debug, Clone)]
pub struct Unknown {
    seed: u64,
    design: design::Design,
}

impl Unknown {
    /// The car of `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, design: design::Design::new(seed) }
    }

    /// Where each fact stands on its bus.
    pub const fn truth(&self) -> &Truth {
        &self.design.truth
    }

    /// The car, standing with all shut and unlocked, to do things to. Its time begins at zero.
    pub fn car(&self) -> Car {
        Car::new(self.seed, &self.design)
    }

    /// A person with this car: first nothing for some 20 s, then every opening and the locks three times each, with marks
    /// that are up to half a second early and up to a second late.
    pub fn session(&self) -> Session {
        Session::new(self.seed, self.design.truth.two_doors(), self.car())
    }
}

//! Every cause: what is broken on such cars, and what looks broken and is not. Each stands in the file of its theme.
//!
//! To add one: an entry in the list of its theme. Nothing else names it.

mod buttons;
mod cables;
mod design;
mod fobs;
mod jams;
mod latches;
mod left_so;
mod modules;
mod motors;
mod power;
mod switches;
mod units;
mod wiring;

use super::cause::Cause;

const THEMES: &[&[Cause]] = &[
    switches::CAUSES,
    wiring::CAUSES,
    motors::CAUSES,
    cables::CAUSES,
    latches::CAUSES,
    jams::CAUSES,
    buttons::CAUSES,
    power::CAUSES,
    fobs::CAUSES,
    modules::CAUSES,
    units::CAUSES,
    design::CAUSES,
    left_so::CAUSES,
];

/// Every cause, in the order in which people read them.
pub fn all() -> impl Iterator<Item = &'static Cause> {
    THEMES.iter().copied().flatten()
}

/// The cause of that id.
pub fn by_id(id: &str) -> Option<&'static Cause> {
    all().find(|cause| cause.id == id)
}

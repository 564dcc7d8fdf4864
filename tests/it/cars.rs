//! Cars: the files of `dbc/`, and what is made of anyone's.

mod answers;
mod files;
mod foreign;
mod listening;
mod recognising;

use std::sync::LazyLock;

use doorjamb::car::Car;
use doorjamb::frame::{CanId, Flags, Frame, Time};

/// The embedded cars, loaded once for all tests.
fn embedded() -> &'static [Car] {
    static CARS: LazyLock<Vec<Car>> =
        LazyLock::new(|| Car::embedded().map(|name| Car::by_name(name).unwrap().unwrap()).collect());
    &CARS
}

fn named(name: &str) -> &'static Car {
    embedded().iter().find(|car| car.name() == name).unwrap_or_else(|| panic!("no car {name}"))
}

/// A frame of an 11-bit identifier, or an answer under the longer one by which its car's file calls it.
fn frame(millis: i64, id: u32, payload: &[u8]) -> Frame {
    let time = Time::from_nanos(millis * 1_000_000);
    let (id, flags) = match CanId::standard(id) {
        Some(id) => (id, Flags::empty()),
        None => (CanId::extended(id).unwrap(), Flags::ANSWER),
    };
    Frame::new(time, id, flags, payload).unwrap()
}

//! Cars: the files of `dbc/`, and what is made of anyone's.

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

/// A frame of an 11-bit identifier.
fn frame(millis: i64, id: u32, payload: &[u8]) -> Frame {
    let time = Time::from_nanos(millis * 1_000_000);
    Frame::new(time, CanId::standard(id).unwrap(), Flags::empty(), payload).unwrap()
}

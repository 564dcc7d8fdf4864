//! The loop: time is an argument, so how often it is advanced changes nothing.

mod machines;
mod real;
mod ticks;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use doorjamb::body::Handedness;
use doorjamb::car::Car;
use doorjamb::frame::{CanId, Flags, Frame, Origin, SourceId, Time};
use doorjamb::monitor::{Monitor, Output};

/// An embedded car, loaded once.
fn car(name: &str) -> Arc<Car> {
    static CARS: Mutex<BTreeMap<String, Arc<Car>>> = Mutex::new(BTreeMap::new());
    let load = || Arc::new(Car::by_name(name).expect("an embedded car").expect("its DBC loads"));
    Arc::clone(CARS.lock().unwrap().entry(name.to_owned()).or_insert_with(load))
}

/// A monitor for an embedded car, left-hand drive.
fn monitor(name: &str) -> Monitor {
    Monitor::new(&car(name), Handedness::Left)
}

/// A frame of an 11-bit identifier at a time in microseconds.
fn frame(micros: i64, id: u32, payload: &[u8]) -> Frame {
    let id = CanId::standard(id).expect("an 11-bit identifier");
    Frame::new(Time::from_nanos(micros * 1000), id, Flags::empty(), payload).expect("it fits")
}

/// Everything that comes of the frames, each numbered as a line, with a tick every so many microseconds between them.
fn run(monitor: &mut Monitor, frames: &[Frame], tick: Option<i64>) -> Vec<Output> {
    let mut out = Vec::new();
    let mut clock: Option<i64> = None;
    for (line, frame) in frames.iter().enumerate() {
        let mut frame = frame.clone();
        frame.origin = Origin { source: SourceId(0), line: line as u64 + 1 };
        let now = frame.time.as_nanos();
        if let (Some(tick), Some(last)) = (tick, clock) {
            let mut at = last;
            while at < now {
                monitor.advance(Time::from_nanos(at));
                at += tick * 1000;
            }
        }
        monitor.feed(&frame);
        out.extend(monitor.drain());
        clock = Some(now);
    }
    out
}

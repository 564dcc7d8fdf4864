//! The simulator from outside: its language, the rhythm of its bus, how its car behaves, and that the captures in
//! `captures/` are made by their scenarios.

mod behaviour;
mod captures;
mod faults;
mod language;
mod readme;
mod rhythm;
mod stories;
mod units;
mod unknown;

use doorjamb::capture::candump::Writer;
use doorjamb::frame::{CanId, Frame};
use doorjamb::simulate::{Scenario, Simulation};

/// Every frame of a story.
fn frames(text: &str) -> Vec<Frame> {
    let scenario = Scenario::parse("story", text).unwrap_or_else(|error| panic!("{error}"));
    frames_of(&scenario)
}

fn frames_of(scenario: &Scenario) -> Vec<Frame> {
    let mut simulation = Simulation::new(scenario).unwrap_or_else(|error| panic!("{error}"));
    let mut frame = Frame::empty();
    let mut frames = Vec::new();
    while simulation.next(&mut frame) {
        frames.push(frame.clone());
    }
    frames
}

/// The recording as a candump log.
fn log(frames: &[Frame]) -> String {
    let mut writer = Writer::new(Vec::new());
    for frame in frames {
        writer.write(frame, "can0").expect("a vector takes everything");
    }
    String::from_utf8(writer.into_inner()).expect("candump is ASCII")
}

fn id(value: u32) -> CanId {
    CanId::standard(value).expect("11 bits")
}

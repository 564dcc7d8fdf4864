//! Any text is refused as a scenario, or plays; the marks it makes are understood by who reads marks.
#![no_main]

use doorjamb::capture::marks::Marks;
use doorjamb::frame::{Frame, SourceId};
use doorjamb::simulate::{Scenario, Simulation};

/// Frames of one story that are looked at: several seconds of a car.
const FRAMES: usize = 2000;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(scenario) = Scenario::parse("fuzz", text) else { return };
    if let Some(marks) = scenario.marks() {
        assert_eq!(Marks::parse(marks.as_bytes(), SourceId(1)).notices, []);
    }
    let Ok(mut simulation) = Simulation::new(&scenario) else { return };
    let mut frame = Frame::empty();
    for _ in 0..FRAMES {
        if !simulation.next(&mut frame) {
            break;
        }
    }
});

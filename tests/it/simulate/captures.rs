//! Scenario and capture are both committed: one makes the other, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use doorjamb::car::Car;
use doorjamb::frame::Frame;
use doorjamb::simulate::{Scenario, Simulation};

use super::{frames_of, log};

/// Captures stay small enough to be read by a person and kept for ever.
const LARGEST: usize = 200_000;

/// Every scenario in `captures/`, in order of name.
pub(super) fn scenarios() -> Vec<PathBuf> {
    scenarios_in("captures")
}

fn scenarios_in(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("captures/ can be listed")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "scenario"))
        .collect();
    found.sort();
    found
}

/// With `DOORJAMB_BLESS` set, writes the captures instead: for a new scenario, or a changed car.
#[test]
fn every_scenario_makes_the_capture_beside_it() {
    let scenarios = scenarios();
    assert!(scenarios.len() > 30, "only {} scenarios found", scenarios.len());
    let asked = scenarios_in("captures/asked");
    assert!(asked.len() > 1, "only {} scenarios of asking found", asked.len());
    for path in scenarios.into_iter().chain(asked) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a UTF-8 name");
        let text = fs::read_to_string(&path).expect("a scenario is text");
        let scenario = Scenario::parse(name, &text).unwrap_or_else(|error| panic!("{error}"));
        let frames = frames(&scenario, &path);
        let made = [("log", Some(log(&frames))), ("marks", scenario.marks())];
        for (extension, made) in made {
            let beside = path.with_extension(extension);
            if std::env::var_os("DOORJAMB_BLESS").is_some() {
                if let Some(made) = made {
                    fs::write(&beside, made).expect("captures/ can be written");
                }
                continue;
            }
            let kept = fs::read_to_string(&beside).ok();
            let size = kept.as_ref().map_or(0, String::len);
            assert!(size < LARGEST, "{}: {size} bytes", beside.display());
            assert!(kept == made, "{} is not what {name} makes", beside.display());
        }
    }
}

/// The frames of a story, whose car may lie beside it.
fn frames(scenario: &Scenario, path: &Path) -> Vec<Frame> {
    if Path::new(&scenario.settings.car).extension().is_none() {
        return frames_of(scenario);
    }
    let bytes = fs::read(path.with_file_name(&scenario.settings.car)).expect("the car lies beside its story");
    let car = Car::load(&scenario.settings.car, &bytes).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(car.repairs(), [], "{}", path.display());
    let mut simulation = Simulation::with_car(scenario, &car);
    let mut frame = Frame::empty();
    std::iter::from_fn(|| simulation.next(&mut frame).then(|| frame.clone())).collect()
}

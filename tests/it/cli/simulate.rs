//! `simulate`: scenarios become captures.

use std::fs;

use super::{run, run_with};

const SCENARIO: &[u8] =
    b"car nissan_qashqai_j10\nstart awake\n2 driver-door open\n4 mark driver-door closed\n6 driver-door close\n";

#[test]
fn the_same_scenario_and_seed_always_give_the_same_capture() {
    let first = run_with(["simulate", "-"], SCENARIO);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert!(first.out.starts_with("(1700000000."), "{}", &first.out[..80]);
    assert_eq!(run_with(["simulate", "-"], SCENARIO).out, first.out);
    assert_eq!(run_with(["simulate", "--seed", "0", "-"], SCENARIO).out, first.out);
    assert_ne!(run_with(["simulate", "--seed", "1", "-"], SCENARIO).out, first.out);
}

#[test]
fn a_simulated_capture_replays_with_its_marks() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("x.scenario");
    fs::write(&scenario, SCENARIO).unwrap();
    let log = folder.path().join("x.log");
    let [scenario, path] = [&scenario, &log].map(|path| path.to_str().unwrap());
    let ran = run(["simulate", scenario, "-o", path]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(&log).unwrap(), run(["simulate", scenario]).out);
    assert!(fs::read_to_string(folder.path().join("x.marks")).unwrap().contains("front-left closed"));
    let replayed = run(["replay", path]);
    assert!(replayed.out.contains("front-left door opens"), "{}", replayed.out);
    assert!(replayed.out.contains("x.marks:1"), "{}", replayed.out);
}

#[test]
fn a_scenario_that_says_nothing_known_is_answered_with_its_line() {
    let ran = run_with(["simulate", "-"], b"car nissan_qashqai_j10\n2 driver-door opne\n");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("standard input:2: ") && ran.err.contains("open"), "{}", ran.err);
    let ran = run_with(["simulate", "-"], b"car nissan_qashqai_j1O\n");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nissan_qashqai_j10"), "{}", ran.err);
    assert_eq!(run(["simulate", "/nowhere/x.scenario"]).code, 2);
    assert_eq!(run(["simulate"]).code, 2);
}

#[test]
fn everything_a_scenario_can_say_is_printed() {
    let ran = run(["simulate", "--grammar"]);
    assert_eq!(ran.code, 0);
    for section in doorjamb::simulate::grammar() {
        assert!(ran.out.contains(section.title));
        for entry in section.entries {
            assert!(ran.out.contains(&format!("  {}{}\n", section.begins, entry.form)), "{}", entry.form);
        }
    }
}

#[test]
fn an_unknown_car_is_written_with_its_marks_and_the_truth_about_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("x.log");
    let ran = run(["simulate", "--unknown", "7", "-o", log.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert!(fs::read_to_string(&log).unwrap().lines().count() > 20_000);
    let marks = fs::read_to_string(folder.path().join("x.marks")).unwrap();
    assert!(marks.lines().any(|line| line.ends_with(") tailgate open")), "{marks}");
    let truth = fs::read_to_string(folder.path().join("x.truth")).unwrap();
    assert!(truth.lines().any(|line| line.starts_with("tailgate.open ")), "{truth}");
    assert_eq!(run(["simulate", "--unknown", "7", "--seed", "1"]).code, 2);
}

//! `ask`, `live --ask` and `simulate --serve` as far as no bus is needed: what they refuse, and how they say so.

use std::fs;

use super::run;

const METER: &str = "captures/asked/meter-against-bcm";

#[test]
fn an_interface_that_is_not_there_is_told_of_and_nothing_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("x.log");
    for name in ["nowhere9", "lo"] {
        let ran = run(["ask", name, "--record", record.to_str().unwrap()]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("error: {name}: n")), "{}", ran.err);
        assert!(!record.exists());
        let ran = run(["live", name, "--ask", "--plain"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        let scenario = format!("{METER}.scenario");
        let ran = run(["simulate", &scenario, "--serve", name]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    }
}

#[test]
fn questions_go_to_one_interface_that_is_named() {
    for interfaces in [&["any"][..], &["can0", "can1"]] {
        let ran = run([&["live", "--ask"], interfaces].concat());
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("name the one that the car is on"), "{}", ran.err);
    }
}

#[test]
fn rates_that_no_car_should_be_asked_at_are_refused() {
    for rate in ["0", "0.4", "11", "-1", "fast"] {
        let ran = run(["live", "nowhere9", "--ask", &format!("--ask-rate={rate}")]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("give 0.5 to 10 questions a second"), "{}", ran.err);
    }
    assert!(run(["live", "nowhere9", "--ask-while-driving"]).err.contains("--ask"));
}

#[test]
fn a_scenario_may_name_the_file_of_its_car_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let capture = folder.path().join("x.log");
    let scenario = format!("{METER}.scenario");
    let ran = run(["simulate", &scenario, "--output", capture.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(fs::read(&capture).unwrap(), fs::read(format!("{METER}.log")).unwrap());
    let ran = run(["simulate", &scenario, "--car", "nissan_qashqai_j10"]);
    assert!(ran.out.contains(" 745#0221") && !ran.out.contains(" 743#"), "another car is asked other things");
}

#[test]
fn what_can_be_asked_of_a_car_is_listed_with_its_grade() {
    let ran = run(["cars", "nissan_qashqai_j10"]);
    assert!(
        ran.out.contains("door.front-left.open    21 47     0.3      grade C  DOOR_47_DRIVER (BCM)"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("  21 47     BCM in session 10 C0, grade C  "), "{}", ran.out);
    assert!(ran.out.contains("what can be made to move, which asking never does"), "{}", ran.out);
    assert!(run(["cars"]).out.contains("  asked       door.front-left.open (likely)"));
}

#[test]
fn what_was_asked_stands_in_the_report_of_the_recording() {
    let args =
        ["replay", "--car", "captures/asked/simulated_meter.dbc", "captures/asked/meter-against-bcm.log"];
    let ran = run(args);
    assert_eq!(ran.code, 1);
    let json = run([&args[..], &["--format", "json"]].concat());
    let finding = json.out.lines().find(|line| line.contains("\"type\":\"finding\"")).unwrap();
    let finding: serde_json::Value = serde_json::from_str(finding).unwrap();
    let answer = &finding["evidence"][1];
    assert_eq!(
        (&answer["unit"], &answer["request"], &answer["data"]),
        (&"METER".into(), &"21 01".into(), &"08".into())
    );
    assert_eq!((&answer["can_id"], &answer["line"]), (&serde_json::Value::Null, &180.into()));
    // Without the file that says what is asked, nothing contradicts itself, and nobody is missed.
    let classic = run(["replay", "captures/asked/meter-against-bcm.log"]);
    assert_eq!(classic.code, 0, "{}", classic.out);
}

//! `diagnose`: from a capture or answers to a cause, and the causes and questions explained.

use std::fs;

use serde_json::Value;

use super::{Ran, run, run_with};

/// Runs `diagnose` with a file of answers.
fn answered(arguments: &[&str], answers: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers");
    fs::write(&path, answers).unwrap();
    run(["diagnose", "--answers", path.to_str().unwrap()].iter().chain(arguments))
}

#[test]
fn a_capture_alone_leads_to_its_cause_with_reasons_and_a_check() {
    let ran = run(["diagnose", "captures/door-flicker.log"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let first = ran.out.lines().nth(2).unwrap();
    assert!(first.contains("rubber corrugation (front-left door)"), "{}", ran.out);
    for part in ["strongly for: ", "to make sure, 1: ", "good: ", "bad: ", "remedy: ", "mind: ", "check next"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn answers_alone_lead_to_a_cause_without_a_capture() {
    let ran = answered(&["--car", "nissan_qashqai_j12"], "complaint fob-ignored\nfob-lamp dark\n");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("battery of the key fob"), "{}", ran.out);
}

#[test]
fn answers_change_what_a_capture_suggests() {
    let capture = "captures/tailgate-request-ignored.log";
    let leading = |ran: &Ran| ran.out.lines().nth(2).unwrap().to_owned();
    assert!(leading(&run(["diagnose", capture])).contains("tailgate-motor"));
    let frozen = answered(&[capture], "weather frost\nwarm helps tailgate\n");
    assert!(leading(&frozen).contains("frozen"), "{}", frozen.out);
}

#[test]
fn what_is_no_fault_is_said_and_is_no_failure() {
    let ran = run(["diagnose", "captures/tailgate-request-while-driving.log"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("not a fault") && ran.out.contains("request-while-driving"), "{}", ran.out);
    let healthy = run(["diagnose", "captures/healthy-presses-twice.log"]);
    assert_eq!((healthy.code, healthy.out.trim()), (0, "nothing was seen to be wrong"));
}

#[test]
fn nothing_at_all_is_not_made_into_a_suspicion() {
    let ran = run(["diagnose"]);
    assert_eq!((ran.code, ran.out.trim()), (0, "nothing was seen to be wrong"));
}

#[test]
fn a_wrong_line_of_answers_is_told_with_its_place_and_the_others_count() {
    let ran = answered(&[], "complaint fob-ignored\nfob-lamp drak\n");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("answers:2: ") && ran.err.contains("did you mean dark?"), "{}", ran.err);
    assert!(ran.out.contains("key fob"), "{}", ran.out);
    let missing = run(["diagnose", "--answers", "no-such-file"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no-such-file"), "{}", missing.err);
}

#[test]
fn a_capture_on_standard_input_is_diagnosed_too() {
    let bytes = fs::read("captures/supply-low.log").unwrap();
    let ran = run_with(["diagnose", "-"], &bytes);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("car-battery"), "{}", ran.out);
}

#[test]
fn what_fits_an_interface_only_or_a_capture_only_is_refused_elsewhere() {
    let file = run(["diagnose", "captures/supply-low.log", "--for", "10s"]);
    assert_eq!(file.code, 2);
    assert!(file.err.contains("supply-low.log: is no interface"), "{}", file.err);
    let interface = run(["diagnose", "lo", "--from", "3"]);
    assert_eq!(interface.code, 2);
    assert!(interface.err.contains("lo: is an interface, and --from"), "{}", interface.err);
}

#[test]
fn a_program_gets_one_object() {
    let ran = answered(&["--format", "json"], "complaint does-not-open\nwhere tailgate\nsound hum\n");
    assert_eq!(ran.out.lines().count(), 1);
    let line: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&line["type"], &line["file"]), (&Value::from("diagnosis"), &Value::Null));
    let first = &line["causes"][0];
    assert_eq!((&first["id"], &first["place"]), (&Value::from("tailgate-motor"), &Value::from("tailgate")));
    assert!(first["supports"].as_array().unwrap().len() >= 2);
    assert!(line["next"]["answers"].as_array().unwrap().len() >= 2);
    let schema: Value = serde_json::from_str(&run(["schema"]).out).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("lines", schema).unwrap();
    let lines = compiler.compile("lines", &mut schemas).unwrap();
    assert!(schemas.validate(&line, lines).is_ok(), "{line}");
}

#[test]
fn causes_and_questions_are_explained() {
    let causes = run(["explain", "causes"]).out;
    let cause = run(["explain", "ajar-switch"]).out;
    assert!(causes.contains("ajar-switch") && causes.contains("child-lock"));
    for part in
        ["9-16 V closed, 0-0.5 V open", "strongly-for", "answer door-sw stays", "J11 often", "parts high"]
    {
        assert!(cause.contains(part), "{part}: {cause}");
    }
    let questions = run(["explain", "questions"]).out;
    assert!(questions.contains("fob-lamp") && questions.contains("don't know"), "{questions}");
}

#[test]
fn a_replay_ends_with_the_likely_cause_where_there_are_findings() {
    let faulty = run(["replay", "captures/lock-refused.log"]).out;
    assert!(faulty.contains("ajar switch in the latch of the rear-left door"), "{faulty}");
    assert!(faulty.contains("check next: "), "{faulty}");
    let healthy = run(["replay", "captures/healthy-teana.log"]).out;
    assert!(!healthy.contains("check next"), "{healthy}");
}

//! `replay`: what it says of captures, and what its options change.

use std::fs;

use super::drive::{Drive, chatter, healthy, locked_while_open};
use super::{run, run_with};

/// A folder with one capture in it, and the capture's path.
fn capture(log: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, log).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn a_healthy_car_gives_its_story_and_exit_code_0() {
    let (_folder, path) = capture(&healthy());
    let ran = run(["replay", &path]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for expected in ["recognised by its traffic", "3.000  front-left door opens", "no findings"] {
        assert!(ran.out.contains(expected), "{expected}\n{}", ran.out);
    }
}

#[test]
fn a_finding_gives_exit_code_1_and_points_at_the_frames_it_rests_on() {
    let log = locked_while_open();
    let (_folder, path) = capture(&log);
    let ran = run(["replay", &path]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("fault[locked-while-open]"), "{}", ran.out);
    // Each arrow leads to a line of the capture that holds the frame shown below the arrow.
    let mut lines = ran.out.lines();
    let mut arrows = 0;
    while let Some(line) = lines.next() {
        let Some(place) = line.trim().strip_prefix("--> ") else { continue };
        let (file, number) = place.rsplit_once(':').unwrap();
        assert_eq!(file, path);
        let cited = log.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap();
        let frame = lines.next().unwrap().rsplit_once("can0 ").unwrap().1;
        assert!(cited.ends_with(frame), "{cited} is not {frame}");
        arrows += 1;
    }
    assert!(arrows >= 2, "{}", ran.out);
}

#[test]
fn the_story_goes_on_where_the_finding_is_raised_and_over() {
    let (_folder, path) = capture(&locked_while_open());
    let out = run(["replay", &path]).out;
    let at = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words}\n{out}"));
    assert!(at("5.000  driver's door lock locks") < at("7.000  fault[locked-while-open]"));
    assert!(at("7.000  fault[locked-while-open]") < at("12.000  over: locked-while-open"));
}

#[test]
fn a_guess_never_reads_as_a_fact() {
    let (_folder, path) = capture(&healthy());
    let out = run(["replay", "--car", "nissan_classic", &path]).out;
    // Grade C in the car's file.
    assert!(out.contains("tailgate request off (likely)"), "{out}");
    assert!(out.contains("(likely): known from one source only"), "{out}");
}

#[test]
fn what_was_not_watched_is_said_with_its_reason() {
    let (_folder, path) = capture(&healthy());
    let out = run(["replay", &path]).out;
    // A rule watched for nothing is named; one watched for other openings is counted.
    assert!(out.contains("\n    open-and-closed\n"), "{out}");
    assert!(out.contains(" rules: no signal of this car is known for bonnet.open\n"), "{out}");
    assert!(out.contains("no marks of a person were given"), "{out}");
    let counts = out.lines().last().unwrap();
    assert!(counts.starts_with("28 rules: ") && counts.ends_with(" not"), "{counts}");
}

#[test]
fn only_some_findings_are_judged_if_asked() {
    let (_folder, path) = capture(&locked_while_open());
    let ran = run(["replay", "--only", "door-flicker,supply-low", &path]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(!ran.out.contains("locked-while-open") && ran.out.contains("front-left door opens"));
    assert!(ran.out.contains("2 rules:"), "{}", ran.out);
    assert_eq!(run(["replay", "--only", "locked-while-open", &path]).code, 1);
}

#[test]
fn frames_before_from_and_after_to_are_left_out() {
    let (_folder, path) = capture(&locked_while_open());
    for (from, to, code) in
        [("0", "6.5", 0), ("@1700000000", "@1700000006.5", 0), ("0", "8", 1), ("12.1", "20", 0)]
    {
        let ran = run(["replay", "--from", from, "--to", to, &path]);
        assert_eq!(ran.code, code, "{from} {to}\n{}", ran.out);
    }
    // Times still count from the capture's own first frame.
    let ran = run(["replay", "--from", "4", &path]);
    assert!(ran.out.contains("7.000  fault[locked-while-open]"), "{}", ran.out);
}

#[test]
fn a_span_without_frames_is_no_success() {
    let (_folder, path) = capture(&healthy());
    for (from, to) in [("5", "2"), ("2", "2"), ("@1700000005", "1"), ("500", "600")] {
        let ran = run(["replay", "--from", from, "--to", to, &path]);
        assert_eq!(ran.code, 2, "{from} {to}\n{}", ran.out);
        assert!(ran.err.contains("--from"), "{}", ran.err);
    }
}

#[test]
fn a_persons_marks_beside_the_capture_are_read() {
    let log = Drive::new().wait(2_000).front_left(true).wait(10_000).log();
    let (folder, path) = capture(&log);
    assert!(!run(["replay", &path]).out.contains("closed-but-reported-open]"));
    fs::write(folder.path().join("x.log.marks"), "(1700000005) front-left closed\n(17) what\n").unwrap();
    let ran = run(["replay", &path]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("fault[closed-but-reported-open]"), "{}", ran.out);
    assert!(ran.out.contains("x.log.marks:1") && ran.out.contains("a person saw: front-left door closed"));
    assert!(ran.out.contains("x.log.marks:2: "), "the bad line is told of\n{}", ran.out);
}

#[test]
fn marks_of_the_drivers_door_follow_the_drivers_side() {
    let log = Drive::new().wait(2_000).front_left(true).wait(10_000).log();
    let (folder, path) = capture(&log);
    let marks = folder.path().join("seen.txt");
    fs::write(&marks, "(1700000005) driver closed\n").unwrap();
    let marks = marks.to_str().unwrap();
    assert_eq!(run(["replay", "--marks", marks, &path]).code, 1);
    assert_eq!(run(["replay", "--marks", marks, "--handed", "right", &path]).code, 0);
}

#[test]
fn standard_input_reads_as_a_file_does() {
    let log = locked_while_open();
    let (_folder, path) = capture(&log);
    let from_file = run(["replay", &path]);
    let from_pipe = run_with(["replay", "-"], log.as_bytes());
    assert_eq!(from_pipe.code, 1);
    assert_eq!(from_pipe.out, from_file.out.replace(&path, "standard input"));
}

#[test]
fn of_several_captures_each_is_reported_though_one_is_bad() {
    let (folder, path) = capture(&locked_while_open());
    let missing = folder.path().join("missing.log");
    let ran = run(["replay", missing.to_str().unwrap(), &path]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("fault[locked-while-open]"), "{}", ran.out);
    assert!(ran.err.contains("missing.log: there is no such file"), "{}", ran.err);
}

#[test]
fn bad_lines_are_counted_and_the_first_are_shown() {
    let mut drive = Drive::new().wait(1_000);
    for number in 0..7 {
        drive = drive.line(&format!("rubbish {number}"));
    }
    let (_folder, path) = capture(&drive.wait(1_000).log());
    let out = run(["replay", &path]).out;
    assert!(out.contains("7 malformed-line"), "{out}");
    assert!(out.contains("rubbish 2") && !out.contains("rubbish 3"), "{out}");
}

#[test]
fn of_two_buses_the_one_with_the_body_is_followed() {
    let log = chatter("can1") + &healthy();
    let (_folder, path) = capture(&log);
    let ran = run(["replay", &path]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("on can0 (one of can1, can0)"), "{}", ran.out);
    assert!(ran.out.contains("front-left door opens"), "{}", ran.out);
}

#[test]
fn many_findings_are_counted_and_the_first_are_shown_whole() {
    let mut drive = Drive::new().wait(3_000).front_left(true);
    for _ in 0..9 {
        drive = drive.locked(true).wait(4_000).locked(false).wait(4_000);
    }
    let (_folder, path) = capture(&drive.log());
    let out = run(["replay", "--only", "locked-while-open", &path]).out;
    assert_eq!(out.matches("  again, from").count(), 4, "{out}");
    assert!(out.contains("and 4 more like these"), "{out}");
    assert!(out.contains("9 findings: 9 faults"), "{out}");
    assert_eq!(out.matches(" fault[locked-while-open]").count(), 5, "{out}");
}

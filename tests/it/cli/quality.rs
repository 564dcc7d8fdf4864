//! How good a recording is, in `replay`: what is wrong with it is said, and nothing is concluded from it that it cannot carry.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::drive::{Drive, chatter, healthy, locked_while_open};
use super::{Ran, run, run_with};

fn replay(log: &str, more: &[&str]) -> Ran {
    run_with(["replay", "-"].iter().chain(more), log.as_bytes())
}

/// The summary of a report.
fn summary(log: &[u8], more: &[&str]) -> Value {
    let ran = run_with(["replay", "--format", "json", "-"].iter().chain(more), log);
    serde_json::from_str(ran.out.lines().last().unwrap()).unwrap()
}

/// The verdict, and the words for its reasons.
fn verdict(log: impl AsRef<[u8]>) -> (String, Vec<String>) {
    let quality = summary(log.as_ref(), &[])["quality"].take();
    let ids =
        quality["reasons"].as_array().unwrap().iter().map(|reason| reason["id"].as_str().unwrap().to_owned());
    (quality["verdict"].as_str().unwrap().to_owned(), ids.collect())
}

fn is(verdict: &str, reasons: &[&str]) -> (String, Vec<String>) {
    (verdict.to_owned(), reasons.iter().map(|&reason| reason.to_owned()).collect())
}

/// The lines of a log, each with its number, made others or left out.
fn changed(log: &str, change: impl Fn(usize, &str) -> Option<String>) -> String {
    log.lines().enumerate().filter_map(|(n, line)| change(n, line)).map(|line| line + "\n").collect()
}

/// A line without its stamp.
fn rest(line: &str) -> &str {
    line.split_once(") ").unwrap().1
}

/// A line some milliseconds later; stamps of the driver's logs have whole milliseconds.
fn later(line: &str, millis: i64) -> String {
    let stamp: String = line[1..line.find(')').unwrap()].chars().filter(char::is_ascii_digit).collect();
    let micros = stamp.parse::<i64>().unwrap() + millis * 1000;
    format!("({}.{:06}) {}", micros / 1_000_000, micros % 1_000_000, rest(line))
}

#[test]
fn nothing_is_said_of_a_good_recording() {
    assert_eq!(verdict(healthy()), is("good", &[]));
    assert!(!replay(&healthy(), &[]).out.contains("recording"));
}

#[test]
fn without_times_nothing_is_judged_that_compares_moments_and_that_is_said() {
    let log = changed(&locked_while_open(), |_, line| Some(format!("(0.000000) {}", rest(line))));
    assert_eq!(verdict(&log), is("poor", &["no-clock"]));
    for car in [&["--car", "nissan_qashqai_j10"][..], &[]] {
        let ran = replay(&log, car);
        assert!(ran.out.contains("\nno findings\n"), "{}", ran.out);
        assert!(
            ran.out.contains("\nrecording poor: has no times: every frame bears the same"),
            "{}",
            ran.out
        );
    }
    let ran = replay(&log, &["--car", "nissan_qashqai_j10"]);
    let gaps = &ran.out[ran.out.find("what could not be watched").unwrap()..];
    assert!(gaps.contains("  the capture has no times, and the rule compares moments:"), "{gaps}");
    assert!(gaps.contains("locked-while-open"), "{gaps}");
    assert!(ran.out.contains("front-left door opens"), "{}", ran.out);
}

#[test]
fn a_frame_without_a_time_belongs_to_the_moment_before() {
    let whole = locked_while_open();
    let holes = changed(&whole, |n, line| {
        Some(if n % 50 == 49 { format!("(0.000000) {}", rest(line)) } else { line.to_owned() })
    });
    assert_eq!(verdict(&holes), is("poor", &["times-missing"]));
    let ran = replay(&holes, &["--only", "locked-while-open,time-went-backwards"]);
    let expected = replay(&whole, &["--only", "locked-while-open,time-went-backwards"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, expected.out.lines().count() + 1), "{}", ran.out);
    assert!(ran.out.contains("\n1 finding: 1 fault\n"), "{}", ran.out);
    assert!(ran.out.contains("frames without a time (standard input:50)"), "{}", ran.out);
}

#[test]
fn rows_of_an_earlier_session_and_a_clock_that_is_set_are_told_apart() {
    let log = healthy();
    let stale = changed(&log, |n, line| Some(later(line, if n < 40 { -7_200_000 } else { 0 })));
    assert_eq!(verdict(&stale), is("usable", &["stale-rows"]));
    let newer = changed(&log, |n, line| Some(later(line, if n < 40 { 7_200_000 } else { 0 })));
    assert_eq!(verdict(&newer), is("usable", &["stale-rows"]));
    assert!(replay(&newer, &[]).out.contains("the first 40 frames are of another time than the rest"));
    let half = Drive::new().wait(60_000).log();
    let set = changed(&half, |n, line| Some(later(line, if n > 2500 { -10_000 } else { 0 })));
    assert_eq!(verdict(&set), is("usable", &["clock-back"]));
    // Two interfaces that are milliseconds apart are none of it.
    let apart = changed(&log, |n, line| Some(later(line, if n % 3 == 0 { -5 } else { 0 })));
    assert_eq!(verdict(&apart), is("good", &[]));
}

#[test]
fn a_hole_in_the_midst_of_traffic_is_a_gap() {
    let log = changed(&healthy(), |n, line| Some(later(line, if n < 100 { 0 } else { 20_000 })));
    assert_eq!(verdict(&log), is("usable", &["gap"]));
    let ran = replay(&log, &[]);
    assert!(
        ran.out.contains("recording usable: can0 breaks off in the midst of traffic once, for 20."),
        "{}",
        ran.out
    );
}

#[test]
fn lost_frames_show_in_the_rhythm_of_several_identifiers() {
    let log = Drive::new().wait(60_000).log();
    // A pattern that has nothing to do with the order in which identifiers come.
    let lossy = |percent: usize| {
        changed(&log, |n, line| (n * 7919 % 1009 * 100 / 1009 >= percent).then(|| line.to_owned()))
    };
    assert_eq!(verdict(lossy(2)), is("usable", &["frames-lost"]));
    assert_eq!(verdict(lossy(10)), is("poor", &["frames-lost"]));
    // One identifier that pauses is its own doing.
    let one = changed(&log, |n, line| (!line.contains(" 284#") || n % 9 > 0).then(|| line.to_owned()));
    assert_eq!(verdict(one), is("good", &[]));
}

#[test]
fn frames_that_are_there_twice_are_found_on_one_bus_and_on_two() {
    // Stamps in steps of 20 ms tell nothing of twins, so these get odd microseconds.
    let log = changed(&Drive::new().wait(20_000).log(), |n, line| {
        Some(line.replacen("000)", &format!("{:03})", n / 3 % 1000), 1))
    });
    let twice = changed(&log, |_, line| Some(format!("{line}\n{line}")));
    let (word, reasons) = verdict(twice);
    assert_eq!(word, "usable");
    assert!(reasons.contains(&"duplicates".to_owned()), "{reasons:?}");
    let echo = changed(&log, |_, line| Some(format!("{line}\n{}", line.replace("can0", "can1"))));
    assert_eq!(verdict(echo), is("usable", &["echo"]));
}

#[test]
fn times_in_coarse_steps_are_no_sign_of_frames_that_are_there_twice() {
    let log = Drive::new().wait(20_000).log();
    let coarse = |digits: usize| {
        changed(&log, |_, line| {
            let dot = line.find('.').unwrap();
            Some(format!("{}{}) {}", &line[..=dot + digits], "0".repeat(6 - digits), rest(line)))
        })
    };
    assert_eq!(verdict(coarse(2)), is("good", &[]));
    assert_eq!(verdict(coarse(1)), is("usable", &["coarse-times"]));
    assert_eq!(verdict(coarse(0)), is("poor", &["coarse-times"]));
}

#[test]
fn what_is_broken_in_a_file_counts_against_it() {
    let log = Drive::new().wait(20_000).log();
    let bad =
        changed(&log, |n, line| Some(if n == 700 { "(1.0) can0 60X#".to_owned() } else { line.to_owned() }));
    assert_eq!(verdict(bad), is("usable", &["unreadable"]));
    let bad = changed(&log, |n, line| {
        Some(if n % 10 == 9 { "(1.0) can0 60X#".to_owned() } else { line.to_owned() })
    });
    let (word, reasons) = verdict(bad);
    assert_eq!(word, "poor");
    assert!(reasons.contains(&"unreadable".to_owned()), "{reasons:?}");
    assert_eq!(verdict(&log[..log.len() - 8]), is("usable", &["cut-off"]));
    let folder = tempfile::tempdir().unwrap();
    let (path, packed) = (folder.path().join("x.log"), folder.path().join("x.log.gz"));
    fs::write(&path, &log).unwrap();
    assert_eq!(run(["convert".as_ref(), path.as_os_str(), packed.as_os_str()]).code, 0);
    let bytes = fs::read(&packed).unwrap();
    let (word, reasons) = verdict(&bytes[..bytes.len() / 2]);
    assert_eq!((word.as_str(), reasons[0].as_str()), ("poor", "damaged"));
}

/// The body on can0, something else on can1.
fn two_buses() -> String {
    let drive = locked_while_open();
    let (mut lines, mut all) = (0, chatter("can1"));
    for line in drive.lines() {
        lines += 1;
        writeln!(all, "{line}\n{} can1 123#{lines:04X}", line.split_once(' ').unwrap().0).unwrap();
    }
    all
}

#[test]
fn the_bus_of_the_body_is_followed_unless_another_is_asked_for() {
    let log = two_buses();
    let ran = replay(&log, &[]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("on can0 (one of can1, can0)"), "{}", ran.out);
    let ran = replay(&log, &["--channel", "can0"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    // Frames of the other are not among those that were looked at, but times count from the capture's first.
    assert!(ran.out.contains("13.000  front-left door opens"), "{}", ran.out);
    let frames = summary(log.as_bytes(), &["--channel", "can0"])["frames"].as_u64().unwrap();
    assert_eq!(frames, locked_while_open().lines().count() as u64);
    let ran = replay(&log, &["--channel", "can1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no frame of a car that is known was heard in it"), "{}", ran.err);
    let ran = replay(&log, &["--channel", "can1", "--car", "nissan_qashqai_j10"]);
    assert!(!ran.out.contains("front-left door opens"), "{}", ran.out);
    let ran = replay(&log, &["--channel", "can7"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("standard input: there is no bus can7 in it; it has can1, can0"), "{}", ran.err);
}

//! `test`: captures against the reports expected beside them.

use std::fs;
use std::path::Path;

use super::drive::{Drive, healthy, locked_while_open};
use super::{Ran, run};

fn test(folder: &Path, options: &[&str]) -> Ran {
    run(["test", folder.to_str().unwrap()].iter().chain(options))
}

/// A folder with two captures and their blessed reports.
fn blessed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("healthy.log"), healthy()).unwrap();
    fs::write(folder.path().join("faulty.log"), locked_while_open()).unwrap();
    let ran = test(folder.path(), &["--bless"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    folder
}

#[test]
fn blessed_reports_are_those_of_replay_and_pass_from_anywhere() {
    let folder = blessed();
    let ran = test(folder.path(), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "2 passed, 0 failed\n"));
    let report = fs::read_to_string(folder.path().join("faulty.report")).unwrap();
    let (command, text) = report.split_once('\n').unwrap();
    assert_eq!(command, "$ doorjamb replay faulty.log");
    let path = folder.path().join("faulty.log");
    let path = path.to_str().unwrap();
    assert_eq!(run(["replay", path]).out.replace(path, "faulty.log"), text);
}

#[test]
fn a_changed_report_fails_with_a_difference_a_person_can_read() {
    let folder = blessed();
    let path = folder.path().join("faulty.report");
    let report = fs::read_to_string(&path).unwrap();
    fs::write(&path, report.replace("1 finding: 1 fault", "no findings")).unwrap();
    let ran = test(folder.path(), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.ends_with("1 passed, 1 failed\n"), "{}", ran.out);
    let has =
        |sign: &str, words: &str| ran.out.lines().any(|line| line.contains(sign) && line.ends_with(words));
    assert!(has(" - ", "no findings") && has(" + ", "1 finding: 1 fault"), "{}", ran.out);
    assert_eq!(test(folder.path(), &["--bless"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), report);
}

#[test]
fn a_capture_without_report_and_a_report_without_capture_fail() {
    let folder = blessed();
    fs::remove_file(folder.path().join("healthy.report")).unwrap();
    fs::remove_file(folder.path().join("faulty.log")).unwrap();
    let ran = test(folder.path(), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.ends_with("0 passed, 2 failed\n"), "{}", ran.out);
    assert!(ran.out.contains("healthy.report") && ran.out.contains("faulty.report"), "{}", ran.out);
    assert!(!folder.path().join("healthy.report").exists(), "nothing is written unasked");
}

#[test]
fn the_options_in_a_report_are_those_of_its_replay() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.log"), locked_while_open()).unwrap();
    let report = folder.path().join("x.report");
    fs::write(&report, "$ doorjamb replay --handed right --only door-flicker x.log\n").unwrap();
    assert_eq!(test(folder.path(), &["--bless"]).code, 0);
    let text = fs::read_to_string(&report).unwrap();
    assert!(text.starts_with("$ doorjamb replay --handed right --only door-flicker x.log\n"), "{text}");
    assert!(text.contains("right-hand drive") && text.contains("no findings"), "{text}");
    assert_eq!(test(folder.path(), &[]).code, 0);
}

#[test]
fn a_report_without_its_command_fails_and_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.log"), healthy()).unwrap();
    let report = folder.path().join("x.report");
    for first in [
        "",
        "x.log",
        "$ doorjamb replay --wrong x.log",
        "$ doorjamb replay other.log",
        "$ doorjamb replayx.log",
    ] {
        fs::write(&report, first).unwrap();
        let ran = test(folder.path(), &["--bless"]);
        assert_eq!(ran.code, 1, "{first}\n{}", ran.out);
        assert!(ran.out.contains("x.report:1: "), "{}", ran.out);
        assert_eq!(fs::read_to_string(&report).unwrap(), first);
    }
}

#[test]
fn a_capture_that_cannot_be_read_fails_and_the_others_are_still_tested() {
    let folder = blessed();
    fs::write(folder.path().join("empty.log"), "").unwrap();
    let ran = test(folder.path(), &["--bless"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("is empty") && ran.out.ends_with("2 passed, 1 failed\n"), "{}", ran.out);
}

#[test]
fn the_outcome_is_written_as_junit() {
    let folder = blessed();
    let report = folder.path().join("faulty.report");
    fs::write(&report, "$ doorjamb replay faulty.log\n<&>\n").unwrap();
    let junit = folder.path().join("junit.xml");
    let ran = test(folder.path(), &["--junit", junit.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    let xml = fs::read_to_string(&junit).unwrap();
    assert!(xml.contains(r#"failures="1""#) && xml.contains("healthy.log"), "{xml}");
    assert!(xml.contains("&lt;&amp;&gt;") && xml.contains("fault[locked-while-open]"), "{xml}");
}

#[test]
fn nothing_to_test_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(test(folder.path(), &[]).code, 2);
    assert_eq!(test(&folder.path().join("missing"), &[]).code, 2);
}

#[test]
fn a_report_of_a_capture_cut_in_the_midst_differs() {
    let folder = blessed();
    let half: String = Drive::new().wait(3_000).log();
    fs::write(folder.path().join("healthy.log"), half).unwrap();
    assert_eq!(test(folder.path(), &[]).code, 1);
}

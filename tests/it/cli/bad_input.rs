//! What is no capture, no car or no finding: the answer names it and says what to do, and the exit code is 2.

use std::fs;
use std::path::Path;

use super::drive::{chatter, healthy};
use super::{run, run_with};

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_is_no_capture_is_named_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde";
    let cases = [
        (folder.path().join("missing.log").to_str().unwrap().to_owned(), "no such file"),
        (folder.path().to_str().unwrap().to_owned(), "directory"),
        (write(folder.path(), "empty.log", b""), "empty"),
        (write(folder.path(), "picture.png", png), "picture.png"),
        (write(folder.path(), "zeros.log", &vec![0; 100_000]), "zeros.log"),
        (write(folder.path(), "prose.log", b"Dear Sir or Madam,\nthe door is open.\n"), "prose.log"),
    ];
    for (path, expected) in cases {
        let ran = run(["replay", &path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(expected), "{path}: {}", ran.err);
    }
}

#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "x.log", healthy().as_bytes());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let ran = run(["replay", &path]);
    if fs::File::open(&path).is_ok() {
        // The superuser reads everything.
        assert_eq!(ran.code, 0);
    } else {
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("permission"), "{}", ran.err);
    }
}

#[test]
fn an_endless_line_costs_no_memory_and_no_patience() {
    let mut input = b"(1700000000.0) can0 123#".to_vec();
    input.resize(40_000_000, b'A');
    let ran = run_with(["replay", "-"], &input);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(!ran.err.is_empty());
}

#[test]
fn a_mistyped_car_is_answered_with_the_one_perhaps_meant() {
    let ran = run(["replay", "--car", "nissan_qashqai_j1O", "x.log"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean nissan_qashqai_j10?"), "{}", ran.err);
    let ran = run(["cars", "trabant"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`doorjamb cars` lists the cars"), "{}", ran.err);
}

#[test]
fn a_mistyped_finding_is_answered_with_the_one_perhaps_meant() {
    for arguments in [vec!["explain", "dor-flicker"], vec!["replay", "--only", "dor-flicker", "x.log"]] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("'door-flicker'"), "{}", ran.err);
    }
}

#[test]
fn a_car_file_that_is_none_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "x.log", healthy().as_bytes());
    let dbc = write(folder.path(), "mine.dbc", b"VERSION \"\"\n\nBU_: A\n");
    let ran = run(["replay", "--car", &dbc, &path]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("mine.dbc:1:"), "{}", ran.err);
    let missing = folder.path().join("other.dbc");
    let ran = run(["replay", "--car", missing.to_str().unwrap(), &path]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("other.dbc"), "{}", ran.err);
}

#[test]
fn a_car_that_does_not_fit_the_traffic_is_told_of_and_nothing_passes_as_watched() {
    let folder = tempfile::tempdir().unwrap();
    let log = chatter("can0");
    let path = write(folder.path(), "x.log", log.as_bytes());
    let ran = run(["replay", "--car", "nissan_qashqai_j10", &path]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(
        ran.out.contains("car-mismatch") && ran.out.contains("this is not nissan_qashqai_j10"),
        "{}",
        ran.out
    );
}

#[test]
fn an_unknown_car_is_answered_with_explanations_and_exit_code_2() {
    let log = chatter("can0");
    let ran = run_with(["replay", "-"], log.as_bytes());
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("car: not recognised"), "{}", ran.out);
    assert!(ran.out.contains("give a DBC of it with --car"), "{}", ran.out);
    assert!(ran.err.contains("nothing could be watched"), "{}", ran.err);
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for arguments in [&["fly"][..], &["replay"], &["replay", "--from", "soon", "x"], &[]] {
        assert_eq!(run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn a_recording_is_not_named_after_a_format_that_it_has_not() {
    for name in ["x.blf", "x.asc", "x.log.gz"] {
        let ran = run(["live", "vcan0", "--record", name]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}");
        assert!(ran.err.contains("a recording is a plain candump log"), "{}", ran.err);
        assert!(!Path::new(name).exists());
    }
}

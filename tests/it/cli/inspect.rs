//! `inspect`: what a capture is, what is in it, and how good it is; for a person and for programs.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::drive::{Drive, locked_while_open};
use super::{Ran, program, run, run_with};

fn inspect(input: &[u8], more: &[&str]) -> Ran {
    run_with(["inspect", "-"].iter().chain(more), input)
}

/// The line for programs, which keeps to its schema.
fn json(input: &[u8], more: &[&str]) -> Value {
    let ran = inspect(input, &[&["--format", "json"], more].concat());
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1), "{}", ran.err);
    let line: Value = serde_json::from_str(&ran.out).unwrap();
    let schema: Value = serde_json::from_str(&run(["schema", "inspect"]).out).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("inspect.json", schema).unwrap();
    let index = compiler.compile("inspect.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(&line, index) {
        panic!("{error}\n{line}");
    }
    line
}

/// Two buses: the body on can0, one identifier of 50 ms on can1.
fn two_buses() -> String {
    let mut log = String::new();
    for (n, line) in locked_while_open().lines().enumerate() {
        writeln!(log, "{line}").unwrap();
        if line.contains(" 284#") && n % 2 == 0 {
            writeln!(log, "{} can1 18DAF110#{n:04X}", line.split_once(' ').unwrap().0).unwrap();
        }
    }
    log
}

#[test]
fn a_person_reads_what_it_is_and_what_is_in_it() {
    let ran = inspect(Drive::new().wait(10_000).log().as_bytes(), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let mut lines = ran.out.lines();
    assert_eq!(lines.next(), Some("standard input: candump log"));
    let span =
        "  900 frames over 9.980 s, from 1700000000.000000 to 1700000009.980000 s, 2023-11-14 22:13 UTC";
    assert_eq!(lines.next(), Some(span));
    // 111 to 135 bits of 8 bytes, 90 times a second.
    let bus = lines.next().unwrap();
    assert!(
        bus.starts_with("  can0: 900 frames of 5 identifiers, load 2.0 to 2.4 % of 500 kbit/s; "),
        "{bus}"
    );
    assert!(ran.out.contains("(nissan_qashqai_j10)") || ran.out.contains("(nissan_classic)"), "{}", ran.out);
    assert!(ran.out.contains("\nrecording good\n"), "{}", ran.out);
    let row = |id: &str| {
        let line = ran.out.lines().find(|line| line.starts_with(&format!("can0  {id}"))).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("284"), "can0 284 500 8 20.0 ms 0.0 ms 0 0 0.000 s 9.980 s");
    assert_eq!(row("60D"), "can0 60D 100 8 100.0 ms 0.0 ms 0 0 0.000 s 9.900 s");
}

#[test]
fn programs_get_the_same_by_a_schema() {
    let line = json(two_buses().as_bytes(), &[]);
    assert_eq!(line["format"], "candump log");
    assert_eq!(line["buses"].as_array().unwrap().len(), 2);
    assert_eq!(line["buses"][1]["name"], "can1");
    assert_eq!(line["buses"][1]["car"], Value::Null);
    assert_ne!(line["buses"][0]["car"], Value::Null);
    let ids: Vec<_> = line["identifiers"].as_array().unwrap().iter().collect();
    let ids: Vec<_> =
        ids.iter().map(|one| (one["bus"].as_str().unwrap(), one["can_id"].as_str().unwrap())).collect();
    let expected = [
        ("can0", "284"),
        ("can0", "358"),
        ("can0", "35D"),
        ("can0", "551"),
        ("can0", "60D"),
        ("can1", "18DAF110"),
    ];
    assert_eq!(ids, expected);
    let last = &line["identifiers"][5];
    assert_eq!(
        (&last["lengths"], &last["changes"]),
        (&serde_json::json!([2]), &Value::from(last["frames"].as_u64().unwrap() - 1))
    );
    assert_eq!(line["quality"]["verdict"], "good");
}

#[test]
fn only_one_bus_or_a_stretch_is_looked_at_if_that_is_asked_for() {
    let log = two_buses();
    let line = json(log.as_bytes(), &["--channel", "can1"]);
    assert_eq!(line["buses"].as_array().unwrap().len(), 1);
    assert_eq!(line["identifiers"].as_array().unwrap().len(), 1);
    let line = json(log.as_bytes(), &["--from", "2", "--until", "3"]);
    let frames = |line: &Value| line["buses"][0]["frames"].as_u64().unwrap();
    // From 2.00 to 3.00 s, both included: 51 times 284, and 11 times four others.
    assert_eq!(frames(&line), 51 + 4 * 11);
    let ran = inspect(log.as_bytes(), &["--channel", "can5"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no bus can5 in it; it has can0, can1"), "{}", ran.err);
}

#[test]
fn the_load_goes_by_the_bit_rate() {
    let log = Drive::new().wait(10_000).log();
    let load = |more: &[&str]| json(log.as_bytes(), more)["buses"][0]["load_most_percent"].as_f64().unwrap();
    let ratio = load(&["--bitrate", "125000"]) / load(&[]);
    assert!((ratio - 4.0).abs() < 1e-6, "{ratio}");
    let ran = inspect(log.as_bytes(), &["--bitrate", "0"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn without_times_there_are_no_rhythms() {
    let log: String = Drive::new()
        .wait(5_000)
        .log()
        .lines()
        .map(|line| format!("(0.000000) {}\n", line.split_once(' ').unwrap().1))
        .fold(String::new(), |all, line| all + &line);
    let line = json(log.as_bytes(), &[]);
    assert_eq!((&line["times"], &line["identifiers"][0]["cycle_ns"]), (&false.into(), &Value::Null));
    let ran = inspect(log.as_bytes(), &[]);
    assert!(ran.out.contains("  450 frames, without times\n"), "{}", ran.out);
    assert!(ran.out.contains("\nrecording poor\n  - has no times"), "{}", ran.out);
}

#[test]
fn the_first_ctrl_c_ends_with_what_was_seen_until_then() {
    let mut command = program();
    command.args(["inspect", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than pipe and reader hold, so that it is in the midst of reading when this has been written.
    let log = Drive::new().wait(400_000).log();
    assert!(log.len() > 1_000_000);
    stdin.write_all(log.as_bytes()).unwrap();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    // It looks every few thousand frames, so it must not wait for more than this.
    let _ = stdin.write_all(Drive::new().wait(100_000).log().as_bytes());
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(out.contains("; stopped by hand, the rest was not read\n"), "{out}");
    assert!(out.contains("can0  60D"), "{out}");
}

#[test]
fn what_is_wrong_with_a_file_is_told_and_a_bad_one_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    let log = Drive::new().wait(3_000).line("nonsense \x1b[31m").wait(3_000).log();
    fs::write(&path, &log[..log.len() - 8]).unwrap();
    let missing = folder.path().join("missing.log");
    let ran = run(["inspect".as_ref(), missing.as_os_str(), path.as_os_str()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("missing.log: there is no such file"), "{}", ran.err);
    assert!(ran.out.contains("recording usable\n"), "{}", ran.out);
    assert!(ran.out.contains("the file is cut off"), "{}", ran.out);
    assert!(ran.out.contains("x.log:271: "), "{}", ran.out);
    assert!(!ran.out.contains('\x1b'), "{}", ran.out);
    let packed = folder.path().join("x.log.zst");
    assert_eq!(run(["convert".as_ref(), path.as_os_str(), packed.as_os_str()]).code, 0);
    let ran = run(["inspect".as_ref(), packed.as_os_str()]);
    assert!(ran.out.contains("x.log.zst: candump log, in zstd\n"), "{}", ran.out);
    let ran = inspect(b"\x89PNG\r\n\x1A\nxxxxxxxxxxxxxxxxxxxxxxxxxx", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

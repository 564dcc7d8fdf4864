//! `decode`: what it writes, what its options choose, and what it says of frames that do not fit.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

use boon::{Compiler, Schemas};
use serde_json::{Value, json};

use super::{program, run, run_with};

/// Two buses, two messages, an unknown frame, a remote request, an error frame and a frame cut short.
const LOG: &str = "\
(1700000000.000000) can0 100#0500
(1700000000.500000) can1 100#FF01
(1700000001.000000) can0 200#02AA
(1700000001.250000) can0 7A5#DEADBEEF
(1700000001.500000) can0 100#R2
(1700000002.000000) can0 20000040#0000000000000000
(1700000003.000000) can0 100#05
(1700000004.000001) can0 200#0711
(1700000005.000000) can0 100#0500
";

const DBC: &str = "\
BO_ 256 DOOR: 2 BCM
 SG_ ANGLE : 0|8@1+ (0.5,-1) [0|0] \"deg\" X
 SG_ OPEN : 8|1@1+ (1,0) [0|1] \"\" X
BO_ 512 PAGED: 2 BCM
 SG_ PAGE M : 0|8@1+ (1,0) [0|0] \"\" X
 SG_ LEVEL m2 : 8|8@1- (1,0) [0|0] \"V\" X
VAL_ 256 OPEN 0 \"closed, locked\" 1 \"open\" ;
";

/// A folder with `LOG` as `x.log` and `DBC` as `x.dbc`, and the paths of both.
fn files() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let [log, dbc] = ["x.log", "x.dbc"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    fs::write(&log, LOG).unwrap();
    fs::write(&dbc, DBC).unwrap();
    (folder, log, dbc)
}

/// What is written of `LOG` with `options`.
fn decoded(options: &[&str]) -> String {
    let (_folder, log, dbc) = files();
    let ran = run(["decode", &log, "--dbc", &dbc].iter().chain(options));
    assert_eq!(ran.code, 0, "{options:?}\n{}", ran.err);
    ran.out
}

#[test]
fn a_person_reads_names_values_units_and_labels() {
    let expected = "\
1700000000.000000  can0  100  DOOR  ANGLE=1.5 deg (raw 5)  OPEN=closed, locked (0)
1700000000.500000  can1  100  DOOR  ANGLE=126.5 deg (raw 255)  OPEN=open (1)
1700000001.000000  can0  200  PAGED  PAGE=2  LEVEL=-86 V
1700000001.500000  can0  100  DOOR  remote frame of length 2
1700000002.000000  can0  error frame: bus-off
1700000003.000000  can0  100  DOOR  ANGLE=1.5 deg (raw 5)
1700000004.000001  can0  200  PAGED  PAGE=7
1700000005.000000  can0  100  DOOR  ANGLE=1.5 deg (raw 5)  OPEN=closed, locked (0)
";
    assert_eq!(decoded(&[]), expected);
}

#[test]
fn a_table_has_one_row_a_signal_and_every_row_the_same_columns() {
    let out = decoded(&["--format", "csv", "--unknown"]);
    assert!(
        out.starts_with("file,line,time,channel,kind,id,message,signal,raw,value,unit,label,grade,data\n")
    );
    for (row, rest) in [
        (2, ",1,1700000000.000000,can0,signal,100,DOOR,OPEN,0,0,,\"closed, locked\",,"),
        (3, ",2,1700000000.500000,can1,signal,100,DOOR,ANGLE,255,126.5,deg,,,"),
        (6, ",3,1700000001.000000,can0,signal,200,PAGED,LEVEL,-86,-86,V,,,"),
        (7, ",4,1700000001.250000,can0,unknown,7A5,,,,,,,,DEADBEEF"),
        (8, ",5,1700000001.500000,can0,remote,100,DOOR,,,,,length 2,,"),
        (9, ",6,1700000002.000000,can0,error,,,,,,,bus-off,,0000000000000000"),
    ] {
        let line = out.lines().nth(row).unwrap();
        assert!(line.ends_with(rest), "{line}\n{rest}");
    }
    for line in out.lines() {
        // The only field with a comma in it is quoted.
        let fields = line.replace("\"closed, locked\"", "closed").split(',').count();
        assert_eq!(fields, 14, "{line}");
    }
}

#[test]
fn every_json_line_keeps_to_its_schema_and_the_schema_allows_nothing_else() {
    let schema: Value = serde_json::from_str(&run(["schema", "decode"]).out).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("line.json", schema).unwrap();
    let index = compiler.compile("line.json", &mut schemas).unwrap();
    let lines: Vec<Value> = ["nissan_classic", "tests/dbc/torture.dbc"]
        .iter()
        .flat_map(|dbc| {
            ["tests/formats/candump.log", "tests/formats/slcan.txt", "captures/healthy-cold-start.log"].map(
                |log| {
                    run(["decode", "--unknown", "--diagnostics", "--format", "json", "--dbc", dbc, log]).out
                },
            )
        })
        .chain([decoded(&["--unknown", "--format", "json"]), asked()])
        .flat_map(|out| out.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>())
        .collect();
    for kind in ["frame", "unknown", "remote", "exchange", "error"] {
        let of_kind: Vec<_> = lines.iter().filter(|line| line["type"] == kind).collect();
        assert!(!of_kind.is_empty(), "no {kind}");
        for line in of_kind {
            schemas.validate(line, index).unwrap_or_else(|error| panic!("{line}\n{error}"));
            let mut surplus = line.clone();
            surplus["surplus"] = json!(1);
            let mut lacking = line.clone();
            lacking.as_object_mut().unwrap().remove("time_ns");
            let mut renamed = line.clone();
            renamed["type"] = json!("fame");
            for wrong in [surplus, lacking, renamed] {
                assert!(schemas.validate(&wrong, index).is_err(), "{wrong}");
            }
        }
    }
}

/// A question to a unit and its answer.
fn asked() -> String {
    let log = b"(1.0) can0 745#0221470000000000\n(1.1) can0 765#0461478001000000\n";
    run_with(["decode", "--diagnostics", "--format", "json", "--dbc", "nissan_qashqai_j10"], log).out
}

#[test]
fn a_frame_is_one_object_with_its_place() {
    let out = decoded(&["--format", "json"]);
    let line: Value = serde_json::from_str(out.lines().nth(1).unwrap()).unwrap();
    assert_eq!(line["line"], 2);
    assert_eq!(line["time_ns"], 1_700_000_000_500_000_000_u64);
    assert_eq!(
        line["signals"],
        json!([
            {"name": "ANGLE", "raw": 255, "value": 126.5, "unit": "deg"},
            {"name": "OPEN", "raw": 1, "value": 1, "label": "open"},
        ])
    );
}

#[test]
fn messages_and_signals_are_chosen_by_name_and_identifier() {
    let starts = |options: &[&str]| {
        let out = decoded(options);
        out.lines().map(|line| line.split("  ").nth(2).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(starts(&["--message", "PAGED"]), ["200", "200"]);
    assert_eq!(starts(&["--message", "p*"]), ["200", "200"]);
    assert_eq!(starts(&["--message", "0x200"]), ["200", "200"]);
    assert_eq!(starts(&["--message", "100", "--channel", "can1"]), ["100"]);
    assert_eq!(starts(&["--message", "7A5,200", "--unknown"]), ["200", "7A5", "200"]);
    // A frame without the signal brings nothing that was asked for.
    assert_eq!(starts(&["--signal", "LEVEL"]), ["200"]);
    let out = decoded(&["--signal", "DOOR.O*,level"]);
    assert!(!out.contains("ANGLE") && !out.contains("PAGE="), "{out}");
    assert_eq!(out.matches("OPEN=").count(), 3, "{out}");
    assert_eq!(out.matches("LEVEL=").count(), 1, "{out}");
}

#[test]
fn frames_outside_the_stretch_or_on_other_buses_are_left_out() {
    assert_eq!(decoded(&["--from", "3", "--to", "4.5"]).lines().count(), 2);
    assert_eq!(decoded(&["--from", "@1700000005"]).lines().count(), 1);
    assert_eq!(decoded(&["--channel", "can1"]).lines().count(), 1);
    assert_eq!(decoded(&["--channel", "can*"]).lines().count(), 8);
    // Times still count from the capture's own first frame.
    let out = decoded(&["--relative", "--from", "3.5", "--to", "4.5"]);
    assert_eq!(out, "  4.000001  can0  200  PAGED  PAGE=7\n");
}

#[test]
fn frames_that_the_dbc_does_not_fit_are_counted_and_located() {
    let (_folder, log, dbc) = files();
    let ran = run(["decode", &log, "--dbc", &dbc]);
    assert_eq!(ran.code, 0);
    let bare = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(bare.contains("1 short-frame"), "{bare}");
    assert!(bare.contains(&format!("{log}:7: DOOR (100) has 1 byte, OPEN needs 2")), "{bare}");
    assert!(bare.contains("1 undefined-multiplexer"), "{bare}");
    assert!(bare.contains(&format!("{log}:8: PAGE of PAGED (200) is 7, which brings no signals")), "{bare}");
}

#[test]
fn a_thousand_bad_frames_of_one_message_are_one_line() {
    let (_folder, _, dbc) = files();
    let mut log = "(1.0) can0 100#05\n".repeat(1_000);
    log.push_str("rubbish\n");
    let ran = run_with(["decode", "--dbc", &dbc], log.as_bytes());
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1_000));
    assert!(ran.err.contains("1,000 short-frame") && ran.err.contains("standard input:1: "), "{}", ran.err);
    assert!(ran.err.contains("1 malformed-line") && ran.err.contains("standard input:1001: "), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 5, "{}", ran.err);
}

#[test]
fn of_several_dbc_files_the_first_that_knows_a_message_counts() {
    let (folder, log, dbc) = files();
    let other = folder.path().join("other.dbc");
    fs::write(
        &other,
        "BO_ 256 OTHER: 2 X\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" X\nBO_ 1957 MORE: 4 X\n SG_ B : 0|8@1+ (1,0) [0|0] \"\" X\n",
    )
    .unwrap();
    let other = other.to_str().unwrap();
    let ran = run(["decode", &log, "--dbc", &dbc, "--dbc", other]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("7A5  MORE  B=222") && ran.out.contains("DOOR") && !ran.out.contains("OTHER"));
    let ran = run(["decode", &log, "--dbc", other, "--dbc", &dbc]);
    assert!(ran.out.contains("100  OTHER") && ran.out.contains("200  PAGED"), "{}", ran.out);
}

#[test]
fn a_signals_grade_goes_with_its_value() {
    let log = "(1.0) can0 60D#0800001122334455\n";
    let text = run_with(["decode", "--dbc", "nissan_classic"], log.as_bytes()).out;
    assert!(text.contains("DOOR_OPEN_FL=open (1)  "), "{text}");
    assert!(text.contains("REAR_FOG=dark (0) (likely)"), "{text}");
    let json = run_with(["decode", "--dbc", "nissan_classic", "--format", "json"], log.as_bytes()).out;
    let line: Value = serde_json::from_str(&json).unwrap();
    let of = |name: &str| {
        let signals = line["signals"].as_array().unwrap();
        signals.iter().find(|signal| signal["name"] == name).unwrap()["grade"].clone()
    };
    assert_eq!((of("DOOR_OPEN_FL"), of("REAR_FOG")), (json!("A"), json!("C")));
}

#[test]
fn several_captures_are_told_apart_and_a_bad_one_stops_no_other() {
    let (folder, log, dbc) = files();
    let missing = folder.path().join("missing.log");
    let missing = missing.to_str().unwrap();
    let ran = run(["decode", "--dbc", &dbc, missing, &log]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("missing.log: there is no such file"), "{}", ran.err);
    assert!(ran.out.contains(&format!("{log}:\n1700000000.000000  can0  100")), "{}", ran.out);
    let ran = run(["decode", "--dbc", &dbc, "--format", "json", &log, &log]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 16));
}

#[test]
fn what_was_asked_for_and_is_not_there_is_said() {
    let (_folder, log, dbc) = files();
    for (options, words) in [
        (&["--message", "DOR"][..], "no message is called DOR (did you mean DOOR?)"),
        (&["--message", "7A5"], "no message is called 7A5"),
        (&["--signal", "ANGEL"], "no signal is called ANGEL (did you mean ANGLE?)"),
        (&["--signal", "PAGED.OPEN"], "no signal is called PAGED.OPEN"),
        (&["--channel", "vcan9"], "there is no bus vcan9 in it; it has can0, can1"),
        (&["--from", "100"], "not one of its 9 frames lies between --from and --to"),
        (&["--from", "2", "--to", "1"], "--from is not before --to"),
        (&["--message", "PAGED", "--to", "0.5"], "not one of its 2 frames brings what was asked for"),
    ] {
        let ran = run(["decode", &log, "--dbc", &dbc].iter().chain(options));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{options:?}");
        assert!(ran.err.contains(words), "{options:?}: {}", ran.err);
    }
    let ran = run(["decode", &log, "--dbc", "nissan_clasic"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean nissan_classic?"), "{}", ran.err);
    assert_eq!(run(["decode", &log]).code, 2, "without --dbc there is nothing to decode by");
}

#[test]
fn a_dbc_that_had_to_be_repaired_is_told_of_and_used() {
    let (folder, log, _) = files();
    let dbc = folder.path().join("broken.dbc");
    fs::write(&dbc, format!("FOO_ 1;\n{DBC}")).unwrap();
    let ran = run(["decode", &log, "--dbc", dbc.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out), (0, decoded(&[])));
    assert!(ran.err.contains("1 of its statements") && ran.err.contains("doorjamb dbc-check"), "{}", ran.err);
}

#[test]
fn each_frame_of_a_pipe_is_handed_on_at_once_if_asked_for() {
    let (_folder, _, dbc) = files();
    let mut child = program()
        .args(["decode", "--dbc", &dbc, "--line-buffered"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut frames = child.stdin.take().unwrap();
    let (sender, lines) = std::sync::mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || out.lines().try_for_each(|line| sender.send(line.unwrap())));
    for number in 0..5 {
        // As `candump can0` prints them.
        writeln!(frames, "  can0  100   [2]  0{number} 00").unwrap();
        let line = lines.recv_timeout(Duration::from_secs(20)).expect("the frame before the next one");
        assert!(line.contains(&format!("(raw {number})")), "{line}");
    }
    drop(frames);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let (_folder, _, dbc) = files();
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("long.log");
    fs::write(&long, LOG.repeat(5_000)).unwrap();
    let mut child = program()
        .args(["decode", "--dbc", &dbc, long.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn what_a_dbc_smuggles_in_does_not_reach_the_terminal() {
    let (folder, log, _) = files();
    let dbc = folder.path().join("evil.dbc");
    fs::write(
        &dbc,
        "BO_ 256 DOOR: 2 BCM\n SG_ OPEN : 8|1@1+ (1,0) [0|1] \"\u{1b}[2J\" X\nVAL_ 256 OPEN 0 \"a\u{202e}b\u{9b}\" 1 \"x\ny\" ;\n",
    )
    .unwrap();
    for format in ["text", "json", "csv"] {
        let ran = run(["decode", &log, "--dbc", dbc.to_str().unwrap(), "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{:?}", ran.out);
        // The frame cut short has no row in a table, which has a heading.
        assert_eq!(ran.out.lines().count(), 6, "{}", ran.out);
    }
}

//! `convert`: the same frames in another format, what is lost of them, which of them, and when nothing is written.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use super::drive::Drive;
use super::{Ran, program, run, run_with};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/candump.log");

/// Formats by the ends of their files' names.
const FORMATS: [&str; 6] = ["log", "asc", "blf", "trc", "csv", "pcapng"];

/// A log of `count` frames on two buses, a millisecond apart.
fn log(count: u64) -> String {
    let mut log = String::new();
    for n in 0..count {
        let (seconds, micros, bus) = (n / 1000, n % 1000 * 1000, n % 2);
        writeln!(log, "({}.{micros:06}) can{bus} {:03X}#{n:016X}", 1_700_000_000 + seconds, 0x600 + n % 16)
            .unwrap();
    }
    log
}

/// Converts `from` to `to`, with further arguments.
fn convert(from: &Path, to: &Path, more: &[&str]) -> Ran {
    let mut arguments = vec!["convert".as_ref(), from.as_os_str(), to.as_os_str()];
    arguments.extend(more.iter().map(|one| one.as_ref() as &OsStr));
    run(arguments)
}

/// What is in `folder`, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_format_can_be_written_compressed_or_not_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let (first, back) = (folder.path().join("first.log"), folder.path().join("back.log"));
    fs::write(&first, log(300)).unwrap();
    for format in FORMATS {
        for packed in ["", ".gz", ".bz2", ".xz", ".zst"] {
            let path = folder.path().join(format!("x.{format}{packed}"));
            let ran = convert(&first, &path, &[]);
            assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{format}{packed}: {}", ran.err);
            let ran = convert(&path, &back, &["--force"]);
            assert_eq!(ran.code, 0, "{format}{packed}: {}", ran.err);
            assert_eq!(fs::read_to_string(&back).unwrap(), log(300), "{format}{packed}");
        }
    }
}

#[test]
fn every_sample_becomes_every_format_with_all_frames_that_it_can_hold() {
    let folder = tempfile::tempdir().unwrap();
    let (direct, back) = (folder.path().join("direct.log"), folder.path().join("back.log"));
    // Identifiers and data; times and buses are not the same to all formats.
    let told = |path: &Path, holds_all: bool| {
        let text = fs::read_to_string(path).unwrap();
        let frames = text.lines().map(|line| line.split(' ').nth(2).unwrap().to_owned());
        // Error frames and remote requests.
        let is_left_out =
            |frame: &String| frame.starts_with("2000") || frame.split_once('#').unwrap().1.starts_with('R');
        let frames = frames.filter(|frame| holds_all || !is_left_out(frame));
        // Which error it is, and flags of CAN FD, are not held by all.
        frames
            .map(
                |frame| {
                    if frame.starts_with("2000") { "error".to_owned() } else { frame.replace("##1", "##0") }
                },
            )
            .collect::<Vec<_>>()
    };
    for sample in fs::read_dir(Path::new(SAMPLE).parent().unwrap()).unwrap() {
        let sample = sample.unwrap().path();
        let ran = convert(&sample, &direct, &["--force"]);
        assert_eq!(ran.code, 0, "{}: {}", sample.display(), ran.err);
        for format in FORMATS {
            let path = folder.path().join(format!("x.{format}"));
            for (from, to) in [(&sample, &path), (&path, &back)] {
                let ran = convert(from, to, &["--force"]);
                assert_eq!(ran.code, 0, "{} {format}: {}", sample.display(), ran.err);
            }
            assert_eq!(told(&back, true), told(&direct, format != "csv"), "{} {format}", sample.display());
        }
    }
}

#[test]
fn the_format_and_the_compression_can_be_named() {
    for (name, compression, head) in [
        ("candump", "none", &b"(1700000000.000000) can0 600#"[..]),
        ("asc", "none", b"date "),
        ("blf", "none", b"LOGG"),
        ("trc", "none", b";$FILEVERSION=2.1"),
        ("gvret", "none", b"Time Stamp,ID,Extended"),
        ("pcapng", "none", &[0x0A, 0x0D, 0x0D, 0x0A]),
        ("asc", "gzip", &[0x1F, 0x8B]),
        ("asc", "bzip2", b"BZh"),
        ("asc", "xz", &[0xFD, b'7', b'z']),
        ("asc", "zstd", &[0x28, 0xB5, 0x2F, 0xFD]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (first, path) = (folder.path().join("first.log"), folder.path().join("x"));
        fs::write(&first, log(10)).unwrap();
        let ran = convert(&first, &path, &["--to", name, "--compress", compression]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(fs::read(&path).unwrap().starts_with(head), "{name} {compression}");
    }
}

#[test]
fn standard_input_and_output_are_files_too() {
    let ran = run_with(["convert", "-", "-"], log(100).as_bytes());
    assert_eq!((ran.code, ran.err.as_str(), ran.out), (0, "", log(100)));
    let ran = run_with(["convert", "--to", "asc", "-", "-"], log(3).replace("can0", "vcan3").as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Begin Triggerblock Tue Nov 14 22:13:20.000 2023"), "{}", ran.out);
    assert!(ran.err.contains("standard output: asc numbers buses: vcan3 is 1 there"), "{}", ran.err);
}

#[test]
fn what_a_format_cannot_hold_is_counted_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    let ran = convert(SAMPLE.as_ref(), &path, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let name = path.display();
    for said in [
        "gvret cannot hold remote requests (left out): 1 frame, first at line 3",
        "gvret cannot hold the bit rate switch and error state of CAN FD: 1 frame, first at line 4",
        "gvret cannot hold error frames (left out): 1 frame, first at line 5",
        "gvret cannot hold times below a microsecond (cut off): 1 frame, first at line 10",
    ] {
        assert!(ran.err.contains(&format!("note: {name}: {said}\n")), "{said}\n{}", ran.err);
    }
    assert_eq!(ran.err.lines().count(), 4, "{}", ran.err);
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 1 + 8);
    // A log holds all of it, so there is nothing to say.
    let ran = convert(SAMPLE.as_ref(), &folder.path().join("x.log"), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn frames_are_chosen_by_time_bus_and_identifier() {
    let input = log(4000);
    let chosen = |arguments: &[&str]| {
        let ran = run_with(["convert", "-", "-"].iter().chain(arguments), input.as_bytes());
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        ran.out
    };
    let only = |wanted: &dyn Fn(u64) -> bool| -> String {
        log(4000).split_inclusive('\n').zip(0..).filter(|(_, n)| wanted(*n)).map(|(line, _)| line).collect()
    };
    assert_eq!(chosen(&["--from", "1.5", "--until", "2"]), only(&|n| (1500..=2000).contains(&n)));
    assert_eq!(chosen(&["--from", "@1700000003.9"]), only(&|n| n >= 3900));
    assert_eq!(chosen(&["--channel", "can1"]), only(&|n| n % 2 == 1));
    assert_eq!(chosen(&["--channel", "can1,can0"]), input);
    assert_eq!(chosen(&["--id", "603"]), only(&|n| n % 16 == 3));
    assert_eq!(chosen(&["--id", "600-602,60f"]), only(&|n| n % 16 <= 2 || n % 16 == 15));
    let both = ["--until", "1", "--channel", "can0", "--id", "602"];
    assert_eq!(chosen(&both), only(&|n| n <= 1000 && n % 16 == 2));
}

#[test]
fn choices_that_leave_nothing_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("x.log");
    fs::write(&input, log(100)).unwrap();
    let out = folder.path().join("y.log");
    for (arguments, said) in [
        (&["--id", "123"][..], "of its 100 frames, none was asked for that candump can hold"),
        (&["--channel", "can2"], "there is no bus can2 in it; it has can0, can1"),
        (&["--from", "2", "--until", "1"], "--from is not before --to (--until)"),
        (&["--from", "2", "--until", "@1700000001"], "--from is not before --to (--until)"),
        (&["--id", "800"], "invalid value '800' for '--id <ID>'"),
        (&["--id", "00000601-700"], "both ends of a range must be of 11 bits, or both of 29"),
    ] {
        let ran = convert(&input, &out, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert_eq!(names(folder.path()), ["x.log"]);
    }
}

#[test]
fn a_file_is_replaced_only_if_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, log(100)).unwrap();
    // Its own input is such a file too.
    let ran = convert(&path, &path, &["--id", "601"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("x.log: is there already; --force replaces it"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), log(100));
    let ran = convert(&path, &path, &["--id", "601", "--force"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 7);
    assert_eq!(names(folder.path()), ["x.log"]);
}

#[test]
fn what_cannot_be_written_is_refused_with_a_way_on() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("x.log");
    fs::write(&input, log(10)).unwrap();
    for (name, said) in [
        ("y.mf4", "ASAM MF4 is read here but not written; give one of these with --to: candump, asc, blf"),
        ("y.mf4.gz", "ASAM MF4 is read here but not written"),
        ("y.pcap", "pcap is read here but not written"),
        ("y.xlsx", "its name tells no format that is written here (candump, asc, blf, trc, gvret, pcapng)"),
        ("y", "give one with --to"),
        ("no/such/folder.log", "cannot be written: No such file or directory"),
        (".", "cannot be written: is a directory"),
    ] {
        let ran =
            convert(&input, &folder.path().join(name), if name == "." { &["--to", "asc"] } else { &[] });
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
        assert_eq!(names(folder.path()), ["x.log"]);
    }
}

#[test]
fn what_is_no_capture_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("x.log");
    fs::write(&image, b"\x89PNG\r\n\x1A\nxxxxxxxxxxxxxxxxxxxxxxxxxx").unwrap();
    for input in [image, folder.path().join("none.log")] {
        let ran = convert(&input, &folder.path().join("y.asc"), &[]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains(&input.display().to_string()), "{}", ran.err);
        assert_eq!(names(folder.path()), ["x.log"]);
    }
}

#[test]
fn what_can_be_read_of_a_broken_capture_is_written_and_the_rest_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("x.log"), folder.path().join("y.log"));
    let mut lines: Vec<_> = log(100).lines().map(str::to_owned).collect();
    for at in [10, 20, 30, 40, 50] {
        lines[at] = "(1.0) can0 60X#".to_owned();
    }
    fs::write(&input, lines.join("\n")).unwrap();
    let ran = convert(&input, &out, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("x.log:11: "), "{}", ran.err);
    assert!(ran.err.contains("\n  5 malformed-line\n"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 95);
    // A compressed one that is cut off.
    let packed = folder.path().join("x.log.gz");
    assert_eq!(convert(&input, &packed, &[]).code, 0);
    let bytes = fs::read(&packed).unwrap();
    fs::write(&packed, &bytes[..bytes.len() * 3 / 4]).unwrap();
    let ran = convert(&packed, &out, &["--force"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("the gzip stream is cut off"), "{}", ran.err);
    assert!((40..95).contains(&fs::read_to_string(&out).unwrap().lines().count()));
}

/// Starts, until it writes into `folder`; its input stays open.
fn begin(folder: &Path, arguments: &[&OsStr], input: Option<&str>) -> (Child, ChildStdin) {
    let mut command = program();
    command.arg("convert").args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    if let Some(input) = input {
        stdin.write_all(input.as_bytes()).unwrap();
    }
    let writes = |name: &String| Path::new(name).extension().is_some_and(|end| end == "part");
    let mut waited = 0;
    while !names(folder).iter().any(writes) {
        assert!(waited < 20_000, "it never began to write");
        std::thread::sleep(Duration::from_millis(1));
        waited += 1;
    }
    (child, stdin)
}

fn ctrl_c(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

/// Starts, and stops it by a signal once it writes into `folder`.
fn interrupt(folder: &Path, arguments: &[&OsStr], input: Option<&str>) -> Ran {
    let (child, mut stdin) = begin(folder, arguments, input);
    ctrl_c(&child);
    // It looks every few thousand frames, so it must not wait for more than this.
    if input.is_some() {
        let _ = stdin.write_all(log(20_000).as_bytes());
    }
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn ctrl_c_leaves_nothing_behind_of_a_file_that_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("x.log"), folder.path().join("y.blf"));
    fs::write(&input, log(1_000_000)).unwrap();
    let ran = interrupt(folder.path(), &[input.as_os_str(), out.as_os_str()], None);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("stopped by hand before all of"), "{}", ran.err);
    assert_eq!(names(folder.path()), ["x.log"]);
}

#[test]
fn ctrl_c_keeps_what_came_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("y.log");
    let input = log(100_000);
    let ran = interrupt(folder.path(), &["-".as_ref(), out.as_os_str()], Some(&input));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("y.log: stopped by hand: it holds "), "{}", ran.err);
    assert_eq!(names(folder.path()), ["y.log"]);
    let kept = fs::read_to_string(&out).unwrap();
    assert!((input + &log(20_000)).starts_with(&kept) && kept.ends_with('\n'), "{} bytes", kept.len());
}

#[test]
fn a_second_ctrl_c_ends_at_once_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("y.log");
    let (mut child, stdin) = begin(folder.path(), &["-".as_ref(), out.as_os_str()], Some(&log(10)));
    // The first is heeded when more comes, which it never does.
    let mut signals = 0;
    let ended = loop {
        ctrl_c(&child);
        signals += 1;
        std::thread::sleep(Duration::from_millis(50));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        assert!(signals < 400, "it never ends");
    };
    drop(stdin);
    assert_eq!(ended.code(), Some(130));
    assert!(signals > 1);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_bus_that_may_yet_have_come_is_not_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("x.log"), folder.path().join("y.log"));
    fs::write(&input, log(100)).unwrap();
    let ran = convert(&input, Path::new("/dev/full"), &["--to", "candump", "--channel", "can0,can9"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("/dev/full: cannot be written: "), "{}", ran.err);
    let arguments = ["-".as_ref(), out.as_os_str(), "--channel".as_ref(), "can0,can9".as_ref()];
    let ran = interrupt(folder.path(), &arguments, Some(&log(100_000)));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("y.log: stopped by hand: it holds "), "{}", ran.err);
}

#[test]
fn a_pipe_that_closes_is_success() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("x.log");
    fs::write(&input, Drive::new().wait(100_000).log()).unwrap();
    let mut command = program();
    command.args(["convert".as_ref(), input.as_os_str(), "-".as_ref()]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

//! The recorder on a real disk, with everything that can happen to it.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::{Live, binary, play, recordings, replayed};
use crate::ground::sh;

/// What candump, started by the story, has heard of an interface.
fn heard_by_candump() -> Vec<String> {
    sh("pkill -INT -x candump; while pgrep -x candump >/dev/null; do sleep 0.05; done");
    fs::read_to_string("candump.txt").unwrap().lines().map(str::to_owned).collect()
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_recording_is_what_candump_writes() {
    let live = Live::start("vcan0 --plain --record x.log");
    thread::sleep(Duration::from_millis(500));
    sh("cangen vcan0 -g 1 -m -n 2000");
    sh("cansend vcan0 123#R4; cansend vcan0 00000123#; cansend vcan0 123##1AABB");
    thread::sleep(Duration::from_millis(500));
    live.end();
    let heard = heard_by_candump();
    // candump adds the kernel's own mark to the flags of CAN FD.
    let recorded = lines("x.log".as_ref());
    assert_eq!(recorded.len(), 2003);
    let same = |ours: &String, theirs: &String| ours == theirs || ours.contains("##");
    for (ours, theirs) in recorded.iter().zip(&heard) {
        assert!(same(ours, theirs), "{ours} is {theirs}");
    }
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn rotated_files_together_are_the_whole() {
    let live = Live::start("vcan0 --plain --record x.log --rotate-size 20k");
    play("locked-while-open", "vcan0");
    let ended = live.end();
    let paths = recordings("x-");
    assert!(paths.len() > 1, "{paths:?}");
    let told = ended.lines.iter().filter(|line| line.contains("recording to x-")).count();
    assert_eq!(told, paths.len());
    let found = replayed(&paths);
    assert!(found.iter().any(|line| line["id"] == "locked-while-open"));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn only_the_newest_files_are_kept() {
    let live = Live::start("vcan0 --plain --record x.log --rotate-time 1s --keep 2");
    play("locked-while-open", "vcan0");
    live.end();
    let paths = recordings("x-");
    assert_eq!(paths.len(), 2);
    assert!(paths[0].as_path() > Path::new("./x-0004.log"), "{paths:?}");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn the_ring_is_written_when_a_fault_is_raised_and_when_asked() {
    let mut live = Live::start("vcan0 --plain --record x.log --ring 10m");
    sh("cangen vcan0 -g 1 -I 321 -n 300");
    assert_eq!(recordings("x").len(), 0);
    play("locked-while-open", "vcan0");
    live.until_says("recording to x-0001.log");
    thread::sleep(Duration::from_millis(700));
    let recorded = lines("x-0001.log".as_ref());
    assert_eq!(
        recorded.iter().filter(|line| line.contains(" 321#")).count(),
        300,
        "what was before is there"
    );
    assert!(replayed(&recordings("x-0001")).iter().any(|line| line["id"] == "locked-while-open"));
    live.end();

    let mut live = Live::start("vcan1 --plain --record y.log --ring 10m");
    sh("cangen vcan1 -g 1 -I 321 -n 100");
    live.signal("USR1");
    live.until_says("recording to y-0001.log");
    sh("cangen vcan1 -g 1 -I 322 -n 100");
    live.end();
    assert_eq!(lines("y-0001.log".as_ref()).len(), 200);
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn killed_at_any_moment_it_loses_less_than_a_second_and_the_file_reads() {
    let live = Live::start("vcan0 --plain --record x.log");
    sh("cangen vcan0 -g 2 -I 60D -L 8 -D 0800180000000000 -n 1500");
    live.signal("KILL");
    drop(live.ended());
    let text = fs::read_to_string("x.log").unwrap();
    assert!(text.ends_with('\n'));
    let heard = heard_by_candump();
    let stamp = |line: &str| line[1..].split(')').next().unwrap().parse::<f64>().unwrap();
    let (recorded, sent) = (text.lines().last().unwrap(), heard.last().unwrap());
    assert!(stamp(sent) - stamp(recorded) < 1.0, "{recorded} ... {sent}");
    assert!(replayed(&recordings("x")).iter().any(|line| line["type"] == "summary"));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_full_disk_is_told_and_listening_goes_on_until_there_is_room_again() {
    sh("mkdir -p small; mount -t tmpfs -o size=2m none small; head -c 2060000 /dev/zero >small/filler");
    let mut live = Live::start("vcan0 --plain --record small/x.log");
    thread::scope(|scope| {
        scope.spawn(|| {
            sh("cangen vcan0 -g 1 -I 321 -L 8 -n 6000");
            sh("rm small/filler");
            play("locked-while-open", "vcan0");
        });
        live.until_says("small/x.log: cannot be written: No space left on device");
        live.until_says("small/x.log: is written again");
        // What a person is told went on all the time.
        live.until_says("fault[locked-while-open]");
    });
    let ended = live.end();
    let text = fs::read_to_string("small/x.log").unwrap();
    assert!(text.ends_with('\n'), "{:?}", ended.lines);
    let whole = |line: &str| line.starts_with('(') && line.contains(" vcan0 ");
    assert!(text.lines().all(whole));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_disk_that_stays_full_is_an_error_in_the_end() {
    sh("mkdir -p small; mount -t tmpfs -o size=16k none small");
    let live = Live::start("vcan0 --plain --record small/x.log");
    sh("cangen vcan0 -g 1 -I 321 -L 8 -n 3000");
    let ended = live.end();
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.iter().any(|line| line.contains("the recording is not complete")), "{:?}", ended.err);
    assert!(fs::read_to_string("small/x.log").unwrap().ends_with('\n'));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_recording_that_is_there_is_not_touched() {
    fs::write("x.log", "precious").unwrap();
    let output = super::program().args(["live", "vcan0", "--plain", "--record", "x.log"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("a recording is never overwritten"));
    assert_eq!(fs::read_to_string("x.log").unwrap(), "precious");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn results_nobody_reads_do_not_end_a_recording() {
    let recording = "live vcan0 --plain --record x.log";
    let run = |arguments: &str| {
        sh(&format!("{} {arguments} 2>err.txt | head -n 1 >/dev/null & echo $! >pid", binary()))
    };
    run(recording);
    sh("for n in $(seq 50); do [ -s x.log ] && break; cansend vcan0 321#; sleep 0.1; done");
    sh("ip link set vcan0 down; sleep 0.5; ip link set vcan0 up; sleep 0.5; cansend vcan0 322#; sleep 1");
    assert!(fs::read_to_string("x.log").unwrap().contains(" 322#"));
    assert!(fs::read_to_string("err.txt").unwrap().contains("recording goes on"));
    sh(
        "pkill -INT -x doorjamb; for n in $(seq 50); do pgrep -x doorjamb >/dev/null || break; sleep 0.1; done",
    );
    assert_eq!(sh("pgrep -x doorjamb || true"), "");
    // Without a recording there is nothing left to do.
    run("live vcan0 --plain");
    sh("sleep 1; ip link set vcan0 down; sleep 0.5; ip link set vcan0 up; sleep 1");
    sh("for n in $(seq 50); do pgrep -x doorjamb >/dev/null || break; sleep 0.1; done");
    assert_eq!(sh("pgrep -x doorjamb || true"), "");
}

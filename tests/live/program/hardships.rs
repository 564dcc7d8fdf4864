//! What it must survive: interfaces, buses, signals and terminals that do what they do beside a car.

use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::{Live, binary, play, play_healthy, program};
use crate::ground::sh;

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn an_interface_that_goes_and_comes_back_is_told_and_heard_again() {
    let mut live = Live::start("vcan0 --plain --record x.log");
    sh("cansend vcan0 001#");
    sh("ip link set vcan0 down");
    let (told, _) = live.until("down", |line| line.contains("vcan0: down"));
    assert!(told.contains("to listen: ip link set vcan0 up"), "{told}");
    sh("ip link set vcan0 up");
    live.until("up", |line| line.contains("vcan0: up"));
    sh("cansend vcan0 002#; ip link delete vcan0");
    live.until("gone", |line| line.contains("vcan0: not there"));
    sh("ip link add vcan8 type vcan; ip link add vcan0 type vcan; ip link set vcan0 up");
    live.until("back", |line| line.contains("vcan0: up"));
    play_healthy("vcan0");
    let ended = live.end();
    assert_eq!(ended.code, Some(0), "{:#?}", ended.lines);
    let log = fs::read_to_string("x.log").unwrap();
    assert!(log.contains(" 001#") && log.contains(" 002#") && log.contains(" 60D#"));
    let marks = fs::read_to_string("x.log.marks").unwrap();
    assert!(marks.contains(") note vcan0 not there"), "{marks}");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn errors_bus_off_and_a_restart_are_told_and_recorded() {
    let say = |line: &str| {
        let mut adapter = fs::OpenOptions::new().write(true).open("adapter").unwrap();
        adapter.write_all(format!("{line}\r").as_bytes()).unwrap();
    };
    let mut live = Live::start("slcan0 --plain --record x.log");
    say("t0012AABB");
    say("e1f");
    live.until_says("form error");
    say("sp000140");
    live.until_says("the controller is error-passive");
    thread::sleep(Duration::from_millis(1200));
    say("sb000000");
    let told = live.until_says("the controller is bus-off");
    assert!(told.contains("nothing until it is restarted"), "{told}");
    sh("ip link set slcan0 down; ip link set slcan0 up");
    live.until("the restart", |line| line.contains("slcan0: up"));
    say("t0022AABB");
    sh("./unplug");
    live.until("the unplugging", |line| line.contains("slcan0: not there"));
    sh("./plug");
    live.until("the plugging in", |line| line.contains("slcan0: up"));
    say("t0032AABB");
    thread::sleep(Duration::from_millis(700));
    live.end();
    let log = fs::read_to_string("x.log").unwrap();
    for frame in [" 001#AABB", " 002#AABB", " 003#AABB"] {
        assert!(log.contains(frame), "{frame}: {log}");
    }
    assert!(log.lines().filter(|line| line.contains(" slcan0 2")).count() >= 3, "error frames: {log}");
    let output = program().args(["replay", "x.log"]).output().unwrap();
    assert!(!String::from_utf8(output.stdout).unwrap().contains("malformed"));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_babbling_bus_costs_no_memory_and_hides_no_door() {
    let mut live = Live::start("vcan0 --plain");
    play_healthy("vcan0");
    live.until_says("seen: ");
    // More identifiers than any car has. (Not the car's own: what they say of its doors would be told, as it must be.)
    sh("cangen vcan0 -g 0 -i -e -n 50000");
    let before = live.memory();
    for _ in 0..4 {
        sh("cangen vcan0 -g 0 -i -e -n 50000");
    }
    let after = live.memory();
    assert!(after < before + 1_000_000, "{before} became {after}");
    assert!(after < 12_000_000, "{after}");
    thread::scope(|scope| {
        scope.spawn(|| sh("cangen vcan0 -g 0 -i -I 123 -n 200000"));
        scope.spawn(|| play("locked-while-open", "vcan0"));
        live.until_says("front-left door opens");
    });
    let ended = live.end();
    assert!(ended.lines.len() < 200, "{:#?}", ended.lines);
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn frames_lost_are_told_with_their_number_and_cause() {
    let mut live = Live::start("vcan0 --plain --record x.log");
    live.signal("STOP");
    sh("cangen vcan0 -g 0 -n 60000");
    live.signal("CONT");
    live.until_says(" lost: the socket's buffer was full");
    thread::sleep(Duration::from_secs(1));
    live.end();
    let marks = fs::read_to_string("x.log.marks").unwrap();
    let lost = |line: &str| -> Option<usize> {
        let (before, _) = line.split_once(" frames lost: the socket's buffer was full")?;
        before.split_whitespace().last()?.parse().ok()
    };
    let lost: usize = marks.lines().filter_map(lost).sum();
    let recorded = fs::read_to_string("x.log").unwrap().lines().count();
    assert_eq!(recorded + lost, 60_000, "{marks}");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn each_signal_that_asks_for_an_end_gets_a_summary_and_a_closed_recording() {
    for signal in ["INT", "TERM", "HUP"] {
        let record = format!("{signal}.log");
        let live = Live::start(&format!("vcan0 --plain --record {record}"));
        sh("cansend vcan0 321#");
        thread::sleep(Duration::from_millis(300));
        live.signal(signal);
        let ended = live.ended();
        assert!(ended.text().contains("1 frame over"), "{signal}: {}", ended.text());
        assert!(fs::read_to_string(&record).unwrap().ends_with(" vcan0 321#\n"), "{signal}");
        assert_eq!(ended.code, Some(2), "no car was known");
    }
    // Whoever says nohup means it.
    let mut nohup = Command::new("nohup");
    let live = Live::start_with(nohup.arg(binary()).args(["live", "vcan0", "--plain"]));
    live.signal("HUP");
    thread::sleep(Duration::from_millis(700));
    let mut live = live;
    assert!(live.child.try_wait().unwrap().is_none());
    live.end();
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_terminal_that_goes_away_leaves_a_whole_recording() {
    let command = format!("{} live vcan0 --plain --record x.log", binary());
    let mut terminal =
        Command::new("socat").arg(format!("EXEC:\"{command}\",pty,setsid,ctty")).arg("PIPE").spawn().unwrap();
    sh(
        "for n in $(seq 100); do [ -s x.log ] && break; cansend vcan0 321#; sleep 0.1; done; cansend vcan0 322#",
    );
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    sh("for n in $(seq 50); do pgrep -x doorjamb >/dev/null || break; sleep 0.1; done");
    assert_eq!(sh("pgrep -x doorjamb || true"), "");
    let log = fs::read_to_string("x.log").unwrap();
    assert!(log.ends_with(" vcan0 322#\n"), "{log}");
}

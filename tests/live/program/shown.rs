//! What a person beside the car is told, and when.

use std::process::Command;
use std::thread;

use super::{Live, play, play_healthy};
use crate::ground::sh;

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn doors_locks_and_what_contradicts_itself_are_shown_within_two_seconds() {
    let mut live = Live::start("vcan0 --plain --record x.log");
    // From the first frame to now, by the clock that stamped it; the recording may be half a second behind.
    let took = || {
        let first = "$(head -n 1 x.log | tr -d '()' | cut -d' ' -f1)";
        let script = format!("now=$(date +%s.%N); sleep 0.5; echo $now {first} | awk '{{print $1 - $2}}'");
        sh(&script).trim().parse::<f64>().unwrap()
    };
    thread::scope(|scope| {
        // It begins with a car that wakes up with its door reported open and locked.
        scope.spawn(|| play("locked-while-open", "vcan0"));
        let seen = live.until_says("seen: ");
        assert!(seen.contains("door"), "{seen}");
        let shown = took();
        assert!(shown < 2.0, "{shown} s");
        // The rule itself waits for 2 s: a healthy car tells of the two in either order.
        live.until_says("fault[locked-while-open]");
        let contradicted = took();
        assert!(contradicted < 4.0, "{contradicted} s");
        live.until_says("60D#");
        live.until_says("look next:");
    });
    let ended = live.end();
    let text = ended.words();
    assert!(text.contains("(nissan_classic), recognised by its traffic"), "{text}");
    assert!(text.contains("1 finding: 1 fault"), "{text}");
    assert_eq!((ended.code, ended.err.len()), (Some(1), 0), "{:?}", ended.err);
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn silence_is_told_as_silence_and_the_car_when_it_wakes() {
    let mut live = Live::start("vcan0 --plain");
    let (_, took) = live.until("silence", |line| line.contains("silence: not one frame"));
    assert!((1..6).contains(&took.as_secs()), "{took:?}");
    live.until_says("a gateway keeps the car's buses away");
    thread::scope(|scope| {
        scope.spawn(|| play_healthy("vcan0"));
        live.until_says("car: Nissan, classic platform");
        live.until_says("seen: ");
    });
    assert_eq!(live.end().code, Some(0));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_bus_of_no_known_car_is_told_as_such() {
    let mut live = Live::start("vcan0 --plain");
    sh("cangen vcan0 -g 5 -I 123 -L 2 -n 800");
    live.until_says("1 identifier), but of no car that is known");
    let ended = live.end();
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.err.iter().any(|line| line.contains("no frame of a car that is known was heard")),
        "{:?}",
        ended.err
    );
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn diagnostics_alone_are_told_as_a_gateway() {
    let mut live = Live::start("vcan0 --plain");
    sh("cangen vcan0 -g 5 -I 765 -L 8 -n 800");
    live.until_says("nothing but diagnostic questions and answers");
    live.until_says("a gateway keeps the body bus away from it");
    assert_eq!(live.end().code, Some(2));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn any_finds_the_body_on_the_interface_that_has_it() {
    let mut live = Live::start("any --plain");
    sh("cangen vcan0 -g 10 -I 123 -n 50; ip link add vcan9 type vcan; ip link set vcan9 up");
    live.until("the new interface", |line| line.contains("vcan9: up"));
    play_healthy("vcan9");
    let ended = live.end();
    let text = ended.text();
    assert!(text.contains("on vcan9 (one of"), "{text}");
    assert_eq!(ended.code, Some(0), "{text}");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_named_car_is_believed_and_what_does_not_fit_is_told() {
    let live = Live::start("vcan0 --plain --car nissan_xtrail_t32 --only open-and-closed");
    play_healthy("vcan0");
    let ended = live.end();
    let text = ended.words();
    assert!(text.contains("(nissan_xtrail_t32), named by hand"), "{text}");
    assert!(text.contains("leave out --car to have the car recognised"), "{text}");
    let live = Live::start("vcan0 --plain --car nissan_qashqai_j10 --handed right --body-only");
    play_healthy("vcan0");
    let text = live.end().words();
    assert!(text.contains("named by hand; right-hand drive"), "{text}");
    assert!(text.contains("seen: "), "{text}");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn whether_it_only_listens_is_told_and_the_command_makes_it_so() {
    let mut live = Live::start("can0 --plain");
    let text = live.lines.last().unwrap();
    assert!(text.contains("can0: up, 500 kbit/s, not listen-only (kvaser_pci)"), "{text}");
    let command =
        "ip link set can0 down; ip link set can0 type can bitrate 500000 listen-only on; ip link set can0 up";
    assert!(text.ends_with(&format!("to only listen: {command}")), "{text}");
    sh(command);
    live.until("listen-only", |line| line.contains("can0: up, 500 kbit/s, listen-only (kvaser_pci)"));
    sh("cansend can1 60D#0000000000000000");
    live.end();
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_wrong_name_is_an_error_unless_it_is_to_be_waited_for() {
    let output = super::program().args(["live", "vcan7", "--plain"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("vcan7: no such interface; CAN interfaces are"), "{err}");
    let mut live = Live::start("vcan7 --plain --wait");
    sh("ip link add vcan7 type vcan; ip link set vcan7 up");
    live.until("the interface", |line| line.contains("vcan7: up"));
    live.end();
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn it_never_transmits_not_even_under_a_flood() {
    let counters =
        || sh("cat /sys/class/net/can0/statistics/tx_packets /sys/class/net/can1/statistics/rx_packets");
    let before = counters();
    let mut live = Live::start("can0 any --plain --record x.log --marks-from-stdin");
    let flood = Command::new("cangen").args(["can1", "-g", "0", "-p", "10", "-n", "3000"]).status().unwrap();
    assert!(flood.success());
    for line in ["tailgate closed", "fob pressed", "tailgate button pressed"] {
        live.types(line);
    }
    live.signal("USR1");
    sh("ip link set can0 down; sleep 0.5; ip link set can0 up");
    sh("cangen can1 -g 1 -p 10 -n 200");
    live.end();
    assert_eq!(counters(), before);
    // The candump beside saw nothing but what was sent there.
    let foreign = sh("pkill -INT -x candump; sleep 0.3; grep -c ' RX ' candump.log || true");
    assert_eq!(foreign.trim(), "0");
    assert!(sh("grep -c ' TX ' candump.log").trim().parse::<u32>().unwrap() > 1_000);
}

//! What is found live is what is found in the recording of it.

use std::thread;

use boon::{Compiler, Schemas};
use serde_json::Value;

use super::{Live, play, program, recordings, replayed};

/// The findings among lines, each as it was told last, without where its evidence stands.
fn findings(lines: &[Value]) -> Vec<Value> {
    let mut last: Vec<Value> = Vec::new();
    for line in lines.iter().filter(|line| line["type"] == "finding") {
        let mut finding = line.clone();
        finding["file"].take();
        for piece in finding["evidence"].as_array_mut().unwrap() {
            piece["file"].take();
            piece["line"].take();
        }
        match last.iter_mut().find(|known| known["number"] == finding["number"]) {
            Some(known) => *known = finding,
            None => last.push(finding),
        }
    }
    last.sort_by_key(|finding| finding["number"].as_u64());
    last
}

/// The events among lines, without where their evidence stands.
fn events(lines: &[Value]) -> Vec<Value> {
    let events = lines.iter().filter(|line| line["type"] == "event").cloned();
    let events = events.map(|mut event| {
        event["file"].take();
        for piece in event["evidence"].as_array_mut().unwrap() {
            piece["file"].take();
            piece["line"].take();
        }
        event
    });
    events.collect()
}

/// Listens while a capture is played; `marks` are typed so many milliseconds after its beginning.
fn same_as_its_recording(name: &str, interface: &str, raises: &str, marks: &[(u64, &str)]) {
    let record = format!("{name}.log");
    let mut live = Live::start(&format!("{interface} --format json --record {record} --marks-from-stdin"));
    thread::scope(|scope| {
        let playing = scope.spawn(|| play(name, interface));
        let mut passed = 0;
        for (millis, mark) in marks {
            thread::sleep(std::time::Duration::from_millis(millis - passed));
            passed = *millis;
            live.types(mark);
        }
        playing.join().unwrap();
    });
    // Silence, too, is the same in both.
    thread::sleep(std::time::Duration::from_secs(4));
    let ended = live.end();
    let heard = ended.json();
    let replayed = replayed(&recordings(&record));
    assert!(findings(&heard).iter().any(|finding| finding["id"] == raises), "{heard:#?}");
    assert_eq!(findings(&heard), findings(&replayed), "{name}");
    assert_eq!(events(&heard), events(&replayed), "{name}");
    assert_eq!(ended.code, Some(1));
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn a_recording_replays_to_what_was_found_live() {
    thread::scope(|scope| {
        scope.spawn(|| same_as_its_recording("locked-while-open", "vcan0", "locked-while-open", &[]));
        scope.spawn(|| same_as_its_recording("body-frames-missing", "vcan1", "body-frames-missing", &[]));
        scope.spawn(|| same_as_its_recording("door-flicker", "vcan2", "door-flicker", &[]));
        let marks = [(8_500, "tailgate closed"), (9_000, "nonsense"), (9_500, "note it was raining")];
        scope.spawn(move || {
            same_as_its_recording("closed-but-reported-open", "vcan3", "closed-but-reported-open", &marks);
        });
    });
    let marks = std::fs::read_to_string("closed-but-reported-open.log.marks").unwrap();
    assert!(marks.contains(") tailgate closed\n") && marks.contains(") note it was raining\n"), "{marks}");
}

#[test]
#[ignore = "runs in the virtual machine: tests/vm/run"]
fn every_line_keeps_to_the_schema() {
    let mut live =
        Live::start("vcan0 vcan1 --format json --record x.log --rotate-time 2s --marks-from-stdin");
    live.types("nonsense");
    crate::ground::sh("ip link set vcan1 down; ip link set vcan1 up");
    play("locked-while-open", "vcan0");
    let lines = live.end().json();
    for kind in ["car", "event", "finding", "notice", "unwatched", "summary"] {
        assert!(lines.iter().any(|line| line["type"] == kind), "no {kind}");
    }
    for kind in ["interface", "recording", "malformed-mark"] {
        assert!(lines.iter().any(|line| line["kind"] == kind), "no {kind}");
    }
    let schema = serde_json::from_slice(&program().arg("schema").output().unwrap().stdout).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("line.json", schema).unwrap();
    let index = compiler.compile("line.json", &mut schemas).unwrap();
    for line in &lines {
        schemas.validate(line, index).unwrap_or_else(|error| panic!("{line}\n{error}"));
    }
}

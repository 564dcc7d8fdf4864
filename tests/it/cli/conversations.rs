//! What testers ask a car, as `replay` and `decode` tell it.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::drive::Drive;
use super::json::allowed;
use super::run;

/// A car that a tester talks to: data, codes, a refusal, something that moves, thousands of times the same.
fn log() -> String {
    let mut log = Drive::new().ignition_on().wait(3000).log();
    let mut millis = 1_700_000_003_000_u64;
    let mut say = |id: &str, data: &str| {
        millis += 5;
        writeln!(log, "({}.{:03}000) can0 {id}#{data}", millis / 1000, millis % 1000).unwrap();
    };
    for _ in 0..300 {
        say("745", "0221470000000000");
        say("765", "0461478001000000");
    }
    say("743", "03220E2800000000");
    say("763", "037F221100000000");
    say("745", "0317FF0000000000");
    say("765", "10085702D00060A5");
    say("745", "3000000000000000");
    say("765", "2162200000000000");
    say("745", "0430070001000000");
    say("765", "0470070001000000");
    log
}

/// Runs `command` on the capture.
fn ran(command: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, log()).unwrap();
    let ran = run(command.iter().copied().chain([path.to_str().unwrap()]));
    assert!(ran.code < 2, "{}{}", ran.out, ran.err);
    ran.out
}

#[test]
fn a_story_tells_each_kind_of_question_once_and_everything_that_moves_and_its_end_counts_them() {
    let out = ran(&["replay", "--car", "nissan_qashqai_j10"]);
    let (story, counted) = out.split_once("what testers asked").unwrap();
    // Long lines are wrapped.
    let counted = counted.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(story.matches("a tester asks BCM (745): 21 47").count(), 1, "{out}");
    assert!(story.contains("a tester asks METER (743): 22 0E 28 (read data by identifier), refused: service not supported (11)"), "{out}");
    assert!(story.contains("a tester tells BCM (745): 30 07 00 01"), "{out}");
    for told in [
        "BCM (745), answers from 765:",
        "300 times from",
        "refused once: service not supported (11)",
        "U1000: no communication over CAN, there now (status 60)",
        "B2562: low supply voltage (below 8.8 V), remembered, not there now (status 20)",
    ] {
        assert!(counted.contains(told), "{told}\n{out}");
    }
}

#[test]
fn for_programs_each_conversation_is_a_line_that_keeps_to_the_schema() {
    let out = ran(&["replay", "--format", "json", "--car", "nissan_qashqai_j10"]);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (line, allowed) in lines.iter().zip(allowed(&lines)) {
        allowed.unwrap_or_else(|error| panic!("{line}\n{error}"));
    }
    let talks: Vec<&Value> = lines.iter().filter(|line| line["type"] == "conversation").collect();
    let units: Vec<&str> = talks.iter().map(|talk| talk["unit"].as_str().unwrap()).collect();
    assert_eq!(units, ["BCM", "METER"]);
    let asked = &talks[0]["questions"][0];
    assert_eq!(
        (&asked["request"], &asked["times"], &asked["reads"]),
        (&"21 47".into(), &300.into(), &true.into())
    );
    assert_eq!(talks[0]["questions"][2]["reads"], false);
    assert_eq!(talks[0]["questions"][1]["codes"][0]["code"], "U1000");
    assert_eq!(talks[1]["questions"][0]["refused"][0]["name"], "service not supported");
}

#[test]
fn decode_shows_each_question_where_it_is_answered_if_asked_to() {
    let dbc = ["--dbc", "nissan_qashqai_j10", "--message", "BODY_STATE"];
    assert!(!ran(&[&["decode"][..], &dbc].concat()).contains("asked"));
    let out = ran(&[&["decode", "--diagnostics"][..], &dbc].concat());
    assert_eq!(out.matches("745  BCM  asked 21 47 (read data by local identifier)").count(), 300, "{out}");
    assert!(
        out.contains(
            "743  METER  asked 22 0E 28 (read data by identifier): refused: service not supported (11)"
        ),
        "{out}"
    );
    let out = ran(&[&["decode", "--diagnostics", "--format", "json"][..], &dbc].concat());
    let schema: Value = serde_json::from_str(&run(["schema", "decode"]).out).unwrap();
    assert!(schema.to_string().contains("exchange"));
    let last: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["type"], &last["request"], &last["length"]),
        (&"exchange".into(), &"30070001".into(), &4.into())
    );
    let out = ran(&[&["decode", "--diagnostics", "--format", "csv"][..], &dbc].concat());
    assert!(out.lines().all(|line| line.matches(',').count() == 13), "{out}");
    assert!(
        out.contains(
            ",exchange,743,METER,22 0E 28 (read data by identifier),,,,refused: service not supported (11),,"
        ),
        "{out}"
    );
}

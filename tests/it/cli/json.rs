//! The JSON report: its lines, and the schema they keep to.

use std::fs;

use boon::{Compiler, Schemas};
use serde_json::{Value, json};

use super::drive::{Drive, healthy, locked_while_open};
use super::run;

/// Says of each value whether the printed schema allows it.
fn allowed(values: &[Value]) -> Vec<Result<(), String>> {
    let schema: Value = serde_json::from_str(&run(["schema"]).out).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("line.json", schema).unwrap();
    let index = compiler.compile("line.json", &mut schemas).unwrap();
    values.iter().map(|value| schemas.validate(value, index).map_err(|error| error.to_string())).collect()
}

/// The lines of a report on `log`, and the exit code.
fn report(log: &str, options: &[&str]) -> (Vec<Value>, i32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, log).unwrap();
    let ran = run(["replay", "--format", "json", path.to_str().unwrap()].iter().chain(options));
    (ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), ran.code)
}

fn of_type<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

#[test]
fn every_line_keeps_to_the_schema() {
    let torn = Drive::new().wait(500).line("rubbish\u{1b}[2J").wait(2_000).log();
    let logs = [healthy(), locked_while_open(), torn, "(1.0) can0 123#00\n".to_owned()];
    let lines: Vec<Value> = logs.iter().flat_map(|log| report(log, &[]).0).collect();
    for kind in ["event", "finding", "notice", "unwatched", "summary"] {
        assert!(!of_type(&lines, kind).is_empty(), "no {kind}");
    }
    for (line, allowed) in lines.iter().zip(allowed(&lines)) {
        allowed.unwrap_or_else(|error| panic!("{line}\n{error}"));
    }
}

#[test]
fn every_line_of_every_capture_keeps_to_the_schema() {
    let captures = fs::read_dir("captures").unwrap().map(|entry| entry.unwrap().path());
    let captures = captures.filter(|path| path.extension().is_some_and(|extension| extension == "log"));
    let paths: Vec<String> = captures.map(|path| path.to_str().unwrap().to_owned()).collect();
    assert!(paths.len() > 30, "{paths:?}");
    let ran = run(["replay", "--format", "json"].into_iter().chain(paths.iter().map(String::as_str)));
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(of_type(&lines, "summary").len(), paths.len());
    for (line, allowed) in lines.iter().zip(allowed(&lines)) {
        allowed.unwrap_or_else(|error| panic!("{line}\n{error}"));
    }
}

#[test]
fn the_schema_allows_nothing_else() {
    let (lines, _) = report(&locked_while_open(), &[]);
    let finding = of_type(&lines, "finding")[0];
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = finding.clone();
        change(&mut changed);
        changed
    };
    let wrong = [
        json!({}),
        json!([]),
        with(&|line| line["type"] = json!("fining")),
        with(&|line| line["raised_ns"] = json!(1.5)),
        with(&|line| line["severity"] = json!("error")),
        with(&|line| line["surplus"] = json!(1)),
        with(&|line| line["evidence"][0]["surplus"] = json!(1)),
        with(&|line| drop(line.as_object_mut().unwrap().remove("cleared_ns"))),
        with(&|line| line["evidence"] = json!(null)),
    ];
    for (line, allowed) in wrong.iter().zip(allowed(&wrong)) {
        assert!(allowed.is_err(), "{line}");
    }
}

#[test]
fn a_finding_is_one_line_with_times_and_evidence() {
    let log = locked_while_open();
    let (lines, code) = report(&log, &[]);
    assert_eq!(code, 1);
    let findings = of_type(&lines, "finding");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = findings[0];
    assert_eq!(finding["id"], "locked-while-open");
    assert_eq!(finding["subject"], "front-left");
    assert_eq!(finding["severity"], "fault");
    assert_eq!(finding["since_ns"], 1_700_000_005_000_000_000_u64);
    assert_eq!(finding["raised_ns"], 1_700_000_007_000_000_000_u64);
    assert_eq!(finding["cleared_ns"], 1_700_000_012_000_000_000_u64);
    for piece in finding["evidence"].as_array().unwrap() {
        let line = log.lines().nth(usize::try_from(piece["line"].as_u64().unwrap()).unwrap() - 1).unwrap();
        let frame = format!("{}#{}", piece["can_id"].as_str().unwrap(), piece["data"].as_str().unwrap());
        assert!(line.ends_with(&frame), "{line} is not {frame}");
    }
}

#[test]
fn a_finding_that_lasts_to_the_end_is_not_cleared() {
    let log = Drive::new().wait(3_000).front_left(true).wait(1_000).locked(true).wait(5_000).log();
    let (lines, _) = report(&log, &[]);
    let findings = of_type(&lines, "finding");
    assert_eq!(findings.len(), 1);
    assert!(findings[0]["cleared_ns"].is_null());
}

#[test]
fn events_come_in_order_of_time_and_a_summary_last() {
    let (lines, _) = report(&locked_while_open(), &[]);
    let times: Vec<_> =
        of_type(&lines, "event").iter().map(|line| line["time_ns"].as_i64().unwrap()).collect();
    assert!(times.is_sorted());
    let summary = lines.last().unwrap();
    assert_eq!(summary["type"], "summary");
    assert_eq!(summary["stop"], "end");
    assert_eq!(summary["car"], "nissan_classic");
    assert_eq!(summary["findings"], json!({"fault": 1, "warning": 0, "note": 0}));
    assert_eq!(summary["frames"], locked_while_open().lines().count());
}

#[test]
fn nothing_that_steers_a_terminal_is_written_though_json_would_allow_it() {
    let log = Drive::new().wait(500).line("a\u{9b}2J\u{202e}b").wait(500).log();
    let (lines, _) = report(&log, &[]);
    let notice = of_type(&lines, "notice")[0];
    assert!(notice["text"].as_str().unwrap().contains('a'), "{notice}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, log).unwrap();
    let out = run(["replay", "--format", "json", path.to_str().unwrap()]).out;
    assert!(!out.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{out}");
}

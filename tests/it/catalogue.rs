//! The catalogue of rules held to itself: registered, explained, raised by a capture, silent on every healthy one.

use std::collections::BTreeSet;
use std::fs;

use doorjamb::rules::{ALL, Rule, by_id};

fn file_of(rule: &Rule) -> String {
    format!("src/rules/{}.rs", rule.id.replace('-', "_"))
}

#[test]
fn every_rule_is_a_file_of_its_own_name_and_every_such_file_a_rule() {
    let of_rules: BTreeSet<String> = ALL.iter().map(|rule| file_of(rule)).collect();
    assert_eq!(of_rules.len(), ALL.len(), "two rules share an id");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir("src/rules").unwrap() {
        let path = format!("src/rules/{}", entry.unwrap().file_name().to_str().unwrap());
        if fs::read_to_string(&path).unwrap().contains("const RULE: Rule") {
            found.insert(path);
        }
    }
    assert_eq!(found, of_rules);
}

#[test]
fn every_rule_is_named_and_worded_as_the_design_asks() {
    for rule in ALL {
        let id = rule.id;
        assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !id.starts_with('-'), "{id}");
        assert!(!id.contains("--") && !id.ends_with('-'), "{id}");
        assert!(by_id(id).is_some_and(|found| found.id == id), "{id}");
        assert!(!rule.subjects.is_empty(), "{id} is checked for nothing");
        let title = rule.title;
        assert!(
            !title.is_empty() && !title.ends_with('.') && !title.starts_with(char::is_uppercase),
            "{id}: {title}"
        );
        for (what, words) in [("meaning", rule.meaning), ("matters", rule.matters), ("look", rule.look)] {
            assert!(words.ends_with('.') && words.len() > 20, "{id}: `{what}` is no sentence: {words}");
            assert!(!words.contains("  "), "{id}: `{what}` has a stray space");
        }
        let first = fs::read_to_string(file_of(rule)).unwrap();
        assert!(first.starts_with(&format!("//! `{id}`: ")), "{id}: its file does not begin with its name");
    }
}

#[test]
fn every_rule_is_raised_by_the_capture_of_its_name() {
    for rule in ALL {
        let path = format!("captures/{}.report", rule.id);
        let report = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(report.contains(&format!("[{}]", rule.id)), "{path} does not raise {}", rule.id);
    }
}

#[test]
fn healthy_captures_raise_nothing() {
    let mut healthy = 0;
    for entry in fs::read_dir("captures").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("healthy-") && name.ends_with(".report") {
            let report = fs::read_to_string(&path).unwrap();
            assert!(report.contains("no findings"), "{} has findings", path.display());
            healthy += 1;
        }
    }
    assert!(healthy >= 7, "only {healthy} healthy captures");
}

#[test]
fn every_capture_has_its_scenario_its_report_and_its_line() {
    let list = fs::read_to_string("captures/README.md").unwrap();
    let mut captures = 0;
    for entry in fs::read_dir("captures").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(story) = name.strip_suffix(".log") else { continue };
        captures += 1;
        for beside in ["scenario", "report"] {
            assert!(path.with_extension(beside).exists(), "{name} has no .{beside}");
        }
        assert!(list.contains(&format!("`{story}`")), "captures/README.md does not tell of {story}");
    }
    assert!(captures >= ALL.len(), "only {captures} captures");
}

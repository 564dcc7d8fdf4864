//! Each story raises the finding it is named for; healthy stories raise nothing.

use std::collections::BTreeSet;
use std::fs;

use doorjamb::monitor::Output;
use doorjamb::rules;
use doorjamb::simulate::Scenario;

use super::captures::scenarios;
use crate::story::tell;

/// Ids of everything found in a story.
fn found(scenario: &Scenario) -> BTreeSet<&'static str> {
    let outputs = tell(scenario, |_, _| {}).drain().collect::<Vec<_>>();
    outputs
        .into_iter()
        .filter_map(|output| match output {
            Output::Finding(finding) => Some(finding.rule),
            Output::Event(_) | Output::Notice(_) => None,
        })
        .collect()
}

#[test]
fn each_story_raises_its_finding_and_healthy_stories_none() {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in scenarios() {
        let text = fs::read_to_string(&path).expect("a scenario is text");
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a UTF-8 name").to_owned();
        let scenario = Scenario::parse(&stem, &text).unwrap_or_else(|error| panic!("{error}"));
        let found = found(&scenario);
        match rules::by_id(&stem) {
            Some(rule) => {
                told.insert(rule.id);
                if !found.contains(rule.id) {
                    wrong.push(format!("{stem} raises {found:?}"));
                }
            }
            None if !found.is_empty() => wrong.push(format!("{stem} raises {found:?}")),
            None => assert!(stem.starts_with("healthy-"), "{stem} names no finding and is not healthy"),
        }
    }
    let silent: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).filter(|id| !told.contains(id)).collect();
    assert!(wrong.is_empty() && silent.is_empty(), "{wrong:#?}\nwithout a story: {silent:?}");
}

//! Each story raises the finding it is named for; healthy stories raise nothing.

use std::collections::BTreeSet;
use std::fs;

use doorjamb::body::{Mark, MarkWhat, Opening};
use doorjamb::capture::marks::{MarkKind, Marks};
use doorjamb::car::Car;
use doorjamb::frame::{Frame, Origin, SourceId};
use doorjamb::monitor::{Monitor, Output};
use doorjamb::rules;
use doorjamb::simulate::Scenario;

use super::{captures::scenarios, frames_of};

/// Ids of everything found in a story.
fn found(scenario: &Scenario) -> BTreeSet<&'static str> {
    let car = Car::by_name(&scenario.settings.car).expect("a known car").expect("a sound DBC");
    let mut monitor = Monitor::new(&car, scenario.settings.handed);
    let frames: Vec<Frame> = frames_of(scenario);
    let mut marks = marks(scenario).into_iter().peekable();
    for frame in &frames {
        while let Some(mark) = marks.next_if(|mark| mark.time <= frame.time) {
            monitor.mark(&mark);
        }
        monitor.feed(frame);
    }
    monitor
        .drain()
        .filter_map(|output| match output {
            Output::Finding(finding) => Some(finding.rule),
            Output::Event(_) | Output::Notice(_) => None,
        })
        .collect()
}

/// The marks file of a story, read as any marks file is.
fn marks(scenario: &Scenario) -> Vec<Mark> {
    let read = Marks::parse(scenario.marks().unwrap_or_default().as_bytes(), SourceId(1));
    assert!(read.notices.is_empty(), "{:?}", read.notices);
    let what = |kind| match kind {
        MarkKind::Seen { opening, open } => {
            let opening =
                Opening::ALL.into_iter().find(|known| format!("{opening:?}") == format!("{known:?}"));
            MarkWhat::Opening(opening.expect("scenarios mark physical sides"), open)
        }
        MarkKind::FobPressed => MarkWhat::FobPressed,
        MarkKind::TailgateButtonPressed => MarkWhat::TailgatePressed,
        MarkKind::Note => panic!("scenarios write no notes"),
    };
    let mark = |mark: &doorjamb::capture::marks::Mark| Mark {
        time: mark.time,
        origin: Origin { source: SourceId(1), line: mark.line },
        what: what(mark.kind),
    };
    read.marks.iter().map(mark).collect()
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

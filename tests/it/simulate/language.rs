//! The language: what it takes, and what it says to what it does not take.

use std::sync::LazyLock;

use doorjamb::car::Car;
use doorjamb::frame::Frame;
use doorjamb::simulate::{MAX_BYTES, Scenario, Simulation, grammar};
use proptest::prelude::*;

fn error(text: &str) -> String {
    Scenario::parse("story.scenario", text).expect_err("nothing of this is known").to_string()
}

#[test]
fn every_example_of_the_grammar_is_understood_and_every_entry_described() {
    for section in grammar() {
        let timed = section.begins.replace("<seconds>", "1");
        for entry in section.entries {
            assert!(!entry.means.is_empty() && entry.means.len() < 110, "{}", entry.form);
            let text = match timed.as_str() {
                "" if entry.example.starts_with("car ") => format!("{}\n", entry.example),
                "" if entry.example.starts_with("repeat ") => format!("car x\n{}\n9 end\n", entry.example),
                "" => format!("car x\n{}\n", entry.example),
                timed => format!("car x\n{timed}{}\n", entry.example),
            };
            Scenario::parse("example", &text).unwrap_or_else(|error| panic!("{error}"));
            let words = |text: &str| text.split(' ').count();
            assert!(words(entry.example) <= words(entry.form) + 2, "{}", entry.form);
        }
    }
}

#[test]
fn every_fault_sets_in_on_a_car_that_still_runs() {
    let faults = grammar().into_iter().find(|section| section.begins.contains("fault")).expect("faults");
    assert!(faults.entries.len() >= 28);
    for entry in faults.entries {
        let text =
            format!("car nissan_qashqai_j10\nstart running\n1 fault {}\n2 brake on\n4 end\n", entry.example);
        assert!(super::frames(&text).len() > 100, "{}", entry.example);
    }
}

#[test]
fn messages_name_the_line_what_is_wrong_and_what_would_be_understood() {
    let cases = [
        (
            "car x\n1 fornt-left open\n",
            "story.scenario:2: 'fornt-left' is not understood; did you mean 'front-left'?",
        ),
        (
            "car x\n\n1 driver-door opne # oops\n",
            "story.scenario:3: 'opne' is not understood after 'driver-door'; did you mean 'open'?; understood: open, close",
        ),
        ("car x\n1 fault ajar-switch-stuck-opne tailgate\n", "did you mean 'ajar-switch-stuck-open'?"),
        ("car x\n1 fault bcm-dies until 0.5\n", "'until' must be later than the onset"),
        ("car x\n1 fault bcm-restart until 3\n", "take out 'until'"),
        ("car x\n1 fob\n", "the line ends too early after 'fob'; understood: lock, unlock, tailgate"),
        (
            "car x\n1 fob lock twice\n",
            "'twice' is not understood after 'fob lock'; the line should end there",
        ),
        (
            "car x\n1 drive 900 km/h\n",
            "a number is outside what 'drive <number> km/h [in <number> s]' allows",
        ),
        (
            "car x\nsleep-after 0 s\n",
            "story.scenario:2: a number is outside what 'sleep-after <number> s' allows",
        ),
        ("car x\n2 fob lock\n1 fob unlock\n", "story.scenario:3: earlier than the step before it"),
        ("car x\n2 end\n3 fob lock\n", "story.scenario:3: nothing happens after 'end'"),
        ("car x\nseed 1\nseed 2\n", "story.scenario:3: 'seed' is said twice"),
        ("1 fob lock\ncar x\n", "story.scenario:2: 'car' holds for the whole story; move it above"),
        ("seed 1\n", "story.scenario: no line says which car it is"),
        ("car x\nrepeat 2 times\n1 fob lock\n", "needs a last step 'end'"),
        ("car x\n1\u{1b}[31m fob lock\n", r"'1\u{1b}[31m' is not understood"),
        ("car x\nhanded middle\n", "understood: left, right"),
    ];
    for (text, expected) in cases {
        let message = error(text);
        assert!(message.contains(expected), "{text:?} gives {message:?}");
        assert!(!message.contains(char::is_control), "{message:?}");
    }
}

#[test]
fn a_car_that_is_not_known_is_said_with_the_nearest_that_is() {
    let scenario = Scenario::parse("story", "car nissan_qashqai_j01\n").expect("any name is read");
    let message = Simulation::new(&scenario).expect_err("no such car").to_string();
    assert!(message.contains("did you mean 'nissan_qashqai_j1"), "{message}");
}

#[test]
fn units_may_be_written_against_their_numbers() {
    let spaced = "car nissan_qashqai_j10\nstart running\n1 drive 50 km/h in 2 s\n3 end\n";
    assert_eq!(super::frames(spaced), super::frames(&spaced.replace(" km/h", "km/h").replace(" s\n", "s\n")));
}

#[test]
fn a_file_larger_than_any_story_is_refused() {
    assert!(error(&"#".repeat(MAX_BYTES + 1)).contains("is this a scenario?"));
}

/// Words of the language and of nothing, in any order.
fn line() -> impl Strategy<Value = String> {
    let examples: Vec<String> = grammar()
        .into_iter()
        .flat_map(|section| {
            let begins = section.begins.replace("<seconds>", "1");
            section.entries.into_iter().map(move |entry| format!("{begins}{}", entry.example))
        })
        .collect();
    let words: Vec<String> = examples.iter().flat_map(|line| line.split(' ')).map(str::to_owned).collect();
    prop_oneof![
        proptest::sample::select(examples),
        proptest::collection::vec(proptest::sample::select(words), 0..7).prop_map(|words| words.join(" ")),
        "[ -~]{0,40}",
        "\\PC{0,20}",
    ]
}

static CAR: LazyLock<Car> =
    LazyLock::new(|| Car::by_name("nissan_qashqai_j10").expect("a known car").expect("a sound DBC"));

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "(?s).{0,300}") {
        let _ = Scenario::parse("any", &text);
    }

    #[test]
    fn any_lines_are_read_or_refused_and_what_is_read_runs(lines in proptest::collection::vec(line(), 0..12)) {
        let text = format!("car nissan_qashqai_j10\n{}", lines.join("\n"));
        if let Ok(mut scenario) = Scenario::parse("any", &text) {
            scenario.settings.rounds = 1;
            let _ = scenario.marks();
            let mut simulation = Simulation::with_car(&scenario, &CAR);
            let mut frame = Frame::empty();
            for _ in 0..500 {
                if !simulation.next(&mut frame) {
                    break;
                }
            }
        }
    }
}

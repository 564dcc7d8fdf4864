//! The README is true: its tables are what the program knows, its sample output is what the program prints, and the
//! paths it names exist. `DOORJAMB_BLESS=1` rewrites the tables.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use doorjamb::car::Car;
use doorjamb::doctor::adapter::{ADAPTERS, Adapter};
use doorjamb::rules::{ALL, Subject};

const README: &str = "README.md";
const CAPTURES: &str = "captures/README.md";

/// What stands between two markers of a file must be `wanted`; blessed, it is made so.
fn hold(file: &str, section: &str, wanted: &str) {
    let text = fs::read_to_string(file).unwrap();
    let begin = text.find(&format!("<!-- {section}:")).expect("its begin marker");
    let begin = begin + text[begin..].find('\n').unwrap() + 1;
    let end = begin + text[begin..].find(&format!("<!-- end of {section} -->")).expect("its end marker");
    if text[begin..end] == *wanted {
        return;
    }
    assert!(
        std::env::var_os("DOORJAMB_BLESS").is_some(),
        "{file}: the {section} are not what the program knows; `DOORJAMB_BLESS=1 cargo test` rewrites them\n{wanted}"
    );
    fs::write(file, format!("{}{wanted}{}", &text[..begin], &text[end..])).unwrap();
}

#[test]
fn the_tables_are_what_the_program_knows() {
    let mut findings = String::from("| finding | severity | what it says |\n|---|---|---|\n");
    for rule in ALL {
        let subject = match rule.subjects {
            [Subject::Car] => "car",
            [one] => &one.to_string(),
            [Subject::Opening(_), ..] => "*opening*",
            [Subject::Lock(_), ..] => "*lock*",
            _ => "*fact*",
        };
        let title = rule.title.replace("{subject}", subject);
        writeln!(findings, "| `{}` | {} | {title} |", rule.id, rule.severity.id()).unwrap();
    }
    hold(README, "findings", &findings);

    let mut cars = String::from("| car | for | facts it tells |\n|---|---|---|\n");
    for name in Car::embedded() {
        let car = Car::by_name(name).unwrap().unwrap();
        let facts = car.coverage().filter(|(_, grade)| grade.is_some()).count();
        writeln!(cars, "| `{name}` | {} | {facts} |", car.title()).unwrap();
    }
    hold(README, "cars", &cars);

    let mut adapters =
        String::from("| adapter | driver | in Linux since | what it cannot do |\n|---|---|---|---|\n");
    for adapter in &ADAPTERS {
        let Adapter { name, driver, since, limits, .. } = adapter;
        writeln!(adapters, "| {name} | `{driver}` | {since} | {limits} |").unwrap();
    }
    hold(README, "adapters", &adapters);
}

#[test]
fn every_story_stands_in_the_list_with_what_it_shows() {
    let mut stories = Vec::new();
    let below = |folder: &str| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in below("captures").chain(below("captures/asked")) {
        if path.extension().is_some_and(|extension| extension == "scenario") {
            let text = fs::read_to_string(&path).unwrap();
            let shows: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
            let story = path.strip_prefix("captures").unwrap().with_extension("");
            let story = story.to_str().unwrap();
            assert!(
                !shows.is_empty(),
                "{} does not begin with a comment that says what it shows",
                path.display()
            );
            stories.push(format!("| `{story}` | {} |\n", shows.join(" ")));
        }
    }
    stories.sort();
    hold(CAPTURES, "stories", &format!("| story | what it shows |\n|---|---|\n{}", stories.concat()));
}

#[test]
fn the_sample_output_is_what_the_program_prints() {
    let text = fs::read_to_string(README).unwrap();
    let mut samples = 0;
    for sample in text.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap()) {
        let (command, shown) = sample.split_once('\n').unwrap();
        let words: Vec<&str> =
            command.strip_prefix("$ doorjamb ").expect("a command line").split(' ').collect();
        let output = Command::new(env!("CARGO_BIN_EXE_doorjamb")).args(words).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let mut rest = printed.as_str();
        for part in shown.split("[...]\n").filter(|part| !part.trim().is_empty()) {
            let at =
                rest.find(part).unwrap_or_else(|| panic!("{command} does not print\n{part}\nbut\n{printed}"));
            rest = &rest[at + part.len()..];
        }
        samples += 1;
    }
    assert!(samples > 0, "the README shows no output");
}

#[test]
fn the_paths_it_names_exist() {
    let text = fs::read_to_string(README).unwrap();
    let named = text.split('`').skip(1).step_by(2).filter(|word| {
        ["src/", "dbc/", "captures/", "tests/"].iter().any(|folder| word.starts_with(folder))
            && !word.contains('<')
            && !word.contains(' ')
    });
    let named: Vec<&str> = named.collect();
    assert!(named.len() >= 5, "{named:?}");
    for path in named {
        assert!(Path::new(path).exists(), "README.md names `{path}`, which is not there");
    }
}

//! What the program says of itself: findings, cars, schema, completions, manual page.

use doorjamb::car::Car;
use doorjamb::rules;

use super::run;

#[test]
fn every_finding_is_in_the_table_and_explained() {
    let table = run(["explain"]);
    assert_eq!(table.code, 0);
    for rule in rules::ALL {
        assert!(table.out.lines().any(|line| line.split(' ').next() == Some(rule.id)), "{}", rule.id);
        let ran = run(["explain", rule.id]);
        assert_eq!(ran.code, 0);
        // As the words are wrapped, compare without blanks.
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let out = bare(&ran.out);
        for words in [rule.meaning, rule.matters, rule.look, rule.grade.words(), rule.severity.id()] {
            assert!(out.contains(&bare(words)), "{}: {words}\n{}", rule.id, ran.out);
        }
        assert!(!ran.out.contains('{') && !ran.out.contains("the an "), "{}", ran.out);
    }
}

#[test]
fn every_state_machine_is_explained_with_all_its_transitions() {
    for machine in doorjamb::body::machines() {
        let ran = run(["explain", machine.name]);
        assert_eq!(ran.code, 0);
        let rows = ran.out.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).count();
        // Its states and the heading of the table are rows, too.
        assert_eq!(rows, machine.rows.len() + 2, "{}", ran.out);
    }
}

#[test]
fn every_car_is_listed_and_told_of_in_detail() {
    let list = run(["cars"]);
    assert_eq!(list.code, 0);
    for name in Car::embedded() {
        assert!(list.out.contains(&format!("{name}: ")), "{name}");
        let car = Car::by_name(name).unwrap().unwrap();
        let ran = run(["cars", name]);
        assert_eq!(ran.code, 0);
        for source in car.sources() {
            let told = ran.out.lines().any(|line| {
                line.contains(source.fact.name())
                    && line.contains(&source.signal)
                    && line.contains(&format!("grade {}", source.grade))
            });
            assert!(told, "{name}: {}", source.signal);
        }
        for unit in car.units() {
            let addresses = format!("asked at {}, answers at {}", unit.request, unit.response);
            assert!(ran.out.contains(&addresses), "{name}: {addresses}");
        }
    }
}

#[test]
fn a_guess_is_called_one_in_the_list_of_cars() {
    let out = run(["cars"]).out;
    assert!(out.contains("(likely)") && out.contains("(a guess)"), "{out}");
}

#[test]
fn completions_and_manual_come_from_the_one_definition() {
    let commands = [
        "replay",
        "ask",
        "decode",
        "diagnose",
        "dbc-check",
        "scrub",
        "test",
        "explain",
        "cars",
        "doctor",
        "simulate",
        "schema",
        "completions",
        "man",
    ];
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(["completions", shell]);
        assert_eq!(ran.code, 0);
        for command in commands {
            assert!(ran.out.contains(command), "{shell}: {command}");
        }
        // What these two are given has no place for an argument's values.
        let completes_values = !["elvish", "powershell"].contains(&shell);
        assert_eq!(ran.out.contains("door-flicker"), completes_values, "{shell}");
    }
    // A manual page marks its hyphens.
    let plain = |page: &str| page.replace("\\-", "-");
    let page = plain(&run(["man"]).out);
    for command in commands {
        assert!(page.contains(command), "{command}");
        let own = run(["man", command]);
        assert_eq!(own.code, 0);
        assert!(own.out.contains(".TH") && plain(&own.out).contains(command), "{command}");
    }
    assert_eq!(run(["man", "fly"]).code, 2);
}

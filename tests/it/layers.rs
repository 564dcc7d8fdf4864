//! The design's direction of dependencies, read from the library's own front page.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library in layer order, highest first.
fn modules() -> Vec<String> {
    let front = fs::read_to_string("src/lib.rs").unwrap();
    let names = front.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 10, "the library's modules were not found: {names:?}");
    names
}

fn files(module: &str) -> Vec<PathBuf> {
    let single = PathBuf::from(format!("src/{module}.rs"));
    if single.exists() { vec![single] } else { below(&Path::new("src").join(module)) }
}

pub(super) fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The lines of a file that are code of the program: no comments, and nothing from the tests at its end.
pub(super) fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let program = text.split("#[cfg(test)]").next().unwrap_or("");
    let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The library's modules that a file names.
fn used(code: &str, modules: &[String]) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or("").split(',').map(str::trim).collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if modules.contains(&name) {
                used.insert(name);
            }
        }
    }
    used
}

#[test]
fn a_module_uses_only_those_above_it() {
    let modules = modules();
    for (place, module) in modules.iter().enumerate() {
        for file in files(module) {
            for other in used(&code(&file), &modules) {
                let above = modules.iter().position(|name| *name == other).unwrap();
                assert!(above <= place, "{}: uses `{other}`, which lies below `{module}`", file.display());
            }
        }
    }
}

#[test]
fn rules_and_cars_do_not_know_each_other() {
    let modules = modules();
    for (one, other) in [("rules", "car"), ("car", "rules")] {
        for file in files(one) {
            assert!(!used(&code(&file), &modules).contains(other), "{}: uses `{other}`", file.display());
        }
    }
}

#[test]
fn nothing_above_the_captures_does_input_or_output_or_reads_a_clock() {
    let forbidden = [
        "std::fs",
        "std::io",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant",
        "println!",
        "print!",
    ];
    for module in modules().iter().take_while(|module| *module != "capture") {
        for file in files(module) {
            let code = code(&file);
            for word in forbidden {
                assert!(!code.contains(word), "{}: `{word}` has no place above `capture`", file.display());
            }
        }
    }
}

#[test]
fn every_module_says_what_it_owns() {
    for file in below(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let doc = text.lines().take_while(|line| line.starts_with("//!")).count();
        assert!(doc > 0, "{}: begins with no `//!`", file.display());
    }
}

//! `dbc-check`: what it says of sound, broken and useless DBC files.

use std::fs;
use std::path::Path;

use boon::{Compiler, Schemas};
use doorjamb::car::Car;
use serde_json::Value;

use super::run;

/// Read with a repair, a doubt, and facts of ours of which one is mistyped.
const DOUBTFUL: &str = "\
BU_: BCM
FOO_ 1;
BO_ 5 DOOR: 1 BCM
 SG_ OPEN : 0|1@1+ (1,0) [5|3] \"\" X
 SG_ REAR : 1|1@1+ (1,0) [0|1] \"\" X
BA_DEF_ SG_ \"DoorjambFact\" STRING ;
BA_DEF_ SG_ \"DoorjambGrade\" ENUM \"A\",\"B\",\"C\",\"D\";
BA_ \"GenMsgCycleTime\" BO_ 5 100;
BA_ \"DoorjambFact\" SG_ 5 OPEN \"door.front-left.open\";
BA_ \"DoorjambGrade\" SG_ 5 OPEN 1;
BA_ \"DoorjambFact\" SG_ 5 REAR \"door.rear-lft.open\";
";

fn write(folder: &Path, name: &str, text: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The text with every run of blanks as one, as it is wrapped.
fn bare(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_sound_file_gives_exit_code_0_and_what_it_holds() {
    let ran = run(["dbc-check", "nissan_qashqai_j11"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let out = bare(&ran.out);
    assert!(out.contains("nothing to repair, nothing doubtful"), "{out}");
    let database = Car::by_name("nissan_qashqai_j11").unwrap().unwrap();
    let messages = database.database().messages().len();
    assert!(out.contains(&format!("holds {messages} messages, ")) && out.contains("encoding ASCII"), "{out}");
    assert!(out.contains("door.front-left.open 454 "), "{out}");
}

#[test]
fn every_repair_and_doubt_comes_with_file_and_line_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "x.dbc", DOUBTFUL.as_bytes());
    let ran = run(["dbc-check", &path]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    let out = bare(&ran.out);
    for expected in [
        format!("{path}:2: left out `FOO_ 1;`"),
        format!("{path}:4: signal OPEN of DOOR has a minimum of 5 above its maximum of 3 [limits-crossed]"),
        format!(
            "{path}:11: signal REAR of DOOR (005): no fact is called `door.rear-lft.open`; did you mean `door.rear-left.open`?"
        ),
        "door.front-left.open 005 0.0 grade B OPEN (BCM)".to_owned(),
        "1 message, 2 signals, 1 node, 2 attributes".to_owned(),
    ] {
        assert!(out.contains(&expected), "{expected}\n{out}");
    }
}

#[test]
fn a_useless_file_gives_exit_code_2_and_the_others_are_still_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let useless = write(folder.path(), "useless.dbc", b"VERSION \"\"\n");
    let path = write(folder.path(), "x.dbc", DOUBTFUL.as_bytes());
    let ran = run(["dbc-check", &useless, &path, "trabant"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("useless.dbc:1: no message"), "{}", ran.err);
    assert!(ran.err.contains("no car is called trabant"), "{}", ran.err);
    assert!(ran.out.contains("limits-crossed"), "{}", ran.out);
}

#[test]
fn json_is_one_object_a_file_and_keeps_to_its_schema() {
    let schema: Value = serde_json::from_str(&run(["schema", "dbc-check"]).out).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("line.json", schema).unwrap();
    let index = compiler.compile("line.json", &mut schemas).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "x.dbc", DOUBTFUL.as_bytes());
    let ran = run(["dbc-check", "--format", "json", &path, "nissan_classic", "tests/dbc/torture.dbc"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        schemas.validate(line, index).unwrap_or_else(|error| panic!("{line}\n{error}"));
        let mut surplus = line.clone();
        surplus["surplus"] = Value::Null;
        assert!(schemas.validate(&surplus, index).is_err());
    }
    let [doubtful, classic, torture] = &lines[..] else { panic!("three lines") };
    assert_eq!(doubtful["repairs"][0]["line"], 2);
    assert_eq!(doubtful["lints"][0]["kind"], "limits-crossed");
    assert_eq!(doubtful["facts"][0]["fact"], "door.front-left.open");
    assert_eq!(doubtful["facts"][0]["grade"], "B");
    assert!(classic["facts"].as_array().unwrap().len() > 20);
    assert_eq!(torture["encoding"], "Windows-1252");
}

#[test]
fn doubts_of_one_kind_are_cut_short_for_people_and_listed_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let messages = (1..=25).fold(String::new(), |text, id| {
        text + &format!("BO_ {id} M{id}: 8 X\n SG_ A : 0|8@1+ (1,0) [9|3] \"\" X\n")
    });
    let path = write(folder.path(), "x.dbc", messages.as_bytes());
    let out = run(["dbc-check", &path]).out;
    assert_eq!(bare(&out).matches("[limits-crossed]").count(), 11, "{out}");
    assert!(out.contains("and 15 more [limits-crossed]"), "{out}");
    let line: Value = serde_json::from_str(&run(["dbc-check", "--format", "json", &path]).out).unwrap();
    let lints = line["lints"].as_array().unwrap();
    assert_eq!(lints.iter().filter(|lint| lint["kind"] == "limits-crossed").count(), 25);
}

#[test]
fn what_a_file_smuggles_in_does_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "BO_ 5 DOOR: 1 BCM\n SG_ OPEN : 0|1@1+ (1,0) [0|1] \"\" X\nVAL_ 5 OPEN 7 \"\u{1b}[2J\u{202e}\" ;\n";
    let path = write(folder.path(), "x.dbc", text.as_bytes());
    for format in ["text", "json"] {
        let out = run(["dbc-check", &path, "--format", format]).out;
        assert!(out.contains("label-out-of-range"), "{out}");
        assert!(!out.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{out:?}");
    }
}

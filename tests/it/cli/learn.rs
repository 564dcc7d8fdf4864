//! `learn`: a recording and what was done in it become a DBC that every other command takes.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use boon::{Compiler, Schemas};
use doorjamb::body::{Fact, Grade, Opening};
use doorjamb::car::Car;
use serde_json::Value;

use super::{run, run_with};
use crate::learn::bench::Script;

const ROUNDS: [(&str, &str); 7] = [
    ("front-left open", "front-left closed"),
    ("front-right open", "front-right closed"),
    ("rear-left open", "rear-left closed"),
    ("rear-right open", "rear-right closed"),
    ("all locked", "all unlocked"),
    ("all locked", "driver unlocked"),
    ("all locked", "others unlocked"),
];

/// A folder with `drive.log` and its marks: four doors in bits 2 to 5 of byte 0 of 101, the last a page of 102, and the locks.
struct Drive {
    folder: tempfile::TempDir,
}

impl Drive {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = Script::of(&ROUNDS, 3);
        let mut log = String::new();
        let frames = script.frames(|script, now| {
            let bit = |round: usize| u8::from(script.is(ROUNDS[round].0, now, 0));
            let doors = bit(0) << 2 | bit(1) << 3 | bit(2) << 4;
            let page = u8::try_from(now / 100 % 3).unwrap();
            let held = [0x21, bit(3) << 5, 0x0E][usize::from(page)];
            let locks = u8::from(script.locks(now, 400) != [true; 2]);
            [[u8::try_from(now / 100 % 251).unwrap(), locks << 6], [doors, 0], [page, held]]
        });
        for frame in frames {
            let (time, id) = (frame.time.as_secs_f64() + 1000.0, frame.id);
            let [one, other] = frame.payload() else { panic!("two bytes") };
            writeln!(log, "({time:.6}) can0 {id}#{one:02X}{other:02X}").unwrap();
        }
        let mut marks = "(1000.5) note all shut\n".to_owned();
        for window in script.marks() {
            writeln!(marks, "({:.3}) {}", window.begin.as_secs_f64() + 1000.0, window.action).unwrap();
        }
        fs::write(folder.path().join("drive.log"), log).unwrap();
        fs::write(folder.path().join("drive.marks"), marks).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Runs `learn drive.log` with these options.
    fn learn(&self, options: &[&str]) -> super::Ran {
        let log = self.text("drive.log");
        run(["learn", log.as_str()].into_iter().chain(options.iter().copied()))
    }
}

/// Text in one line.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn car(path: &Path) -> Car {
    Car::load("learned", &fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_was_learned_becomes_a_car_that_replay_believes() {
    let drive = Drive::new();
    let dbc = drive.text("mine.dbc");
    let ran = drive.learn(&["--dbc", &dbc]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for (fact, place) in [
        ("door.front-left.open", "101 0.2"),
        ("door.rear-left.open", "101 0.4"),
        ("door.rear-right.open", "102 [01] 1.5"),
    ] {
        let line =
            ran.out.lines().find(|line| line.contains(fact)).unwrap_or_else(|| panic!("{fact}\n{}", ran.out));
        assert!(line.contains(place) && line.contains("followed 6 times"), "{line}");
    }
    let learned = car(Path::new(&dbc));
    assert!(learned.repairs().is_empty(), "{:?}", learned.repairs());
    assert_eq!(learned.watches(Fact::Open(Opening::RearRight)), Some(Grade::Learned));
    let checked = run(["dbc-check", &dbc]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let replayed = run(["replay", "--car", &dbc, &drive.text("drive.log")]);
    assert!(replayed.out.contains("rear-right door opens (learned)"), "{}", replayed.out);
    assert!(replayed.err.is_empty(), "{}", replayed.err);
    let again = drive.learn(&["--dbc", &dbc]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--force replaces it"), "{}", again.err);
    assert_eq!(drive.learn(&["--dbc", &dbc, "--force"]).code, 0);
}

#[test]
fn json_is_one_object_that_keeps_to_its_schema() {
    let schema: Value = serde_json::from_str(&run(["schema", "learn"]).out).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("line.json", schema).unwrap();
    let index = compiler.compile("line.json", &mut schemas).unwrap();
    let drive = Drive::new();
    let ran = drive.learn(&["--format", "json", "--verify", "nissan_qashqai_j10"]);
    let line: Value = serde_json::from_str(&ran.out).unwrap();
    schemas.validate(&line, index).unwrap_or_else(|error| panic!("{line}\n{error}"));
    let mut surplus = line.clone();
    surplus["surplus"] = Value::Null;
    assert!(schemas.validate(&surplus, index).is_err());
    let left = &line["conclusions"][0];
    assert_eq!(
        (left["subject"].as_str(), left["outcome"].as_str()),
        (Some("door.front-left.open"), Some("claimed"))
    );
    assert_eq!(left["bits"][0]["agreed_s"].as_array().unwrap().len(), 6);
    let verified = line["verified"].as_array().unwrap();
    let of = |fact: &str| verified.iter().find(|check| check["fact"] == fact).map(|check| &check["found"]);
    assert_eq!(of("tailgate.open").unwrap(), "never-heard");
    assert_eq!(of("speed").unwrap(), "not-checkable");
    let request = verified.iter().find(|check| check["fact"] == "tailgate.request").unwrap();
    assert_eq!((&request["found"], &request["bits"]), (&"never-heard".into(), &5.into()));
}

#[test]
fn what_was_done_can_be_said_on_the_command_line() {
    let drive = Drive::new();
    fs::remove_file(drive.path("drive.marks")).unwrap();
    let nothing = drive.learn(&[]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("--during 12.5..14 'tailgate open'"), "{}", nothing.err);
    let times = [("7.5..8.5", "12.1"), ("65.2", "69..70"), ("@1122.8", "126.8")];
    let pair = |(opened, closed)| {
        ["--during", opened, "driver door opened", "--during", closed, "driver door closed"].into_iter()
    };
    let ran = drive.learn(&times.into_iter().flat_map(pair).collect::<Vec<_>>());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("not decided") && ran.out.contains("101 0.2"), "{}", ran.out);
    assert!(ran.out.contains("what would tell more: "), "{}", ran.out);
    for (when, what, answer) in [
        ("soon", "tailgate open", "give seconds from the first frame"),
        ("5..6", "tailgate", "expected `OPENING open`"),
        ("5..6", "engine on fire", "expected `OPENING open`"),
    ] {
        let ran = drive.learn(&["--during", when, what]);
        assert_eq!(ran.code, 2, "{when} {what}");
        assert!(ran.err.contains(answer), "{}", ran.err);
    }
}

#[test]
fn recordings_with_and_without_something_open_are_compared() {
    let drive = Drive::new();
    let frame = |second: f64, bits: u8| format!("({second:.1}) can0 101#{bits:02X}00\n");
    let part = |name: &str, bits: u8| {
        let all: String = (0..60_u32).map(|tenth| frame(5000.0 + f64::from(tenth) / 10.0, bits)).collect();
        fs::write(drive.path(name), all).unwrap();
        drive.text(name)
    };
    let (with, without) = (part("with.log", 0x90), part("without.log", 0x80));
    let ran = run(["learn", "--with", &with, "--without", &without, "--of", "tailgate open"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("101 0.4"), "{}", ran.out);
    let ran = run(["learn", "--with", &with, "--without", &without]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--of"), "{}", ran.err);
}

#[test]
fn merged_into_a_file_nothing_of_it_is_lost_and_conflicts_are_shown() {
    let drive = Drive::new();
    let file = drive.text("known.dbc");
    let known = "VERSION \"\"\n\nBU_: BCM\n\nBO_ 257 DOORS: 2 BCM\n SG_ LEFT : 2|1@1+ (1,0) [0|1] \"\" Vector__XXX\n \
         SG_ FAN : 4|2@1+ (1,0) [0|3] \"\" Vector__XXX\n\nBO_ 1024 FAR: 1 BCM\n SG_ RIGHT : 0|1@1+ (1,0) [0|1] \"\" Vector__XXX\n\n\
         BA_DEF_ SG_ \"DoorjambFact\" STRING ;\nBA_DEF_ SG_ \"DoorjambGrade\" ENUM \"A\",\"B\",\"C\",\"D\";\n\
         BA_DEF_DEF_ \"DoorjambFact\" \"\";\nBA_DEF_DEF_ \"DoorjambGrade\" \"D\";\n\
         BA_ \"DoorjambFact\" SG_ 257 LEFT \"door.front-left.open\";\nBA_ \"DoorjambGrade\" SG_ 257 LEFT 2;\n\
         BA_ \"DoorjambFact\" SG_ 1024 RIGHT \"door.front-right.open\";\n";
    fs::write(&file, known).unwrap();
    let merged = drive.text("merged.dbc");
    let ran = drive.learn(&["--dbc", &merged, "--merge", &file]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for told in [
        "door.front-left.open at 101 0.2: as LEFT says already",
        "door.front-right.open at 101 0.3: CONFLICT: added, but the file has FAR RIGHT for it too",
        "door.rear-left.open at 101 0.4: CONFLICT: not added, as the bit is that of FAN, which tells no fact",
        "door.rear-right.open at 102 [01] 1.5: added",
    ] {
        assert!(unwrapped(&ran.out).contains(told), "{told}\n{}", ran.out);
    }
    let text = fs::read_to_string(&merged).unwrap();
    for line in known.lines().filter(|line| !line.contains("ENUM")) {
        assert!(text.contains(line), "{line}");
    }
    let car = car(Path::new(&merged));
    assert!(car.repairs().is_empty(), "{:?}", car.repairs());
    assert_eq!(car.watches(Fact::Open(Opening::FrontLeft)), Some(Grade::C));
    assert_eq!(car.watches(Fact::Open(Opening::FrontRight)), Some(Grade::Learned));
    assert_eq!(car.watches(Fact::Open(Opening::RearRight)), Some(Grade::Learned));
    assert_eq!(fs::read_to_string(&file).unwrap(), known);
}

#[test]
fn a_documented_car_is_confirmed_or_contradicted_signal_by_signal() {
    let drive = Drive::new();
    let file = drive.text("said.dbc");
    let signal = |name: &str, bit: u8| format!(" SG_ {name} : {bit}|1@1+ (1,0) [0|1] \"\" Vector__XXX\n");
    let told = |name: &str, fact: &str| format!("BA_ \"DoorjambFact\" SG_ 257 {name} \"{fact}\";\n");
    let said =
        [("L", 2, "door.front-left.open"), ("R", 4, "door.front-right.open"), ("T", 7, "tailgate.open")];
    let signals: String = said.iter().map(|(name, bit, _)| signal(name, *bit)).collect();
    let facts: String = said.iter().map(|(name, _, fact)| told(name, fact)).collect();
    let head = "BA_DEF_ SG_ \"DoorjambFact\" STRING ;\nBA_DEF_DEF_ \"DoorjambFact\" \"\";\n";
    fs::write(&file, format!("VERSION \"\"\n\nBU_: B\n\nBO_ 257 DOORS: 2 B\n{signals}\n{head}{facts}"))
        .unwrap();
    let ran = drive.learn(&["--verify", &file]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for told in [
        "door.front-left.open: DOORS L at 101 0.2, grade D: confirmed 6 times",
        "door.front-right.open: DOORS R at 101 0.4, grade D: CONTRADICTED",
        "tailgate.open: DOORS T at 101 0.7, grade D: not exercised; `tailgate open` and `tailgate closed` would do it",
        "3 signals of grade C or D: 1 confirmed, 1 contradicted, 1 not exercised",
    ] {
        assert!(unwrapped(&ran.out).contains(told), "{told}\n{}", ran.out);
    }
}

#[test]
fn what_cannot_be_learned_from_is_said_and_what_could_be_read_is_kept() {
    let drive = Drive::new();
    let marks = drive.text("odd.marks");
    fs::write(&marks, "(1008.0) front-left open\nfront-left closed\n(1012) sunroof open\n").unwrap();
    let ran = drive.learn(&["--marks", &marks]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("2 malformed-mark") && ran.out.contains("odd.marks:2"), "{}", ran.out);
    let ran = run_with(["learn", "-", "--during", "1", "tailgate open"], b"");
    assert_eq!(ran.code, 2);
    assert!(!ran.err.is_empty(), "{}", ran.err);
    let ran = drive.learn(&["--channel", "can7"]);
    assert!(ran.code == 2 && ran.err.contains("can0"), "{}", ran.err);
    let ran = drive.learn(&["--confidence", "12"]);
    assert!(ran.code == 2 && ran.err.contains("50 or more"), "{}", ran.err);
    let ran = drive.learn(&["--verify", "nissan_qashqai_j1O"]);
    assert!(ran.code == 2 && ran.err.contains("nissan_qashqai_j10"), "{}", ran.err);
}

#[test]
fn a_documented_car_can_be_added_to_by_its_name() {
    let drive = Drive::new();
    let merged = drive.text("j10.dbc");
    let ran = drive.learn(&["--dbc", &merged, "--merge", "nissan_qashqai_j10"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let told = "door.front-left.open at 101 0.2: CONFLICT: added, but the file has BODY_STATE DOOR_OPEN_FL for it too";
    assert!(unwrapped(&ran.out).contains(told), "{}", ran.out);
    let learned = car(Path::new(&merged));
    assert_eq!(learned.title(), "Nissan Qashqai J10");
    assert!(learned.repairs().is_empty(), "{:?}", learned.repairs());
    assert_eq!(learned.watches(Fact::Open(Opening::FrontLeft)), Some(Grade::A));
    let ran = drive.learn(&["--dbc", &drive.text("other.dbc"), "--merge", "nissan_qashqai_j1O"]);
    assert!(ran.code == 2 && ran.err.contains("nissan_qashqai_j10"), "{}", ran.err);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let drive = Drive::new();
    let names = || {
        let entries = fs::read_dir(drive.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let (folder, known) = (drive.folder.path().display().to_string(), drive.text("known.dbc"));
    let text = b"VERSION \"\"\r\n\r\nBO_ 1024 FAR: 1 BCM\r\n\r\nCM_ BO_ 1024 \"T\xFCr\";\r\n";
    fs::write(&known, text).unwrap();
    fs::write(drive.path("empty.dbc"), "").unwrap();
    fs::write(drive.path("none.dbc"), "VERSION \"\"\n\nBU_: A\n").unwrap();
    let before = names();
    for (options, told) in [
        (&["--dbc", folder.as_str()][..], "name a file in it"),
        (&["--dbc", folder.as_str(), "--force"], "name a file in it"),
        (&["--dbc", &drive.text("nowhere/mine.dbc")], "nowhere/mine.dbc: cannot be written"),
        (&["--dbc", "/proc/mine.dbc"], "/proc/mine.dbc: cannot be written"),
        (&["--dbc", known.as_str(), "--merge", known.as_str()], "--force replaces it"),
        (
            &["--dbc", &drive.text("new.dbc"), "--merge", &drive.text("empty.dbc")],
            "empty.dbc:1: the file is empty",
        ),
        (
            &["--dbc", &drive.text("new.dbc"), "--merge", &drive.text("none.dbc")],
            "none.dbc:1: no message (BO_)",
        ),
        (&["--dbc", &drive.text("new.dbc"), "--merge", &drive.text("gone.dbc")], "gone.dbc: cannot be read"),
        (&["--dbc", &drive.text("new.dbc"), "--merge", folder.as_str()], "cannot be read"),
    ] {
        let ran = drive.learn(options);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{options:?} {}", ran.err);
        assert!(ran.err.contains(told), "{options:?} {}", ran.err);
        assert_eq!(names(), before, "{options:?}");
    }
    assert_eq!(fs::read(&known).unwrap(), text);
    let ran = drive.learn(&["--dbc", &known, "--merge", &known, "--force"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(names(), before);
    // As one character a byte, which Latin-1 is.
    let merged: String = fs::read(&known).unwrap().into_iter().map(char::from).collect();
    assert!(merged.contains("\"T\u{fc}r\";\r\n"), "{merged}");
    assert_eq!(merged.matches('\n').count(), merged.matches("\r\n").count(), "{merged}");
    assert_eq!(car(Path::new(&known)).watches(Fact::Open(Opening::FrontLeft)), Some(Grade::Learned));
}

#[test]
fn what_was_learned_is_told_though_it_cannot_be_written() {
    let drive = Drive::new();
    let (odd, new) = (drive.text("odd.dbc"), drive.text("new.dbc"));
    fs::write(&odd, "BO_ 1024 M: 8 X\nVAL_\n0\"\nBS_:\n").unwrap();
    let ran = drive.learn(&["--dbc", &new, "--merge", &odd]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.out.contains("door.front-left.open") && !ran.out.contains("written: "), "{}", ran.out);
    assert!(ran.err.contains("odd.dbc:2: broken") && ran.err.contains("mend this line first"), "{}", ran.err);
    assert!(!Path::new(&new).exists());
}

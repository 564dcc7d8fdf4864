//! `--html`: one page that stands alone, in which text stays text, and that stays small.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::drive::{Drive, locked_while_open};
use super::{Ran, run};

/// Runs with `--html`; returns the page, too.
fn page(arguments: &[&str]) -> (Ran, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let ran = run(arguments.iter().chain(&["--html", path.to_str().unwrap()]));
    assert!(path.exists(), "{}", ran.err);
    (ran, fs::read_to_string(path).unwrap())
}

/// The page of a capture with this text, which is called `name`.
fn page_of(name: &str, log: &str, options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, log).unwrap();
    page(&[&["replay", path.to_str().unwrap()], options].concat()).1
}

/// What stands between the first `begin` and the next `end`.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let from = text.find(begin).unwrap_or_else(|| panic!("no {begin}")) + begin.len();
    &text[from..from + text[from..].find(end).unwrap()]
}

/// The page without what is no markup: style, data and script.
fn markup(page: &str) -> String {
    let mut markup = String::new();
    let mut rest = page;
    while let Some(at) = ["<style", "<script"].iter().filter_map(|tag| rest.find(tag)).min() {
        let end = if rest[at..].starts_with("<style") { "</style>" } else { "</script>" };
        markup.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find(end).unwrap() + end.len()..];
    }
    markup + rest
}

/// Every tag with its attributes, in order; asserts that they are closed in turn.
fn tags(markup: &str) -> Vec<&str> {
    let (mut tags, mut open) = (Vec::new(), Vec::new());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..at + rest[at..].find('>').unwrap()];
        rest = &rest[at + tag.len() + 2..];
        let name = tag.split_whitespace().next().unwrap();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "closed out of turn");
        } else if !matches!(name, "meta" | "br" | "!DOCTYPE") {
            open.push(name);
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    tags
}

fn has_vin(text: &str) -> bool {
    let is_of_vin = |c: char| c.is_ascii_alphanumeric() && !matches!(c.to_ascii_uppercase(), 'I' | 'O' | 'Q');
    text.split(|c| !is_of_vin(c)).any(|word| word.len() >= 17 && word.contains(|c: char| c.is_ascii_digit()))
}

/// Well-formed, alone, and with a policy that lets only its own style and script in.
fn assert_stands_alone(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"));
    let markup = markup(page);
    let tags = tags(&markup);
    for tag in &tags {
        // Names of attributes stand outside quotes.
        for name in tag.split('"').step_by(2) {
            for forbidden in [" src=", " style=", " on"] {
                assert!(!name.contains(forbidden), "{tag}");
            }
        }
        if let Some(link) = tag.split("href=\"").nth(1) {
            assert!(link.starts_with('#'), "{tag}");
        }
    }
    let ids: Vec<&str> =
        tags.iter().filter_map(|tag| Some(between(tag.split_once(" id")?.1, "=\"", "\""))).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    for link in page.split("href=\"#").skip(1) {
        assert!(ids.contains(&link.split('"').next().unwrap()), "{link:.40}");
    }
    assert!(!page.contains("http:") && !page.contains("https:"), "names something outside");
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for text in [between(page, "<style>", "</style>"), between(page, "<script>", "</script>")] {
        assert!(policy.contains(&format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))), "{policy}");
    }
    serde_json::from_str::<Value>(between(page, "id=\"data\">", "</script>")).unwrap();
}

#[test]
fn every_capture_gives_a_page_that_stands_alone() {
    let captures = fs::read_dir("captures").unwrap().map(|entry| entry.unwrap().path());
    let captures: Vec<_> =
        captures.filter(|path| path.extension().is_some_and(|kind| kind == "log")).collect();
    assert!(captures.len() > 30);
    for capture in captures {
        let (ran, page) = page(&["replay", capture.to_str().unwrap()]);
        assert_stands_alone(&page);
        let found: Vec<&str> = ran
            .out
            .lines()
            .filter(|line| line.starts_with("fault[") || line.starts_with("warning["))
            .collect();
        for line in found {
            let (id, title) = line.split_once("]: ").unwrap();
            assert!(page.contains(title), "{title}");
            assert!(page.contains(&format!("<code>{}</code>", id.split_once('[').unwrap().1)), "{id}");
        }
    }
}

#[test]
fn the_verdict_comes_first_and_the_rest_is_there() {
    let (ran, page) = page(&["replay", "captures/closed-but-reported-open.log"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let parts = [
        "ajar switch in the latch of the tailgate",
        "Check next: ",
        "The car ",
        "Timeline",
        "Findings",
        "can0 60D#8000000000000000",
        "captures/closed-but-reported-open.log:88",
        "Causes",
        "strongly for: ",
        "Quality of the capture",
        "427 frames over 13.969 s",
        "As a recording it is ",
        "What could not be watched",
        concat!("doorjamb ", env!("CARGO_PKG_VERSION")),
        "doorjamb replay captures/closed-but-reported-open.log --html ",
    ];
    let mut at = page.find("<body>").unwrap();
    for part in parts {
        at += page[at..].find(part).unwrap_or_else(|| panic!("no {part} in its place"));
    }
}

#[test]
fn the_timeline_draws_what_the_capture_tells() {
    let (_, page) = page(&["replay", "captures/closed-but-reported-open.log"]);
    let data: Value = serde_json::from_str(between(&page, "id=\"data\">", "</script>")).unwrap();
    let names: Vec<&str> =
        page.split("class=\"name\">").skip(1).map(|rest| rest.split(" <span").next().unwrap()).collect();
    let lane = |name: &str| {
        let at = names
            .iter()
            .position(|known| known.contains(name))
            .unwrap_or_else(|| panic!("{name}: {names:?}"));
        data["lanes"][at].clone()
    };
    // Of the report: the tailgate opens at 2.722 s, is seen shut at 8.498 s, and nothing ends that.
    assert_eq!(lane("tailgate seen closed")["runs"], serde_json::json!([8_498, 1]));
    let tailgate = names.iter().position(|name| *name == "tailgate").unwrap();
    let runs = data["lanes"][tailgate]["runs"].as_array().unwrap();
    assert_eq!(runs[runs.len() - 2..], [Value::from(2_722), Value::from(1)]);
    assert_eq!(lane("what a person noted")["moments"][0][0], 8_498);
    assert_eq!(data["end"], 13_969);
    assert!(page.contains("M2722,3.0 H13969"));
}

#[test]
fn text_from_files_stays_text() {
    let name = "\"><img src=x onerror=alert(1)>'&\u{202e}\u{7}.log";
    let bus = "</script><script>alert(2)</script>";
    let log = locked_while_open().replace("can0", bus) + "<b>\u{202e}no frame\n";
    let dbc = fs::read_to_string("dbc/nissan_classic.dbc").unwrap();
    assert!(dbc.contains("BA_ \"DoorjambTitle\" \"Nissan"));
    let dbc =
        dbc.replace("BA_ \"DoorjambTitle\" \"", "BA_ \"DoorjambTitle\" \"<script>alert(3)</script>\u{202e}");
    let folder = tempfile::tempdir().unwrap();
    let car = folder.path().join("<i>car.dbc");
    fs::write(&car, dbc).unwrap();
    let page = page_of(name, &log, &["--car", car.to_str().unwrap()]);
    assert_stands_alone(&page);
    assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(2)"), "the bus is not named");
    assert!(page.contains("&lt;script&gt;alert(3)"), "the car is not named");
    assert!(page.contains("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"), "the file is not named");
    for forbidden in ["<img", "<i>", "<b>", "<script>alert", "\u{202e}", "\u{7}"] {
        assert!(!page.contains(forbidden), "{forbidden:?}");
    }
    assert!(page.contains("\\u{202e}"));
}

#[test]
fn a_vehicle_identification_number_is_shown_only_when_asked_for() {
    let name = "SJNFAAJ10U1234567.log";
    let hidden = page_of(name, &locked_while_open(), &[]);
    assert!(
        !has_vin(between(&markup(&hidden), "<body>", "</body>")) && !hidden.contains("SJNFAAJ10U1234567")
    );
    assert!(hidden.contains("[hidden: reads like a VIN].log"));
    assert!(page_of(name, &locked_while_open(), &["--show-vin"]).contains("SJNFAAJ10U1234567.log"));
}

#[test]
fn a_million_frames_full_of_changes_still_make_a_small_page() {
    let mut log = String::new();
    for n in 0..1_000_000_u32 {
        let (seconds, micros) = (n / 2_000, n % 2_000 * 500);
        // Every door, lock and request changes all the time, and so do speed and ignition.
        let payload = match n % 8 {
            0 => format!(
                "60D#{:02X}{:02X}{:02X}{:02X}00000000",
                (n / 8 * 37) & 0xFF,
                n / 56 % 8,
                (n / 8) & 0x18,
                (n / 24) & 0xFF
            ),
            4 => format!("284#00000000{:04X}0000", n.wrapping_mul(7_919) & 0x3FFF),
            _ => "123#00".to_owned(),
        };
        writeln!(log, "({}.{micros:06}) can0 {payload}", 1_700_000_000 + seconds).unwrap();
    }
    let page = page_of("big.log", &log, &["--car", "nissan_classic"]);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert_stands_alone(&page);
    assert!(page.contains("There were more changes than can be drawn"));
}

#[test]
fn a_long_silence_and_a_clock_that_goes_back_are_said_and_drawn_on() {
    let drive = || Drive::new().wait(3_000).front_left(true).wait(3_000).log();
    let later = drive().replace("(17000", "(17001");
    let page = page_of("gap.log", &(drive() + &later + &drive()), &[]);
    let data: Value = serde_json::from_str(between(&page, "id=\"data\">", "</script>")).unwrap();
    assert_eq!(data["parts"].as_array().unwrap().len(), 3, "{}", data["parts"]);
    assert!(data["end"].as_u64().unwrap() < 60_000);
    assert!(
        page.contains("1 long silence without any frame folded") && page.contains("the clock went backwards")
    );
}

#[test]
fn a_diagnosis_has_a_page_with_what_was_answered() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    fs::write(&answers, "weather frost\nwarm helps tailgate\n").unwrap();
    let answers = answers.to_str().unwrap();
    let (_, of_capture) = page(&["diagnose", "captures/tailgate-request-ignored.log", "--answers", answers]);
    assert_stands_alone(&of_capture);
    assert!(
        between(&of_capture, "<h1>", "</h1>").contains("ice in lock or seal"),
        "{}",
        between(&of_capture, "<h1>", "</h1>")
    );
    assert!(of_capture.contains("What was answered"));
    let (_, alone) = page(&["diagnose", "--answers", answers]);
    assert_stands_alone(&alone);
    assert!(alone.contains("What was answered") && !alone.contains("Timeline"));
}

#[test]
fn what_cannot_be_written_is_known_at_once_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let capture = folder.path().join("a.log");
    fs::write(&capture, locked_while_open()).unwrap();
    let capture = capture.to_str().unwrap();
    let into = |page: &str| run(["replay", capture, "--html", page]);
    let over = into(capture);
    assert_eq!((over.code, over.out.as_str()), (2, ""), "{}", over.err);
    assert!(over.err.contains("a.log: is there already and is no page"), "{}", over.err);
    assert_eq!(fs::read_to_string(capture).unwrap(), locked_while_open());
    let nowhere = into("no/such/folder/page.html");
    assert!(
        nowhere.code == 2 && nowhere.err.contains("no/such/folder/page.html: cannot be written"),
        "{}",
        nowhere.err
    );
    let two = run(["replay", capture, capture, "--html", folder.path().join("two.html").to_str().unwrap()]);
    assert!(two.code == 2 && two.err.contains("a page is of one capture"), "{}", two.err);
    let missing = run(["replay", "none.log", "--html", folder.path().join("none.html").to_str().unwrap()]);
    assert_eq!(missing.code, 2);
    assert!(!Path::new(&folder.path().join("none.html")).exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left");
}

#[test]
fn a_car_that_is_not_known_is_said_first() {
    let page = page_of("stranger.log", &super::drive::chatter("can0"), &[]);
    assert_stands_alone(&page);
    assert!(between(&page, "<h1>", "</h1>").contains("not recognised"));
}

//! The marks file beside a capture.

use doorjamb::capture::marks::{MarkKind, MarkedOpening, Marks};
use doorjamb::frame::{SourceId, Time};
use doorjamb::notice::NoticeKind;
use proptest::prelude::*;

const SOURCE: SourceId = SourceId(3);

#[test]
fn every_kind_of_mark_is_read() {
    let text = "\u{FEFF}# a drive\r\n\n(1700000012.5) tailgate closed\n(12) Fob pressed\n (3.25)  front-left door open \n\
        (4)tailgate button pressed\n(5) note the lamp \u{1b}[31mcame on\n(6) driver open\n(7) note";
    let read = Marks::parse(text.as_bytes(), SOURCE);
    assert_eq!(read.notices, []);
    let seen = |opening, open| MarkKind::Seen { opening, open };
    let found: Vec<_> = read.marks.iter().map(|mark| (mark.line, mark.time.as_nanos(), mark.kind)).collect();
    let expected = [
        (3, 1_700_000_012_500_000_000, seen(MarkedOpening::Tailgate, false)),
        (4, 12_000_000_000, MarkKind::FobPressed),
        (5, 3_250_000_000, seen(MarkedOpening::FrontLeft, true)),
        (6, 4_000_000_000, MarkKind::TailgateButtonPressed),
        (7, 5_000_000_000, MarkKind::Note),
        (8, 6_000_000_000, seen(MarkedOpening::Driver, true)),
        (9, 7_000_000_000, MarkKind::Note),
    ];
    assert_eq!(found, expected);
    assert_eq!(read.marks[4].text, "note the lamp \u{1b}[31mcame on");
}

#[test]
fn every_opening_has_its_word() {
    for (word, opening) in [
        ("front-left", MarkedOpening::FrontLeft),
        ("front-right", MarkedOpening::FrontRight),
        ("rear-left", MarkedOpening::RearLeft),
        ("rear-right", MarkedOpening::RearRight),
        ("driver", MarkedOpening::Driver),
        ("passenger", MarkedOpening::Passenger),
        ("tailgate", MarkedOpening::Tailgate),
        ("bonnet", MarkedOpening::Bonnet),
    ] {
        let read = Marks::parse(format!("(1) {word} closed").as_bytes(), SOURCE);
        assert_eq!(read.marks[0].kind, MarkKind::Seen { opening, open: false });
    }
}

#[test]
fn a_bad_mark_is_located_and_answered_with_what_is_understood() {
    for line in [
        "tailgate closed",
        "(x) tailgate closed",
        "(1 tailgate closed",
        "(1) boot closed",
        "(1) tailgate ajar",
        "(1) tailgate",
        "(1) tailgate closed firmly",
        "(1) tailgate button",
        "(1) fob held",
        "(1)",
    ] {
        let read = Marks::parse(format!("(1) bonnet open\n{line}\n(2) bonnet closed\n").as_bytes(), SOURCE);
        assert_eq!(read.marks.len(), 2, "{line}");
        assert_eq!(read.notices.len(), 1, "{line}");
        let notice = &read.notices[0];
        assert_eq!(
            (notice.kind, notice.origin.line, notice.origin.source),
            (NoticeKind::MalformedMark, 2, SOURCE)
        );
        assert!(notice.text.starts_with(&format!("`{line}`: ")), "{}", notice.text);
    }
    let read = Marks::parse(b"(1) boot closed", SOURCE);
    assert!(read.notices[0].text.contains("tailgate or bonnet"), "{}", read.notices[0].text);
}

#[test]
fn the_sidecar_is_the_capture_with_marks_appended_or_for_its_extension() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = |name: &str| directory.path().join(name);
    assert_eq!(Marks::beside(&at("x.log")), None);
    std::fs::write(at("x.marks"), "(1) fob pressed\n").expect("written");
    assert_eq!(Marks::beside(&at("x.log")), Some(at("x.marks")));
    assert_eq!(Marks::beside(&at("x.log.gz")), Some(at("x.marks")));
    assert_eq!(Marks::beside(&at("x.y.log")), None);
    std::fs::write(at("x.log.marks"), "").expect("written");
    assert_eq!(Marks::beside(&at("x.log")), Some(at("x.log.marks")));
    assert_eq!(Marks::beside(&at("x.log.gz")), Some(at("x.log.marks")));
    let read = Marks::read(&at("x.marks"), SOURCE).expect("readable");
    assert_eq!(read.marks[0].time, Time::from_nanos(1_000_000_000));
    let missing = Marks::read(&at("y.marks"), SOURCE).expect_err("missing").to_string();
    assert!(missing.contains("y.marks: there is no such file"), "{missing}");
}

#[test]
fn a_capture_given_as_marks_is_refused_for_its_size() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("x.marks");
    std::fs::write(&path, "(1.0) can0 123#11\n".repeat(20_000)).expect("written");
    let error = Marks::read(&path, SOURCE).expect_err("too large").to_string();
    assert!(error.contains("too large for a marks file"), "{error}");
}

proptest! {
    #[test]
    fn every_line_of_any_text_is_a_mark_a_notice_or_nothing(text in proptest::collection::vec(any::<u8>(), 0..500)) {
        let read = Marks::parse(&text, SOURCE);
        let lines = text.split(|&byte| byte == b'\n').count();
        prop_assert!(read.marks.len() + read.notices.len() <= lines);
    }
}

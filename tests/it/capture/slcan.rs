//! The text of serial adapters.

use super::{extended, read, standard};

#[test]
fn stamps_go_on_when_they_start_over_after_a_minute() {
    let text = "t12301234\rt1230EA5F\rt12300001\rt1231AA0000\rt12300002\rR000001238000A\r";
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!(contents.notices, []);
    let millis: Vec<i64> = contents.frames.iter().map(|frame| frame.time.as_nanos() / 1_000_000).collect();
    assert_eq!(millis, [0x1234, 59_999, 60_001, 60_000, 60_002, 60_010]);
    assert_eq!((contents.frames[5].id, contents.frames[5].len()), (extended(0x123), 8));
}

#[test]
fn a_length_above_eight_is_a_raw_dlc() {
    let contents = read(b"t123C0102030405060708\r").expect("a capture");
    let frame = &contents.frames[0];
    assert_eq!((frame.id, frame.len(), frame.len8_dlc), (standard(0x123), 8, 12));
}

#[test]
fn bad_lines_are_located_and_passed_over() {
    for (line, expected) in [
        ("t12", "the identifier is cut short"),
        ("t8001AA", "not be above 7FF"),
        ("t123", "the length is missing"),
        ("t123X", "no hexadecimal digit"),
        ("t1232AA", "fewer data bytes"),
        ("t1231AX", "not pairs of hexadecimal digits"),
        ("t1231AAFFFF", "only a stamp of four digits"),
        ("t1231AA00", "only a stamp of four digits"),
        ("hello", "expected a frame such as"),
    ] {
        let contents = read(format!("t1230\r{line}\rt1230\r").as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (2, 1), "{line}");
        let notice = &contents.notices[0];
        assert_eq!(notice.origin.line, 2);
        assert!(notice.text.contains(expected), "{line}: {}", notice.text);
    }
}

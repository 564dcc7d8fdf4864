//! The CRTD log.

use doorjamb::frame::Flags;

use super::read;

#[test]
fn a_record_that_names_no_bus_is_of_the_first() {
    let contents = read(b"1.5 R11 60D 01\n1.5 T29 0000060D 01\n1.5 3R11 60D 01\n").expect("a capture");
    assert_eq!(contents.channels, ["1", "3"]);
    assert_eq!(contents.frames.iter().map(|frame| frame.channel).collect::<Vec<_>>(), [0, 0, 1]);
    assert_eq!(contents.frames[1].flags, Flags::TX);
    assert!(contents.frames[1].id.is_extended());
}

#[test]
fn bad_records_are_located_and_passed_over() {
    for (line, expected) in [
        ("1.5", "expected `seconds R11 id data`"),
        ("x R11 60D", "expected `seconds R11 id data`"),
        ("1.5 R12 60D", "none of R11, R29"),
        ("1.5 R11", "the identifier is missing"),
        ("1.5 R11 800", "not be above 7FF"),
        ("1.5 R11 60D 100", "no hexadecimal number up to FF"),
        ("1.5 R11 60D 1G", "no hexadecimal number up to FF"),
    ] {
        let contents = read(format!("1.0 R11 60D\n{line}\n1.0 R11 60D\n").as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (2, 1), "{line}");
        assert!(contents.notices[0].text.contains(expected), "{line}: {}", contents.notices[0].text);
    }
}

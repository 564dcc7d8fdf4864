//! Vector ASC.

use doorjamb::frame::Flags;

use super::{Contents, read, standard};

fn good(text: &str) -> Contents {
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!(contents.notices, []);
    contents
}

#[test]
fn a_file_without_its_heading_is_known_by_its_lines() {
    let contents = good("   0.015991 1  60D             Tx   d 8 00 01 02 03 04 05 06 07\n");
    let frame = &contents.frames[0];
    assert_eq!((frame.time.as_nanos(), frame.id, frame.flags), (15_991_000, standard(0x60D), Flags::TX));
}

#[test]
fn a_date_in_any_language_does_no_harm() {
    for date in ["Mon Mai 3 10:00:00 2021", "Fr\u{e9} Mrz 3 10:00:00.123 am 2021", "\u{6708} 3\u{65e5}"] {
        let text = format!("date {date}\nbase hex  timestamps absolute\n   1.0 1  60D  Rx   d 1 00\n");
        assert_eq!(good(&text).frames.len(), 1);
    }
}

#[test]
fn a_raw_dlc_and_a_remote_request_without_length_are_read() {
    let contents = good(
        " 1.0 1 60D Rx d F 00 01 02 03 04 05 06 07\n 1.0 1 60D Rx r\n 1.0 1 60D Rx r Length = 0 BitCount = 0\n",
    );
    assert_eq!((contents.frames[0].len(), contents.frames[0].len8_dlc), (8, 15));
    assert_eq!((contents.frames[1].flags, contents.frames[1].len()), (Flags::REMOTE, 0));
    assert_eq!(contents.frames[2].len(), 0);
}

#[test]
fn a_can_fd_event_can_be_an_error_or_a_remote_request() {
    let contents = good(
        "base hex timestamps absolute\n 1.0 CANFD 1 Rx ErrorFrame Not Acknowledge error\n\
        \x201.0 CANFD 1 Rx 60D 0 0 5 0 0 0 10\n 1.0 CANFD 1 Rx 60D 1 1 0 0 0 0 7000\n",
    );
    let kinds: Vec<_> = contents.frames.iter().map(|frame| (frame.flags, frame.len())).collect();
    let expected = [(Flags::ERROR, 0), (Flags::REMOTE, 5), (Flags::FD | Flags::BRS | Flags::ESI, 0)];
    assert_eq!(kinds, expected);
}

#[test]
fn other_events_are_passed_over_and_bad_lines_are_said() {
    for line in
        ["1.5 log trigger event", "1.5 1 Statistic: D 0", "1.5 L1 03 Rx", "// note", "1.5 1 J1939TP 60D x"]
    {
        good(&format!("base hex timestamps absolute\n{line}\n"));
    }
    for (line, expected) in [
        ("hello", "begins with a time"),
        ("1.5 1", "channel is all there is"),
        ("1.5 1 XYZ Rx d 1 00", "identifier is no number"),
        ("1.5 1 800 Rx d 1 00", "not be above 7FF"),
        ("1.5 1 60D Rx q 1 00", "`d` or `r`"),
        ("1.5 1 60D Rx d", "length is missing"),
        ("1.5 1 60D Rx d 10 00", "from 0 to 15"),
        ("1.5 1 60D Rx d 2 00", "fewer data bytes"),
        ("1.5 1 60D Rx d 1 100", "from 0 to 255"),
        ("1.5 CANFD", "channel is missing"),
        ("1.5 CANFD 1 Rx 60D name", "BRS flag is missing"),
        ("1.5 CANFD 1 Rx 60D 0 0 G 1 00", "DLC is no hexadecimal digit"),
        ("1.5 CANFD 1 Rx 60D 0 0 1 65 00", "from 0 to 64"),
    ] {
        let text = format!("base hex timestamps absolute\n{line}\n 1.5 1 60D Rx d 0\n");
        let contents = read(text.as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (1, 1), "{line}");
        assert!(contents.notices[0].text.contains(expected), "{line}: {}", contents.notices[0].text);
    }
}

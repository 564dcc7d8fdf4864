//! The candump log.

use doorjamb::capture::candump::Writer;
use doorjamb::capture::{Interest, Item, Reader};
use doorjamb::frame::{Flags, Frame, SourceId, Time};
use doorjamb::notice::NoticeKind;
use proptest::prelude::*;

use super::{any_frame, extended, frame, read, read_in_pieces, standard};

const GOOD: &str = "(1.000000) can0 123#11\n";

/// The one frame of one line that stands behind a good one.
fn one(line: &str) -> Frame {
    let contents = read(format!("{GOOD}{line}\n").as_bytes()).expect("a capture");
    assert_eq!(contents.notices, [], "{line}");
    assert_eq!(contents.frames.len(), 2, "{line}");
    let mut frame = contents.frames[1].clone();
    assert_eq!(frame.origin.line, 2);
    assert_eq!(frame.origin.source, SourceId(7));
    frame.origin = Frame::empty().origin;
    frame
}

/// The complaint about one line that stands between two good ones.
fn complaint(line: &str) -> String {
    let contents = read(format!("{GOOD}{line}\n{GOOD}").as_bytes()).expect("a capture");
    assert_eq!(contents.frames.len(), 2, "{line}");
    let [notice] = &contents.notices[..] else { panic!("one notice for {line}") };
    assert_eq!((notice.kind, notice.origin.line), (NoticeKind::MalformedLine, 2));
    notice.text.to_string()
}

#[test]
fn every_kind_of_line_is_read() {
    let none = Flags::empty();
    assert_eq!(one("(2.5) can0 7FF#"), frame(2_500_000_000, standard(0x7FF), none, &[]));
    assert_eq!(one("(2.5) can0 7ff#0aFf"), frame(2_500_000_000, standard(0x7FF), none, &[0x0A, 0xFF]));
    assert_eq!(one("(2.000000) can0 00000123#01"), frame(2_000_000_000, extended(0x123), none, &[1]));
    assert_eq!(one("(2.000000) can0 123#01 T"), frame(2_000_000_000, standard(0x123), Flags::TX, &[1]));
    assert_eq!(one("(2.000000) can0 123#01 R"), frame(2_000_000_000, standard(0x123), none, &[1]));
    assert_eq!(one("(2.000000) can0 123#01.02.03"), frame(2_000_000_000, standard(0x123), none, &[1, 2, 3]));
    assert_eq!(one("  (2.000000)\tcan0  123#01 "), frame(2_000_000_000, standard(0x123), none, &[1]));
    assert_eq!(one("(-2.000000) can0 123#01"), frame(-2_000_000_000, standard(0x123), none, &[1]));
    assert_eq!(one("(0.1234567891) can0 123#01"), frame(123_456_789, standard(0x123), none, &[1]));
    let class = extended(4);
    assert_eq!(
        one("(2.000000) can0 20000004#0001000000000000"),
        frame(2_000_000_000, class, Flags::ERROR, &[0, 1, 0, 0, 0, 0, 0, 0])
    );
    let fd = Flags::FD;
    assert_eq!(one("(2.000000) can0 123##0"), frame(2_000_000_000, standard(0x123), fd, &[]));
    assert_eq!(
        one("(2.000000) can0 123##7112233445566778899"),
        frame(
            2_000_000_000,
            standard(0x123),
            fd | Flags::BRS | Flags::ESI,
            &[0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99]
        )
    );
}

#[test]
fn remote_requests_keep_the_length_they_ask_for_and_carry_no_data() {
    for (line, length, dlc) in [("R", 0, 0), ("R8", 8, 0), ("r3", 3, 0), ("R8_F", 8, 15)] {
        let frame = one(&format!("(2.000000) can0 123#{line}"));
        assert_eq!(frame.flags, Flags::REMOTE, "{line}");
        assert_eq!((frame.len(), frame.payload(), frame.len8_dlc), (length, &[][..], dlc), "{line}");
    }
}

#[test]
fn a_raw_dlc_is_kept_beside_eight_bytes() {
    let frame = one("(2.000000) can0 123#1122334455667788_9");
    assert_eq!((frame.len(), frame.len8_dlc), (8, 9));
}

#[test]
fn a_bad_line_is_located_quoted_and_passed_over() {
    for (line, expected) in [
        ("hello", "expected `(seconds) interface id#data`"),
        ("(x) can0 123#11", "the time is no decimal number"),
        ("(99999999999.0) can0 123#11", "the time is no decimal number"),
        ("(1.0 can0 123#11", "`)` behind the time"),
        ("(1.0)", "the interface is missing"),
        ("(1.0) can0", "the frame is missing"),
        ("(1.0) can0 12311", "no `#`"),
        ("(1.0) can0 #11", "identifier is not 3 or 8"),
        ("(1.0) can0 123456789#11", "identifier is not 3 or 8"),
        ("(1.0) can0 800#11", "not be above 7FF"),
        ("(1.0) can0 40000000#11", "not be above 1FFFFFFF"),
        ("(1.0) can0 123#1", "only one digit"),
        ("(1.0) can0 123#1G", "not pairs of hexadecimal digits"),
        ("(1.000000) can0 123#112233445566778899", "at most 8 data bytes"),
        ("(1.0) can0 123##", "flags are missing"),
        ("(1.0) can0 123##X11", "flags are no hexadecimal digit"),
        ("(1.0) can0 123#R9", "a length of 0 to 8"),
        ("(1.0) can0 123#11_9", "raw DLC above 8 needs 8 bytes"),
        ("(1.0) can0 123#1122334455667788_8", "`_9` to `_F`"),
        ("(1.0) can0 123#11 X", "only `R` or `T`"),
        ("(1.0) can0 123#11 R R", "only `R` or `T`"),
    ] {
        let text = complaint(line);
        assert!(text.contains(expected), "{line}: {text}");
        assert!(text.contains(&format!("`{line}`")), "{line}: {text}");
    }
}

#[test]
fn a_quote_is_short_and_plain() {
    let text = complaint(&format!("\u{1b}[31mred{}", "x".repeat(1000)));
    assert!(text.len() < 200 && text.contains("\\u{1b}[31mred") && text.ends_with("...`"), "{text}");
}

#[test]
fn an_interface_of_a_bad_line_is_no_bus() {
    let contents = read(b"(1.0) can0 123#11\n(1.0) can1 123#1\n(1.0) can2 123#11\n").expect("a capture");
    assert_eq!(contents.channels, ["can0", "can2"]);
    assert_eq!(contents.frames[1].channel, 1);
}

#[test]
fn buses_beyond_256_are_refused_by_name_and_the_rest_is_read() {
    let line = |bus| format!("(1.000000) can{bus} 123#11\n").into_bytes();
    let contents = read(&(0..300).flat_map(line).collect::<Vec<u8>>()).expect("a capture");
    assert_eq!((contents.frames.len(), contents.notices.len(), contents.channels.len()), (256, 44, 256));
}

#[test]
fn all_line_ends_comments_blank_lines_and_a_byte_order_mark_are_understood() {
    let lines = ["# made by hand", "", "(1.000000) can0 123#11", "(1.000001) vcan1 123#1122334455667788"];
    for end in ["\n", "\r\n", "\r"] {
        for mark in ["", "\u{FEFF}"] {
            let contents = read(format!("{mark}{}{end}", lines.join(end)).as_bytes()).expect("a capture");
            assert_eq!(contents.notices, []);
            let lines: Vec<u64> = contents.frames.iter().map(|frame| frame.origin.line).collect();
            assert_eq!(lines, [3, 4], "{end:?}");
            assert_eq!(contents.channels, ["can0", "vcan1"]);
        }
    }
}

#[test]
fn a_last_line_without_end_is_a_frame_if_it_is_whole_and_cut_off_if_it_is_not() {
    let whole = read(b"(1.000000) can0 123#11\n(1.000000) can0 123#22").expect("a capture");
    assert_eq!((whole.frames.len(), whole.notices.len()), (2, 0));
    let cut = read(b"(1.000000) can0 123#11\n(1.000000) can0 123#2").expect("a capture");
    assert_eq!((cut.frames.len(), cut.notices.len()), (1, 1));
    assert_eq!((cut.notices[0].kind, cut.notices[0].origin.line), (NoticeKind::CutOff, 2));
}

#[test]
fn an_endless_line_is_skipped_with_one_notice() {
    for length in [64 * 1024 + 1, 200_000, 1_000_000] {
        let text = format!("{GOOD}{}\n{GOOD}", "A".repeat(length));
        let contents = read(text.as_bytes()).expect("a capture");
        assert_eq!(contents.frames.len(), 2);
        assert_eq!(contents.frames[1].origin.line, 3);
        assert_eq!((contents.notices.len(), contents.notices[0].origin.line), (1, 2));
    }
}

#[test]
fn only_payloads_of_interest_need_be_read_and_all_else_stays_right() {
    let text = "(1.000000) can0 123#11223344\n(1.000001) can0 00000123#1122\n(1.000002) can0 124#11\n\
        (1.000003) can0 124#11.22.33 T\n(1.000004) can0 124#R3\n(1.000005) can0 124#\n(1.000006) can0 124#0011223344556677\n";
    let all = read(text.as_bytes()).expect("a capture");
    let mut reader = Reader::from_read(Box::new(text.as_bytes()), "x.log", SourceId(7)).expect("a capture");
    reader.set_interest(Interest::only([standard(0x123)]));
    let mut frame = Frame::empty();
    for expected in &all.frames {
        assert_eq!(reader.next(&mut frame).expect("reads"), Some(Item::Frame));
        assert_eq!((frame.time, frame.id, frame.flags), (expected.time, expected.id, expected.flags));
        assert_eq!((frame.len(), frame.origin), (expected.len(), expected.origin));
        if frame.id == standard(0x123) {
            assert_eq!(frame.payload(), expected.payload());
        }
    }
    assert_eq!(reader.next(&mut frame).expect("reads"), None);
}

/// The log of `frames` as the writer gives it.
fn written(frames: &[Frame], names: [&str; 3]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for frame in frames {
        writer.write(frame, names[usize::from(frame.channel)]).expect("memory takes it");
    }
    writer.into_inner()
}

/// `frames` as the reader must give them: with origins, and channels numbered as they appear.
fn as_read(frames: &[Frame]) -> Vec<Frame> {
    let mut order: Vec<u8> = Vec::new();
    let mut expected = frames.to_vec();
    for (frame, line) in expected.iter_mut().zip(1..) {
        frame.origin.source = SourceId(7);
        frame.origin.line = line;
        let at = order.iter().position(|&channel| channel == frame.channel).unwrap_or_else(|| {
            order.push(frame.channel);
            order.len() - 1
        });
        frame.channel = u8::try_from(at).expect("three channels");
    }
    expected
}

#[test]
fn stamps_are_written_to_the_microsecond_or_the_nanosecond() {
    let at = |nanos| written(&[frame(nanos, standard(0x60D), Flags::empty(), &[])], ["can0"; 3]);
    assert_eq!(at(1_700_000_000_000_001_000), b"(1700000000.000001) can0 60D#\n");
    assert_eq!(at(1_700_000_000_000_000_001), b"(1700000000.000000001) can0 60D#\n");
    assert_eq!(at(-1000), b"(-0.000001) can0 60D#\n");
}

/// A log that is nearly right: whole lines with some bytes replaced.
fn mutated_log() -> impl Strategy<Value = Vec<u8>> {
    let frames = proptest::collection::vec(any_frame(), 1..20);
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), mostly_syntax()), 0..12);
    (frames, changes).prop_map(|(frames, changes)| {
        let mut log = written(&frames, ["can0", "can1", "a-long-name-15b"]);
        for (index, byte) in changes {
            let at = index.index(log.len());
            log[at] = byte;
        }
        log
    })
}

fn mostly_syntax() -> impl Strategy<Value = u8> {
    prop_oneof![prop::sample::select(b"()#. RT_09aF\r\n\t-".to_vec()), any::<u8>()]
}

/// The same log written so that only the general parser reads it: a tab behind each time.
fn for_the_general_parser(log: &[u8]) -> Vec<u8> {
    let mut other = Vec::with_capacity(log.len());
    for line in log.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        match line.windows(2).position(|pair| pair == b") ") {
            Some(at) => {
                other.extend_from_slice(&line[..=at]);
                other.push(b'\t');
                other.extend_from_slice(&line[at + 2..]);
            }
            None => other.extend_from_slice(line),
        }
    }
    other
}

proptest! {
    #[test]
    fn what_is_written_reads_back_equal(frames in proptest::collection::vec(any_frame(), 1..40)) {
        for names in [["can0", "vcan1", "can2"], ["a", "a-long-name-15b", "a-name-beyond-the-limit-of-linux"]] {
            let contents = read(&written(&frames, names)).expect("a capture");
            prop_assert_eq!(&contents.notices, &[]);
            prop_assert_eq!(contents.frames, as_read(&frames));
        }
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let mut behind_a_frame = GOOD.as_bytes().to_vec();
        behind_a_frame.extend_from_slice(&bytes);
        let contents = read(&behind_a_frame).expect("a capture");
        prop_assert!(!contents.frames.is_empty());
        let _ = read(&bytes);
    }

    #[test]
    fn pieces_of_any_size_give_the_same(log in mutated_log(), piece in 1..100_usize) {
        let whole = read(&log);
        for piece in [1, 7, piece, 64 * 1024] {
            prop_assert_eq!(&read_in_pieces(&log, piece), &whole, "pieces of {}", piece);
        }
    }

    #[test]
    fn the_quick_way_and_the_general_parser_agree(log in mutated_log()) {
        let strip = |log: &[u8]| read(log).map(|contents| {
            let lines: Vec<u64> = contents.notices.iter().map(|notice| notice.origin.line).collect();
            (contents.frames, lines, contents.channels)
        }).ok();
        prop_assert_eq!(strip(&log), strip(&for_the_general_parser(&log)));
    }

    #[test]
    fn six_decimals_read_as_the_integer_they_are(seconds in 0..9_000_000_000_i64, micros in 0..1_000_000_i64) {
        let line = format!("({seconds}.{micros:06}) can0 123#11\n");
        let contents = read(line.as_bytes()).expect("a capture");
        prop_assert_eq!(contents.frames[0].time, Time::from_nanos(seconds * 1_000_000_000 + micros * 1000));
    }
}

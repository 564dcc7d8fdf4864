//! Formats of a few lines each: `CanHacker`, CARBUS Analyzer, Microchip, generic CSV, dashed lists.

use doorjamb::frame::Flags;

use super::read;

fn nanos(text: &str) -> Vec<i64> {
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!(contents.notices, []);
    contents.frames.iter().map(|frame| frame.time.as_nanos()).collect()
}

/// Each line between two copies of `good` gives one notice that holds its text.
fn complaints(heading: &str, good: &str, cases: &[(&str, &str)]) {
    for (line, expected) in cases {
        let contents = read(format!("{heading}{good}\n{line}\n{good}\n").as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (2, 1), "{line}");
        assert!(contents.notices[0].text.contains(expected), "{line}: {}", contents.notices[0].text);
    }
}

#[test]
fn canhacker_stamps_are_seconds_with_point_or_comma_or_whole_microseconds() {
    let text = "Time   ID     DLC Data                    Comment\n00.102 60D 1 00\n05,103 60D 1 00\n1500 60D 1 00\n";
    assert_eq!(nanos(text), [102_000_000, 5_103_000_000, 1_500_000]);
}

#[test]
fn canhacker_rows_that_are_bad_are_said() {
    let cases = [
        ("x 60D 1 00", "no decimal number of seconds"),
        ("1.0", "identifier is missing"),
        ("1.0 20000000 1 00", "not be above 1FFFFFFF"),
        ("1.0 60D", "length is missing"),
        ("1.0 60D 9 1 2 3 4 5 6 7 8 9", "at most 8"),
        ("1.0 60D 2 00", "fewer data bytes"),
        ("1,2345678901234567890123456789012345 60D 1 00", "no decimal number of seconds"),
    ];
    complaints("", "1.0 60D 1 00", &cases);
}

#[test]
fn carbus_stamps_are_counted_by_their_version() {
    let row = "14,687\t1\t0004\t4E0\t2\t24 00\t00000000\t$\r";
    assert_eq!(
        nanos(&format!("@ TEXT @ 2 @ 64 @ 0 @ 591 @ 38782 @ 00:00:38.782 @\r{row}")),
        [14_687_000_000]
    );
    assert_eq!(
        nanos(&format!("@ TEXT @ 3 @ 64 @ 0 @ 591 @ 38782 @ 00:00:38.782 @\r{row}")),
        [14_000_687_000]
    );
}

#[test]
fn carbus_rows_that_are_bad_are_said() {
    let cases = [
        ("14.687\t1\t0004\t4E0\t1\t24", "not `seconds,fraction`"),
        ("14,687\t1\t0004", "identifier is missing"),
        ("14,687\t1\t0004\tXYZ\t1\t24", "no hexadecimal number"),
        ("14,687\t1\t0004\t4E0\t3\t24\t00", "fewer data bytes"),
    ];
    complaints("@ TEXT @ 3 @\r", "1,0\t1\t0004\t4E0\t0\t", &cases);
}

#[test]
fn microchip_numbers_are_hexadecimal_with_their_mark_and_decimal_without() {
    let contents = read(b"1250;TX;1549;2;0x10;16\n").expect("a capture");
    let frame = &contents.frames[0];
    assert_eq!((frame.id.value(), frame.flags, frame.payload()), (0x60D, Flags::TX, &[16, 16][..]));
}

#[test]
fn microchip_rows_that_are_bad_are_said() {
    let cases = [
        ("x;RX;0x60D;1;0", "whole number of milliseconds"),
        ("1;UP;0x60D;1;0", "neither `RX` nor `TX`"),
        ("1;RX;0x;1;0", "identifier is no number"),
        ("1;RX;0x20000000;1;0", "not be above 1FFFFFFF"),
        ("1;RX;0x60D;2;0", "fewer data bytes"),
        ("1;RX;0x60D;1;256", "from 0 to 255"),
        ("1;RX;0x60D;9;1;2;3;4;5;6;7;8;9", "at most 8"),
    ];
    complaints("", "1;RX;0x60D;1;0", &cases);
}

#[test]
fn generic_rows_that_are_bad_are_said() {
    let cases = [
        ("60D", "expected `id,data bytes`"),
        ("60D,10 06,7", "nothing behind them"),
        ("XYZ,10 06", "no hexadecimal number"),
        ("60D,10 106", "up to FF"),
    ];
    complaints("", "60D,10 06", &cases);
}

#[test]
fn a_table_of_numbers_is_no_capture() {
    for table in ["1,2,3\n4,5,6\n", "name,value\nabc,1\n", "12,7\n13,8\n"] {
        assert!(read(table.as_bytes()).is_err(), "{table}");
    }
}

#[test]
fn dashed_identifiers_may_leave_out_their_zeros() {
    let contents = read(b"10-60D-00\n11-2-1A00\n12-1FFFFFF-00\n13-00000002-00\n").expect("a capture");
    assert_eq!(contents.notices, []);
    let ids: Vec<_> = contents.frames.iter().map(|frame| frame.id.to_string()).collect();
    assert_eq!(ids, ["60D", "002", "01FFFFFF", "00000002"]);
}

#[test]
fn dashed_lines_that_are_bad_are_said() {
    let cases = [
        ("x-60D-00", "no number of milliseconds"),
        ("99999999999999999-60D-00", "no number of milliseconds"),
        ("1-60D", "expected `milliseconds-id-data`"),
        ("1-60D-00-00", "expected `milliseconds-id-data`"),
        ("1-60G-00", "no hexadecimal number"),
        ("1-FFFFFFFF-00", "not be above 1FFFFFFF"),
        ("1-60D-000", "odd number of digits"),
        ("1-60D-0G", "no hexadecimal number up to FF"),
    ];
    complaints("", "1-60D-00", &cases);
}

#[test]
fn dates_and_numbers_of_telephones_are_no_dashed_list() {
    for text in ["2023-1-05\n2023-1-06\n", "2023-11-05\n", "555-12-3456\n"] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
}

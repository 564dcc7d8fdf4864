//! The BusMaster log.

use doorjamb::frame::Flags;

use super::{read, standard};

fn nanos(mode: &str, stamps: &[&str]) -> Vec<i64> {
    let rows: String = stamps.iter().flat_map(|stamp| [*stamp, " Rx 1 0x60D s 1 00 \n"]).collect();
    let text = format!("***BUSMASTER Ver 2.4.0***\n***HEX***\n***{mode} MODE***\n{rows}");
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!(contents.notices, []);
    contents.frames.iter().map(|frame| frame.time.as_nanos()).collect()
}

#[test]
fn stamps_are_counted_by_their_mode() {
    const DAY: i64 = 86_400_000_000_000;
    let stamps = ["23:59:59:9999", "00:00:00:0001"];
    assert_eq!(nanos("SYSTEM", &stamps), [DAY - 100_000, DAY + 100_000]);
    assert_eq!(nanos("ABSOLUTE", &stamps), [DAY - 100_000, 100_000]);
    assert_eq!(nanos("RELATIVE", &["0:0:0:0001", "0:0:0:0002"]), [100_000, 300_000]);
    assert_eq!(nanos("ABSOLUTE", &["0:0:15:2", "0:0:15:992"]), [15_002_000_000, 15_992_000_000]);
}

#[test]
fn decimal_logs_are_read_as_such() {
    let text = "***BUSMASTER Ver 2.4.0***\n***DEC***\n***SYSTEM MODE***\n0:0:0:0000 Tx 1 1549 s 2 16 255\n";
    let contents = read(text.as_bytes()).expect("a capture");
    let frame = &contents.frames[0];
    assert_eq!((frame.id, frame.flags, frame.payload()), (standard(0x60D), Flags::TX, &[16, 255][..]));
}

#[test]
fn bad_lines_are_located_and_passed_over() {
    for (line, expected) in [
        ("x", "the time is not hours"),
        ("1:2:3 Rx 1 0x60D s 1 00", "the time is not hours"),
        ("1:2:3:4:5 Rx 1 0x60D s 1 00", "the time is not hours"),
        ("99999999:2:3:4 Rx 1 0x60D s 1 00", "the time is not hours"),
        ("1:2:3:4 Up 1 0x60D s 1 00", "neither `Rx` nor `Tx`"),
        ("1:2:3:4 Rx 1 0x60D q 1 00", "none of `s`, `x`"),
        ("1:2:3:4 Rx 1 0xFFF s 1 00", "not be above 7FF"),
        ("1:2:3:4 Rx 1 0x60D s", "the length is missing"),
        ("1:2:3:4 Rx 1 0x60D s 2 00", "fewer data bytes"),
        ("1:2:3:4 Rx 1 0x60D sr 9", "at most 8 bytes"),
    ] {
        let contents =
            read(format!("***BUSMASTER Ver 2.4.0***\n{line}\n0:0:0:0 Rx 1 0x60D s 0\n").as_bytes());
        let contents = contents.expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (1, 1), "{line}");
        assert!(contents.notices[0].text.contains(expected), "{line}: {}", contents.notices[0].text);
    }
}

//! The TRC trace of PEAK-System.

use doorjamb::frame::Flags;

use super::{read, standard};

#[test]
fn version_2_without_columns_has_those_of_2_0() {
    let text = ";$FILEVERSION=2.0\n 1  1059.900 DT  0300 Rx 2  00 16\n 2  1060.000 BI  0300 Tx 1  01\n";
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!(contents.notices, []);
    let (first, second) = (&contents.frames[0], &contents.frames[1]);
    assert_eq!(
        (first.time.as_nanos(), first.id, first.payload()),
        (1_059_900_000, standard(0x300), &[0, 0x16][..])
    );
    assert_eq!(second.flags, Flags::FD | Flags::BRS | Flags::ESI | Flags::TX);
}

#[test]
fn a_raw_dlc_is_kept() {
    let text = ";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n 1 1.0 DT 1 0300 Rx - 12 1 2 3 4 5 6 7 8\n";
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!((contents.frames[0].len(), contents.frames[0].len8_dlc), (8, 12));
}

#[test]
fn bad_rows_are_located_and_passed_over() {
    for (version, row, expected) in [
        ("1.1", "x 1.0 Rx 0300 1 00", "begin with its number"),
        ("1.1", "1) x Rx 0300 1 00", "number of milliseconds"),
        ("1.1", "1) 1.0 Rx", "fewer columns"),
        ("1.1", "1) 1.0 Rx 0800 1 00", "not be above 7FF"),
        ("1.1", "1) 1.0 Rx 0300 65 00", "from 0 to 64"),
        ("1.1", "1) 1.0 Rx 0300 2 00", "fewer data bytes"),
        ("2.1", "1 1.0 XX 0300 Rx 1 00", "none that PEAK defines"),
        ("2.1", "1 1.0 DT 0300 Rx 9 0 1 2 3 4 5 6 7 8", "at most 8 data bytes"),
    ] {
        let text = format!(";$FILEVERSION={version}\n{row}\n");
        let contents = read(text.as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (0, 1), "{row}");
        assert!(contents.notices[0].text.contains(expected), "{row}: {}", contents.notices[0].text);
    }
    let text = format!(";$FILEVERSION=2.1\n;$COLUMNS={}D\n", "N,".repeat(100));
    let contents = read(text.as_bytes()).expect("a capture");
    assert!(contents.notices[0].text.contains("too many columns"));
}

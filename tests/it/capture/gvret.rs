//! The CSV of SavvyCAN and GVRET devices.

use doorjamb::frame::Flags;
use doorjamb::notice::NoticeKind;

use super::{read, standard};

const HEADING: &str = "Time Stamp,ID,Extended,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8";

#[test]
fn columns_are_found_by_their_names() {
    for (heading, row) in [
        (HEADING, "1500,0000060D,false,1,2,10,06,00,00,00,00,00,00"),
        (HEADING, "1500,60D,false,1,2,10,06"),
        ("Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2", "1500,0000060D,false,Rx,1,2,10,06,"),
        ("time stamp,Bus,ID,LEN,Extended,D1,D2", "1500,1,0x60D,2,0,10,06"),
    ] {
        let contents =
            read(format!("{heading}\r\n{}\r\n", row.replace("0x", "")).as_bytes()).expect("a capture");
        assert_eq!(contents.notices, [], "{row}");
        let frame = &contents.frames[0];
        assert_eq!(
            (frame.time.as_nanos(), frame.id, frame.payload()),
            (1_500_000, standard(0x60D), &[0x10, 6][..])
        );
        assert_eq!((frame.flags, &contents.channels[..]), (Flags::empty(), &["1".to_owned()][..]));
    }
}

#[test]
fn a_sent_frame_is_marked() {
    let text = "Time Stamp,ID,Extended,Dir,Bus,LEN,D1\n1,1,false,Tx,0,1,00\n";
    assert_eq!(read(text.as_bytes()).expect("a capture").frames[0].flags, Flags::TX);
}

#[test]
fn bad_rows_are_located_and_passed_over() {
    for (row, expected) in [
        ("x,60D,false,0,1,00", "no number of microseconds"),
        (",60D,false,0,1,00", "no number of microseconds"),
        ("99999999999999999,60D,false,0,1,00", "no number of microseconds"),
        ("1,60D,maybe,0,1,00", "neither `true` nor `false`"),
        ("1,XYZ,false,0,1,00", "identifier is no number"),
        ("1,800,false,0,1,00", "not be above 7FF"),
        ("1,60D,false,0,2,00", "fewer data bytes"),
        ("1,60D,false,0,65,00", "no number from 0 to 64"),
        ("1,60D,false,0,1,GG", "no number from 0 to 255"),
        ("1,60D", "neither `true` nor `false`"),
    ] {
        let contents = read(format!("{HEADING}\n{row}\n1,1,false,0,0\n").as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (1, 1), "{row}");
        let notice = &contents.notices[0];
        assert_eq!((notice.kind, notice.origin.line), (NoticeKind::MalformedLine, 2));
        assert!(notice.text.contains(expected), "{}", notice.text);
    }
}

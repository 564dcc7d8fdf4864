//! What candump prints on the screen.

use doorjamb::frame::{Flags, Frame};
use proptest::prelude::*;

use super::{Contents, any_frame, read, read_in_pieces, standard};

fn good(text: &str) -> Contents {
    let contents = read(text.as_bytes()).expect("a capture");
    assert_eq!(contents.notices, []);
    contents
}

fn nanos(contents: &Contents) -> Vec<i64> {
    contents.frames.iter().map(|frame| frame.time.as_nanos()).collect()
}

#[test]
fn the_data_column_is_read_in_all_its_forms() {
    let text = "  can0  123   [3]  11 22 33   '.\"3'\n  can0  123   [3]  00010001 00100010 00110011\n\
        \x20 can0  123   [3]  33`22`11\n  can0  123   [3]  00110011`00100010`00010001\n";
    let contents = good(text);
    assert_eq!(contents.frames.len(), 4);
    assert!(contents.frames.iter().all(|frame| frame.payload() == [0x11, 0x22, 0x33]));
}

#[test]
fn direction_and_raw_dlc_are_read() {
    let contents = good(" (1.0)  can0  TX - -  123  {C}  11 22 33 44 55 66 77 88\n");
    assert_eq!((contents.frames[0].flags, contents.frames[0].len8_dlc), (Flags::TX, 12));
    assert_eq!(contents.frames[0].id, standard(0x123));
}

#[test]
fn stamps_that_count_from_line_to_line_are_added_up() {
    let delta = " (000.000000)  can0  123   [0]\n (000.100000)  can0  123   [0]\n (000.020000)  can0  124   [0]\n\
        \x20(000.080000)  can0  123   [0]\n";
    assert_eq!(nanos(&good(delta)), [0, 100_000_000, 120_000_000, 200_000_000]);
    let from_zero = delta.replace("000.02", "000.12").replace("000.08", "000.20");
    assert_eq!(nanos(&good(&from_zero)), [0, 100_000_000, 120_000_000, 200_000_000]);
}

#[test]
fn lost_frames_and_bad_lines_are_said() {
    for (line, expected) in [
        ("DROPCOUNT: dropped 3 CAN frames on 'can0' socket (total drops 3)", "lost frames here"),
        ("  can0  123   [2]  11", "fewer data bytes"),
        ("  can0  123   [2]  11 2", "neither two hexadecimal"),
        ("  can0  123   [9]  11 22 33 44 55 66 77 88 99", "at most 8 data bytes"),
        ("  can0  123   [99]  11", "no number from 0 to 64"),
        ("  can0  12   [1]  11", "expected `interface id [length] data`"),
        ("  can0   [1]  11", "the identifier is missing"),
        ("  can0  123   [1  11", "`]` behind the length"),
        (" (2021-05-09 x)  can0  123   [1]  11", "neither seconds nor a date"),
    ] {
        let text = format!("  can0  123   [0]\n{line}\n  can0  123   [0]\n");
        let contents = read(text.as_bytes()).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices.len()), (2, 1), "{line}");
        assert!(contents.notices[0].text.contains(expected), "{}", contents.notices[0].text);
    }
}

fn printed(frame: &Frame) -> String {
    let data: Vec<String> = frame.payload().iter().map(|byte| format!("{byte:02X}")).collect();
    let fd = frame.flags.contains(Flags::FD);
    let length = if fd { format!("[{:02}]", frame.len()) } else { format!("[{}]", frame.len()) };
    let mark = |flag, letter| if frame.flags.contains(flag) { letter } else { '-' };
    let (brs, esi) = (mark(Flags::BRS, 'B'), mark(Flags::ESI, 'E'));
    let error = frame.flags.contains(Flags::ERROR);
    let id = if error { format!("{:08X}", frame.id.value() | 0x2000_0000) } else { frame.id.to_string() };
    let data = if frame.flags.contains(Flags::REMOTE) { "remote request".to_owned() } else { data.join(" ") };
    let direction = if frame.flags.contains(Flags::TX) { "TX" } else { "RX" };
    format!("  can{}  {direction} {brs} {esi}  {id}  {length:>4}  {data}\n", frame.channel)
}

proptest! {
    #[test]
    fn what_candump_prints_reads_back_equal(frames in proptest::collection::vec(any_frame(), 1..20), piece in 1..200_usize) {
        let text: String = frames.iter().map(printed).collect();
        let contents = read_in_pieces(text.as_bytes(), piece).expect("a capture");
        prop_assert_eq!(&contents.notices, &[]);
        for (read, frame) in contents.frames.iter().zip(&frames) {
            prop_assert_eq!((read.id, read.flags, read.len()), (frame.id, frame.flags, frame.len()));
            prop_assert_eq!(read.payload(), frame.payload());
        }
        prop_assert_eq!(contents.frames.len(), frames.len());
    }
}

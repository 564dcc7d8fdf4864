//! Capture files of tcpdump and Wireshark.

use doorjamb::frame::{Flags, Frame};
use doorjamb::notice::NoticeKind;
use proptest::prelude::*;

use super::{Contents, any_frame, read, read_in_pieces};

/// A frame as the kernel hands it to packet capture.
fn packet(frame: &Frame) -> Vec<u8> {
    let mut id = frame.id.value();
    if frame.flags.contains(Flags::ERROR) {
        id |= 0x2000_0000;
    } else if frame.id.is_extended() {
        id |= 0x8000_0000;
    }
    if frame.flags.contains(Flags::REMOTE) {
        id |= 0x4000_0000;
    }
    let bit = |flag, bit| if frame.flags.contains(flag) { bit } else { 0 };
    let flags = bit(Flags::BRS, 1) | bit(Flags::ESI, 2) | bit(Flags::FD, 4);
    let length = u8::try_from(frame.len()).expect("at most 64");
    let mut packet = id.to_be_bytes().to_vec();
    packet.extend([length, flags, 0, frame.len8_dlc]);
    packet.extend(frame.payload());
    packet
}

fn pcap(link: u32, packets: &[Vec<u8>]) -> Vec<u8> {
    let mut file = Vec::new();
    for field in [0xA1B2_C3D4_u32, 0x0004_0002, 0, 0, 0x4_0000, link] {
        file.extend(field.to_le_bytes());
    }
    for packet in packets {
        let length = u32::try_from(packet.len()).expect("short");
        for field in [1_u32, 500_000, length, length] {
            file.extend(field.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    body.resize(body.len().next_multiple_of(4), 0);
    let length = u32::try_from(body.len() + 12).expect("short").to_le_bytes();
    [&kind.to_le_bytes()[..], &length, &body, &length].concat()
}

fn section() -> Vec<u8> {
    block(0x0A0D_0D0A, &[0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255])
}

/// An interface with one option of one byte.
fn interface(link: u8, code: u8, value: u8) -> Vec<u8> {
    block(1, &[link, 0, 0, 0, 0, 0, 0, 0, code, 0, 1, 0, value, 0, 0, 0, 0, 0, 0, 0])
}

fn enhanced(interface: u32, stamp: u64, packet: &[u8]) -> Vec<u8> {
    let length = u32::try_from(packet.len()).expect("short").to_le_bytes();
    let high = u32::try_from(stamp >> 32).expect("half").to_le_bytes();
    let low = u32::try_from(stamp & 0xFFFF_FFFF).expect("half").to_le_bytes();
    block(6, &[&interface.to_le_bytes()[..], &high, &low, &length, &length, packet].concat())
}

fn one_notice(file: &[u8]) -> (Contents, String) {
    let contents = read(file).expect("a capture");
    assert_eq!(contents.notices.len(), 1);
    let text = contents.notices[0].text.to_string();
    (contents, text)
}

const EMPTY: [u8; 8] = [0, 0, 6, 0x0D, 0, 0, 0, 0];

#[test]
fn a_capture_of_something_else_is_refused_with_what_to_do() {
    let message = read(&pcap(1, &[])).expect_err("no CAN");
    assert!(message.contains("link type 1, not CAN; capture on a CAN interface"), "{message}");
    let message = read(&pcap(227, &[])[..20]).expect_err("cut off");
    assert!(message.contains("cut off within its header"), "{message}");
}

#[test]
fn packets_that_are_bad_are_said_and_the_rest_is_read() {
    let long = [0, 0, 6, 0x0D, 9, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    for (bad, expected) in [
        (&EMPTY[..7], "shorter than the header of a CAN frame"),
        (&[0, 0, 8, 0, 0, 0, 0, 0], "not be above 7FF"),
        (&[0, 0, 6, 0x0D, 1, 0, 0, 0], "shorter than its frame"),
        (&[0, 0, 6, 0x0D, 0x80, 0, 0, 0], "CAN XL"),
        (&long, "shorter than its frame"),
        (&[0x40, 0, 6, 0x0D, 9, 0, 0, 0], "shorter than its frame"),
    ] {
        let (contents, text) = one_notice(&pcap(227, &[EMPTY.to_vec(), bad.to_vec(), EMPTY.to_vec()]));
        assert_eq!((contents.frames.len(), contents.frames[1].origin.line), (2, 3));
        assert_eq!(contents.notices[0].origin.line, 2);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_size_beyond_reason_ends_the_reading_with_a_notice() {
    let mut file = pcap(227, &[EMPTY.to_vec(), EMPTY.to_vec()]);
    let second = 24 + 16 + 8;
    file[second + 8..second + 12].fill(0xFF);
    let (contents, text) = one_notice(&file);
    assert_eq!(contents.frames.len(), 1);
    assert!(text.contains("claims 4294967295 bytes: the file is damaged here"), "{text}");
    let file = [section(), interface(227, 9, 9), vec![6, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]].concat();
    let (_, text) = one_notice(&file);
    assert!(text.contains("claims 7 bytes: the file is damaged here"), "{text}");
}

#[test]
fn large_records_of_something_else_are_passed_over_in_flat_memory() {
    let file = pcap(227, &[EMPTY.to_vec(), vec![0; 200_000], EMPTY.to_vec()]);
    assert_eq!(read(&file).expect("a capture").frames.len(), 2);
    let file =
        [section(), interface(227, 9, 9), block(5, &vec![0; 5_000_000]), enhanced(0, 0, &EMPTY)].concat();
    assert_eq!(read(&file).expect("a capture").frames.len(), 1);
}

#[test]
fn stamps_are_read_in_every_resolution() {
    let time = |resolution, stamp| {
        let file = [section(), interface(227, 9, resolution), enhanced(0, stamp, &EMPTY)].concat();
        read(&file).expect("a capture").frames[0].time.as_nanos()
    };
    assert_eq!(time(9, 1_700_000_000_123_456_789), 1_700_000_000_123_456_789);
    assert_eq!(time(6, 1_700_000_000_123_456), 1_700_000_000_123_456_000);
    assert_eq!(time(0, 7), 7_000_000_000);
    // The highest bit: a power of two.
    assert_eq!(time(0x8A, 1536), 1_500_000_000);
    assert_eq!(time(12, 1_500_000_000_000), 1_500_000_000);
}

#[test]
fn packets_of_unknown_interfaces_and_impossible_times_are_said() {
    let file = [section(), interface(227, 9, 9), enhanced(1, 0, &EMPTY)].concat();
    assert!(one_notice(&file).1.contains("interface that was not described"));
    let file = [section(), interface(227, 9, 0), enhanced(0, u64::MAX, &EMPTY)].concat();
    assert!(one_notice(&file).1.contains("beyond all that can be"));
    let mut lying = enhanced(0, 0, &EMPTY);
    lying[20] = 200;
    let file = [section(), interface(227, 9, 9), lying].concat();
    assert!(one_notice(&file).1.contains("longer than its block"));
}

#[test]
fn a_second_section_describes_its_own_interfaces() {
    let file = [
        section(),
        interface(227, 9, 9),
        enhanced(0, 1, &EMPTY),
        section(),
        interface(1, 9, 9),
        interface(227, 9, 6),
        enhanced(1, 1, &EMPTY),
    ]
    .concat();
    let contents = read(&file).expect("a capture");
    assert_eq!(contents.frames.iter().map(|frame| frame.time.as_nanos()).collect::<Vec<_>>(), [1, 1000]);
}

#[test]
fn cut_off_files_give_what_is_whole() {
    for file in [
        pcap(227, &[EMPTY.to_vec(), EMPTY.to_vec()]),
        [section(), interface(227, 9, 9), enhanced(0, 0, &EMPTY), enhanced(0, 0, &EMPTY)].concat(),
    ] {
        for cut in 1..24 {
            let contents = read(&file[..file.len() - cut]).expect("a capture");
            let kinds: Vec<_> = contents.notices.iter().map(|notice| notice.kind).collect();
            assert_eq!((contents.frames.len(), &kinds[..]), (1, &[NoticeKind::CutOff][..]), "{cut}");
        }
    }
}

proptest! {
    #[test]
    fn any_frame_reads_back_from_its_packet(frames in proptest::collection::vec(any_frame(), 1..20)) {
        let packets: Vec<_> = frames.iter().map(packet).collect();
        let mut next = [section(), interface(227, 9, 9)].concat();
        for packet in &packets {
            next.extend(enhanced(0, 1_500_000_000, packet));
        }
        for file in [pcap(227, &packets), next] {
            let contents = read(&file).expect("a capture");
            prop_assert_eq!(&contents.notices, &[]);
            for (read, frame) in contents.frames.iter().zip(&frames) {
                let flags = frame.flags.difference(Flags::TX);
                prop_assert_eq!((read.id, read.flags, read.len()), (frame.id, flags, frame.len()));
                prop_assert_eq!((read.payload(), read.len8_dlc), (frame.payload(), frame.len8_dlc));
                prop_assert_eq!(read.time.as_nanos(), 1_500_000_000);
            }
            prop_assert_eq!(contents.frames.len(), frames.len());
        }
    }

    #[test]
    fn damaged_files_end_and_pieces_give_the_same(
        frames in proptest::collection::vec(any_frame(), 1..6),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        piece in 1..50_usize,
    ) {
        let packets: Vec<_> = frames.iter().map(packet).collect();
        let mut next = [section(), interface(227, 9, 9)].concat();
        for packet in &packets {
            next.extend(enhanced(0, 1, packet));
        }
        for mut file in [pcap(227, &packets), next] {
            for (index, byte) in &changes {
                let at = index.index(file.len());
                file[at] = *byte;
            }
            prop_assert_eq!(read_in_pieces(&file, piece), read(&file));
        }
    }
}

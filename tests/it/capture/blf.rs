//! Vector BLF.

use std::io::Write;

use doorjamb::frame::Flags;
use doorjamb::notice::NoticeKind;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::{Contents, read, read_in_pieces};

fn words(fields: &[u32]) -> Vec<u8> {
    fields.iter().flat_map(|field| field.to_le_bytes()).collect()
}

fn object(kind: u32, flags: u32, stamp: u64, body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(32 + body.len()).expect("short");
    let mut object = [&b"LOBJ"[..], &[32, 0, 1, 0], &words(&[size, kind, flags, 0])].concat();
    object.extend(stamp.to_le_bytes());
    object.extend(body);
    object
}

/// A frame 60D with two bytes.
fn message(stamp: u64) -> Vec<u8> {
    object(1, 2, stamp, &[1, 0, 0, 2, 0x0D, 6, 0, 0, 0, 0x16, 0, 0, 0, 0, 0, 0])
}

fn container(method: u8, data: &[u8]) -> Vec<u8> {
    let data = if method == 2 {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(data).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    } else {
        data.to_vec()
    };
    let size = u32::try_from(32 + data.len()).expect("short");
    let head = words(&[size, 10, u32::from(method), 0, u32::MAX, 0]);
    let mut container = [&b"LOBJ"[..], &[16, 0, 1, 0], &head, &data].concat();
    container.resize(container.len() + container.len() % 4, 0);
    container
}

fn file(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"LOGG\x90\0\0\0".to_vec();
    file.resize(144, 0);
    file.extend(parts.concat());
    file
}

fn nanos(contents: &Contents) -> Vec<i64> {
    contents.frames.iter().map(|frame| frame.time.as_nanos()).collect()
}

#[test]
fn a_header_that_is_cut_off_or_damaged_is_refused() {
    for bytes in [&b"LOGG"[..], b"LOGG\x90\0\0\0", b"LOGG\xFF\xFF\xFF\xFF", b"LOGG\0\0\0\0"] {
        let message = read(bytes).expect_err("no header");
        assert!(message.contains("header is damaged or cut off"), "{message}");
    }
    assert_eq!(read(&file(&[])), Ok(Contents::default()));
}

#[test]
fn stamps_are_nanoseconds_or_tens_of_microseconds() {
    let coarse = object(1, 1, 7, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let contents = read(&file(&[message(7), coarse])).expect("a capture");
    assert_eq!(nanos(&contents), [7, 70_000]);
}

#[test]
fn error_objects_of_every_kind_are_error_frames() {
    let mut body = [0; 64];
    body[0] = 2;
    for kind in [2, 73, 104] {
        let contents = read(&file(&[object(kind, 2, 9, &body)])).expect("a capture");
        assert_eq!((nanos(&contents), contents.channels), (vec![9], vec!["2".to_owned()]), "{kind}");
        assert_eq!(contents.frames[0].flags, Flags::ERROR, "{kind}");
    }
}

#[test]
fn containers_may_be_split_anywhere() {
    let objects: Vec<u8> = (0..40).flat_map(message).collect();
    for cut in (1..objects.len()).step_by(7) {
        let parts = [container(2, &objects[..cut]), container(0, &objects[cut..])];
        let contents = read(&file(&parts)).expect("a capture");
        assert_eq!(contents.notices, [], "{cut}");
        assert_eq!(nanos(&contents), (0..40).collect::<Vec<_>>(), "{cut}");
    }
}

#[test]
fn objects_that_are_bad_are_said_and_the_rest_is_read() {
    for (bad, expected) in [
        (object(1, 2, 0, &[1, 0, 0, 8, 0, 0]), "shorter than its type says"),
        (object(1, 2, 0, &[1, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), "not be above 7FF"),
        (object(1, 2, u64::MAX, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), "beyond all that can be"),
        (b"no object at all".to_vec(), "16 bytes that are no object"),
        ([&b"LOBJ"[..], &[0; 12]].concat(), "16 bytes that are no object"),
    ] {
        let contents =
            read(&file(&[container(2, &[message(1), bad, message(2)].concat())])).expect("a capture");
        assert_eq!(nanos(&contents), [1, 2], "{expected}");
        assert_eq!(contents.notices.len(), 1, "{expected}");
        assert!(contents.notices[0].text.contains(expected), "{}", contents.notices[0].text);
    }
}

#[test]
fn a_damaged_container_costs_no_other() {
    let objects: Vec<u8> = (0..200).flat_map(message).collect();
    let mut damaged = container(2, &objects);
    let middle = damaged.len() / 2;
    damaged[middle..middle + 20].fill(0xFF);
    let contents = read(&file(&[message(0), damaged, container(7, b"?"), message(999)])).expect("a capture");
    let kinds: Vec<_> = contents.notices.iter().map(|notice| notice.kind).collect();
    assert!(kinds.contains(&NoticeKind::DamagedCompression), "{kinds:?}");
    assert_eq!(nanos(&contents).last(), Some(&999));
    assert!(contents.frames.len() > 2);
}

#[test]
fn what_is_no_frame_is_passed_over_however_large() {
    let parts = [message(1), object(65, 2, 0, &vec![b'L'; 3_000_000]), message(2)];
    for file in [file(&parts), file(&[container(2, &parts.concat())])] {
        let contents = read(&file).expect("a capture");
        assert_eq!((nanos(&contents), contents.notices.len()), (vec![1, 2], 0));
    }
}

#[test]
fn a_file_that_is_cut_off_gives_what_is_whole_and_one_notice() {
    let whole = file(&[container(2, &message(1)), container(2, &[message(2), message(3)].concat())]);
    for cut in 8..60 {
        let contents = read(&whole[..whole.len() - cut]).expect("a capture");
        assert_eq!(nanos(&contents)[0], 1);
        let kinds: Vec<_> = contents.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::CutOff], "{cut}");
    }
}

proptest! {
    #[test]
    fn damaged_files_end_and_pieces_give_the_same(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in 1..300_usize,
        piece in 1..50_usize,
    ) {
        let objects: Vec<u8> = (0..10).flat_map(message).collect();
        // How much can be saved of a damaged deflated container may depend on the pieces; nothing else may.
        for (method, changed) in [(0, &changes[..]), (2, &[])] {
            let mut file = file(&[container(method, &objects[..cut]), container(0, &objects[cut..]), message(11)]);
            for (index, byte) in changed {
                let at = index.index(file.len());
                file[at] = *byte;
            }
            prop_assert_eq!(read_in_pieces(&file, piece), read(&file));
        }
    }

    #[test]
    fn damaged_deflated_containers_end(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        piece in 1..500_usize,
    ) {
        let objects: Vec<u8> = (0..100).flat_map(message).collect();
        let mut file = file(&[container(2, &objects), message(101)]);
        for (index, byte) in &changes {
            // Behind the header of the file.
            let at = 144 + index.index(file.len() - 144);
            file[at] = *byte;
        }
        let contents = read_in_pieces(&file, piece).expect("a capture");
        // Deflate cannot give more than 1,032 times what it takes (RFC 1951), nor a frame be shorter than 48 bytes.
        prop_assert!(contents.frames.len() * 48 <= file.len() * 1032);
    }
}

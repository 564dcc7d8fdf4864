//! Compressed captures.

use std::io::{self, Cursor, Read, Write};
use std::sync::LazyLock;

use bzip2::write::BzEncoder;
use doorjamb::capture::{Error, Reader};
use doorjamb::frame::{Frame, SourceId};
use doorjamb::notice::NoticeKind;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::inputs::{log, refusal};
use super::{read, read_in_pieces};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = XzWriter::new(Vec::new(), XzOptions::with_preset(0)).expect("known options");
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// A name and how to compress.
type Packer = (&'static str, fn(&[u8]) -> Vec<u8>);

const PACKERS: [Packer; 4] = [("gzip", gzip), ("bzip2", bzip2), ("xz", xz), ("zstd", zstd)];

#[test]
fn every_compression_is_known_by_content_and_may_have_several_members() {
    for (name, pack) in PACKERS {
        let bytes = [pack(&log(1000)), pack(&log(500))].concat();
        for piece in [1, 7, 64 * 1024] {
            let contents = read_in_pieces(&bytes, piece).expect(name);
            assert_eq!((contents.frames.len(), &contents.notices[..]), (1500, &[][..]), "{name}");
        }
    }
}

#[test]
fn files_as_the_usual_tools_write_them_are_read() {
    let plain =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/candump.log")).expect("a sample");
    let plain = read(&plain).expect("a capture");
    for extension in ["bz2", "xz", "zst"] {
        let path = format!("{}/tests/formats/candump.log.{extension}", env!("CARGO_MANIFEST_DIR"));
        let packed = std::fs::read(path).expect("a sample");
        assert_eq!(read(&packed).as_ref(), Ok(&plain), "{extension}");
    }
}

#[test]
fn a_stream_that_is_cut_off_gives_what_was_before_and_one_notice() {
    for (name, pack) in PACKERS {
        let whole = pack(&log(16_000));
        let contents = read(&whole[..whole.len() / 2]).expect(name);
        assert!(contents.frames.len() > 2_000, "{name}: {}", contents.frames.len());
        let damage: Vec<_> =
            contents.notices.iter().filter(|notice| notice.kind == NoticeKind::DamagedCompression).collect();
        assert_eq!(damage.len(), 1, "{name}");
        let expected = format!("the {name} stream is cut off after");
        assert!(damage[0].text.contains(&expected), "{name}: {}", damage[0].text);
    }
}

#[test]
fn a_stream_with_wrong_bytes_gives_what_was_before_and_one_notice() {
    for (name, pack) in PACKERS {
        let mut bytes = pack(&log(16_000));
        let middle = bytes.len() / 2;
        bytes[middle..middle + 64].fill(0xFF);
        let contents = read(&bytes).expect(name);
        assert!(contents.frames.len() > 2_000, "{name}: {}", contents.frames.len());
        let kinds = contents.notices.iter().map(|notice| notice.kind);
        assert_eq!(kinds.filter(|&kind| kind == NoticeKind::DamagedCompression).count(), 1, "{name}");
    }
}

#[test]
fn a_stream_with_nothing_readable_says_so() {
    for (name, pack) in PACKERS {
        let message = refusal(&pack(&log(3))[..8]);
        assert!(message.contains("no frame could be unpacked"), "{name}: {message}");
        assert!(refusal(&pack(b"")).contains("is empty"), "{name}");
    }
    assert!(refusal(&gzip(&gzip(&log(3)))).contains("compressed twice"));
}

#[test]
fn a_wrong_check_sum_is_said_although_all_was_read() {
    // How far from the end each format keeps one of its sums.
    for ((name, pack), from_end) in PACKERS.into_iter().zip([6, 3, 5, 1]) {
        let mut bytes = pack(&log(1000));
        let at = bytes.len() - from_end;
        bytes[at] ^= 1;
        let contents = read(&bytes).expect(name);
        // What came in the last step of 4 KiB may be lost.
        assert!(contents.frames.len() > 870, "{name}: {}", contents.frames.len());
        let kinds = contents.notices.iter().map(|notice| notice.kind);
        assert_eq!(kinds.filter(|&kind| kind == NoticeKind::DamagedCompression).count(), 1, "{name}");
    }
}

#[test]
fn an_xz_that_asks_for_too_much_memory_is_refused() {
    let mut bytes = xz(&log(3));
    // The size of the dictionary: 40 stands for 4 GiB; then the check sum of that header.
    let at = bytes.windows(2).position(|pair| pair == [0x21, 1]).expect("the filter is LZMA2") + 2;
    bytes[at] = 40;
    let end = 12 + 4 * (usize::from(bytes[12]) + 1) - 4;
    let sum = crc32(&bytes[12..end]);
    bytes[end..end + 4].copy_from_slice(&sum.to_le_bytes());
    let message = refusal(&bytes);
    assert!(message.contains("memory"), "{message}");
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), step))
}

#[test]
fn frames_to_skip_between_those_of_zstd_are_skipped() {
    let skip = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
    let bytes = [&skip[..], &zstd(&log(5)), &skip, &zstd(&log(6)), &skip].concat();
    let contents = read(&bytes).expect("a capture");
    assert_eq!((contents.frames.len(), contents.notices.len()), (11, 0));
    let contents = read(&bytes[..bytes.len() - 1]).expect("a capture");
    assert_eq!((contents.frames.len(), contents.notices.len()), (11, 1));
}

#[test]
fn a_failing_disk_is_not_taken_for_damage() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::InvalidData, "bad sector"))
        }
    }
    for (name, pack) in PACKERS {
        let whole = pack(&log(16_000));
        let input = Cursor::new(whole[..whole.len() / 2].to_vec()).chain(Failing);
        let mut reader = Reader::from_read(Box::new(input), "x.log", SourceId(0)).expect(name);
        let mut frame = Frame::empty();
        let error = loop {
            match reader.next(&mut frame) {
                Ok(item) => assert!(item.is_some(), "{name}"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Error::System { .. }), "{name}");
    }
}

static PACKED: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| PACKERS.map(|(_, pack)| pack(&log(300))));

proptest! {
    #[test]
    fn damaged_streams_end(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        which in 0..4_usize,
    ) {
        let mut bytes = PACKED[which].clone();
        for (index, byte) in &changes {
            let at = index.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Ok(contents) = read(&bytes) {
            prop_assert!(contents.frames.len() < 1_000_000);
        }
    }
}

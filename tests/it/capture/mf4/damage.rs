//! MF4 files that are cut off, damaged, or made to mislead.

use doorjamb::frame::Frame;
use doorjamb::notice::NoticeKind;
use proptest::prelude::*;
use proptest::sample::Index;

use super::builder::{File, HEADER, Packing, SORTED, Shape, UNFINISHED, Values, file};
use super::{frames, shapes, ten, without_origins};
use crate::capture::{read, read_in_pieces};

fn texts(bytes: &[u8]) -> Vec<String> {
    read(bytes).expect("a capture").notices.into_iter().map(|notice| notice.text.into_owned()).collect()
}

/// Where the first block of this kind stands.
fn find(bytes: &[u8], kind: [u8; 2]) -> usize {
    let mark = [*b"##", kind].concat();
    bytes.windows(4).position(|window| window == mark).expect("there is such a block")
}

fn set(bytes: &mut [u8], at: usize, value: u64) {
    bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn a_file_cut_anywhere_gives_the_frames_before_the_cut() {
    for shape in [UNFINISHED, Shape { undone: None, ..UNFINISHED }] {
        let whole = file(&ten(), shape);
        let mut most = 0;
        for cut in 0..=whole.len() {
            let Ok(contents) = read(&whole[..cut]) else { continue };
            let said = contents.notices.len();
            let read = without_origins(contents);
            // The last of them may have lost its data bytes.
            assert!(ten().starts_with(&read), "{cut}");
            assert!(said > 0 || shape.undone.is_some() || cut == whole.len(), "{cut}");
            most = most.max(read.len());
        }
        assert_eq!(most, 10);
    }
}

#[test]
fn a_sorted_file_that_is_cut_off_says_so() {
    let whole = file(&ten(), SORTED);
    let contents = read(&whole[..whole.len() - 3]).expect("a capture");
    let kinds: Vec<_> = contents.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::CutOff]);
    // All but the error frame, which stands last.
    assert_eq!(contents.frames.len(), 9);
}

#[test]
fn circles_of_links_end() {
    let whole = file(&ten(), Shape { split: Some(100), ..SORTED });
    for (kind, link) in [(*b"DG", 0), (*b"CG", 0), (*b"CN", 0), (*b"CN", 1), (*b"DL", 0)] {
        let mut bytes = whole.clone();
        let at = find(&bytes, kind);
        set(&mut bytes, at + 24 + link * 8, at as u64);
        let said = texts(&bytes);
        assert!(said.iter().any(|text| text.contains("in a circle")), "{kind:?}: {said:?}");
    }
}

#[test]
fn a_list_that_names_its_blocks_again_and_again_ends() {
    let mut bytes = File::new(None, (0, 0));
    let id = bytes.channel("CAN_DataFrame.ID", [0, 0, 0], (0, 0), 8);
    let records = bytes.records(0, id, 0, 1, None);
    let data = bytes.block(*b"DT", &[], &[7; 1000]);
    let list = bytes.block(*b"DL", &[[0; 1].to_vec(), vec![data; 1000]].concat(), &[0; 8]);
    let group = bytes.data_group(records, list, 0);
    bytes.link(HEADER, 0, group);
    let contents = read(&bytes.bytes).expect("a capture");
    assert!(contents.frames.len() <= bytes.bytes.len());
    assert!(contents.notices.iter().any(|notice| notice.text.contains("in a circle")));
}

#[test]
fn a_data_block_that_is_claimed_twice_is_read_once() {
    let mut bytes = file(&ten(), SORTED);
    let groups: Vec<usize> =
        (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == *b"##DG").map(|at| at + 24 + 16).collect();
    let first: [u8; 8] = bytes[groups[0]..groups[0] + 8].try_into().expect("eight");
    bytes[groups[1]..groups[1] + 8].copy_from_slice(&first);
    let said = texts(&bytes);
    assert!(said[0].contains("two data groups claim the same data"), "{said:?}");
}

#[test]
fn lengths_beyond_all_that_can_be_are_not_believed() {
    let whole = file(&ten(), SORTED);
    for kind in [*b"DG", *b"CG", *b"CN", *b"TX", *b"CC", *b"DT"] {
        for (field, value) in [(8, u64::MAX), (8, 1 << 40), (16, u64::MAX), (16, 1 << 61), (16, 1 << 40)] {
            let mut bytes = whole.clone();
            let at = find(&bytes, kind);
            set(&mut bytes, at + field, value);
            if let Ok(contents) = read(&bytes) {
                assert!(contents.frames.len() <= 10);
            }
        }
    }
}

#[test]
fn a_record_longer_than_any_frame_is_passed_over() {
    let mut bytes = file(&ten(), SORTED);
    let at = find(&bytes, *b"CG");
    let links = 24 + 6 * 8;
    bytes[at + links + 24..at + links + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let contents = read(&bytes).expect("a capture");
    assert_eq!(contents.frames.len(), 2, "the other groups");
    assert!(contents.notices[0].text.contains("longer than any of frames"), "{:?}", contents.notices);
}

#[test]
fn a_damaged_packed_block_costs_no_other_records() {
    let many: Vec<Frame> = (0..40).flat_map(|_| ten()).collect();
    for packing in [Packing::Deflated, Packing::Transposed] {
        // Records are split between blocks.
        let shape = Shape { packing, split: Some(5000), values: Values::InRecord, ..SORTED };
        let mut bytes = file(&many, shape);
        let blocks: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == *b"##DZ").collect();
        let at = blocks[1] + 60;
        bytes[at..at + 40].fill(0x55);
        let contents = read(&bytes).expect("a capture");
        let kinds: Vec<_> = contents.notices.iter().map(|notice| notice.kind).collect();
        assert!(kinds.contains(&NoticeKind::DamagedCompression), "{packing:?}");
        let read = without_origins(contents);
        // At most the block of 63 records, and those that were cut by its ends.
        let good = read.iter().filter(|frame| ten().contains(frame)).count();
        assert!((many.len() - 66..many.len()).contains(&good), "{good}");
        // What was made of damaged bytes stays within the block; of a table, nothing is made.
        assert!(read.len() - good <= if packing == Packing::Deflated { 64 } else { 0 });
    }
}

#[test]
fn a_wrong_check_sum_is_said() {
    for packing in [Packing::Deflated, Packing::Transposed] {
        let mut bytes = file(&ten(), Shape { packing, ..SORTED });
        let at = find(&bytes, *b"DZ");
        let packed = u64::from_le_bytes(bytes[at + 40..at + 48].try_into().expect("eight"));
        let end = at + 48 + usize::try_from(packed).expect("short");
        bytes[end - 1] ^= 1;
        let contents = read(&bytes).expect("a capture");
        let kinds: Vec<_> = contents.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::DamagedCompression]);
        assert_eq!(contents.frames.len(), if packing == Packing::Deflated { 10 } else { 2 });
    }
}

#[test]
fn a_record_of_an_unknown_kind_ends_its_group() {
    let mut bytes = file(&ten(), Shape { id_size: 1, ..SORTED });
    let noise = bytes.windows(5).enumerate().filter(|(_, window)| window == b"noise").map(|(at, _)| at);
    let third = noise.collect::<Vec<_>>()[3];
    bytes[third - 1] = 77;
    let contents = read(&bytes).expect("a capture");
    assert_eq!(contents.frames.len(), 3);
    assert!(contents.notices[0].text.contains("of a kind that is not described"), "{:?}", contents.notices);
}

#[test]
fn places_that_go_back_are_found_again() {
    // The last frames name the data bytes of the first ones.
    let shape = Shape { values: Values::Apart, ..SORTED };
    let same: Vec<Frame> = ten().into_iter().filter(|frame| frame.payload().len() == 8).collect();
    let mut bytes = file(&[same.clone(), same.clone()].concat(), shape);
    let data = find(&bytes, *b"DT") + 24;
    let place = |number: usize| data + number * 23 + 15;
    for number in 0..same.len() {
        let from = place(number);
        bytes.copy_within(from..from + 8, place(same.len() + number));
    }
    assert_eq!(frames(&bytes).len(), 2 * same.len());
}

#[test]
fn data_bytes_that_are_missing_cost_their_frames_only() {
    let shape = Shape { values: Values::Apart, ..SORTED };
    let mut bytes = file(&ten(), shape);
    let data = find(&bytes, *b"DT") + 24;
    set(&mut bytes, data + 23 + 15, 1 << 50);
    let contents = read(&bytes).expect("a capture");
    assert!(contents.notices[0].text.contains("its data bytes cannot be read"), "{:?}", contents.notices);
    assert_eq!(contents.frames.len() + contents.notices.len(), 10);
}

fn damage() -> impl Strategy<Value = (Index, u8)> {
    (any::<Index>(), prop_oneof![Just(0), Just(0xFF), any::<u8>()])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn damaged_files_end_and_pieces_give_the_same(
        changes in proptest::collection::vec(damage(), 1..8),
        shape in prop::sample::select(shapes()),
        undone in proptest::option::of(any::<u16>()),
        piece in 1..500_usize,
    ) {
        let mut bytes = file(&ten(), Shape { undone, ..shape });
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let whole = read(&bytes);
        if let Ok(contents) = &whole {
            // Deflate cannot give more than 1,032 times what it takes (RFC 1951).
            prop_assert!(contents.frames.len() <= bytes.len() * 1032);
        }
        prop_assert_eq!(read_in_pieces(&bytes, piece), whole);
    }

    #[test]
    fn links_to_anywhere_end(
        links in proptest::collection::vec((any::<Index>(), any::<Index>()), 1..12),
        shape in prop::sample::select(shapes()),
    ) {
        let mut bytes = file(&ten(), shape);
        let blocks: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 2] == *b"##").collect();
        for (from, to) in &links {
            let (from, to) = (blocks[from.index(blocks.len())], blocks[to.index(blocks.len())]);
            let place = from + 24 + to % 5 * 8;
            if place + 8 <= bytes.len() {
                set(&mut bytes, place, to as u64);
            }
        }
        let _ = read(&bytes);
    }
}

//! ASAM MF4: every shape that loggers and tools give it.

pub(super) mod builder;
mod damage;

use doorjamb::capture::{Interest, Item, Reader};
use doorjamb::frame::{Flags, Frame, SourceId, Time};
use proptest::prelude::*;

use super::formats::awkward;
use super::{Contents, any_frame, drain, extended, frame, read, read_in_pieces, standard};
use builder::{File, HEADER, Packing, SORTED, Shape, UNFINISHED, Values, file};

/// The ten awkward frames as far as the format holds them: no class of an error.
fn ten() -> Vec<Frame> {
    let mut frames = awkward();
    for frame in frames.iter_mut().filter(|frame| frame.flags.contains(Flags::ERROR)) {
        frame.id = extended(0);
        assert!(frame.set_payload(&[]));
    }
    frames
}

/// The frames without where they stood; the file must be without fault.
fn frames(bytes: &[u8]) -> Vec<Frame> {
    let contents = read(bytes).expect("a capture");
    assert_eq!(contents.notices, []);
    without_origins(contents)
}

fn without_origins(mut contents: Contents) -> Vec<Frame> {
    for (at, frame) in contents.frames.iter_mut().enumerate() {
        assert!(frame.origin.line > at as u64);
        frame.origin = Frame::empty().origin;
    }
    contents.frames
}

/// All shapes that make sense.
pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for is_big_endian in [false, true] {
        for packing in [Packing::Stored, Packing::Deflated, Packing::Transposed] {
            for split in [None, Some(7), Some(80), Some(100_000)] {
                for is_data_first in [false, true] {
                    for values in [Values::InRecord, Values::Apart] {
                        let shape = Shape { is_big_endian, values, packing, split, is_data_first, ..SORTED };
                        shapes.push(shape);
                        shapes.push(Shape { is_by_column: true, ..shape });
                    }
                    for id_size in [1, 2, 4, 8] {
                        for values in
                            [Values::InRecord, Values::Apart, Values::RecordBefore, Values::RecordBehind]
                        {
                            let shape = Shape {
                                is_big_endian,
                                id_size,
                                values,
                                packing,
                                split,
                                is_data_first,
                                ..SORTED
                            };
                            shapes.push(shape);
                        }
                    }
                }
            }
        }
    }
    shapes
}

#[test]
fn every_shape_gives_the_same_ten_frames() {
    for shape in shapes() {
        assert_eq!(frames(&file(&ten(), shape)), ten(), "{shape:?}");
    }
}

#[test]
fn an_unfinished_file_is_read_to_its_end() {
    for values in [Values::InRecord, Values::Apart, Values::RecordBefore, Values::RecordBehind] {
        for is_data_first in [false, true] {
            for id_size in [0, 1, 8] {
                if id_size == 0 && !matches!(values, Values::InRecord | Values::Apart) {
                    continue;
                }
                let shape = Shape { id_size, values, is_data_first, ..UNFINISHED };
                assert_eq!(frames(&file(&ten(), shape)), ten(), "{shape:?}");
            }
        }
    }
}

#[test]
fn room_that_was_never_written_is_no_record() {
    let mut bytes = file(&ten(), UNFINISHED);
    bytes.resize(bytes.len() + 5000, 0);
    assert_eq!(frames(&bytes), ten());
}

#[test]
fn places_of_data_bytes_that_were_never_written_are_the_order_of_the_frames() {
    let mut bytes = file(&ten(), Shape { undone: Some(0x65), ..UNFINISHED });
    // The places stand before the number of the record of data bytes and its length.
    for place in 0..200_u64 {
        let needle = [&place.to_le_bytes()[..], &[2]].concat();
        while let Some(at) = bytes.windows(9).position(|window| place > 0 && window == needle) {
            bytes[at..at + 8].fill(0);
        }
    }
    assert_ne!(bytes, file(&ten(), Shape { undone: Some(0x65), ..UNFINISHED }));
    assert_eq!(frames(&bytes), ten());
}

#[test]
fn times_count_from_the_start_if_its_time_zone_is_known() {
    const START: u64 = 1_700_000_000_000_000_000;
    let at = |nanos: u64| {
        let nanos = i64::try_from(nanos).expect("a date");
        vec![frame(nanos, standard(0x60D), Flags::empty(), &[1])]
    };
    let first = |bytes: &[u8]| frames(bytes)[0].time.as_nanos().cast_unsigned();
    assert_eq!(first(&file(&at(START + 5), Shape { start: (START, 0), ..SORTED })), START + 5);
    // Local time of nowhere, then one hour and one of summer time ahead of UTC.
    assert_eq!(first(&file(&at(5), Shape { start: (START, 1), ..SORTED })), 5);
    assert_eq!(first(&file(&at(5), Shape { start: (START, 3), ..SORTED })), START - 7_200_000_000_000 + 5);
}

/// A file whose only group has this clock, in records of eight bytes of time and one of data.
fn with_clock(kinds: [u8; 3], conversion: Option<(f64, f64)>, stamps: &[[u8; 8]]) -> Vec<u8> {
    let mut file = File::new(None, (0, 0));
    let time = file.channel("t", kinds, (0, 0), 64);
    if let Some((offset, factor)) = conversion {
        let conversion = file.linear(offset, factor);
        file.link(time, 4, conversion);
    }
    let id = file.channel("CAN_DataFrame.ID", [0, 0, 0], (8, 0), 8);
    let first = file.chain(&[time, id]);
    let records = file.records(0, first, 0, 9, None);
    let data = stamps.iter().flat_map(|stamp| [&stamp[..], &[0x77]].concat()).collect::<Vec<_>>();
    let data = file.block(*b"DT", &[], &data);
    let group = file.data_group(records, data, 0);
    file.link(HEADER, 0, group);
    file.bytes
}

#[test]
fn times_may_be_floats_or_whole_numbers_of_either_order_or_only_counted() {
    let nanos = |bytes: Vec<u8>| frames(&bytes).iter().map(|f| f.time.as_nanos()).collect::<Vec<_>>();
    let seconds = 12.345_678_901_f64;
    let expected = [12_345_678_901];
    assert_eq!(nanos(with_clock([2, 1, 4], None, &[seconds.to_le_bytes()])), expected);
    assert_eq!(nanos(with_clock([2, 1, 5], None, &[seconds.to_be_bytes()])), expected);
    let raw = 12_345_678_901_f64;
    assert_eq!(nanos(with_clock([2, 1, 4], Some((0.0, 1e-9)), &[raw.to_le_bytes()])), expected);
    let micros = 4_000_000_000_000_001_i64;
    let exact = [(micros + 1_000_000) * 1000];
    assert_eq!(nanos(with_clock([2, 1, 0], Some((1.0, 1e-6)), &[micros.to_le_bytes()])), exact);
    assert_eq!(nanos(with_clock([2, 1, 3], Some((1.0, 1e-6)), &[micros.to_be_bytes()])), exact);
    assert_eq!(nanos(with_clock([2, 1, 2], None, &[(-3_i64).to_le_bytes()])), [-3_000_000_000]);
    assert_eq!(
        nanos(with_clock([3, 1, 0], Some((0.5, 0.01)), &[[9; 8]; 3])),
        [500_000_000, 510_000_000, 520_000_000]
    );
}

#[test]
fn a_time_that_is_none_costs_its_frame_only() {
    let stamps = [1.0, f64::NAN, 1e300, f64::INFINITY, 2.0].map(f64::to_le_bytes);
    let contents = read(&with_clock([2, 1, 4], None, &stamps)).expect("a capture");
    assert_eq!((contents.frames.len(), contents.notices.len()), (2, 3));
    assert!(contents.notices[0].text.contains("its time is no number"), "{:?}", contents.notices);
    let lines: Vec<_> = contents.frames.iter().map(|frame| frame.origin.line).collect();
    assert_eq!(lines, [1, 5]);
}

#[test]
fn frames_without_a_clock_of_time_are_put_at_the_start() {
    // A master channel of angles, then none at all.
    for kinds in [[2, 2, 0], [0, 0, 0]] {
        let contents = read(&with_clock(kinds, None, &[[1; 8]])).expect("a capture");
        assert_eq!(contents.frames[0].time, Time::ZERO);
        assert!(contents.notices[0].text.contains("has no times"), "{:?}", contents.notices);
    }
}

#[test]
fn the_types_of_errors_become_the_classes_of_socketcan() {
    let mut bytes = File::new(None, (0, 0));
    let kind = bytes.channel("CAN_ErrorFrame.ErrorType", [0, 0, 0], (0, 0), 8);
    let bus = bytes.channel("CAN_ErrorFrame.BusChannel", [0, 0, 0], (0, 0), 1);
    let first = bytes.chain(&[kind, bus]);
    let records = bytes.records(0, first, 0, 1, None);
    let data = bytes.block(*b"DT", &[], &[0, 1, 2, 3, 4, 5, 6]);
    let group = bytes.data_group(records, data, 0);
    bytes.link(HEADER, 0, group);
    let contents = read(&bytes.bytes).expect("a capture");
    let read: Vec<_> = contents
        .frames
        .iter()
        .map(|frame| (frame.flags, frame.id.value(), frame.payload().get(2..4).map(<[u8]>::to_vec)))
        .collect();
    let error = |class, details: Option<[u8; 2]>| (Flags::ERROR, class, details.map(|d| d.to_vec()));
    assert_eq!(
        read,
        [
            error(0, None),
            error(8, Some([1, 0])),
            error(8, Some([2, 0])),
            error(8, Some([4, 0])),
            error(8, Some([0, 8])),
            error(0x20, Some([0, 0])),
            error(0, None),
        ]
    );
    assert_eq!(contents.channels, ["0", "1"]);
}

#[test]
fn a_file_and_a_pipe_give_the_same_and_a_file_shows_its_progress() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("log");
    let many: Vec<Frame> = (0..500).flat_map(|_| ten()).collect();
    for shape in [SORTED, UNFINISHED, Shape { packing: Packing::Transposed, split: Some(4000), ..SORTED }] {
        let bytes = file(&many, shape);
        std::fs::write(&path, &bytes).expect("written");
        let mut reader = Reader::open(&path, SourceId(7)).expect("a capture");
        let mut before = 0;
        for _ in 0..many.len() {
            assert_eq!(reader.next(&mut Frame::empty()).expect("reads"), Some(Item::Frame));
            let progress = reader.progress();
            assert!((before..=bytes.len() as u64).contains(&progress.bytes_read));
            assert_eq!(progress.total, Some(bytes.len() as u64));
            before = progress.bytes_read;
        }
        assert_eq!(drain(reader).frames.len(), 0);
        let reader = Reader::open(&path, SourceId(7)).expect("a capture");
        assert_eq!(reader.format().name(), "ASAM MF4");
        assert_eq!(drain(reader), read_in_pieces(&bytes, 1000).expect("a capture"));
    }
}

#[test]
fn a_stream_larger_than_what_is_held_in_memory_is_read() {
    let many: Vec<Frame> = (0..8000).flat_map(|_| ten()).collect();
    let bytes = file(&many, SORTED);
    assert!(bytes.len() > 5_000_000);
    assert_eq!(frames(&bytes).len(), many.len());
}

#[test]
fn what_nobody_looks_at_is_not_looked_for() {
    let mut bytes = file(&ten(), Shape { values: Values::Apart, ..SORTED });
    // Without the data bytes.
    let values = bytes.windows(4).position(|window| window == b"##SD").expect("they are there");
    bytes[values..values + 4].fill(0);
    let open = || Reader::from_read(Box::new(std::io::Cursor::new(bytes.clone())), "x.log", SourceId(0));
    let missed = drain(open().expect("a capture"));
    assert_eq!(missed.frames.len(), 3, "those without data bytes");
    assert!(missed.notices[0].text.contains("its data bytes cannot be read"), "{:?}", missed.notices);
    let mut reader = open().expect("a capture");
    reader.set_interest(Interest::only([standard(0x35D)]));
    let contents = drain(reader);
    assert_eq!(contents.notices.len(), 1);
    let lengths: Vec<_> = contents.frames.iter().map(Frame::len).collect();
    assert_eq!(lengths, [8, 5, 12, 0, 0, 64, 1, 8, 2]);
}

#[test]
fn other_versions_and_other_measurements_are_told_apart() {
    let message = |bytes: &[u8]| read(bytes).expect_err("no capture");
    assert!(message(b"MDF     3.30    CANape  \0\0\0\0").contains("in an MDF version that is not read"));
    assert!(message(b"MDF     4.10    ").contains("header is damaged or cut off"));
    let mut file = File::new(None, (0, 0));
    assert!(message(&file.bytes).contains("without frames of CAN"));
    let channel = file.channel("EngineSpeed", [0, 0, 0], (0, 0), 16);
    let records = file.records(0, channel, 0, 2, None);
    let group = file.data_group(records, 0, 0);
    file.link(HEADER, 0, group);
    assert!(message(&file.bytes).contains("record or export the bus traffic itself"));
}

#[test]
fn a_group_that_was_described_but_never_filled_is_no_fault() {
    let mut file = File::new(None, (0, 0));
    let id = file.channel("CAN_DataFrame.ID", [0, 0, 0], (0, 0), 16);
    let records = file.records(0, id, 0, 2, None);
    let group = file.data_group(records, 0, 0);
    file.link(HEADER, 0, group);
    assert_eq!(read(&file.bytes), Ok(Contents::default()));
}

/// What an identifier and a length in a record without marks mean.
#[test]
fn what_is_not_recorded_is_concluded() {
    let mut file = File::new(None, (0, 0));
    let id = file.channel("CAN_DataFrame.ID", [0, 0, 0], (0, 0), 32);
    let dlc = file.channel("CAN_DataFrame.DLC", [0, 0, 0], (4, 0), 8);
    let bytes = file.channel("CAN_DataFrame.DataBytes", [0, 0, 10], (5, 0), 64);
    let first = file.chain(&[id, dlc, bytes]);
    let records = file.records(0, first, 0, 13, None);
    let mut data = Vec::new();
    for (id, dlc) in [(0x123_u32, 3_u8), (0x8000_0123, 8), (0x1234, 12)] {
        data.extend(id.to_le_bytes());
        data.push(dlc);
        data.extend(1..=8);
    }
    let data = file.block(*b"DT", &[], &data);
    let group = file.data_group(records, data, 0);
    file.link(HEADER, 0, group);
    let contents = read(&file.bytes).expect("a capture");
    let read: Vec<_> = contents.frames.iter().map(|f| (f.id, f.payload().len(), f.len8_dlc)).collect();
    assert_eq!(read, [(standard(0x123), 3, 0), (extended(0x123), 8, 0), (extended(0x1234), 8, 12)]);
}

/// A frame that a record can hold, in time order with others.
fn recorded(mut frame: Frame) -> Frame {
    if frame.flags.contains(Flags::ERROR) {
        frame.id = extended(0);
        frame.flags = Flags::ERROR | frame.flags & Flags::TX;
        assert!(frame.set_payload(&[]));
    }
    frame.time = Time::ZERO;
    frame
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_frames_come_back_from_any_shape(
        mut frames_given in proptest::collection::vec(any_frame().prop_map(recorded), 0..40),
        shape in prop::sample::select(shapes()),
        split in proptest::option::of(1..3000_usize),
    ) {
        for (at, frame) in (0..).zip(&mut frames_given) {
            frame.time = Time::from_nanos(at * 1_000_001);
        }
        let bytes = file(&frames_given, Shape { split, ..shape });
        let mut contents = read(&bytes).expect("a capture");
        prop_assert_eq!(&contents.notices, &[]);
        // Buses are numbered as they are met.
        let channels = std::mem::take(&mut contents.channels);
        for frame in &mut contents.frames {
            frame.channel = channels[usize::from(frame.channel)].parse::<u8>().expect("a number") - 1;
        }
        prop_assert_eq!(without_origins(contents), frames_given);
    }
}

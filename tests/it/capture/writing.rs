//! Writing captures: what is written reads back as it was, but for what the format is said not to hold.

use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex, PoisonError};

use doorjamb::capture::write::{Lost, Output, Target, Writer};
use doorjamb::capture::{Compression, Item, Reader};
use doorjamb::frame::{Flags, Frame, SourceId, Time};
use proptest::prelude::*;

use super::{Contents, any_frame, drain, extended, frame, read, standard};

/// Memory that can be looked at after the writer took it.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file of `frames` in `target`, and what was lost of each.
fn written(target: Target, frames: &[Frame]) -> (Vec<u8>, Vec<Lost>) {
    let memory = Memory::default();
    let mut writer = Writer::new(target, Output::stream(Box::new(memory.clone()))).expect("memory takes it");
    let lost = frames
        .iter()
        .map(|frame| writer.write(frame, &format!("can{}", frame.channel)).expect("memory takes it"))
        .collect();
    writer.finish().expect("memory takes it");
    let bytes = memory.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (bytes, lost)
}

/// What is to come back of `frames`, of which so much was lost: `None` as time where that is not said.
fn held(frames: &[Frame], lost: &[Lost]) -> Vec<(Option<Time>, Frame)> {
    let kept = frames.iter().zip(lost).filter(|(_, lost)| !lost.intersects(Lost::REMOTE | Lost::ERROR));
    let mut order = Vec::new();
    kept.map(|(frame, lost)| {
        let mut frame = frame.clone();
        frame.origin = Frame::empty().origin;
        if lost.contains(Lost::NANOSECONDS) {
            frame.time = Time::from_nanos(frame.time.as_nanos().div_euclid(1000) * 1000);
        }
        if lost.contains(Lost::FD) {
            frame.flags.remove(Flags::FD);
        }
        if lost.contains(Lost::FD_FLAGS) {
            frame.flags.remove(Flags::BRS | Flags::ESI);
        }
        if lost.contains(Lost::RAW_DLC) {
            frame.len8_dlc = 0;
        }
        if lost.contains(Lost::ERROR_DETAIL) {
            frame.id = extended(0);
            assert!(frame.set_payload(&[]));
        }
        let at = order.iter().position(|&channel| channel == frame.channel).unwrap_or_else(|| {
            order.push(frame.channel);
            order.len() - 1
        });
        frame.channel = u8::try_from(at).expect("few channels");
        let time = (!lost.contains(Lost::EARLY_TIME)).then_some(frame.time);
        frame.time = Time::ZERO;
        (time, frame)
    })
    .collect()
}

/// Writes, reads back and compares; gives what was read.
fn round_trip(target: Target, frames: &[Frame]) -> Contents {
    let (bytes, lost) = written(target, frames);
    let mut contents = read(&bytes).expect("a capture");
    assert_eq!(contents.notices, [], "{}", target.name());
    let expected = held(frames, &lost);
    assert_eq!(contents.frames.len(), expected.len(), "{}", target.name());
    for (read, (time, expected)) in contents.frames.iter_mut().zip(expected) {
        read.origin = Frame::empty().origin;
        let mut timeless = read.clone();
        timeless.time = Time::ZERO;
        assert_eq!(timeless, expected, "{}", target.name());
        if let Some(time) = time {
            assert_eq!(read.time, time, "{}", target.name());
        }
    }
    contents
}

/// Frames that a bus can carry: lengths that have a DLC, error frames received, times a clock or recording has.
fn bus_frame() -> impl Strategy<Value = Frame> {
    let nanos = prop_oneof![
        0..4_000_000_000_000_i64,
        (0..2_000_000_000_000_000_i64).prop_map(|micros| micros * 1000),
        1_600_000_000_000_000_000..1_800_000_000_000_000_000_i64,
        -1_000_000_000..0_i64,
    ];
    (any_frame(), nanos).prop_map(|(mut frame, nanos)| {
        frame.time = Time::from_nanos(nanos);
        if frame.flags.contains(Flags::ERROR) {
            frame.flags.remove(Flags::TX);
        }
        let length = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64]
            .into_iter()
            .rfind(|&fits| fits <= frame.len());
        let data = frame.payload().get(..length.unwrap_or(0)).unwrap_or_default().to_vec();
        if frame.flags.contains(Flags::FD) {
            assert!(frame.set_payload(&data));
        }
        frame
    })
}

#[test]
fn every_target_has_its_own_name_and_extension() {
    let names: Vec<_> = Target::all().iter().map(|target| target.name()).collect();
    assert_eq!(names, ["candump", "asc", "blf", "trc", "gvret", "pcapng"]);
    for target in Target::all() {
        let path = format!("some.where/x.{}", target.extension().to_uppercase());
        assert_eq!(Target::for_path(path.as_ref()).map(Target::name), Some(target.name()));
        assert_eq!(Target::named(target.name()).map(Target::name), Some(target.name()));
    }
    for compression in Compression::ALL {
        let path = format!("x.asc.{}", compression.extension());
        assert_eq!(Target::for_path(path.as_ref()).map(Target::name), Some("asc"));
        assert_eq!(Compression::for_path(path.as_ref()), Some(compression));
    }
    assert_eq!(Compression::for_path("x.asc".as_ref()), None);
    assert!(Target::for_path("x.gz".as_ref()).is_none());
    assert!(Target::named("mp3").is_none());
    assert!(Target::for_path("x".as_ref()).is_none());
}

#[test]
fn a_capture_without_frames_is_still_a_file_of_its_format() {
    for target in Target::all() {
        let (bytes, _) = written(*target, &[]);
        if target.name() == "candump" {
            assert_eq!(bytes, b"");
        } else {
            assert_eq!(read(&bytes).expect("a capture"), Contents::default(), "{}", target.name());
        }
    }
}

#[test]
fn what_a_format_cannot_hold_is_said() {
    let at = |nanos, flags, data: &[u8]| frame(nanos, standard(1), flags, data);
    let mut remote = at(0, Flags::empty(), &[]);
    assert!(remote.set_remote(1));
    let mut raw = at(0, Flags::empty(), &[0; 8]);
    raw.len8_dlc = 9;
    let error = frame(0, extended(4), Flags::ERROR, &[0; 8]);
    let cases = [
        ("gvret", remote, Lost::REMOTE),
        ("gvret", error.clone(), Lost::ERROR),
        ("gvret", at(0, Flags::FD, &[1]), Lost::FD),
        ("gvret", at(0, Flags::FD | Flags::ESI, &[1; 12]), Lost::FD_FLAGS),
        ("gvret", raw, Lost::RAW_DLC),
        ("gvret", at(1, Flags::empty(), &[]), Lost::NANOSECONDS),
        ("gvret", at(-1, Flags::empty(), &[]), Lost::EARLY_TIME),
        ("pcapng", at(-1, Flags::empty(), &[]), Lost::EARLY_TIME),
        ("trc", at(1, Flags::empty(), &[]), Lost::NANOSECONDS),
        ("trc", at(0, Flags::FD, &[1; 9]), Lost::LENGTH),
        ("trc", error.clone(), Lost::ERROR_DETAIL),
        ("asc", error.clone(), Lost::ERROR_DETAIL),
        ("blf", error.clone(), Lost::ERROR_DETAIL),
        ("blf", at(-1, Flags::empty(), &[]), Lost::EARLY_TIME),
        ("pcapng", error.clone(), Lost::empty()),
        ("candump", error, Lost::empty()),
    ];
    for (name, frame, expected) in cases {
        let target = Target::named(name).expect("known");
        assert_eq!(written(target, &[frame]).1, [expected], "{name}");
        assert_eq!(expected.words().count(), expected.iter().count());
    }
}

#[test]
fn a_capture_can_be_compressed_on_the_way() {
    for target in Target::all() {
        for compression in Compression::ALL {
            let memory = Memory::default();
            let output = Output::packed(Box::new(memory.clone()), compression).expect("memory takes it");
            let mut writer = Writer::new(*target, output).expect("memory takes it");
            let frame = frame(1_000_000, standard(0x60D), Flags::empty(), &[1, 2]);
            assert_eq!(writer.write(&frame, "can0").expect("memory takes it"), Lost::empty());
            writer.finish().expect("memory takes it");
            let bytes = memory.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let reader =
                Reader::from_read(Box::new(Cursor::new(bytes)), "x", SourceId(0)).expect("a capture");
            assert_eq!(reader.compression(), Some(compression), "{}", target.name());
            let contents = drain(reader);
            assert_eq!((contents.frames[0].id, contents.notices.len()), (frame.id, 0), "{}", target.name());
        }
    }
}

#[test]
fn what_fills_many_blocks_of_a_compression_comes_back_whole() {
    let frames: Vec<_> = (0..120_000_i64)
        .map(|n| {
            let id = standard(u32::try_from(n * 7919 % 2048).expect("small"));
            frame(n * 1_000_003, id, Flags::empty(), &(n * 0x0123_4567_89AB).to_le_bytes())
        })
        .collect();
    for (compression, count) in Compression::ALL.into_iter().zip([25_000, 25_000, 10_000, frames.len()]) {
        let frames = &frames[..count];
        let memory = Memory::default();
        let output = Output::packed(Box::new(memory.clone()), compression).expect("memory takes it");
        let mut writer = Writer::new(Target::named("candump").expect("known"), output).expect("written");
        for frame in frames {
            writer.write(frame, "can0").expect("written");
        }
        writer.finish().expect("written");
        let bytes = memory.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Some 46 bytes a line.
        assert!(bytes.len() < 46 * frames.len() * 3 / 4, "{compression:?} {}", bytes.len());
        let contents = read(&bytes).expect("a capture");
        assert_eq!((contents.frames.len(), contents.notices), (frames.len(), vec![]), "{compression:?}");
        let same =
            |(read, frame): (&Frame, &Frame)| read.time == frame.time && read.payload() == frame.payload();
        assert!(contents.frames.iter().zip(frames).all(same), "{compression:?}");
    }
}

#[test]
fn files_get_their_header_filled_in_at_the_end() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("x.blf");
    let file = std::fs::File::create(&path).expect("created");
    let target = Target::for_path(&path).expect("known");
    let mut writer = Writer::new(target, Output::file(file)).expect("written");
    for second in 0..5000 {
        let frame = frame(
            1_700_000_000_000_000_000 + second * 1_000_000_000,
            standard(0x60D),
            Flags::empty(),
            &[7; 8],
        );
        assert_eq!(writer.write(&frame, "can0").expect("written"), Lost::empty());
    }
    writer.finish().expect("written");
    let bytes = std::fs::read(&path).expect("there");
    assert_eq!(bytes[16..24], (bytes.len() as u64).to_le_bytes());
    // The comment that tells the epoch is an object too.
    assert_eq!(bytes[32..36], 5001_u32.to_le_bytes());
    // 2023-11-14, a Tuesday, 22:13:20.
    let start: Vec<u16> =
        bytes[40..56].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert_eq!(start, [2023, 11, 2, 14, 22, 13, 20, 0]);
    let mut reader = Reader::open(&path, SourceId(0)).expect("a capture");
    let mut frame = Frame::empty();
    let mut last = Time::ZERO;
    while let Some(Item::Frame) = reader.next(&mut frame).expect("reads") {
        last = frame.time;
    }
    assert_eq!(last, Time::from_nanos(1_700_004_999_000_000_000));
}

#[test]
fn stamps_of_the_clock_are_small_in_formats_with_a_date() {
    let frames = [frame(1_700_000_000_000_000_000, standard(1), Flags::empty(), &[])];
    let text = |name| {
        let target = Target::named(name).expect("known");
        String::from_utf8(written(target, &frames).0).expect("text")
    };
    let asc = text("asc");
    assert!(asc.contains("date Tue Nov 14 22:13:20.000 2023"), "{asc}");
    assert!(asc.contains("\n   0.000000 1  1 "), "{asc}");
    let trc = text("trc");
    assert!(trc.contains(";$STARTTIME=45244.9259"), "{trc}");
    assert!(trc.contains("\n      1         0.000 DT "), "{trc}");
}

proptest! {
    #[test]
    fn what_is_written_reads_back_in_every_pair_of_formats(
        frames in proptest::collection::vec(bus_frame(), 1..12),
    ) {
        for first in Target::all() {
            let read = round_trip(*first, &frames);
            // A candump log of no frames is an empty file.
            for second in Target::all().iter().filter(|_| !read.frames.is_empty()) {
                round_trip(*second, &read.frames);
            }
        }
    }
}

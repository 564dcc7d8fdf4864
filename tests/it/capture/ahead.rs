//! Reading ahead on another thread gives what reading gives.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use doorjamb::capture::quality::Witness;
use doorjamb::capture::{Error, Interest, Item, Reader};
use doorjamb::frame::{CanId, Frame, SourceId};

/// Everything that is read, in order, with the names of the buses as they were known then.
fn all(mut reader: Reader) -> (Vec<String>, Result<(), Error>) {
    let mut frame = Frame::empty();
    let mut items = Vec::new();
    loop {
        match reader.next(&mut frame) {
            Ok(Some(Item::Frame)) => {
                let bus = &reader.channels()[usize::from(frame.channel)];
                items.push(format!("{frame:?} {} {bus}", frame.origin.line));
            }
            Ok(Some(Item::Notice(notice))) => items.push(format!("{notice:?}")),
            Ok(None) => {
                assert!(matches!(reader.next(&mut frame), Ok(None)), "the end stays the end");
                return (items, Ok(()));
            }
            Err(error) => return (items, Err(error)),
        }
    }
}

/// Some 60,000 lines: bad ones, a bus that comes later, comments, and a last line that is cut off.
fn awkward() -> String {
    let mut text = String::new();
    for line in 0..60_000 {
        let bus = if line < 30_000 { "can0" } else { ["can0", "vcan1"][line % 2] };
        match line % 1_777 {
            5 => text.push_str("what is this\n"),
            6 => text.push_str("# a comment\n"),
            _ => writeln!(
                text,
                "({}.{:06}) {bus} {:03X}#{:016X}",
                line / 1000,
                line % 1000,
                line % 0x700,
                line
            )
            .unwrap(),
        }
    }
    text + "(61.0) can0 12"
}

fn both(path: &Path) -> (Vec<String>, Vec<String>) {
    let here = all(Reader::open(path, SourceId(0)).unwrap());
    let ahead = all(Reader::open(path, SourceId(0)).unwrap().read_ahead());
    assert_eq!(here.1.is_ok(), ahead.1.is_ok());
    (here.0, ahead.0)
}

#[test]
fn what_is_read_ahead_is_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, awkward()).unwrap();
    let (here, ahead) = both(&path);
    assert!(here.len() > 59_000, "{}", here.len());
    assert!(here == ahead, "they differ");
}

#[test]
fn a_damaged_file_is_read_ahead_as_far_as_it_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log.gz");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    std::io::Write::write_all(&mut packed, awkward().as_bytes()).unwrap();
    let mut bytes = packed.finish().unwrap();
    bytes.truncate(bytes.len() - 100_000);
    fs::write(&path, bytes).unwrap();
    let (here, ahead) = both(&path);
    assert!(here.last().unwrap().contains("DamagedCompression"), "{:?}", here.last());
    assert!(here == ahead, "they differ");
}

#[test]
fn what_is_not_looked_at_may_be_left_unread_and_everything_else_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, awkward()).unwrap();
    let only = CanId::standard(0x60D).unwrap();
    let wanted = |mut reader: Reader| {
        reader.set_interest(Interest::only([only]));
        let mut reader = reader.read_ahead();
        let (mut frame, mut payloads, mut frames) = (Frame::empty(), Vec::new(), 0);
        while let Ok(Some(item)) = reader.next(&mut frame) {
            frames += usize::from(item == Item::Frame);
            if item == Item::Frame && frame.id == only {
                payloads.push(frame.payload().to_vec());
            }
        }
        (frames, payloads)
    };
    let (frames, payloads) = wanted(Reader::open(&path, SourceId(0)).unwrap());
    let whole = all(Reader::open(&path, SourceId(0)).unwrap()).0;
    assert_eq!(frames, whole.iter().filter(|item| item.starts_with('(')).count());
    assert!(payloads.len() > 20 && payloads.iter().all(|payload| payload.len() == 8));
    assert_eq!(payloads[0], 0x60D_u64.to_be_bytes());
}

#[test]
fn whoever_stops_early_leaves_no_thread_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    fs::write(&path, awkward()).unwrap();
    for _ in 0..50 {
        let mut reader = Reader::open(&path, SourceId(0)).unwrap().read_ahead();
        assert!(matches!(reader.next(&mut Frame::empty()), Ok(Some(Item::Frame))));
    }
}

#[test]
fn whoever_ends_early_gets_all_that_the_witness_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.log");
    // Bad lines are counted in the verdict, so it tells how far was heard.
    let lines = (0..100_000).map(|line| match line % 10 {
        0 => "what is this\n".to_owned(),
        _ => format!("({}.{:06}) can0 123#{line:016X}\n", line / 1000, line % 1000),
    });
    fs::write(&path, lines.collect::<String>()).unwrap();
    for is_ahead in [false, true] {
        let mut reader = Reader::open(&path, SourceId(0)).unwrap();
        reader.set_witness(Witness::default());
        let mut reader = if is_ahead { reader.read_ahead() } else { reader };
        let (mut frame, mut taken, mut read) = (Frame::empty(), Witness::default(), 0);
        while let Some(item) = reader.next(&mut frame).unwrap() {
            match item {
                Item::Frame => taken.hear(std::slice::from_mut(&mut frame), reader.channels()),
                Item::Notice(notice) => taken.notice(&notice),
            }
            read += 1;
            if read == 5_000 {
                reader.end_here();
            }
        }
        assert!((5_000..50_000).contains(&read), "{read}");
        let channels = reader.channels().to_vec();
        let heard = reader.into_witness().unwrap().judge(&channels);
        assert_eq!(heard, taken.judge(&channels));
        assert!(heard.reasons.iter().any(|reason| reason.text.contains("could not be read")), "{heard:?}");
    }
}

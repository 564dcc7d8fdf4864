//! The recorder: what it writes reads back as what was recorded, whatever files it is spread over.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use doorjamb::capture::record::{Plan, Recorder};
use doorjamb::capture::{Item, Reader};
use doorjamb::frame::{CanId, Flags, Frame, SourceId, Time};

fn at(millis: i64) -> Time {
    Time::from_nanos(1_700_000_000_000_000_000 + millis * 1_000_000)
}

fn frame(millis: i64) -> Frame {
    let id = CanId::standard(0x60D).unwrap();
    Frame::new(at(millis), id, Flags::empty(), &millis.to_be_bytes()).unwrap()
}

fn plan(folder: &Path) -> Plan {
    Plan { path: folder.join("x.log"), ..Plan::default() }
}

fn read(path: &Path) -> Vec<Frame> {
    let mut reader = Reader::open(path, SourceId(0)).unwrap();
    let (mut frame, mut frames) = (Frame::empty(), Vec::new());
    while let Some(item) = reader.next(&mut frame).unwrap() {
        assert_eq!(item, Item::Frame, "{}", path.display());
        frames.push(frame.clone());
    }
    frames
}

/// Every file in the folder that is a log, in order.
fn logs(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
    paths.sort();
    paths
}

/// The milliseconds of the frames in all logs of the folder.
fn recorded(folder: &Path) -> Vec<i64> {
    let frames = logs(folder).into_iter().flat_map(|path| read(&path));
    frames.map(|frame| i64::from_be_bytes(frame.payload().try_into().unwrap())).collect()
}

#[test]
fn what_was_flushed_is_in_the_file_in_whole_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut recorder = Recorder::begin(plan(folder.path())).unwrap();
    recorder.set_names(["can0"].into_iter());
    for millis in 0..5_000 {
        recorder.frame(&frame(millis));
        // Whenever it is killed, the file ends with a whole line.
        if millis % 100 == 0 {
            let text = fs::read_to_string(folder.path().join("x.log")).unwrap();
            assert!(text.is_empty() || text.ends_with('\n'));
        }
    }
    recorder.flush();
    assert_eq!(recorded(folder.path()), (0..5_000).collect::<Vec<_>>());
    assert_eq!(recorder.frames(), 5_000);
    let text = fs::read_to_string(folder.path().join("x.log")).unwrap();
    assert!(text.starts_with("(1700000000.000000) can0 60D#0000000000000000\n"), "{}", &text[..60]);
}

#[test]
fn a_recording_that_is_there_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.log"), "precious").unwrap();
    let (path, error) = Recorder::begin(plan(folder.path())).unwrap_err();
    assert_eq!((path, error.kind()), (folder.path().join("x.log"), std::io::ErrorKind::AlreadyExists));
    assert_eq!(fs::read_to_string(folder.path().join("x.log")).unwrap(), "precious");
}

#[test]
fn rotation_by_size_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut recorder = Recorder::begin(Plan { rotate_size: Some(10_000), ..plan(folder.path()) }).unwrap();
    for millis in 0..3_000 {
        recorder.frame(&frame(millis));
    }
    recorder.finish(at(3_000)).unwrap();
    let logs = logs(folder.path());
    assert!(logs.len() > 10, "{logs:?}");
    for log in &logs[..logs.len() - 1] {
        let size = fs::metadata(log).unwrap().len();
        assert!((10_000..10_200).contains(&size), "{size}");
    }
    assert_eq!(recorded(folder.path()), (0..3_000).collect::<Vec<_>>());
}

#[test]
fn rotation_by_time_goes_by_the_frames_own_and_old_files_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let rotate_time = Some(Duration::from_secs(1));
    let plan = Plan { rotate_time, keep: Some(3), ..plan(folder.path()) };
    let mut recorder = Recorder::begin(plan.clone()).unwrap();
    recorder.mark(at(10), "tailgate closed");
    for millis in 0..5_500 {
        recorder.frame(&frame(millis));
    }
    recorder.mark(at(5_500), "fob pressed");
    recorder.finish(at(5_500)).unwrap();
    assert_eq!(recorded(folder.path()), (3_000..5_500).collect::<Vec<_>>());
    let names: Vec<_> = logs(folder.path()).iter().map(|path| path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["x-0004.log", "x-0005.log", "x-0006.log"]);
    assert!(!folder.path().join("x-0001.log.marks").exists());
    let marks = fs::read_to_string(folder.path().join("x-0006.log.marks")).unwrap();
    assert!(marks.starts_with("(1700000005.500000) fob pressed\n"), "{marks}");
    // Another run adds to them and removes only its own.
    let recorder = Recorder::begin(plan).unwrap();
    assert_eq!(recorder.file(), Some(&*folder.path().join("x-0007.log")));
    assert_eq!(logs(folder.path()).len(), 4);
}

#[test]
fn a_ring_is_written_when_asked_with_what_follows_and_once_only() {
    let folder = tempfile::tempdir().unwrap();
    let ring = Some(Duration::from_secs(10));
    let mut recorder = Recorder::begin(Plan { ring, ..plan(folder.path()) }).unwrap();
    recorder.mark(at(0), "bonnet open");
    for millis in 0..60_000 {
        recorder.frame(&frame(millis));
    }
    recorder.mark(at(59_000), "tailgate closed");
    recorder.flush();
    assert_eq!((logs(folder.path()).len(), recorder.file()), (0, None));
    recorder.trigger(at(60_000));
    let first = recorded(folder.path());
    assert_eq!(first.last(), Some(&59_999));
    assert!((40_000..=50_000).contains(&first[0]), "{}", first[0]);
    for millis in 60_000..200_000 {
        recorder.frame(&frame(millis));
    }
    let all = recorded(folder.path());
    // Half a minute more, and then the ring fills anew.
    assert_eq!(all, (first[0]..=90_000).collect::<Vec<_>>());
    let marks = fs::read_to_string(folder.path().join("x-0001.log.marks")).unwrap();
    assert_eq!(marks, "(1700000059.000000) tailgate closed\n");
    recorder.trigger(at(200_000));
    recorder.finish(at(200_000)).unwrap();
    assert_eq!(logs(folder.path()).len(), 2);
    let second = read(&logs(folder.path())[1]);
    assert!(second[0].time >= at(180_000) && second[0].time <= at(190_000));
    assert_eq!(second.last().unwrap().time, at(199_999));
}

#[test]
fn a_ring_nobody_asks_for_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let ring = Some(Duration::from_secs(10));
    let mut recorder = Recorder::begin(Plan { ring, ..plan(folder.path()) }).unwrap();
    for millis in 0..1_000 {
        recorder.frame(&frame(millis));
    }
    recorder.finish(at(1_000)).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn words_of_a_person_stay_one_line_and_notes_leave_them_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut recorder = Recorder::begin(plan(folder.path())).unwrap();
    for millis in 0..20_000 {
        recorder.note(at(millis), "can0 went down");
        recorder.flush();
    }
    recorder.mark(at(20_000), "note a\nb\u{1b}[2J");
    recorder.finish(at(20_000)).unwrap();
    let marks = fs::read_to_string(folder.path().join("x.log.marks")).unwrap();
    assert!(marks.len() < 200_000, "{}", marks.len());
    assert_eq!(marks.lines().last(), Some("(1700000020.000000) note a b [2J"));
}

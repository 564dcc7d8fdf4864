//! What can be handed in: files, pipes, compressed streams, and things that are no capture.

use std::io::{self, Read};
use std::path::Path;

use doorjamb::capture::{Error, Item, Reader};
use doorjamb::frame::{Frame, SourceId};

use super::{drain, read};

fn open(path: &Path) -> Result<Reader, Error> {
    Reader::open(path, SourceId(0))
}

/// What is said about a file with these bytes.
pub(super) fn refusal(bytes: &[u8]) -> String {
    let message = read(bytes).expect_err("no capture");
    assert!(message.starts_with("x.log: "), "{message}");
    message
}

pub(super) fn log(frames: usize) -> Vec<u8> {
    (0..frames).flat_map(|at| format!("({at}.000000) can0 60D#{at:016X}\n").into_bytes()).collect()
}

#[test]
fn a_file_is_read_with_its_progress_and_format() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("no-extension");
    std::fs::write(&path, log(3)).expect("written");
    let mut reader = open(&path).expect("a capture");
    assert_eq!(reader.format().name(), "candump log");
    assert_eq!(reader.next(&mut Frame::empty()).expect("reads"), Some(Item::Frame));
    let size = log(3).len() as u64;
    assert_eq!((reader.progress().bytes_read, reader.progress().total), (size, Some(size)));
    assert_eq!(drain(reader).frames.len(), 2);
}

#[test]
fn what_cannot_be_opened_says_why_and_what_to_do() {
    let directory = tempfile::tempdir().expect("a directory");
    let missing = open(&directory.path().join("gone.log")).expect_err("missing");
    assert!(matches!(missing, Error::Missing { .. }));
    assert!(missing.to_string().contains("gone.log: there is no such file"), "{missing}");
    let directory = open(directory.path()).expect_err("a directory");
    assert!(directory.to_string().contains("is a directory; name the captures in it"), "{directory}");
}

#[test]
fn a_permission_denied_is_its_own_error() {
    struct Denied;
    impl Read for Denied {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    let error = Reader::from_read(Box::new(Denied), "x.log", SourceId(0)).expect_err("denied");
    assert!(matches!(error, Error::Forbidden { .. }));
    assert!(error.to_string().starts_with("x.log: no permission to read it"), "{error}");
}

#[test]
fn what_is_no_capture_is_named_for_what_it_seems_to_be() {
    assert!(refusal(b"").contains("is empty, no frame was recorded"));
    assert!(refusal(b"\n  \n").contains("nothing but blank lines"));
    assert!(refusal(b"# only\n# comments\n").contains("nothing but comments"));
    assert!(refusal(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR").contains("looks like a PNG image"));
    assert!(refusal(b"MDF     3.30    \0\0").contains("convert it to MF4, ASC or BLF"));
    assert!(refusal(&[0, 1, 2, 3, 0xFE, 0, 0, 0, 5]).contains("holds binary data"));
    assert!(refusal("\u{FEFF}name;age\nbob;7\n".as_bytes()).contains("has `name;age` where"));
    assert!(refusal(b"\xFF\xFEn\0o\0\n\0").contains("has `no` where"));
    assert!(refusal(b"hello\n").contains("known are candump log"));
}

#[test]
fn a_line_without_end_is_refused_without_reading_it_all() {
    let reader = Reader::from_read(Box::new(io::repeat(b'A')), "x.log", SourceId(0));
    assert!(matches!(reader, Err(Error::Unknown { .. })));
}

#[test]
fn stray_lines_before_the_first_frame_become_notices() {
    let mut bytes = b"listening...\n\n".to_vec();
    bytes.extend(log(2));
    let contents = read(&bytes).expect("a capture");
    assert_eq!((contents.frames.len(), contents.notices.len()), (2, 1));
}

#[test]
fn a_failing_disk_stops_the_reading_but_keeps_what_was_read() {
    struct Failing(io::Cursor<Vec<u8>>);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::other("bad sector")),
                count => Ok(count),
            }
        }
    }
    let mut reader = Reader::from_read(Box::new(Failing(io::Cursor::new(log(3)))), "x.log", SourceId(0))
        .expect("a capture");
    let mut frame = Frame::empty();
    for _ in 0..3 {
        assert_eq!(reader.next(&mut frame).expect("reads"), Some(Item::Frame));
    }
    let error = reader.next(&mut frame).expect_err("the disk fails");
    let expected = format!("x.log: cannot be read after byte {}: bad sector", log(3).len());
    assert_eq!(error.to_string(), expected);
}

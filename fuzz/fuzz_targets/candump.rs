//! Any bytes behind one good candump line are read to their end without a panic.
#![no_main]

use std::io::{Cursor, Read};

use doorjamb::capture::Reader;
use doorjamb::frame::{Frame, SourceId};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let input = Cursor::new(b"(1.000000) can0 123#11\n").chain(Cursor::new(bytes.to_vec()));
    let mut reader = Reader::from_read(Box::new(input), "fuzz", SourceId(0)).expect("a capture");
    let mut frame = Frame::empty();
    while reader.next(&mut frame).expect("memory does not fail").is_some() {}
});

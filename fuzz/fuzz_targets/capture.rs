//! Any bytes are no capture, or are read to their end without a panic, whatever format or compression they claim.
#![no_main]

use std::io::Cursor;

use doorjamb::capture::Reader;
use doorjamb::frame::{Frame, SourceId};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = Reader::from_read(Box::new(Cursor::new(bytes.to_vec())), "fuzz", SourceId(0)) else {
        return;
    };
    let mut frame = Frame::empty();
    while reader.next(&mut frame).expect("memory does not fail").is_some() {}
});

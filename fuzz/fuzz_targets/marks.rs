//! Any bytes are read as a person's marks, and what was understood says the same when it is written and read again.
#![no_main]

use doorjamb::capture::marks::{MarkKind, Marks};
use doorjamb::frame::SourceId;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let marks = Marks::parse(bytes, SourceId(1));
    for mark in &marks.marks {
        if mark.kind != MarkKind::Note {
            assert_eq!(MarkKind::parse(&mark.kind.to_string()), Ok(mark.kind));
        }
    }
});

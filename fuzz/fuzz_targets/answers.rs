//! Any text is read as answers to the questions of a diagnosis; each line is understood, told to be wrong, or empty.
#![no_main]

use doorjamb::diagnosis::Answers;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let answers = Answers::parse(text);
    let lines = text.lines().count() as u64 + 1;
    assert!(answers.given.len() as u64 + answers.misread_count <= lines);
    assert!(answers.misread.len() as u64 <= answers.misread_count);
});

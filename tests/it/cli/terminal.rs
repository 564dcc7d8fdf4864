//! What reaches a terminal: colours only where wanted, and nothing that a file smuggles in.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::process::Stdio;

use super::drive::{Drive, healthy, locked_while_open};
use super::{program, run, run_with};

#[test]
fn there_is_no_colour_in_a_pipe_unless_asked_for() {
    let log = locked_while_open();
    let plain = run_with(["replay", "-"], log.as_bytes()).out;
    let coloured = run_with(["replay", "--color", "always", "-"], log.as_bytes()).out;
    assert!(!plain.contains('\x1b'));
    assert!(coloured.contains("\x1b["));
    // Colours change nothing else.
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\x1b') {
        bare.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    bare.push_str(rest);
    assert_eq!(bare, plain);
}

#[test]
fn control_characters_of_files_and_their_names_are_shown_as_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\x1b[31m\u{202e}.log");
    let log = Drive::new().wait(500).line("\x1b]0;owned\x07 \u{9b}2J").wait(500).log();
    fs::write(&path, log).unwrap();
    let marks = "(1) \x1b[2J\u{202e}\n";
    fs::write(folder.path().join("a\x1b[31m\u{202e}.log.marks"), marks).unwrap();
    let ran = run(["replay".into(), path.into_os_string()]);
    let missing = folder.path().join("b\x1b[31m\u{202e}.log");
    let wrong = run(["replay".into(), missing.into_os_string()]);
    for text in [&ran.out, &ran.err, &wrong.err] {
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text:?}");
    }
    assert!(ran.out.contains("a\\u{1b}[31m\\u{202e}.log:"), "{}", ran.out);
    assert!(wrong.err.contains("b\\u{1b}[31m\\u{202e}.log"), "{}", wrong.err);
}

#[test]
fn a_file_name_need_not_be_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(OsString::from_vec(b"caf\xe9.log".to_vec()));
    fs::write(&path, healthy()).unwrap();
    for format in ["text", "json"] {
        let ran = run(["replay".into(), "--format".into(), format.into(), path.clone().into_os_string()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("caf\u{fffd}.log"), "{}", ran.out);
    }
}

#[test]
fn a_closed_pipe_is_success() {
    for arguments in [&["cars"][..], &["explain"], &["schema"], &["man"], &["completions", "zsh"]] {
        let mut child =
            program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}
